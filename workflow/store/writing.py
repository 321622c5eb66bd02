"""Writing what was gathered: a statement for each table, or on PostgreSQL one for all of them."""

# ruff: noqa: S608 - put together from our own names; what people wrote are parameters

from functools import cache
from typing import Any

from workflow.store import at_once
from workflow.store.rows import (
    ANSWERED,
    ARMED,
    ARMED_ONCE,
    BEGUN,
    HAPPENED,
    KEPT,
    OPENED,
    Into,
    LostRace,
    Row,
    Writing,
)
from workflow.store.statements import Connected, driver_of, told

MOVE = "UPDATE years SET seq = ?, head = ?, state = ?, definition = ? WHERE id = ? AND seq = ?"
GROW = (
    "UPDATE streams SET version = ?, state = ?"
    " WHERE year_id = ? AND kind = ? AND subject = ? AND version = ?"
)
_OVER = "(about = ?2 OR (?2 LIKE '%/' AND substr(about, 1, length(?2)) = ?2))"
ENDS = (
    (
        "UPDATE timers SET status = 'cancelled'"
        f" WHERE year_id = ?1 AND status IN ('armed', 'stuck') AND {_OVER} AND ?3 > 0"
    ),
    (
        "UPDATE outbox SET status = 'superseded', answer = 'over', done_at = ?3 WHERE year_id = ?1"
        f" AND reminder <> 0 AND status = 'owed' AND next_at > ?3 AND {_OVER}"
    ),
)
"""What ends with a thing that is over: its timers, and reminders that wait for their moment."""

REPLACE = (
    "UPDATE outbox SET status = 'superseded', answer = ?2, done_at = ?3"
    " WHERE id = ?1 AND status IN ('owed', 'held')"
)


def write(conn: Connected, writing: Writing) -> None:
    """Write everything.

    Raises:
        LostRace: Another transaction was first. What this one wrote must be rolled back.
        DBAPIError: As SQLAlchemy raises it.
    """
    if writing.empty:
        return
    try:
        if conn.dialect.name == "postgresql":
            at_once.write(driver_of(conn), writing)
        else:
            _each(driver_of(conn), writing)
    except conn.dialect.loaded_dbapi.Error as failed:
        raise told(conn, "what an act writes", (), failed) from failed


def _each(driver: Any, writing: Writing) -> None:  # noqa: ANN401 - sqlite3's connection
    """Write table by table: what others refer to comes first."""
    _insert(driver, writing, KEPT, OPENED)
    for row in writing.moved:
        _guarded(driver, MOVE, row, f"{row[4]}")
    _insert(driver, writing, HAPPENED, BEGUN)
    for row in writing.grown:
        _guarded(driver, GROW, row, f"{row[2]} {row[3]}/{row[4]}")
    for text, rows in (*((end, writing.over) for end in ENDS), (REPLACE, writing.superseded)):
        if rows:
            driver.executemany(text, rows)
    _insert(driver, writing, ARMED, ARMED_ONCE, *(one for one in writing.new if one not in _NAMED))
    _insert(driver, writing, ANSWERED)


_NAMED = frozenset((KEPT, OPENED, HAPPENED, BEGUN, ARMED, ARMED_ONCE, ANSWERED))


def _insert(driver: Any, writing: Writing, *places: Into) -> None:  # noqa: ANN401 - as above
    for into in places:
        rows = writing.new.get(into, ())
        if len(rows) == 1:
            driver.execute(_text(into), rows[0])
        elif rows:
            driver.executemany(_text(into), rows)


@cache
def _text(into: Into) -> str:
    marks = ", ".join("?" * len(into.columns))
    columns = ", ".join(into.columns)
    return f"INSERT INTO {into.table.name} ({columns}) VALUES ({marks}) {into.conflict}"


def _guarded(driver: Any, text: str, row: Row, what: str) -> None:  # noqa: ANN401 - as above
    if driver.execute(text, row).rowcount != 1:
        raise LostRace(stream=what, expected=row[-1])
