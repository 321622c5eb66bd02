"""Taking what is owed for publishing: who is next, how much at once, and what was left behind."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, literal, select, update

from workflow.store.outbox import (
    AMBIGUOUS,
    CRASHES,
    DEAD,
    GATHERED,
    HOLD,
    IS_UNSENT,
    OWED,
    PUBLISHED,
    SENDING,
)
from workflow.store.schema import installation, outbox, stored
from workflow.store.statements import Fixed

FLOW = 20
"""So many notices a second are counted on from the workers together."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A row that is to be published."""

    id: int
    status: str
    in_doubt: str
    crashes: int
    reminder: int
    channel: str
    address: str
    sent_as: str | None


_taken = outbox.alias("taken")
_ON_THE_WAY = (
    select(func.count())
    .select_from(_taken)
    .where(
        _taken.c.status.in_([literal(PUBLISHED), literal(SENDING)]),
        _taken.c.next_at > bindparam("now"),
    )
    .scalar_subquery()
)
_NEXT = Fixed(
    select(
        installation.c.instance,
        installation.c.mark,
        _ON_THE_WAY,
        *(outbox.c[name] for name in _Due.__slots__),
    )
    .select_from(outbox.outerjoin(installation, installation.c.ended_at.is_(None)))
    .where(installation.c.held_at.is_(None), IS_UNSENT, outbox.c.next_at <= bindparam("now"))
    # By when it was owed: by when it is due, each publishing would send a row to the back.
    .order_by(outbox.c.owed_at, outbox.c.id)
    .limit(bindparam("most"))
    # Locked, or a worker could finish a row before it is put and have it sent again.
    .with_for_update(of=outbox, skip_locked=True)
)
_PUT_ONE = Fixed(
    update(outbox)
    .where(outbox.c.id == bindparam("the_id"))
    .values(status=PUBLISHED, next_at=bindparam("lease_ends"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What was taken: of which installation, how far that had published, the keys to publish.

    The first two are None where nothing was ever published.
    """

    instance: str | None
    mark: int | None
    keys: list[int]


def claim(conn: Connection, now: datetime, limit: int, lease: timedelta) -> Taken | None:
    """Take owed rows, and rows whose lease is over; None where nothing is due, or all is held.

    A row in `sending` whose lease is over was left by a
    worker that died between sending and marking. Whether it left is not known: it goes out again
    under the same Message-ID, or waits as `ambiguous` for a person, as its kind says. What goes
    into one mail is published by one key. No more are on the way at once than workers can see to
    within a lease, or a backlog would be published again and again while it waits in the broker.
    """
    found = [*_NEXT.run(conn, {"now": stored(now), "most": limit}).fetchall()]
    if not found:
        return None
    instance, mark, on_the_way = found[0][:3]
    most = max(limit, int(FLOW * lease.total_seconds())) - on_the_way
    rows = [_Due(*one[3:]) for one in found[: max(0, most)]]
    return Taken(instance=instance, mark=mark, keys=_publish(conn, rows, now, lease))


def _publish(conn: Connection, rows: Sequence[_Due], now: datetime, lease: timedelta) -> list[int]:
    """Note what becomes of each row; return one key for each mail that is published."""
    crashed = [row for row in rows if row.status == SENDING]
    lost = {row.id for row in crashed if row.crashes + 1 >= CRASHES}
    held = {row.id for row in crashed if row.in_doubt == HOLD} - lost
    _put(conn, lost, DEAD, answer="too_many_crashes", done_at=now, crashes=_ONE_MORE)
    _put(conn, held, AMBIGUOUS, answer="in_doubt", crashes=_ONE_MORE)
    again = {row.id for row in crashed} - lost - held
    _put(conn, again, PUBLISHED, next_at=now + lease, crashes=_ONE_MORE)
    fresh = {row.id for row in rows if row.status != SENDING}
    if len(fresh) == 1:  # what an act owes leaves alone, and soon
        _PUT_ONE.run(conn, {"the_id": next(iter(fresh)), "lease_ends": stored(now + lease)})
    else:
        _put(conn, fresh, PUBLISHED, next_at=now + lease)
    return _keys([row for row in rows if row.id in again | fresh])


_ONE_MORE = outbox.c.crashes + 1


def _put(conn: Connection, ids: Collection[int], status: str, **values: object) -> None:
    if ids:
        changed = update(outbox).where(outbox.c.id.in_(ids))
        conn.execute(changed.values({"status": status, **values}))


def _keys(rows: Sequence[_Due]) -> list[int]:
    """Return one key for each mail, in the order of *rows*."""
    mails: dict[object, int] = {}
    for row in rows:
        gathered = (row.channel, row.address, row.sent_as)
        mails.setdefault(gathered if row.reminder == GATHERED else row.id, row.id)
    return list(mails.values())


def hand_back(conn: Connection, ids: Sequence[int], next_at: datetime) -> None:
    """Put rows back that could not be published, to be claimed again at *next_at*."""
    unpublished = update(outbox).where(outbox.c.id.in_(ids), outbox.c.status == PUBLISHED)
    conn.execute(unpublished.values(status=OWED, next_at=next_at))


def reclaim(conn: Connection, now: datetime) -> None:
    """Put every published row back, whatever its lease: what carried the keys is gone."""
    published = update(outbox).where(outbox.c.status == PUBLISHED)
    conn.execute(published.values(status=OWED, next_at=now))
