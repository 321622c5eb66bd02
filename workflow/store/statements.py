"""Fixed statements: written out once for each database, then handed to its driver as text.

They are the same Core statements as everywhere else. What is saved is having SQLAlchemy look up, on
every act, how to write them and how to read what comes back: that takes several times as long as
SQLite takes to do them. So values go in and come out as the database keeps them (see
`schema.stored`). The transaction and the connection are SQLAlchemy's, as ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.schema import Table
from sqlalchemy.sql import ClauseElement

from workflow.store import wire

Values = Mapping[str, Any]
INSERTS: dict[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""The INSERT of each database that is known: what to do on conflict is no standard."""


class Connected(Protocol):
    """A connection: SQLAlchemy's own, or one straight from the pool."""

    @property
    def dialect(self) -> Dialect:
        """Which database it is."""

    @property
    def connection(self) -> PoolProxiedConnection:
        """The connection of the pool."""


class Rows(Protocol):
    """What a driver answers a statement with."""

    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a row of whatever was asked for
        """Return the next row, or None."""

    def fetchall(self) -> Iterable[Any]:
        """Return every row that is left."""


Written = tuple[str, tuple[str, ...], Values]
"""The text, the names in the order of their places, and the values that the statement brings."""


class Fixed:
    """One statement, given as Core or as a function from a database's INSERT to Core."""

    def __init__(self, statement: ClauseElement | Callable[[Any], ClauseElement]) -> None:
        self._statement = statement
        self._written: dict[str, Written] = {}

    def run(self, conn: Connected, values: Values) -> Rows:
        """Run the statement once. Raises DBAPIError, as SQLAlchemy does."""
        text, order, fixed = self._text(conn)
        given, driver = [{**fixed, **values}[name] for name in order], driver_of(conn)
        asked = wire.ask if conn.dialect.name == "postgresql" else _driven
        try:
            rows: Rows = asked(driver, text, given)
        except conn.dialect.loaded_dbapi.Error as failed:
            raise told(conn, text, given, failed) from failed
        return rows

    def _text(self, conn: Connected) -> Written:
        name = conn.dialect.name
        if name not in self._written:
            core = self._statement
            if not isinstance(core, ClauseElement):
                core = core(INSERTS[name])
            dialect = wire.dialect() if name == "postgresql" else conn.dialect
            written: Any = core.compile(dialect=dialect)
            order = tuple(written.positiontup)
            fixed = {one: value for one, value in written.params.items() if value is not None}
            self._written[name] = (str(written), order, fixed)
        return self._written[name]


def _driven(driver: Any, text: str, given: Sequence[Any]) -> Rows:  # noqa: ANN401 - sqlite3's
    rows: Rows = driver.execute(text, given)
    return rows


def driver_of(conn: Connected) -> Any:  # noqa: ANN401 - sqlite3's connection, or psycopg's
    return conn.connection.dbapi_connection


def told(conn: Connected, text: str, given: Any, failed: Exception) -> BaseException:  # noqa: ANN401 - as above
    """Return a driver's error as SQLAlchemy would raise it."""
    family, dialect = conn.dialect.loaded_dbapi.Error, conn.dialect
    lost = isinstance(failed, family) and dialect.is_disconnect(failed, driver_of(conn), None)
    return DBAPIError.instance(
        text, given, failed, family, connection_invalidated=lost, dialect=dialect
    )
