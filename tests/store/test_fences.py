"""What the database itself refuses."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.years import opened
from workflow.domain.errors import HistoryBroken
from workflow.runtime import Runtime
from workflow.store import books
from workflow.store.schema import definitions


@pytest.mark.parametrize("statement", ["DELETE FROM years", "UPDATE years SET id = 'other'"])
def test_what_a_history_hangs_on_is_not_removed(runtime: Runtime, statement: str) -> None:
    opened(runtime)

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), runtime.engine.begin() as conn:
        conn.exec_driver_sql(statement)


def test_a_database_that_others_hold_is_told_as_such(engine: Engine, database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(OperationalError, match="locked"), _impatient(engine).begin():
            pass


def _impatient(engine: Engine) -> Engine:
    with engine.connect() as conn:
        driver: Any = conn.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=1")
    return engine


@pytest.mark.parametrize("pragma", ["journal_mode", "foreign_keys", "synchronous"])
@pytest.mark.usefixtures("database")
def test_every_connection_is_set_up(engine: Engine, pragma: str) -> None:
    expected = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}

    with engine.connect() as conn:
        assert conn.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == expected[pragma]


def test_a_definition_that_is_not_what_its_hash_says_is_never_used(engine: Engine) -> None:
    with engine.begin() as conn:
        conn.execute(insert(definitions).values(hash="no such hash", id="plain", body=b"{}"))

        with pytest.raises(HistoryBroken) as broken:
            books.pinned(conn, "no such hash")

    assert broken.value.code == "definition_hash"
