"""Reading histories, event by event."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from workflow.store.schema import events
from workflow.store.statements import Fixed


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event exactly as the database holds it, whatever somebody may have made of it."""

    seq: Any
    stream: Any
    kind: Any
    actor: Any
    at: Any
    recorded_at: Any
    command_id: Any
    body: Any
    hash: Any


_AS_STORED = Fixed(
    select(*(events.c[name] for name in StoredEvent.__slots__))
    .where(events.c.year_id == bindparam("year"))
    .order_by(events.c.seq)
)


def read_as_stored(conn: Connection, year_id: str) -> Iterator[StoredEvent]:
    """Yield the events of a bloc year in order, with nothing believed about them."""
    for row in _AS_STORED.run(conn, {"year": year_id}):
        yield StoredEvent(*row)


def read(conn: Connection, year_id: str, *, after: int = 0) -> Iterable[Any]:
    """Return the events of a bloc year in order, from the one after *after*."""
    wanted = select(events).where(events.c.year_id == year_id, events.c.seq > after)
    return conn.execution_options(yield_per=500).execute(wanted.order_by(events.c.seq))
