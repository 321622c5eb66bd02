"""Notices leave: claimed with a lease, sent outside any transaction, marked by their attempt."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta

from definitions.filling import fill
from definitions.schema.notices import Notice
from workflow.runtime import CannotSend, Mail, Runtime
from workflow.store import books, outbox
from workflow.store.engine import reader
from workflow.store.outbox import DEAD, OWED, SENT, OutboxRow

ATTEMPTS = 16
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
"""Waits double from the first to the longest: a mail server may be down for a day and a half."""

UNPUBLISHED_WAIT = timedelta(seconds=5)


def claim(runtime: Runtime, limit: int = 200) -> list[int]:
    """Take what is owed for publishing, and return its keys. Only the relay calls this."""
    with runtime.engine.begin() as conn:
        return outbox.claim_to_publish(conn, runtime.clock.now(), limit, runtime.lease)


def hand_back(runtime: Runtime, keys: Sequence[int]) -> None:
    """Put back what could not be published. Should this fail as well, the lease brings it back."""
    with runtime.engine.begin() as conn:
        outbox.hand_back(conn, keys, runtime.clock.now() + UNPUBLISHED_WAIT)


def reclaim(runtime: Runtime) -> None:
    """Put back what was published to a process that is gone, rather than wait for its lease.

    Harmless where that process still lives: a notice is claimed once more before it is sent.
    """
    with runtime.engine.begin() as conn:
        outbox.reclaim(conn, runtime.clock.now())


def busy(runtime: Runtime) -> bool:
    """Whether any notice is on its way or should be by now."""
    with reader(runtime.engine).begin() as conn:
        return outbox.busy(conn, runtime.clock.now())


def waiting(runtime: Runtime) -> int:
    """Return how many notices have not left yet."""
    with reader(runtime.engine).begin() as conn:
        found = outbox.counts(conn)
    return sum(count for status, count in found.items() if status not in {SENT, DEAD})


def send(runtime: Runtime, row_id: int) -> str | None:
    """Send one notice; safe to run any number of times. Return what came of it.

    None: it was done already, or is in other hands.
    """
    with runtime.engine.begin() as conn:
        row = outbox.claim_to_send(conn, row_id, runtime.clock.now(), runtime.lease)
        if row is None:
            return None
        year = books.load_year(conn, row.year_id)
        notices = books.pinned(conn, year.definition).definition.notices
    if row.attempt > ATTEMPTS:
        return _finish(runtime, row, DEAD, "too_many_attempts")
    try:
        mail = compose(row, {one.id: one for one in notices}[row.notice])
    except (LookupError, ValueError) as failed:  # and would fail however often it is tried
        return _finish(runtime, row, DEAD, f"cannot_compose: {failed}")
    try:
        answer = runtime.sender.send(mail)
    except CannotSend as failed:
        return _finish(runtime, row, DEAD if failed.final else OWED, failed.answer)
    return _finish(runtime, row, SENT, answer)


def _finish(runtime: Runtime, row: OutboxRow, status: str, answer: str) -> str | None:
    """Mark what came of an attempt; None when the row is in other hands by now."""
    now = runtime.clock.now()
    again = now + min(FIRST_WAIT * 2 ** (row.attempt - 1), LONGEST_WAIT)
    if status == OWED and row.attempt >= ATTEMPTS:
        status = DEAD
    with runtime.engine.begin() as conn:
        marked = outbox.finish(conn, row, status, answer, at=now, next_at=again)
    return status if marked else None


def compose(row: OutboxRow, notice: Notice) -> Mail:
    """Return the mail of a notice: its template filled with the facts that were owed with it.

    The Message-ID comes from the row's key, so that a copy sent after a crash is known as one.
    """
    facts: dict[str, str] = json.loads(row.facts)
    name = hashlib.sha256(row.key.encode()).hexdigest()[:40]
    return Mail(
        message_id=f"<{name}@thidua>",
        date=row.owed_at,
        address=row.address,
        name=facts["recipient"],
        subject=fill(notice.subject.of(row.language), facts, row.language),
        body=fill(notice.body.of(row.language), facts, row.language),
        folder=row.year_id,
    )
