"""A folder with the first year of the sixth case open in it, and one where all of it was played."""

import shutil
from pathlib import Path

import pytest

from tests.console.asking import SIXTH, Told, ask


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opened") / "thidua"
    assert ask("year", "open", SIXTH, "--dir", folder).status == 0
    return folder


@pytest.fixture
def folder(opened_once: Path, tmp_path: Path) -> Path:
    """A folder of this test alone, with one year open."""
    return Path(shutil.copytree(opened_once, tmp_path / "thidua"))


@pytest.fixture(scope="session")
def played_answer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """The folder that the sixth case was played in, and the answer."""
    folder = tmp_path_factory.mktemp("played")
    return folder, ask("run", SIXTH, "--dir", folder, "--json")


@pytest.fixture(scope="session")
def played(played_answer: tuple[Path, Told]) -> Path:
    """A folder with a whole year in it, to be read only."""
    return played_answer[0]
