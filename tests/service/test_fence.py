"""The fence round the history: no statement changes it, on either database."""

from importlib import import_module
from io import StringIO

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from tests.databases import connected
from tests.years import opened
from workflow.runtime import Runtime

FIRST = import_module("workflow.store.migrations.versions.v0001_first")


def written(dialect: str) -> str:
    """Return the first migration as one database is told it."""
    told = StringIO()
    options = {"as_sql": True, "output_buffer": told}
    context = MigrationContext.configure(dialect_name=dialect, opts=options)
    with Operations.context(context):
        FIRST.upgrade()
    return told.getvalue()


WRITTEN_AGAIN = [
    "UPDATE {table} SET {column} = 'somebody'",
    "DELETE FROM {table}",
]
SQLITE_ALONE = [
    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1",
    "UPDATE OR REPLACE events SET seq = 2 WHERE seq = 1",
]
POSTGRES_ALONE = ["TRUNCATE events", "TRUNCATE definitions CASCADE"]


def refused(engine: Engine, statement: str) -> str:
    """Return with what words a statement is refused."""
    with pytest.raises(DBAPIError) as failed, engine.begin() as conn:
        conn.exec_driver_sql(statement)
    return str(failed.value)


@pytest.mark.parametrize(("table", "column"), [("events", "actor"), ("definitions", "id")])
@pytest.mark.parametrize("statement", WRITTEN_AGAIN)
def test_history_is_not_written_again(
    runtime: Runtime, engine: Engine, statement: str, table: str, column: str
) -> None:
    opened(runtime)

    assert "append-only" in refused(engine, statement.format(table=table, column=column))


@pytest.mark.parametrize("statement", SQLITE_ALONE)
@pytest.mark.usefixtures("database")
def test_an_insert_that_replaces_is_refused(
    runtime: Runtime, engine: Engine, statement: str
) -> None:
    opened(runtime)

    assert "append-only" in refused(engine, statement)


@pytest.mark.parametrize("statement", POSTGRES_ALONE)
def test_a_history_is_not_emptied_at_one_stroke(postgres: str, statement: str) -> None:
    with connected(postgres) as engine:
        assert "append-only" in refused(engine, statement)


def test_each_database_is_told_its_own_fence() -> None:
    sqlite, postgresql = written("sqlite"), written("postgresql")

    assert "RAISE(ABORT, 'history is append-only')" in sqlite
    assert "RAISE(ABORT" not in postgresql
    assert "BEFORE UPDATE OR DELETE OR TRUNCATE ON events" in postgresql
