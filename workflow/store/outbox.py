"""What must leave: owed with the act, claimed with a lease, marked with the attempt that did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select, update

from workflow.store.schema import outbox
from workflow.store.statements import Fixed

OWED, PUBLISHED, SENDING, SENT, DEAD = "owed", "published", "sending", "sent", "dead"
_GIVEN: dict[str, Any] = {
    column.name: bindparam(column.name) for column in outbox.c if column.name != "id"
}
_OWE = Fixed(
    lambda insert: (
        insert(outbox).values(_GIVEN).on_conflict_do_nothing(index_elements=[outbox.c.key]).inline()
    )
)
_UNSENT = outbox.c.status.in_((OWED, PUBLISHED, SENDING))


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


_CLAIM = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("the_id"),
        or_(
            outbox.c.status == PUBLISHED,
            and_(outbox.c.status == OWED, outbox.c.next_at <= bindparam("now")),
        ),
    )
    .values(status=SENDING, attempt=outbox.c.attempt + 1, next_at=bindparam("lease_ends"))
    .returning(*(outbox.c[name] for name in OutboxRow.__slots__))
)
_FINISH = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("the_id"),
        outbox.c.status == SENDING,
        outbox.c.attempt == bindparam("the_attempt"),
    )
    .values(
        status=bindparam("new_status"),
        answer=bindparam("new_answer"),
        next_at=bindparam("new_next_at"),
        done_at=bindparam("new_done_at"),
    )
)


def owe(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down notices that are owed; one that is written down already stays as it is."""
    if rows:
        _OWE.run_each(conn, rows)


def claim_to_publish(conn: Connection, now: datetime, limit: int, lease: timedelta) -> list[int]:
    """Take owed rows, and rows whose lease is over, for publishing; return their ids.

    A row in `sending` whose lease is over was left by a worker that died between sending and
    marking: it is published again, and goes out again under the same Message-ID.
    """
    due = select(outbox.c.id).where(_UNSENT, outbox.c.next_at <= now)
    oldest = due.order_by(outbox.c.next_at, outbox.c.id).limit(limit)
    # Locked, or a worker could finish a row between these two statements and have it sent again.
    ids = list(conn.scalars(oldest.with_for_update(skip_locked=True)))
    if ids:
        taken = update(outbox).where(outbox.c.id.in_(ids))
        conn.execute(taken.values(status=PUBLISHED, next_at=now + lease))
    return ids


def hand_back(conn: Connection, ids: Sequence[int], next_at: datetime) -> None:
    """Put rows back that could not be published, to be claimed again at *next_at*."""
    unpublished = update(outbox).where(outbox.c.id.in_(ids), outbox.c.status == PUBLISHED)
    conn.execute(unpublished.values(status=OWED, next_at=next_at))


def reclaim(conn: Connection, now: datetime) -> None:
    """Put every published row back, whatever its lease: what carried the keys is gone."""
    published = update(outbox).where(outbox.c.status == PUBLISHED)
    conn.execute(published.values(status=OWED, next_at=now))


def claim_to_send(
    conn: Connection, row_id: int, now: datetime, lease: timedelta
) -> OutboxRow | None:
    """Take one row for sending; None when it is done, dead, another's, or not to be tried yet.

    The attempt is counted before the work, so that a row that kills its worker is stopped.
    """
    wanted = {"the_id": row_id, "now": now, "lease_ends": now + lease}
    claimed = conn.execute(_CLAIM, wanted).one_or_none()
    return OutboxRow(*claimed) if claimed else None


def finish(
    conn: Connection, row: OutboxRow, status: str, answer: str, *, at: datetime, next_at: datetime
) -> bool:
    """Mark what came of an attempt; False when the row has since been taken by another attempt."""
    marked = conn.execute(
        _FINISH,
        {
            "the_id": row.id,
            "the_attempt": row.attempt,
            "new_status": status,
            "new_answer": answer,
            "new_next_at": next_at,
            "new_done_at": at if status in {SENT, DEAD} else None,
        },
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
    oldest: datetime | None = conn.scalar(select(func.min(outbox.c.owed_at)).where(_UNSENT))
    return oldest


def busy(conn: Connection, now: datetime) -> bool:
    """Whether a notice is on its way, or should be by now; one that waits for its next try is not.

    A row that is published or being sent has its lease in `next_at`, so only an owed one waits.
    """
    later = and_(outbox.c.status == OWED, outbox.c.next_at > now)
    return bool(conn.scalar(select(exists().where(_UNSENT, ~later))))
