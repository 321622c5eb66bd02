"""What must leave: owed with the act, claimed with a lease, marked with the attempt that did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from workflow.store.schema import outbox

OWED, PUBLISHED, SENDING, SENT, DEAD = "owed", "published", "sending", "sent", "dead"
LEASE = timedelta(minutes=5)
_INSERT = insert(outbox)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One notice to one person."""

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


_COLUMNS = [outbox.c[name] for name in OutboxRow.__slots__]


def owe(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down notices that are owed."""
    if rows:
        conn.execute(_INSERT, rows)


def claim_to_publish(conn: Connection, now: datetime, limit: int) -> list[int]:
    """Take owed rows, and rows whose lease is over, for publishing; return their ids.

    A row in `sending` whose lease is over was left by a worker that died between sending and
    marking: it is published again, and goes out again under the same Message-ID.
    """
    due = select(outbox.c.id).where(
        outbox.c.status.in_((OWED, PUBLISHED, SENDING)), outbox.c.next_at <= now
    )
    ids = list(conn.scalars(due.order_by(outbox.c.next_at, outbox.c.id).limit(limit)))
    if ids:
        taken = update(outbox).where(outbox.c.id.in_(ids))
        conn.execute(taken.values(status=PUBLISHED, next_at=now + LEASE))
    return ids


def claim_to_send(conn: Connection, row_id: int, now: datetime) -> OutboxRow | None:
    """Take one published row for sending; None when it is done, dead, or another's.

    The attempt is counted before the work, so that a row that kills its worker is stopped.
    """
    claimed = conn.execute(
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.status.in_((OWED, PUBLISHED)))
        .values(status=SENDING, attempt=outbox.c.attempt + 1, next_at=now + LEASE)
        .returning(*_COLUMNS)
    ).one_or_none()
    return OutboxRow(*claimed) if claimed else None


def finish(
    conn: Connection, row: OutboxRow, status: str, answer: str, *, at: datetime, next_at: datetime
) -> bool:
    """Mark what came of an attempt; False when the row has since been taken by another attempt."""
    marked = conn.execute(
        update(outbox)
        .where(outbox.c.id == row.id, outbox.c.status == SENDING, outbox.c.attempt == row.attempt)
        .values(
            status=status,
            answer=answer,
            next_at=next_at,
            done_at=at if status in {SENT, DEAD} else None,
        )
    )
    return bool(marked.rowcount == 1)


def counts(conn: Connection, year_id: str | None = None) -> dict[str, int]:
    """Return how many notices stand in each status, of one bloc year or of all."""
    wanted = select(outbox.c.status, func.count()).group_by(outbox.c.status)
    if year_id is not None:
        wanted = wanted.where(outbox.c.year_id == year_id)
    return {row[0]: row[1] for row in conn.execute(wanted)}


def oldest_unsent(conn: Connection) -> datetime | None:
    """Return when the oldest notice that has not left was owed."""
    waiting = select(func.min(outbox.c.owed_at)).where(
        outbox.c.status.in_((OWED, PUBLISHED, SENDING))
    )
    oldest: datetime | None = conn.scalar(waiting)
    return oldest
