"""The fence round the history: no statement changes it, on either database."""

from importlib import import_module
from io import StringIO

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'somebody'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1",
        "UPDATE OR REPLACE events SET seq = 2 WHERE seq = 1",
    ],
)
def test_history_is_not_written_again(runtime: Runtime, engine: Engine, statement: str) -> None:
    opened(runtime)

    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as conn:
        conn.exec_driver_sql(statement)


def test_each_database_is_told_its_own_fence() -> None:
    sqlite, postgresql = written("sqlite"), written("postgresql")

    assert "RAISE(ABORT, 'history is append-only')" in sqlite
    assert "RAISE(ABORT" not in postgresql
    assert "BEFORE UPDATE OR DELETE OR TRUNCATE ON events" in postgresql
