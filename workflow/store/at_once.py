"""Everything that an act writes as one PostgreSQL statement: one round trip, one commit.

It is guarded by the length of the bloc year's chain as it was read. Where another transaction was
first, the guard finds nothing to move and nothing is written. A statement over several bloc years
cannot half hold: there the guard divides by nothing, which takes the whole statement back.
"""

# ruff: noqa: S608 - put together from our own names; what people wrote are parameters

from functools import lru_cache
from itertools import count
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from workflow.store import wire
from workflow.store.rows import ARMED, ARMED_ONCE, OPENED, Into, LostRace, Row, Writing
from workflow.store.schema import outbox, streams, years

FEW = 3
"""So many rows of a table are written out as values; more are handed over as arrays."""

MANY = -1
DIALECT: Any = postgresql.dialect  # an untyped class
Shape = tuple[int, int, int, int, tuple[tuple[Into, int], ...]]
"""How many bloc years move, streams grow, things are over, notices are replaced; what is new."""

MOVED, GROWN, OVER, REPLACED = (
    Into(years, ("seq", "head", "state", "definition", "id", "old_seq")),
    Into(streams, ("version", "state", "year_id", "kind", "subject", "old_version")),
    Into(outbox, ("year_id", "about", "done_at")),
    Into(outbox, ("id", "answer", "done_at")),
)


def write(driver: Any, writing: Writing) -> None:  # noqa: ANN401 - psycopg's connection
    """Write everything. Raises LostRace, and psycopg's errors."""
    from psycopg import errors  # noqa: PLC0415 - an extra, here only where it is used

    kinds = tuple((into, _size(rows)) for into, rows in writing.new.items())
    groups = (writing.moved, writing.grown, writing.over, writing.superseded)
    if not any((*groups, *writing.new.values())):
        return  # a deadline came to nothing
    shape = (*map(_size, groups), kinds)
    given: list[Any] = []
    for rows in (*groups, *writing.new.values()):
        _give(given, rows)
    try:
        found = wire.ask(driver, _text(shape), given).fetchone()
    except errors.DivisionByZero as other:
        raise LostRace(stream=_years(writing), expected=0) from other
    except errors.UniqueViolation as other:
        if _guarded(writing) and other.diag.constraint_name != "pk_requests":
            raise
        raise LostRace(stream=_years(writing), expected=0) from other
    if found is None or found[0] != len(writing.moved):
        raise LostRace(stream=_years(writing), expected=writing.moved[0][-1])


def _guarded(writing: Writing) -> bool:
    """Whether what is new is written only where the bloc year moved: then its keys are free."""
    return len(writing.moved) == 1 and OPENED not in writing.new


def _years(writing: Writing) -> str:
    return ", ".join(row[4] for row in writing.moved)


def _size(rows: list[Row]) -> int:
    return len(rows) if len(rows) <= FEW else MANY


def _give(given: list[Any], rows: list[Row]) -> None:
    if len(rows) <= FEW:
        for row in rows:
            given.extend(row)
    else:
        given.extend(map(list, zip(*rows, strict=True)))


@lru_cache(maxsize=512)
def _text(shape: Shape) -> str:
    moved, grown, over, replaced, new = shape
    marks = count(1)
    parts = [*_moving(moved, marks), *_growing(grown, moved, marks)]
    if over:
        parts.append(f"over ({', '.join(OVER.columns)}) AS ({_rows(OVER, over, marks)})")
    guard = ", moved" if moved == 1 else ""
    if replaced:
        parts.append(_replacing(_rows(REPLACED, replaced, marks), guard))
    for number, (into, size) in enumerate(new):
        columns = ", ".join(into.columns)
        parts.append(f"n{number} ({columns}) AS ({_rows(into, size, marks)})")
        parts.append(
            f"w{number} AS (INSERT INTO {into.table.name} ({columns})"
            f" SELECT n{number}.* FROM n{number}{guard} {into.conflict})"
        )
    if over:
        anew = {f"n{number}" for number, (into, _) in enumerate(new) if into in {ARMED, ARMED_ONCE}}
        parts += _ending(anew, guard)
    return f"WITH {', '.join(parts)} SELECT {_moves(moved)}, {_grows(grown, moved)}"


def _moving(size: int, marks: "count[int]") -> list[str]:
    if not size:
        return []
    return [
        f"moving ({', '.join(MOVED.columns)}) AS ({_rows(MOVED, size, marks)})",
        (
            "moved AS (UPDATE years y SET seq = n.seq, head = n.head, state = n.state,"
            " definition = n.definition FROM moving n"
            " WHERE y.id = n.id AND y.seq = n.old_seq RETURNING 1)"
        ),
    ]


def _growing(size: int, moved: int, marks: "count[int]") -> list[str]:
    if not size:
        return []
    return [
        f"growing ({', '.join(GROWN.columns)}) AS ({_rows(GROWN, size, marks)})",
        (
            "grown AS (UPDATE streams s SET version = n.version, state = n.state"
            f" FROM growing n{', moved' if moved == 1 else ''}"
            " WHERE s.year_id = n.year_id AND s.kind = n.kind AND s.subject = n.subject"
            " AND s.version = n.old_version RETURNING 1)"
        ),
    ]


def _ending(anew: set[str], guard: str) -> list[str]:
    """Return what ends timers and reminders; a timer armed anew by the same act is only moved."""
    about = "(t.about = o.about OR (right(o.about, 1) = '/' AND starts_with(t.about, o.about)))"
    moved = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {one} a WHERE a.year_id = t.year_id AND a.name = t.name)"
        for one in sorted(anew)
    )
    return [
        (
            f"ended AS (UPDATE timers t SET status = 'cancelled' FROM over o{guard}"
            f" WHERE t.year_id = o.year_id AND t.status IN ('armed', 'stuck') AND {about}{moved})"
        ),
        (
            "dropped AS (UPDATE outbox t SET status = 'superseded', answer = 'over',"
            f" done_at = o.done_at FROM over o{guard} WHERE t.year_id = o.year_id"
            f" AND t.reminder <> 0 AND t.status = 'owed' AND t.next_at > o.done_at AND {about})"
        ),
    ]


def _replacing(rows: str, guard: str) -> str:
    return (
        "replaced AS (UPDATE outbox t SET status = 'superseded', answer = n.answer,"
        f" done_at = n.done_at FROM ({rows}) AS n ({', '.join(REPLACED.columns)}){guard}"
        " WHERE t.id = n.id AND t.status IN ('owed', 'held'))"
    )


def _moves(size: int) -> str:
    """Return how many bloc years moved; of several, all must."""
    moved = "(SELECT count(*) FROM moved)"
    if size in {0, 1}:
        return moved if size else "0"
    return f"{moved} / ({moved} = (SELECT count(*) FROM moving))::int"


def _grows(size: int, moved: int) -> str:
    """Return what fails unless every stream grew from the version that was read."""
    if not size:
        return "0"
    expected = "(SELECT count(*) FROM growing)"
    if moved == 1:
        expected += " * (SELECT count(*) FROM moved)"
    return f"1 / ((SELECT count(*) FROM grown) = {expected})::int"


def _rows(into: Into, size: int, marks: "count[int]") -> str:
    types = [_type(into.table, column) for column in into.columns]
    if size == MANY:
        return f"SELECT * FROM unnest({', '.join(f'${next(marks)}::{one}[]' for one in types)})"
    values = [f"({', '.join(f'${next(marks)}::{one}' for one in types)})" for _ in range(size)]
    return f"VALUES {', '.join(values)}"


def _type(table: Table, column: str) -> str:
    """Return the type of a column; of all text that which an array of text has."""
    name = column.removeprefix("old_")
    written = str(table.c[name].type.compile(dialect=DIALECT())).lower()
    return "text" if written.startswith("varchar") else written
