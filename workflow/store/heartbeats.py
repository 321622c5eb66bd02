"""Signs of life: one row per worker, with the moment it last did anything."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from workflow.store.schema import heartbeats

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def beat(conn: Connection, worker: str, at: datetime) -> None:
    """Write down that *worker* lives."""
    statement = _INSERT[conn.dialect.name](heartbeats).values(worker=worker, at=at)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=[heartbeats.c.worker], set_={"at": statement.excluded["at"]}
        )
    )


def forget(conn: Connection, before: datetime) -> None:
    """Drop workers that have not been seen since *before*."""
    conn.execute(delete(heartbeats).where(heartbeats.c.at < before))


def last(conn: Connection) -> dict[str, datetime]:
    """Return when each worker was last seen."""
    seen = select(heartbeats.c.worker, heartbeats.c.at).order_by(heartbeats.c.worker)
    return {row[0]: row[1] for row in conn.execute(seen)}
