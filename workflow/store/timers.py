"""Deadlines as rows: armed with the act (see `rows`), taken with a lease, acted on once.

The attempt is counted, and committed, before the work: a timer that kills whoever acts on it is
stopped after so many. Leases go by the database's clock, deadlines by that of the product.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, tuple_, update

from workflow.store import clock
from workflow.store.schema import MICROSECOND, timers

ARMED, FIRED, CANCELLED, DROPPED = "armed", "fired", "cancelled", "dropped"
STOPPED = "stuck"  # the word that rows bear; a step is stuck when nobody is able to act on it
ATTEMPTS = 5
FRESH = {"attempt": 0, "leased_until": None, "answer": None}


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A deadline that was taken; `attempt` says which try this is, from 1."""

    year_id: str
    name: str
    about: str
    due: datetime
    attempt: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """A timer that nobody is to try again, and what went wrong last."""

    year_id: str
    name: str
    due: datetime
    answer: str


def take(conn: Connection, now: datetime, lease: timedelta, *, limit: int) -> list[TimerRow]:
    """Take armed timers whose moment has come and that nobody holds, the oldest first.

    None of them was tried before: what a timer does to whoever acts on it, it does to them alone.
    """
    fresh = _due(conn, now).where(timers.c.attempt == 0)
    return _take(conn, fresh.limit(limit).with_for_update(skip_locked=True), lease)


def retake(
    conn: Connection, now: datetime, lease: timedelta, *, after: TimerRow | None
) -> list[TimerRow]:
    """Take the next timer that failed before, after *after*; those tried too often are stopped."""
    again = _due(conn, now).where(timers.c.attempt > 0)
    if after:
        place = tuple_(timers.c.due, timers.c.year_id, timers.c.name)
        again = again.where(place > (after.due, after.year_id, after.name))
    return _take(conn, again.limit(1).with_for_update(skip_locked=True), lease)


def _due(conn: Connection, now: datetime) -> Select[Any]:
    free = or_(timers.c.leased_until.is_(None), timers.c.leased_until <= clock.ticks(conn))
    columns = (timers.c.year_id, timers.c.name, timers.c.about, timers.c.due, timers.c.attempt)
    return (
        select(*columns)
        .where(timers.c.status == ARMED, timers.c.due <= now, free)
        .order_by(timers.c.due, timers.c.year_id, timers.c.name)
    )


def _take(conn: Connection, wanted: Select[Any], lease: timedelta) -> list[TimerRow]:
    found = [TimerRow(*row) for row in conn.execute(wanted)]
    if found:
        ends = clock.ticks(conn) + lease // MICROSECOND
        named = tuple_(timers.c.year_id, timers.c.name).in_(
            [(row.year_id, row.name) for row in found]
        )
        counted = update(timers).where(named)
        conn.execute(counted.values(attempt=timers.c.attempt + 1, leased_until=ends))
    return [replace(row, attempt=row.attempt + 1) for row in found]


def claim(conn: Connection, row: TimerRow) -> bool:
    """Mark a timer that was taken as done; False when it moved, or another took it meanwhile."""
    return _settle(conn, row, status=FIRED, leased_until=None)


def drop(conn: Connection, row: TimerRow, why: str) -> None:
    """Mark a timer just claimed as pointless, and why."""
    this = and_(timers.c.year_id == row.year_id, timers.c.name == row.name)
    conn.execute(update(timers).where(this).values(status=DROPPED, answer=why))


def release(conn: Connection, rows: Collection[TimerRow]) -> None:
    """Put timers back as if they had not been taken: whoever took them had no time for them."""
    for row in rows:
        _settle(conn, row, attempt=row.attempt - 1, leased_until=None)


def fail(conn: Connection, row: TimerRow, answer: str, wait: timedelta) -> None:
    """Note what went wrong; the timer is tried again after *wait*, or stopped for good."""
    ends = clock.ticks(conn) + wait // MICROSECOND
    status = STOPPED if row.attempt >= ATTEMPTS else ARMED
    _settle(conn, row, status=status, answer=answer, leased_until=ends if wait else None)


def _settle(conn: Connection, row: TimerRow, **values: Any) -> bool:  # noqa: ANN401 - column values
    """Change a timer that is still as it was taken; False when it is not."""
    taken = conn.execute(
        update(timers)
        .where(
            timers.c.year_id == row.year_id,
            timers.c.name == row.name,
            timers.c.status == ARMED,
            timers.c.due == row.due,
            timers.c.attempt == row.attempt,
        )
        .values(**values)
    )
    return bool(taken.rowcount == 1)


def rungs_due(conn: Connection, row: TimerRow, now: datetime) -> list[str]:
    """Return the names of later reminders about the same thing whose moment has come as well."""
    later = tuple_(timers.c.due, timers.c.name) > (row.due, row.name)
    wanted = (
        select(timers.c.name)
        .where(timers.c.year_id == row.year_id, timers.c.about == row.about)
        .where(timers.c.due <= now, later)
        .where(timers.c.status == ARMED, timers.c.name.startswith(f"{row.about}/remind/"))
        .order_by(timers.c.due, timers.c.name)
    )
    return list(conn.scalars(wanted))


def stopped(conn: Connection, limit: int = 100) -> list[Trouble]:
    """Return the timers that were stopped, the oldest first."""
    columns = (timers.c.year_id, timers.c.name, timers.c.due, timers.c.answer)
    wanted = select(*columns).where(timers.c.status == STOPPED).order_by(timers.c.due)
    return [Trouble(*row) for row in conn.execute(wanted.limit(limit))]


def count_stopped(conn: Connection) -> int:
    """Return how many timers were stopped."""
    wanted = select(func.count()).select_from(timers).where(timers.c.status == STOPPED)
    return conn.scalar(wanted) or 0


def try_again(conn: Connection, year_id: str, name: str) -> bool:
    """Arm a stopped timer anew; False when there is none of that name."""
    this = and_(timers.c.year_id == year_id, timers.c.name == name, timers.c.status == STOPPED)
    return bool(conn.execute(update(timers).where(this).values(status=ARMED, **FRESH)).rowcount)


def overdue(conn: Connection, before: datetime) -> int:
    """Return how many armed timers should have been acted on before *before*."""
    late = select(func.count()).where(timers.c.status == ARMED, timers.c.due < before)
    return conn.scalar(late.select_from(timers)) or 0


def next_due(conn: Connection) -> datetime | None:
    """Return the moment of the earliest armed timer."""
    wanted = select(func.min(timers.c.due)).where(timers.c.status == ARMED)
    earliest: datetime | None = conn.scalar(wanted)
    return earliest
