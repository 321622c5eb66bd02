"""What every test may ask for: a database of its own, a clock that stands, ids in order."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from definitions.catalogue import Catalogue
from tests.factories import FOLDER, START
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade


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
    """A migrated database of this test alone, on disk."""
    return Path(shutil.copy(empty_database, tmp_path / "thidua.sqlite"))


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    """The connection to that database."""
    engine = connect(f"sqlite:///{database}", synchronous="normal")
    yield engine
    engine.dispose()


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
