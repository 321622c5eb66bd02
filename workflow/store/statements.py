"""Fixed statements: written out once for each database, then handed to its driver as text.

They are the same Core statements as everywhere else. What is saved is having SQLAlchemy look up, on
every act, how to write them and how to read what comes back: that takes several times as long as
SQLite takes to do them. So values go in and come out as the database keeps them (see
`schema.stored`). The transaction and the connection are SQLAlchemy's, as ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import Table
from sqlalchemy.sql import ClauseElement

Values = Mapping[str, Any]
INSERTS: dict[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""The INSERT of each database that is known: what to do on conflict is no standard."""


class Rows(Protocol):
    """What a driver answers a statement with."""

    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a row of whatever was asked for
        """Return the next row, or None."""

    def fetchall(self) -> Iterable[Any]:
        """Return every row that is left."""


class Fixed:
    """One statement, given as Core or as a function from a database's INSERT to Core."""

    def __init__(self, statement: ClauseElement | Callable[[Any], ClauseElement]) -> None:
        self._statement = statement
        self._written: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def run(self, conn: Connection, values: Values) -> Rows:
        """Run the statement once. Raises DBAPIError, as SQLAlchemy does."""
        text, order = self._text(conn)
        given, driver = _given(order, values), _driver(conn)
        try:
            rows: Rows = driver.execute(text, given)
        except conn.dialect.loaded_dbapi.Error as failed:
            raise told(conn, text, given, failed) from failed
        return rows

    def run_each(self, conn: Connection, rows: Sequence[Values]) -> None:
        """Run the statement with each of *rows*. Raises DBAPIError, as SQLAlchemy does."""
        text, order = self._text(conn)
        given, cursor = [_given(order, values) for values in rows], _driver(conn).cursor()
        try:
            cursor.executemany(text, given)
        except conn.dialect.loaded_dbapi.Error as failed:
            raise told(conn, text, given, failed) from failed

    def _text(self, conn: Connection) -> tuple[str, tuple[str, ...] | None]:
        name = conn.dialect.name
        if name not in self._written:
            core = self._statement
            if not isinstance(core, ClauseElement):
                core = core(INSERTS[name])
            written: Any = core.compile(dialect=conn.dialect)
            order = tuple(written.positiontup) if written.positional else None
            self._written[name] = (str(written), order)
        return self._written[name]


def _driver(conn: Connection) -> Any:  # noqa: ANN401 - sqlite3's connection, or psycopg's
    return conn.connection.dbapi_connection


def _given(order: tuple[str, ...] | None, values: Values) -> Any:  # noqa: ANN401 - as the driver wants
    return dict(values) if order is None else [values[name] for name in order]


def told(conn: Connection, text: str, given: Any, failed: Exception) -> BaseException:  # noqa: ANN401 - as above
    """Return a driver's error as SQLAlchemy would raise it."""
    family = conn.dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, given, failed, family, dialect=conn.dialect)
