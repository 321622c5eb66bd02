"""The connection to the database, set up so that both databases behave alike.

Neither driver begins a transaction by itself: a connection commits each statement, until BEGIN.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import uniform
from select import POLLIN, poll
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InvalidatePoolError

from workflow.store.statements import Connected, told

SYNCHRONOUS = ("normal", "full")
BUSY_S = 15
"""So long one process on a SQLite file waits for the others."""

FIRST_START_S = 0.02
IDLE_S = 5
"""A connection that has lain in the pool for so long is asked whether it still lives."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How PostgreSQL is used: connections of one process, and how long anything may take."""

    pool: int = 5
    overflow: int = 5
    pool_wait_s: float = 5
    connect_s: int = 5
    recycle_s: int = 1800
    lock_ms: int = 5_000
    statement_ms: int = 30_000
    idle_in_transaction_ms: int = 60_000


def connect(url: str, *, synchronous: str = "full", limits: Limits | None = None) -> Engine:
    """Return an engine.

    `synchronous`, on SQLite: `full` survives a power cut after every commit; `normal` survives the
    death of the process, and may lose the last commits to a power cut. `limits`: on PostgreSQL.
    """
    if synchronous not in SYNCHRONOUS:
        message = f"synchronous is one of {SYNCHRONOUS}"
        raise ValueError(message)
    place = make_url(url)
    if place.get_backend_name() == "postgresql":
        return _postgres(place, limits or Limits())
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, synchronous)
    return engine


def _postgres(place: URL, limits: Limits) -> Engine:
    engine = create_engine(
        place,
        pool_size=limits.pool,
        max_overflow=limits.overflow,
        pool_timeout=limits.pool_wait_s,
        pool_recycle=limits.recycle_s,
        pool_reset_on_return=None,  # whoever began a transaction ends it
        connect_args={
            **_keeping_alive(limits),
            "options": _options(limits),
            "autocommit": True,
            # Or psycopg would, after a ROLLBACK, drop what `wire` has prepared with its own.
            "prepare_threshold": None,
        },
    )
    _ask_the_idle(engine)

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        # A reader sees one moment in all its statements: a history and its end belong together.
        options = connection.get_execution_options()
        reading = "BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ"
        if not options.get("direct"):
            begin(connection, reading if options.get("read_only") else "BEGIN")

    @event.listens_for(engine, "before_cursor_execute")
    def begin_late(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if connection.get_execution_options().get("direct") and not statement.startswith("SELECT"):
            driver: Any = connection.connection.driver_connection
            if driver.info.transaction_status == driver.info.transaction_status.IDLE:
                begin(connection, "BEGIN")

    return engine


def _keeping_alive(limits: Limits) -> dict[str, Any]:
    """Return what has a dead network noticed: otherwise a request would hang for hours."""
    return {
        "application_name": "thidua",
        "connect_timeout": limits.connect_s,
        "keepalives": 1,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
    }


def _options(limits: Limits) -> str:
    """Return what each session is started with, so that no statement is spent on it."""
    settings = {
        "synchronous_commit": "on",  # whatever the server, the database or the role says
        "lock_timeout": limits.lock_ms,
        "statement_timeout": limits.statement_ms,
        "idle_in_transaction_session_timeout": limits.idle_in_transaction_ms,
        "timezone": "UTC",
    }
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def _ask_the_idle(engine: Engine) -> None:
    """Ask a connection that lay idle for long, or that has something to say, whether it lives.

    One that was just used is not worth a round trip.
    """

    @event.listens_for(engine, "checkin")
    def lay_down(_driver: object, record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's record
        record.info["idle_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def take_up(driver: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401 - the driver's
        idle_since = record.info.get("idle_since")
        if idle_since is None:
            return
        if _spoke(driver.fileno()) or monotonic() - idle_since > IDLE_S:
            try:
                driver.execute("")
            except engine.dialect.loaded_dbapi.Error as dead:
                raise InvalidatePoolError(str(dead)) from dead  # and another one is handed out


def _spoke(descriptor: int) -> bool:
    """Whether a server that was asked nothing has said something: mostly that it is going away."""
    looking = poll()
    looking.register(descriptor, POLLIN)
    return bool(looking.poll(0))


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        connection.execute(f"PRAGMA busy_timeout={1000 * BUSY_S}")
        _write_ahead(connection)
        for pragma in (
            f"synchronous={synchronous}",
            "wal_autocheckpoint=4000",  # 16 MB of log: each tidying up waits for the disk
            "foreign_keys=on",
            "recursive_triggers=on",  # or INSERT OR REPLACE would delete without asking the fence
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        # Deferred transactions lose updates: two readers become writers on the same snapshot.
        options = connection.get_execution_options()
        if not options.get("direct"):
            begin(connection, "BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the file keep a write-ahead log.

    Of processes that start at once on a new file, SQLite lets one set it up and tells the others
    that the file is locked, at once and whatever their busy timeout.
    """
    until = monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=wal")
        except sqlite3.OperationalError as failed:
            if failed.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(uniform(0, FIRST_START_S))  # noqa: S311 - nothing is kept secret by it
        else:
            return


def begin(connection: Connected, words: str) -> None:
    """Begin a transaction. Raises DBAPIError, as SQLAlchemy does."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(words)
    except connection.dialect.loaded_dbapi.Error as failed:
        raise told(connection, words, (), failed) from failed


def reader(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read, all their statements one moment."""
    options: dict[str, Any] = {"read_only": True}
    return engine.execution_options(**options)


@contextmanager
def as_stored(conn: Connection) -> Iterator[None]:
    """Let text that is none be read as nothing: SQLite keeps any bytes as text, and fails then."""
    driver: Any = conn.connection.driver_connection
    if conn.dialect.name != "sqlite":
        yield
        return
    driver.text_factory = _text
    try:
        yield
    finally:
        driver.text_factory = str


def _text(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None
