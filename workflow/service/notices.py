"""Notices leave: claimed with a lease, sent outside any transaction, marked by their attempt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from logging import ERROR, INFO, WARNING, getLogger

from sqlalchemy import Connection

from workflow.domain.telling import waves
from workflow.escaping import escaped
from workflow.hiding import hidden
from workflow.runtime import CannotSend, Mail, Runtime
from workflow.service import owing, restoring
from workflow.service.composing import Kinds, compose
from workflow.store import books, inboxes, outbox, publishing, sending
from workflow.store.engine import reader
from workflow.store.outbox import AMBIGUOUS, DEAD, DONE, HOLD, OWED, SENT, SUPERSEDED, OutboxRow

ATTEMPTS = 16
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
"""Waits double from the first to the longest: a mail server may be down for a day and a half."""

UNPUBLISHED_WAIT = timedelta(seconds=5)
Rows = tuple[OutboxRow, ...]
LEVELS = {DEAD: ERROR, AMBIGUOUS: WARNING, OWED: WARNING}
logger = getLogger(__name__)


def claim(runtime: Runtime, limit: int = 200) -> list[int]:
    """Take what is owed for publishing, and return its keys. Only the relay calls this.

    Raises:
        Unreachable: Nobody outside can be told how far publishing went; nothing is left claimed.
    """
    return restoring.claim(runtime, limit)


def hand_back(runtime: Runtime, keys: Sequence[int]) -> None:
    """Put back what could not be published. Should this fail as well, the lease brings it back."""
    with runtime.engine.begin() as conn:
        publishing.hand_back(conn, keys, runtime.clock.now() + UNPUBLISHED_WAIT)


def reclaim(runtime: Runtime) -> None:
    """Put back what was published to a process that is gone, rather than wait for its lease.

    Harmless where that process still lives: a notice is claimed once more before it is sent.
    """
    with runtime.engine.begin() as conn:
        publishing.reclaim(conn, runtime.clock.now())


def busy(runtime: Runtime) -> bool:
    """Whether any notice is on its way or should be by now."""
    with reader(runtime.engine).begin() as conn:
        return outbox.busy(conn, runtime.clock.now())


def next_leaving(runtime: Runtime) -> datetime | None:
    """Return the next moment at which a notice that waits may leave."""
    with reader(runtime.engine).begin() as conn:
        return outbox.next_leaving(conn, runtime.clock.now())


def waiting(runtime: Runtime) -> int:
    """Return how many notices have not left yet."""
    with reader(runtime.engine).begin() as conn:
        found = outbox.counts(conn)
    return sum(count for status, count in found.items() if status not in DONE)


def send(runtime: Runtime, row_id: int) -> str | None:
    """Send what goes out with one key; safe to run any number of times. Return what came of it.

    None: it was done already, is in other hands, or its moment has not come.
    """
    with runtime.engine.begin() as conn:
        rows = _taken(conn, runtime, row_id)
        kinds = _kinds(conn, rows)
    if not rows:
        return None
    if max(row.attempt for row in rows) > ATTEMPTS:
        return _finish(runtime, rows, DEAD, "too_many_attempts")
    try:
        mail = compose(rows, kinds, runtime.site)
    except (LookupError, ValueError) as failed:  # and would fail however often it is tried
        return _finish(runtime, rows, DEAD, f"cannot_compose: {failed}")
    try:
        answer = runtime.sender.send(mail)
    except CannotSend as failed:
        return _failed(runtime, rows, mail, failed)
    return _finish(runtime, rows, SENT, answer, sent_as=mail.message_id)


def _taken(conn: Connection, runtime: Runtime, row_id: int) -> Rows:
    """Claim the rows of one mail, less what has become pointless; none when it must wait."""
    now = runtime.clock.now()
    rows = sending.claim_to_send(conn, row_id, now, runtime.lease)
    stale = tuple(row for row in rows if _pointless(row, now))
    if stale:
        sending.finish(
            conn, stale, SUPERSEDED, "deadline_passed", at=now, next_at=now, sent_as=None
        )
    left = tuple(row for row in rows if row not in stale)
    if not left or left[0].reminder != outbox.GATHERED:
        return left
    name = left[0].sent_as or outbox.message_id([row.key for row in left])
    since = inboxes.take(conn, _inbox(left), name, now, waves.HOUR)
    if since:
        sending.put_back(conn, left, since + waves.HOUR)
        return ()
    return _named(conn, left, name)


def _inbox(rows: Rows) -> str:
    return waves.mailbox(rows[0].channel, rows[0].address)


def _pointless(row: OutboxRow, now: datetime) -> bool:
    """Whether a reminder speaks of a moment that has passed. What may have left goes out again."""
    return row.stale_at is not None and row.stale_at <= now and not row.sent_as


def _named(conn: Connection, rows: Rows, name: str) -> Rows:
    """Fix which reminders go out together before they do: a copy must be the same mail."""
    if rows[0].sent_as:
        return rows
    sending.name_mail(conn, rows, name)
    return tuple(replace(row, sent_as=name) for row in rows)


def _kinds(conn: Connection, rows: Rows) -> Kinds:
    years = {row.year_id: books.load_year(conn, row.year_id).definition for row in rows}
    return {
        (year, notice.id): notice
        for year, definition in years.items()
        for notice in books.pinned(conn, definition).definition.notices
    }


def _failed(runtime: Runtime, rows: Rows, mail: Mail, failed: CannotSend) -> str | None:
    """Note a refusal, or that the far end may have taken what it never answered."""
    if failed.final:
        return _finish(runtime, rows, DEAD, failed.answer)
    if failed.unsure and rows[0].in_doubt == HOLD:
        return _finish(runtime, rows, AMBIGUOUS, failed.answer, sent_as=mail.message_id)
    name = mail.message_id if failed.unsure or any(row.crashes for row in rows) else None
    return _finish(runtime, rows, OWED, failed.answer, sent_as=name, not_before=failed.again_in)


def _finish(
    runtime: Runtime,
    rows: Rows,
    status: str,
    answer: str,
    *,
    sent_as: str | None = None,
    not_before: timedelta = timedelta(0),
) -> str | None:
    """Mark what came of an attempt; None when the rows are in other hands by now.

    What may have left before stays known as such, whatever became of this attempt.
    """
    now, answer = runtime.clock.now(), escaped(hidden(answer))
    sent_as = sent_as or rows[0].left_as
    if status == OWED and max(row.attempt for row in rows) >= ATTEMPTS:
        status = DEAD
    again = now + max(_wait(rows[0]), not_before)
    quiet = None if rows[0].urgent else rows[0].quiet
    with runtime.engine.begin() as conn:
        marked = sending.finish(
            conn, rows, status, answer,
            at=now, next_at=waves.awake(quiet, again), sent_as=sent_as,
        )  # fmt: skip
        if marked and status == DEAD:
            owing.by_mail_instead(conn, rows, now)
        if marked and rows[0].sent_as and not _may_have_left(rows, status, sent_as):
            inboxes.free(conn, _inbox(rows), rows[0].sent_as, now - waves.HOUR)
    _tell(rows, status if marked else "in_other_hands")
    return status if marked else None


def _may_have_left(rows: Rows, status: str, sent_as: str | None) -> bool:
    return status == SENT or sent_as is not None or any(row.crashes for row in rows)


def _tell(rows: Rows, status: str) -> None:
    """Log what came of an attempt under the command that owes it; never to whom, or what.

    Nor what the far end answered, which may name the address: that stays with the row.
    """
    for row in rows:
        facts = {
            "notice": row.id, "kind": row.notice, "year": row.year_id, "command": row.command_id,
            "attempt": row.attempt, "status": status,
        }  # fmt: skip
        logger.log(LEVELS.get(status, INFO), "notice", extra=facts)


def _wait(row: OutboxRow) -> timedelta:
    """Return how long to wait before the next try: between half and all of a doubling wait.

    Which part comes from the row's key, so that those who failed together do not return together.
    """
    longest = min(FIRST_WAIT * 2 ** (row.attempt - 1), LONGEST_WAIT)
    drawn = sha256(f"{row.key}|{row.attempt}".encode()).digest()[0]
    return timedelta(seconds=longest.total_seconds() * (256 + drawn) / 512)
