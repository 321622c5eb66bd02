"""What must leave: owed with the act, claimed with a lease, marked with the attempt that did it.

Rows are found by their status, never by being newer than the last one seen: a row with a smaller
number may be committed later.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from workflow.store.schema import Moment, outbox
from workflow.store.statements import Fixed

OWED, PUBLISHED, SENDING, SENT, DEAD = "owed", "published", "sending", "sent", "dead"
AMBIGUOUS, SUPERSEDED, HELD = "ambiguous", "superseded", "held"
STATUSES = (OWED, PUBLISHED, SENDING, SENT, AMBIGUOUS, DEAD, SUPERSEDED, HELD)
DONE = (SENT, DEAD, SUPERSEDED)
UNSENT = (OWED, PUBLISHED, SENDING)
HOLD = "hold"
CRASHES = 5
"""So many workers may die over one notice; then it is dead, and shown."""

GATHERED, ALONE = 1, 2
"""A reminder that goes into one mail with others, and one of a person who wants them singly."""

_GATHERED: ColumnElement[int] = literal_column(str(GATHERED))
"""Written out in statements, so that the index of such reminders is seen to be of use."""

COLUMNS = tuple(one.name for one in outbox.c if one.name not in {"id", "crashes"})
"""What a row is written with."""

_GIVEN: dict[str, Any] = {name: bindparam(name) for name in COLUMNS}
_OWE = Fixed(
    lambda insert: (
        insert(outbox).values(_GIVEN).on_conflict_do_nothing(index_elements=[outbox.c.key]).inline()
    )
)
# Each value a mark of its own, so that the statement can be fixed.
IS_UNSENT = outbox.c.status.in_([literal(one) for one in UNSENT])


def message_id(keys: Collection[str]) -> str:
    """Return the Message-ID of a mail that carries the notices of *keys*: always the same one."""
    return f"<{sha256(chr(10).join(sorted(keys)).encode()).hexdigest()[:40]}@thidua>"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One notice to one person by one channel."""

    id: int
    key: str
    year_id: str
    notice: str
    person: str
    address: str
    language: str
    facts: str
    attempt: int
    owed_at: datetime
    channel: str
    reminder: int
    urgent: int
    in_doubt: str
    stale_at: datetime | None
    quiet: str | None
    sent_as: str | None
    refers_to: str | None
    crashes: int
    command_id: str | None


_RETURNED = tuple(outbox.c[name] for name in OutboxRow.__slots__)
_READY = or_(
    outbox.c.status == PUBLISHED,
    and_(outbox.c.status == OWED, outbox.c.next_at <= bindparam("now")),
)
_TAKEN = {
    "status": SENDING,
    "attempt": outbox.c.attempt + 1,
    "next_at": bindparam("lease_ends"),
}
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("the_id"), outbox.c.reminder != _GATHERED, _READY)
    .values(_TAKEN)
    .returning(*_RETURNED)
)
_first = outbox.alias("first")
_LEFT = and_(outbox.c.status == SENDING, outbox.c.next_at <= bindparam("now"))
_CLAIM_GATHERED = (
    update(outbox)
    .where(
        _first.c.id == bindparam("the_id"),
        _first.c.reminder == _GATHERED,
        _first.c.status.in_((OWED, PUBLISHED)),
        outbox.c.reminder == _GATHERED,
        outbox.c.channel == _first.c.channel,
        outbox.c.address == _first.c.address,
        func.coalesce(outbox.c.sent_as, "") == func.coalesce(_first.c.sent_as, ""),
        or_(_READY, _LEFT),
    )
    .values(_TAKEN)
    .returning(*_RETURNED)
)


def owe(
    conn: Connection, rows: Sequence[Mapping[str, Any]], command_id: str, trace: str | None = None
) -> None:
    """Write down notices owed by a command; one that is written down already stays as it is.

    `trace` is where the command stands in a trace, for those who record traces.
    """
    for row in rows:
        _OWE.run(conn, {**row, "command_id": command_id, "trace": trace})


def claim_to_send(
    conn: Connection, row_id: int, now: datetime, lease: timedelta
) -> tuple[OutboxRow, ...]:
    """Take what goes out with one key: the row, or all reminders of its inbox that are ready.

    Empty when it is done, dead, another's, or not to be tried yet. The attempt is counted before
    the work, so that a row that kills its worker is stopped.
    """
    wanted = {"the_id": row_id, "now": now, "lease_ends": now + lease}
    found = conn.execute(_CLAIM, wanted).all() or conn.execute(_CLAIM_GATHERED, wanted).all()
    return tuple(sorted((OutboxRow(*one) for one in found), key=lambda one: (one.owed_at, one.key)))


def name_mail(conn: Connection, rows: Collection[OutboxRow], name: str) -> None:
    """Note under which Message-ID these go out together, before they do."""
    conn.execute(update(outbox).where(_ours(rows)).values(sent_as=name))


def reminded_at(
    conn: Connection, rows: Collection[OutboxRow], since: datetime, now: datetime
) -> datetime | None:
    """Return when the inbox of *rows* last got other reminders after *since*: now, if just now."""
    row = next(iter(rows))
    same = and_(
        outbox.c.channel == row.channel,
        outbox.c.address == row.address,
        outbox.c.reminder == _GATHERED,
        outbox.c.id.not_in([one.id for one in rows]),
    )
    gone = and_(outbox.c.status == SENT, outbox.c.done_at > since)
    going = and_(outbox.c.status == SENDING, outbox.c.next_at > now)
    last = func.max(func.coalesce(outbox.c.done_at, literal(now, Moment)))
    found: datetime | None = conn.scalar(select(last).where(same, or_(gone, going)))
    return found


def finish(  # noqa: PLR0913 - all that is noted of an attempt
    conn: Connection,
    rows: Collection[OutboxRow],
    status: str,
    answer: str,
    *,
    at: datetime,
    next_at: datetime,
    sent_as: str | None,
) -> bool:
    """Mark what came of an attempt; False when the rows have since been taken by another one."""
    done = {
        "status": status,
        "answer": answer,
        "next_at": next_at,
        "done_at": at if status in DONE else None,
        "sent_as": sent_as,
    }
    marked = conn.execute(update(outbox).where(_ours(rows)).values(done))
    return bool(marked.rowcount == len(rows))


def _ours(rows: Collection[OutboxRow]) -> ColumnElement[bool]:
    """Fence by attempt: a worker that wakes after its lease changes nothing of another's."""
    if len(rows) == 1:
        (row,) = rows
        ours: ColumnElement[bool] = and_(outbox.c.id == row.id, outbox.c.attempt == row.attempt)
    else:
        ours = tuple_(outbox.c.id, outbox.c.attempt).in_([(one.id, one.attempt) for one in rows])
    return and_(outbox.c.status == SENDING, ours)


def put_back(conn: Connection, rows: Collection[OutboxRow], next_at: datetime) -> None:
    """Put claimed rows back untried, to be taken again at *next_at*."""
    values = {"status": OWED, "next_at": next_at, "attempt": outbox.c.attempt - 1}
    conn.execute(update(outbox).where(_ours(rows)).values(values))


def whole(conn: Connection, ids: Collection[int]) -> list[dict[str, Any]]:
    """Return everything that is known of rows."""
    found = conn.execute(select(outbox).where(outbox.c.id.in_(ids)).order_by(outbox.c.id))
    return [dict(one) for one in found.mappings()]


def counts(conn: Connection, year_id: str | None = None) -> dict[str, int]:
    """Return how many notices stand in each status, of one bloc year or of all."""
    wanted = select(outbox.c.status, func.count()).group_by(outbox.c.status)
    if year_id is not None:
        wanted = wanted.where(outbox.c.year_id == year_id)
    return {row[0]: row[1] for row in conn.execute(wanted)}


def mails(conn: Connection, year_id: str | None = None) -> int:
    """Return how many mails and messages were sent; one may carry several notices."""
    wanted = select(func.count(outbox.c.sent_as.distinct())).where(outbox.c.status == SENT)
    if year_id is not None:
        wanted = wanted.where(outbox.c.year_id == year_id)
    return conn.scalar(wanted) or 0


def attempts(conn: Connection) -> dict[tuple[str, int], int]:
    """Return how many notices stand in each status after so many attempts."""
    both = (outbox.c.status, outbox.c.attempt)
    rows = conn.execute(select(*both, func.count()).group_by(*both))
    return {(row[0], row[1]): row[2] for row in rows}


def next_leaving(conn: Connection, after: datetime) -> datetime | None:
    """Return the next moment after *after* at which a notice that waits may leave."""
    wanted = select(func.min(outbox.c.next_at)).where(
        outbox.c.status == OWED, outbox.c.next_at > after
    )
    found: datetime | None = conn.scalar(wanted)
    return found


def busy(conn: Connection, now: datetime) -> bool:
    """Whether a notice is on its way, or should be by now; one that waits for its next try is not.

    A row that is published or being sent has its lease in `next_at`, so only an owed one waits.
    """
    later = and_(outbox.c.status == OWED, outbox.c.next_at > now)
    return bool(conn.scalar(select(exists().where(IS_UNSENT, ~later))))
