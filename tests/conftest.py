"""What every test may ask for: a database of its own, a clock that stands, ids in order.

Whoever asks for `engine`, `runtime` or `url` runs once on each database. Whoever also asks for
`database`, a file, runs on SQLite alone; for `postgres`, on PostgreSQL alone.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from definitions.catalogue import Catalogue
from tests.databases import KINDS, Databases, connected, copied, lent, server
from tests.factories import FOLDER, START
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade

# What is searched stays the same. A machine with much else to do is no fault of a test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each database that it can run on."""
    asked = metafunc.fixturenames
    if "url" in asked:
        kinds = [kind for kind, fixture in zip(KINDS, ("database", "postgres"), strict=True)
                 if fixture in asked]  # fmt: skip
        metafunc.parametrize("url", kinds or KINDS, indirect=True)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings come from the environment; a test starts from none."""
    for name in [name for name in os.environ if name.startswith("THIDUA_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without a bloc year, made once."""
    file = tmp_path_factory.mktemp("database") / "empty.sqlite"
    engine = connect(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """A migrated SQLite database of this test alone, on disk."""
    return copied(empty_database, tmp_path)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A PostgreSQL server, and databases made there."""
    with server() as url:
        made = Databases(url)
        yield made
        made.close()


@pytest.fixture
def postgres(databases: Databases) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of this test alone."""
    with lent(databases, databases.fresh) as url:
        yield url


@pytest.fixture
def bare_postgres(databases: Databases) -> Iterator[str]:
    """The URL of a PostgreSQL database of this test alone, without tables."""
    with lent(databases, databases.bare) as url:
        yield url


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database of this test alone."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The connection to that database."""
    with connected(url) as engine:
        yield engine


@pytest.fixture
def clock() -> SimulatedClock:
    """A clock that stands at the start of the year until it is moved."""
    return SimulatedClock(START)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped definitions, and those of the tests."""
    return Catalogue(FOLDER)


@pytest.fixture
def runtime(engine: Engine, catalogue: Catalogue, clock: SimulatedClock) -> Runtime:
    """The parts, in simulated time, with ids in order."""
    return Runtime(engine=engine, catalogue=catalogue, clock=clock, ids=CountedIds("id"))
