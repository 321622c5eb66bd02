"""Notices taken to be sent, with a lease, and what came of each attempt."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    tuple_,
    update,
)

from workflow.store.outbox import DONE, GATHERED, OWED, PUBLISHED, SENDING, OutboxRow
from workflow.store.schema import outbox

_GATHERED: ColumnElement[int] = literal_column(str(GATHERED))
"""Written out in statements, so that the index of such reminders is seen to be of use."""
_READ: dict[str, ColumnElement[Any]] = {
    **{one.name: one for one in outbox.c},
    "left_as": outbox.c.sent_as.label("left_as"),
}
_RETURNED = tuple(_READ[name] for name in OutboxRow.__slots__)
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
    """Fence by attempt: a worker that wakes after its lease changes nothing of another's.

    And by its lease, since attempts are counted anew for what is owed anew by hand.
    """
    lease_ends = next(iter(rows)).next_at  # they were claimed together
    if len(rows) == 1:
        (row,) = rows
        ours: ColumnElement[bool] = and_(outbox.c.id == row.id, outbox.c.attempt == row.attempt)
    else:
        ours = tuple_(outbox.c.id, outbox.c.attempt).in_([(one.id, one.attempt) for one in rows])
    return and_(outbox.c.status == SENDING, outbox.c.next_at == lease_ends, ours)


def put_back(conn: Connection, rows: Collection[OutboxRow], next_at: datetime) -> None:
    """Put claimed rows back untried, to be taken again at *next_at*."""
    values = {"status": OWED, "next_at": next_at, "attempt": outbox.c.attempt - 1}
    conn.execute(update(outbox).where(_ours(rows)).values(values))
