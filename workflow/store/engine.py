"""The connection to the database, set up so that both databases behave alike."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from workflow.store.statements import told

SYNCHRONOUS = ("normal", "full")


def connect(url: str, *, synchronous: str = "full") -> Engine:
    """Return an engine. On SQLite: WAL, and every transaction begins as a writer.

    `synchronous`: `full` survives a power cut after every commit; `normal` survives the death of
    the process, and may lose the last commits to a power cut.
    """
    if synchronous not in SYNCHRONOUS:
        message = f"synchronous is one of {SYNCHRONOUS}"
        raise ValueError(message)
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, synchronous)
    return engine


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in (
            "busy_timeout=15000",
            "journal_mode=wal",
            f"synchronous={synchronous}",
            "foreign_keys=on",
            "recursive_triggers=on",  # or INSERT OR REPLACE would delete without asking the fence
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        # Deferred transactions lose updates: two readers become writers on the same snapshot.
        reading = connection.get_execution_options().get("read_only")
        driver: Any = connection.connection.driver_connection
        begin = "BEGIN" if reading else "BEGIN IMMEDIATE"
        try:
            driver.execute(begin)
        except sqlite3.Error as failed:
            raise told(connection, begin, (), failed) from failed


def reader(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read."""
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
