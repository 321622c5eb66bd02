"""Deadlines as rows: armed with the act, claimed once by whoever ticks first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from workflow.domain.timing import Timer
from workflow.store.schema import stored, timers
from workflow.store.statements import Fixed

ARMED, FIRED, CANCELLED = "armed", "fired", "cancelled"
_ARM = Fixed(lambda insert: _moved(insert(timers)))


@dataclass(frozen=True, slots=True)
class TimerRow:
    """An armed deadline."""

    year_id: str
    name: str
    about: str
    due: datetime


def arm(conn: Connection, year_id: str, wanted: Iterable[Timer]) -> None:
    """Arm timers; one of the same name is moved to the new moment and armed again."""
    rows = [
        {
            "year_id": year_id,
            "name": one.name,
            "about": one.about,
            "due": stored(one.due),
            "status": ARMED,
        }
        for one in wanted
    ]
    if rows:
        _ARM.run_each(conn, rows)


def _moved(insert: Any) -> Any:  # noqa: ANN401 - the INSERT of either database
    new = {name: insert.excluded[name] for name in ("about", "due", "status")}
    keys = [timers.c.year_id, timers.c.name]
    return insert.on_conflict_do_update(index_elements=keys, set_=new)


def cancel(conn: Connection, year_id: str, abouts: Iterable[str]) -> None:
    """Cancel what is armed about these things, or about anything of their kind (`stage/`)."""
    named = list(abouts)
    if named:
        matching = [
            timers.c.about.startswith(one) if one.endswith("/") else timers.c.about == one
            for one in named
        ]
        armed = (timers.c.year_id == year_id) & (timers.c.status == ARMED)
        conn.execute(update(timers).where(armed, or_(*matching)).values(status=CANCELLED))


def due(conn: Connection, now: datetime) -> list[TimerRow]:
    """Return armed timers whose moment has come, the oldest first."""
    wanted = (
        select(timers.c.year_id, timers.c.name, timers.c.about, timers.c.due)
        .where(timers.c.status == ARMED, timers.c.due <= now)
        .order_by(timers.c.due, timers.c.year_id, timers.c.name)
    )
    return [TimerRow(*row) for row in conn.execute(wanted)]


def claim(conn: Connection, row: TimerRow) -> bool:
    """Take a timer; False when another tick was first or it has moved."""
    taken = conn.execute(
        update(timers)
        .where(
            timers.c.year_id == row.year_id,
            timers.c.name == row.name,
            timers.c.status == ARMED,
            timers.c.due == row.due,
        )
        .values(status=FIRED)
    )
    return bool(taken.rowcount == 1)


def overdue(conn: Connection, before: datetime) -> int:
    """Return how many armed timers should have been acted on before *before*."""
    late = select(func.count()).where(timers.c.status == ARMED, timers.c.due < before)
    return conn.scalar(late.select_from(timers)) or 0


def next_due(conn: Connection) -> datetime | None:
    """Return the moment of the earliest armed timer."""
    wanted = select(func.min(timers.c.due)).where(timers.c.status == ARMED)
    earliest: datetime | None = conn.scalar(wanted)
    return earliest
