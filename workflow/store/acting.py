"""The connection of one act: straight from the pool, and on PostgreSQL without BEGIN and COMMIT."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from workflow.store.engine import begin
from workflow.store.statements import Connected, told


class Direct:
    """A connection of the pool for fixed statements; that costs half of what SQLAlchemy's does."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self.connection = engine.raw_connection()
        self._engine = engine
        self._whole: Connection | None = None

    @property
    def in_transaction(self) -> bool:
        """Whether there is something to commit; on PostgreSQL mostly not."""
        driver: Any = self.connection.dbapi_connection
        if self.dialect.name == "postgresql":
            return bool(driver.pgconn.transaction_status)  # 0 is idle
        return bool(driver.in_transaction)

    def whole(self) -> Connection:
        """Return the same connection as SQLAlchemy knows it; a change begins a transaction."""
        if self._whole is None:
            options: dict[str, Any] = {"direct": True}
            engine = self._engine.execution_options(**options)
            self._whole = Connection(engine, connection=self.connection)
        return self._whole


def whole(conn: Connected) -> Connection:
    """Return a connection as SQLAlchemy knows it, for statements that are not fixed."""
    if isinstance(conn, Direct):
        return conn.whole()
    if isinstance(conn, Connection):
        return conn
    message = f"{type(conn).__name__} is no connection"
    raise TypeError(message)


@contextmanager
def acting(engine: Engine, *, holding: Sequence[str] | None = None) -> Iterator[Direct]:
    """Give a connection for one act, which commits when the block ends well.

    On SQLite that is one transaction that begins as a writer. On PostgreSQL each statement stands
    for itself, since an act reads by one statement and writes by one that is guarded by what was
    read; with *holding*, the ids of bloc years, a transaction that keeps them from moving.

    Raises:
        DBAPIError: As SQLAlchemy raises it. After one that ended the connection, the others of the
            pool are made anew.
    """
    direct = _taken(engine)
    postgres = engine.dialect.name == "postgresql"
    try:
        if not postgres or holding is not None:
            begin(direct, "BEGIN" if postgres else "BEGIN IMMEDIATE")
        if postgres and holding:
            _hold(direct, holding)
        yield direct
        _commit(direct)
    except BaseException as failed:
        if isinstance(failed, DBAPIError) and failed.connection_invalidated:
            # Its neighbours in the pool have lost the same server: as SQLAlchemy does for its own
            # connections, each is closed and made anew when it is next taken.
            engine.pool._invalidate(direct.connection, failed)  # noqa: SLF001 - no public name
        else:
            _take_back(direct)
        raise
    finally:
        direct.connection.close()


def _taken(engine: Engine) -> Direct:
    """Take a connection out of the pool, or make one."""
    family = engine.dialect.loaded_dbapi.Error
    try:
        return Direct(engine)
    except family as failed:  # SQLAlchemy tells this of its own connections only
        raise DBAPIError.instance(
            None, None, failed, family, connection_invalidated=True, dialect=engine.dialect
        ) from failed


HOLD = "SELECT 1 FROM years WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"


def _hold(direct: Direct, year_ids: Sequence[str]) -> None:
    driver: Any = direct.connection.driver_connection
    try:
        driver.execute(HOLD, [list(year_ids)])
    except direct.dialect.loaded_dbapi.Error as failed:
        raise told(direct, HOLD, year_ids, failed) from failed


def _take_back(direct: Direct) -> None:
    """Undo what is not committed; a connection on which that fails is made anew."""
    try:
        if direct.in_transaction:
            direct.connection.rollback()
    except direct.dialect.loaded_dbapi.Error:
        direct.connection.invalidate()


def _commit(direct: Direct) -> None:
    try:
        if direct.in_transaction:
            direct.connection.commit()
    except direct.dialect.loaded_dbapi.Error as failed:
        raise told(direct, "COMMIT", (), failed) from failed
