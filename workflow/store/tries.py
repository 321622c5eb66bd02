"""Work that nothing but the clock asks for, counted for each bloc year before it is begun.

The count is committed first, so that a year that kills whoever works on it is found out and stopped
while all others go on. Leases go by the database's clock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, tuple_, update

from workflow.store import clock
from workflow.store.schema import MICROSECOND, tries
from workflow.store.statements import INSERTS

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Try:
    """Work on one bloc year that was taken; `attempt` says which try this is, from 1."""

    year_id: str
    work: str
    attempt: int


@dataclass(frozen=True, slots=True)
class StoppedRow:
    """Work on a bloc year that nobody is to try again, and what went wrong last, if it was told."""

    year_id: str
    work: str
    answer: str | None


def begun(conn: Connection, work: str) -> set[str]:
    """Return the bloc years on which such work was begun and not done."""
    return set(conn.scalars(select(tries.c.year_id).where(tries.c.work == work)))


def take(conn: Connection, work: str, year_ids: Sequence[str], lease: timedelta) -> list[Try]:
    """Count a try of each of these years; return those that nobody holds and that go on."""
    now = clock.ticks(conn)
    rows = [
        {"year_id": one, "work": work, "attempt": 1, "leased_until": now + lease // MICROSECOND}
        for one in year_ids
    ]
    new = INSERTS[conn.dialect.name](tries).values(rows)
    again = new.on_conflict_do_update(
        index_elements=[tries.c.year_id, tries.c.work],
        set_={"attempt": tries.c.attempt + 1, "leased_until": new.excluded.leased_until},
        where=and_(tries.c.leased_until <= now, tries.c.attempt < ATTEMPTS),
    )
    found = conn.execute(again.returning(tries.c.year_id, tries.c.attempt)).all()
    return [Try(row[0], work, row[1]) for row in sorted(found)]


def done(conn: Connection, found: Collection[Try]) -> None:
    """Forget what went well; what another took meanwhile stays."""
    these = tuple_(tries.c.year_id, tries.c.work, tries.c.attempt)
    conn.execute(
        delete(tries).where(these.in_([(one.year_id, one.work, one.attempt) for one in found]))
    )


def fail(conn: Connection, one: Try, answer: str, wait: timedelta) -> None:
    """Note what went wrong; the work may be tried again after *wait*, if it was not the last."""
    again = clock.ticks(conn) + wait // MICROSECOND
    this = and_(
        tries.c.year_id == one.year_id, tries.c.work == one.work, tries.c.attempt == one.attempt
    )
    conn.execute(update(tries).where(this).values(answer=answer, leased_until=again))


def stopped(conn: Connection, limit: int = 100) -> list[StoppedRow]:
    """Return the work that was stopped, by bloc year."""
    columns = (tries.c[name] for name in StoppedRow.__slots__)
    wanted = select(*columns).where(_over(conn)).order_by(tries.c.year_id, tries.c.work)
    return [StoppedRow(*row) for row in conn.execute(wanted.limit(limit))]


def count_stopped(conn: Connection) -> int:
    """Return how much work was stopped."""
    return conn.scalar(select(func.count()).select_from(tries).where(_over(conn))) or 0


def try_again(conn: Connection, year_id: str, work: str) -> bool:
    """Let work that was stopped be tried anew; False when none was."""
    this = and_(tries.c.year_id == year_id, tries.c.work == work)
    return bool(conn.execute(delete(tries).where(this, _over(conn))).rowcount)


def forget(conn: Connection, work: str) -> None:
    """Forget every try of such work: it is other work from now on."""
    conn.execute(delete(tries).where(tries.c.work == work))


def _over(conn: Connection) -> ColumnElement[bool]:
    return and_(tries.c.attempt >= ATTEMPTS, tries.c.leased_until <= clock.ticks(conn))
