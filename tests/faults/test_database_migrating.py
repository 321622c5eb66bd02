"""F42: a migration dies half-way: all of it is undone, and the next process does it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from sqlalchemy import Engine, event, inspect
from sqlalchemy.exc import DBAPIError

from tests.databases import connected, plain
from workflow.store.schema import metadata
from workflow.store.upgrading import OtherTables, check, upgrade


@pytest.fixture
def engine(bare_postgres: str) -> Iterator[Engine]:
    with connected(bare_postgres) as engine:
        yield engine


def _die_at(engine: Engine, url: str, number: int) -> None:
    """Have the server end the session that migrates, at its statement of that number."""
    seen = 0

    @event.listens_for(engine, "before_cursor_execute")
    def end(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal seen
        seen += statement.lstrip().startswith(("CREATE", "ALTER"))
        if seen == number:
            with psycopg.connect(plain(url), autocommit=True) as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'thidua' AND datname = current_database()"
                )


@pytest.mark.parametrize("number", [1, 8, 17])
def test_a_migration_that_dies_half_way_has_done_nothing(
    engine: Engine, bare_postgres: str, number: int
) -> None:
    with connected(bare_postgres) as dying:
        _die_at(dying, bare_postgres, number)
        with pytest.raises(DBAPIError):
            upgrade(dying)

    assert inspect(engine).get_table_names() == []
    with pytest.raises(OtherTables):
        check(engine)

    upgrade(engine)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())


def test_processes_that_start_at_once_migrate_once(bare_postgres: str) -> None:
    together = Barrier(4, timeout=10)

    def start() -> None:
        with connected(bare_postgres) as engine:
            together.wait()
            upgrade(engine)
            check(engine)

    with ThreadPoolExecutor(4) as pool:
        for started in [pool.submit(start) for _ in range(4)]:
            started.result()
