"""Start-up looks at what the database server promises."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from console.cluster.postgres import Postgres
from tests.databases import connected
from worker import Composed
from workflow.settings import Settings
from workflow.store.engine import connect
from workflow.store.promises import findings

FULL = 2
"""What SQLite calls it."""


@pytest.fixture
def url(postgres: str) -> str:
    """A server that waits for no disk, as those of tests do."""
    return postgres


def test_a_server_that_waits_for_no_disk_is_named(engine: Engine) -> None:
    grave = {one.facts["setting"]: one.facts["found"] for one in findings(engine) if one.grave}

    assert grave == {"fsync": "off", "full_page_writes": "off"}


def test_every_session_asks_for_a_commit_that_lasts(engine: Engine) -> None:
    with engine.connect() as conn:
        assert conn.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("lock_timeout", "5s"),
        ("statement_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("application_name", "thidua"),
        ("TimeZone", "UTC"),
    ],
)
def test_every_session_is_set_up(engine: Engine, setting: str, value: str) -> None:
    with engine.connect() as conn:
        assert conn.exec_driver_sql(f"SHOW {setting}").scalar_one() == value


def test_a_server_as_it_must_be_has_nothing_grave() -> None:
    server = Postgres()
    try:
        with connected(server.url) as engine:
            assert [one for one in findings(engine) if one.grave] == []
    finally:
        server.stop()


@pytest.mark.parametrize("settings", [None, Settings()], ids=["engine", "settings"])
def test_sqlite_waits_for_the_disk_unless_it_is_told_otherwise(
    database: Path, settings: Settings | None
) -> None:
    url = f"sqlite:///{database}"
    if settings is None:
        engine = connect(url)
    else:
        engine = Composed().runtime(settings.model_copy(update={"database": url})).engine

    with engine.connect() as conn:
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar_one() == FULL
    engine.dispose()
