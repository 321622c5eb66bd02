"""The two databases that tests run on, each test in a fresh one made from a migrated template."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, make_url

from console.cluster.postgres import Postgres
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade

KINDS = ("sqlite", "postgresql")
GIVEN = os.environ.get("THIDUA_TEST_POSTGRES")
"""A server to be used in place of one of our own; its user may make databases and roles."""


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server while the block lasts."""
    if GIVEN:
        yield GIVEN
        return
    postgres = Postgres(durable=False)
    try:
        yield postgres.url
    finally:
        postgres.stop()


def plain(url: str) -> str:
    """Return a URL as the driver itself reads it."""
    return url.replace("+psycopg", "", 1)


class Databases:
    """Databases of one server, each a copy of one that is migrated."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self._conn = psycopg.connect(plain(url), autocommit=True)
        self._names = (f"thidua_test_{os.getpid()}_{number}" for number in count())
        self._template = self._made()
        engine = connect(self._of(self._template))
        upgrade(engine)
        engine.dispose()

    def fresh(self) -> str:
        """Return the URL of a new database with every table and nothing in them."""
        return self._of(self._made(f"TEMPLATE {self._template}"))

    def bare(self) -> str:
        """Return the URL of a new database without tables."""
        return self._of(self._made())

    def copy(self, url: URL) -> str:
        """Return the URL of a new database that holds all that another one does."""
        return self._of(self._made(f'TEMPLATE "{url.database}"'))

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._conn.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def close(self) -> None:
        """Remove the template and leave the server."""
        self.drop(self._of(self._template))
        self._conn.close()

    def _made(self, options: str = "") -> str:
        name = next(self._names)
        self._conn.execute(f'CREATE DATABASE "{name}" {options}')
        return name

    def _of(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def lent(databases: Databases, make: Callable[[], str]) -> Iterator[str]:
    """Give a database that is dropped afterwards."""
    url = make()
    try:
        yield url
    finally:
        databases.drop(url)


def backup(databases: Databases, engine: Engine, folder: Path) -> str:
    """Return the URL of a copy of a whole database as it stands, of the same kind.

    Nobody else may be connected to it.
    """
    if engine.dialect.name == "sqlite":
        there = folder / "backup.sqlite"
        with engine.connect() as conn, closing(sqlite3.connect(there)) as copy:
            driver: Any = conn.connection.driver_connection
            driver.backup(copy)
        return f"sqlite:///{there}"
    engine.dispose()
    return databases.copy(engine.url)


def copied(empty: Path, folder: Path) -> Path:
    """Return a copy of an empty SQLite database."""
    return Path(shutil.copy(empty, folder / "thidua.sqlite"))


@contextmanager
def connected(url: str) -> Iterator[Engine]:
    """Give the connection to a database."""
    engine = connect(url, synchronous="normal")
    try:
        yield engine
    finally:
        engine.dispose()
