"""A store that fails when it is told to: before a statement, or after the database has done it."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from tests.watching import Crash, Fuse
from workflow.store.engine import connect

BEFORE, AFTER = "before", "after"


@dataclass
class Faults:
    """Fails one statement in so many, half of them when they are done already."""

    one_in: int = 0
    random: Random = field(default_factory=lambda: Random(20250102))  # noqa: S311 - repeatable
    failed: int = 0

    def draw(self) -> str | None:
        """Return whether the next statement fails, and when."""
        if not self.one_in or self.random.randrange(self.one_in):
            return None
        self.failed += 1
        return self.random.choice((BEFORE, AFTER))


def faulty(url: str, faults: Faults) -> Engine:
    """Return an engine whose statements fail as *faults* says."""
    return _with(url, _postgres(faults.draw, _cancelled), _sqlite(faults.draw))


def fused(url: str, fuse: Fuse) -> Engine:
    """Return an engine whose process dies where *fuse* burns: at any statement, or at COMMIT."""

    def burn() -> None:
        fuse.pass_on()

    return _with(url, _postgres(burn, _cancelled), _sqlite(burn))


def _with(url: str, postgres: Any, sqlite: Any) -> Engine:  # noqa: ANN401 - how each is connected
    engine = connect(url, synchronous="normal")
    made = postgres if engine.dialect.name == "postgresql" else sqlite

    @event.listens_for(engine, "do_connect")
    def connect_faulty(
        _dialect: object, _record: object, arguments: list[Any], keywords: dict[str, Any]
    ) -> Any:  # noqa: ANN401 - the driver's connection
        return made(*arguments, **keywords)

    return engine


def _cancelled() -> Exception:
    return psycopg.errors.QueryCanceled("canceling statement due to statement timeout")


def _postgres(draw: Callable[[], str | None], fault: Callable[[], Exception]) -> Any:  # noqa: ANN401 - as above
    class Faulty(psycopg.Connection[Any]):
        ready = False

        def wait(self, gen: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - psycopg's own
            drawn = self._drawn(gen) if self.ready else None
            if drawn == BEFORE:
                gen.close()
                raise fault()
            found = super().wait(gen, *rest, **named)
            if drawn == AFTER:
                raise fault()
            return found

        def _drawn(self, gen: Any) -> str | None:  # noqa: ANN401 - psycopg's own
            try:
                return draw()
            except Crash:  # whose connections end with it
                gen.close()
                self.pgconn.finish()
                raise

    def connected(*arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401 - as above
        connection = Faulty.connect(*arguments, **keywords)
        connection.ready = True
        return connection

    return connected


def _sqlite(draw: Callable[[], str | None]) -> Any:  # noqa: ANN401 - as above
    class Faulty(sqlite3.Connection):
        def execute(self, *given: Any) -> Any:  # noqa: ANN401 - as above
            return _failing(draw, super().execute, *given)

        def executemany(self, *given: Any) -> Any:  # noqa: ANN401 - as above
            return _failing(draw, super().executemany, *given)

        def commit(self) -> None:
            _failing(draw, super().commit)

    return lambda *arguments, **keywords: sqlite3.connect(*arguments, factory=Faulty, **keywords)


def _failing(draw: Callable[[], str | None], run: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401 - as above
    drawn = draw()
    if drawn == BEFORE:
        raise sqlite3.OperationalError(drawn)
    found = run(*given)
    if drawn == AFTER:
        raise sqlite3.OperationalError(drawn)
    return found
