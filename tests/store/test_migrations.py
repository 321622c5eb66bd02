"""Migrations bring a database to exactly the tables that the program knows."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect

from tests.watching import everything
from workflow.store.engine import connect
from workflow.store.roles import APPENDED
from workflow.store.schema import metadata
from workflow.store.upgrading import upgrade

FACTS = {
    "tables": "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND schema = 'main'",
    "columns": 'SELECT m.name, p.name, p.type, p."notnull", p.pk FROM sqlite_master m,'
    " pragma_table_info(m.name) p WHERE m.type = 'table'",
    "indexes": 'SELECT m.name, i."unique", i.origin, x.name, x.seqno FROM sqlite_master m,'
    " pragma_index_list(m.name) i, pragma_index_info(i.name) x WHERE m.type = 'table'",
    "foreign keys": 'SELECT m.name, f."from", f."table", f."to", f.on_delete FROM sqlite_master m,'
    " pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
}
OWN = "alembic_version"
GUARDS = {"sqlite": ["updated", "deleted"], "postgresql": ["changed"]}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture
def modelled(tmp_path: Path) -> Path:
    """A database made from the tables that the program knows."""
    file = tmp_path / "modelled.sqlite"
    engine = create_engine(f"sqlite:///{file}")
    metadata.create_all(engine)
    engine.dispose()
    return file


def _asked(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as conn:
        rows = conn.execute(question).fetchall()
    return sorted((row for row in rows if row[0] not in {OWN, "sqlite_schema"}), key=repr)


@pytest.mark.parametrize("question", FACTS.values(), ids=FACTS)
def test_a_migrated_database_is_what_the_program_knows(
    database: Path, modelled: Path, question: str
) -> None:
    assert _asked(database, question) == _asked(modelled, question)


@pytest.mark.parametrize("question", FACTS.values(), ids=FACTS)
def test_there_is_something_to_compare(modelled: Path, question: str) -> None:
    assert _asked(modelled, question)


def test_on_either_database_the_models_leave_nothing_to_migrate(engine: Engine) -> None:
    with engine.connect() as conn:
        options = {"compare_type": True, "compare_server_default": True}
        found = compare_metadata(MigrationContext.configure(conn, opts=options), metadata)

    assert [one for one in found if OWN not in repr(one)] == []


def test_what_an_index_is_for_alone_is_what_the_models_say(engine: Engine) -> None:
    where = f"{engine.dialect.name}_where"
    known = {
        str(index.name): str(index.dialect_options[engine.dialect.name]["where"])
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options[engine.dialect.name]["where"] is not None
    }
    found = {
        str(index["name"]): str(index["dialect_options"][where])
        for table in metadata.tables
        for index in inspect(engine).get_indexes(table)
        if where in index.get("dialect_options", {})
    }

    assert {name: text.strip("()") for name, text in found.items()} == known
    assert known


def test_what_is_only_added_to_is_guarded_on_either_database(engine: Engine) -> None:
    kind = engine.dialect.name

    with engine.connect() as conn:
        found = set(conn.exec_driver_sql(TRIGGERS[kind]).scalars())

    assert found == {f"{table}_never_{way}" for table in APPENDED for way in GUARDS[kind]}


def test_migrating_twice_changes_nothing(database: Path) -> None:
    before = everything(database)
    engine = connect(f"sqlite:///{database}")

    upgrade(engine)

    engine.dispose()
    assert everything(database) == before


def test_processes_that_start_at_once_migrate_once(tmp_path: Path, database: Path) -> None:
    file, together = tmp_path / "new.sqlite", Barrier(3, timeout=10)

    def start() -> None:
        engine = connect(f"sqlite:///{file}")
        together.wait()
        upgrade(engine)
        engine.dispose()

    with ThreadPoolExecutor(3) as pool:
        for started in [pool.submit(start) for _ in range(3)]:
            started.result()

    assert everything(file) == everything(database)
