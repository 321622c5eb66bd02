"""What reaches the database, what lies in it, and a database that fails when it is told to."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, event

from workflow.store.engine import connect


@dataclass
class Statements:
    """Every statement that the database is given, from BEGIN to COMMIT."""

    seen: list[str] = field(default_factory=list)

    def kinds(self) -> list[str]:
        """Return each statement as its verb and the table it is about."""
        return [_kind(one) for one in self.seen]

    def count(self, verb: str) -> int:
        """Return how many statements begin with *verb*."""
        return len([one for one in self.seen if one.startswith(verb)])


def _kind(statement: str) -> str:
    while (outer := re.sub(r"\([^()]*\)", "", statement)) != statement:
        statement = outer  # what stands in brackets is not what the statement is about
    words = statement.split()
    verb = words[0]
    if verb == "SELECT":
        return f"SELECT {words[words.index('FROM') + 1]}"
    return f"{verb} {words[{'INSERT': 2, 'UPDATE': 1}[verb]]}" if len(words) > 2 else verb


@contextmanager
def statements(engine: Engine) -> Iterator[Statements]:
    """Watch what *engine* gives to the database meanwhile."""
    watched = Statements()

    def watch(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(watched.seen.append)

    event.listen(engine, "checkout", watch)
    yield watched
    event.remove(engine, "checkout", watch)
    with engine.connect() as conn:
        driver: Any = conn.connection.driver_connection
        driver.set_trace_callback(None)


def everything(database: Path) -> list[str]:
    """Return all that lies in a database, as SQL."""
    connection = sqlite3.connect(database)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


class Crash(Exception):
    """The process dies here."""


@dataclass
class Fuse:
    """Lets so many statements through, then burns; never, when it is not set."""

    left: int | None = None

    def pass_on(self) -> None:
        """Let one statement through, or crash."""
        if self.left is not None:
            if self.left == 0:
                raise Crash
            self.left -= 1


def fused(database: Path, fuse: Fuse) -> Engine:
    """Return an engine whose connections crash where *fuse* burns: at any statement or commit."""
    engine = connect(f"sqlite:///{database}", synchronous="normal")

    @event.listens_for(engine, "do_connect")
    def connect_fused(
        _dialect: object, _record: object, arguments: list[Any], keywords: dict[str, Any]
    ) -> sqlite3.Connection:
        return sqlite3.connect(*arguments, factory=_fused_connection(fuse), **keywords)

    return engine


def _fused_connection(fuse: Fuse) -> type[sqlite3.Connection]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, values: Any = ()) -> Self:  # noqa: ANN401 - the driver's
            fuse.pass_on()
            return super().execute(sql, values)

        def executemany(self, sql: str, rows: Any) -> Self:  # noqa: ANN401 - the driver's
            fuse.pass_on()
            return super().executemany(sql, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, *_: object) -> Any:  # noqa: ANN401 - any cursor of the driver
            return super().cursor(Cursor)

        def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:  # noqa: ANN401 - as above
            fuse.pass_on()
            return super().execute(sql, values)

        def commit(self) -> None:
            fuse.pass_on()
            super().commit()

    return Connection
