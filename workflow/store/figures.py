"""Figures about the database as a whole: one query each, cheap enough for a probe."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Connection, and_, case, exists, func, select, text, type_coerce

from workflow.store.outbox import DEAD, DONE, OWED, STATUSES
from workflow.store.schema import MICROSECOND, Moment, outbox, timers, years
from workflow.store.timers import ARMED

UNDONE = tuple(one for one in STATUSES if one not in DONE or one == DEAD)


@dataclass(frozen=True, slots=True)
class Standing:
    """Notices of one status: how many, and since when the oldest should have been gone."""

    status: str
    count: int
    due: datetime | None


def standing(conn: Connection, lease: timedelta) -> list[Standing]:
    """Return the notices that have not been sent, by status; not those that were superseded.

    One put off on purpose (quiet hours, a digest, a wave) is due when it was put off to. One that
    was refused before is due since it was owed, however long its next try is put off.
    """
    next_at = type_coerce(outbox.c.next_at, BigInteger)
    since = case(
        (and_(outbox.c.attempt == 0, outbox.c.status == OWED), next_at),
        (outbox.c.attempt == 0, next_at - lease // MICROSECOND),
        else_=type_coerce(outbox.c.owed_at, BigInteger),
    )
    oldest = func.min(since, type_=Moment)
    looked_at = outbox.c.status.in_(UNDONE)  # by the index: those that are sent grow for years
    found = select(outbox.c.status, func.count(), oldest).where(looked_at)
    return [Standing(*row) for row in conn.execute(found.group_by(outbox.c.status))]


def oldest_armed(conn: Connection, before: datetime) -> tuple[int, datetime | None]:
    """Return how many armed timers were due before *before*, and the moment of the oldest."""
    late = select(func.count(), func.min(timers.c.due)).where(
        timers.c.status == ARMED, timers.c.due < before
    )
    count, oldest = conn.execute(late).one()
    return count, oldest


def unarmed_years(conn: Connection, beyond: Sequence[str]) -> list[str]:
    """Return the bloc years that have no armed timer and stand in none of the states *beyond*."""
    armed = exists().where(timers.c.year_id == years.c.id, timers.c.status == ARMED)
    found = select(years.c.id).where(years.c.state.not_in(beyond), ~armed)
    return list(conn.scalars(found.order_by(years.c.id)))


def size(conn: Connection) -> int:
    """Return how many bytes the database takes."""
    question = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }[conn.dialect.name]
    return int(conn.scalar(text(question)) or 0)
