"""Fixed statements: written out once for each database, then run by their text.

They are the same Core statements as everywhere else. What is saved is having SQLAlchemy look up, on
every act, how to write them: that costs more than SQLite takes to do them. Values go in and come
out as the database keeps them (see `schema.stored`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import Table
from sqlalchemy.sql import ClauseElement

Values = Mapping[str, Any]
INSERTS: dict[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
"""The INSERT of each database that is known: what to do on conflict is no standard."""


class Fixed:
    """One statement, given as Core or as a function from a database's INSERT to Core."""

    def __init__(self, statement: ClauseElement | Callable[[Any], ClauseElement]) -> None:
        self._statement = statement
        self._written: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def run(self, conn: Connection, values: Values) -> CursorResult[*tuple[Any, ...]]:
        """Run the statement once."""
        text, order = self._text(conn.dialect)
        return conn.connection.driver_connection.execute(text, _given(order, values))

    def run_each(self, conn: Connection, rows: Sequence[Values]) -> None:
        """Run the statement with each of *rows*."""
        text, order = self._text(conn.dialect)
        conn.connection.driver_connection.executemany(text, [_given(order, values) for values in rows])

    def _text(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
        if dialect.name not in self._written:
            core = self._statement
            if not isinstance(core, ClauseElement):
                core = core(INSERTS[dialect.name])
            written: Any = core.compile(dialect=dialect)
            order = tuple(written.positiontup) if written.positional else None
            self._written[dialect.name] = (str(written), order)
        return self._written[dialect.name]


def _given(order: tuple[str, ...] | None, values: Values) -> Any:  # noqa: ANN401 - the driver's
    return dict(values) if order is None else tuple([values[name] for name in order])
