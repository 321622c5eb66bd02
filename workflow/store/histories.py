"""Appending to histories: years, events, streams. Every update is guarded by what was read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from workflow.domain.errors import StaleStream
from workflow.domain.model import Pinned
from workflow.store.schema import definitions, events, streams, years
from workflow.store.statements import Fixed

_YEAR = Fixed(
    update(years)
    .where(years.c.id == bindparam("the_id"), years.c.seq == bindparam("old_seq"))
    .values(seq=bindparam("new_seq"), head=bindparam("new_head"), state=bindparam("new_state"))
)
_STREAM = Fixed(
    update(streams)
    .where(
        streams.c.year_id == bindparam("the_year"),
        streams.c.kind == bindparam("the_kind"),
        streams.c.subject == bindparam("the_subject"),
        streams.c.version == bindparam("old_version"),
    )
    .values(version=bindparam("new_version"), state=bindparam("new_state"))
)
_NEW_YEAR, _NEW_STREAM = Fixed(insert(years)), Fixed(insert(streams))
_EVENT = Fixed(insert(events))
_DEFINITION = Fixed(lambda insert_: insert_(definitions).on_conflict_do_nothing())


def keep_definition(conn: Connection, pinned: Pinned, body: bytes) -> None:
    """Store a definition's canonical bytes under their hash, once."""
    _DEFINITION.run(conn, {"hash": pinned.hash, "id": pinned.definition.id, "body": body})


def open_year(conn: Connection, row: Mapping[str, Any]) -> None:
    """Insert the row of a new bloc year."""
    _NEW_YEAR.run(conn, row)


def move_year(
    conn: Connection, year_id: str, *, old_seq: int, new_seq: int, head: bytes, state: str
) -> None:
    """Move the chain of a bloc year on.

    Raises:
        StaleStream: Another transaction extended the chain first.
    """
    values = {
        "the_id": year_id,
        "old_seq": old_seq,
        "new_seq": new_seq,
        "new_head": head,
        "new_state": state,
    }
    if _YEAR.run(conn, values).rowcount != 1:
        raise StaleStream(stream=year_id, expected=old_seq)


def append(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append events, in one statement."""
    _EVENT.run_each(conn, rows)


def write_streams(conn: Connection, year_id: str, changed: Iterable[Mapping[str, Any]]) -> None:
    """Write snapshots: new streams inserted, known ones moved on from the version that was read.

    Raises:
        StaleStream: Another transaction moved a stream first.
    """
    new = [one for one in changed if one["old_version"] == 0]
    if new:
        _NEW_STREAM.run_each(
            conn,
            [
                {
                    "year_id": year_id,
                    "kind": one["the_kind"],
                    "subject": one["the_subject"],
                    "version": one["new_version"],
                    "state": one["new_state"],
                }
                for one in new
            ],
        )
    for one in changed:
        if one["old_version"] and _STREAM.run(conn, {"the_year": year_id, **one}).rowcount != 1:
            raise StaleStream(
                stream=f"{one['the_kind']}/{one['the_subject']}", expected=one["old_version"]
            )


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
