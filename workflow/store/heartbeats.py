"""Signs of life: one row per process, with the moment it last did anything and what it saw."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from workflow.store.schema import heartbeats
from workflow.store.statements import INSERTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One process: when it was last seen, how full Redis is dealt with, how its clock differs.

    `kind` is `worker`, `scheduler`, `web` or `tick`. `broker` and `offset_us` (microseconds) are
    None where nothing was seen.
    """

    worker: str
    at: datetime
    kind: str
    broker: str | None = None
    offset_us: int | None = None

    @property
    def offset(self) -> timedelta:
        """How far its machine's clock was ahead of the database's."""
        return timedelta(microseconds=self.offset_us or 0)


def beat(conn: Connection, sign: Sign) -> None:
    """Write down that a process lives."""
    new = {name: getattr(sign, name) for name in Sign.__slots__}
    statement = INSERTS[conn.dialect.name](heartbeats).values(new)
    changed = {name: statement.excluded[name] for name in new if name != "worker"}
    named = [heartbeats.c.worker]
    conn.execute(statement.on_conflict_do_update(index_elements=named, set_=changed))


def forget(conn: Connection, before: datetime) -> None:
    """Drop processes that have not been seen since *before*."""
    conn.execute(delete(heartbeats).where(heartbeats.c.at < before))


def remove(conn: Connection, worker: str) -> None:
    """Drop a process that has ended as asked."""
    conn.execute(delete(heartbeats).where(heartbeats.c.worker == worker))


def last(conn: Connection) -> list[Sign]:
    """Return the last sign of every process, by name."""
    seen = select(*(heartbeats.c[name] for name in Sign.__slots__)).order_by(heartbeats.c.worker)
    return [Sign(**row) for row in conn.execute(seen).mappings()]
