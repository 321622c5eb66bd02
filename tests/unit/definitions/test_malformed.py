"""Definitions with one mistake each: found at its place, told precisely in both languages.

Each file of the folder says in its first lines what must be told of it, and nothing else may be:
`# at LINE:COLUMN PATH`, `# vi: …`, `# en: …`. It lies over the small definition of the tests. They
end in .yml, so that no catalogue takes them up by itself.
`python -m tests.unit.definitions.test_malformed` writes those lines anew, to be read again.
"""

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from definitions.catalogue import Catalogue
from definitions.problems import Problem
from definitions.reading import read
from definitions.wording import FOLDER as WORDING
from tests.unit.definitions.factories import SMALL

FOLDER = Path(__file__).parents[2] / "definitions" / "malformed"
NAMES = sorted(file.stem for file in FOLDER.glob("*.yml"))
HEAD = re.compile(r"\A# at (\d+):(\d+) ?(\S*)\n# vi: (.*)\n# en: (.*)\n")


def problems(name: str, folder: Path) -> list[Problem]:
    """Return what is told of a file of the folder, laid over the small definition."""
    small = SMALL.read_text("utf-8").replace("kind: definition", "kind: layer", 1)
    (folder / "base.yaml").write_text(small.replace("id: small", "id: base", 1), "utf-8")
    shutil.copy(FOLDER / f"{name}.yml", folder / f"{name}.yaml")
    return list(Catalogue(folder).check(name))


def told(problem: Problem) -> tuple[str, ...]:
    return str(problem.line), str(problem.column), problem.path, problem.vi, problem.en


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= 25


@pytest.mark.parametrize("name", NAMES)
def test_its_one_mistake_is_told_precisely(name: str, tmp_path: Path) -> None:
    head = HEAD.match((FOLDER / f"{name}.yml").read_text("utf-8"))

    assert head
    assert [told(one) for one in problems(name, tmp_path)] == [head.groups()]


DOUBLED = re.compile(r"\b(\w{2,}(?: \w+){0,2}) \1\b", re.IGNORECASE)
"""Words that stand twice beside each other: the ballot “Ballot”, the step Decision decision."""


@pytest.mark.parametrize("name", NAMES)
def test_its_sentences_say_neither_their_place_nor_any_word_twice(name: str) -> None:
    head = HEAD.match((FOLDER / f"{name}.yml").read_text("utf-8"))

    assert head
    _, _, path, *sentences = head.groups()
    key = re.split(r"[.\[\]]+", re.sub(r"\[\d+\]$", "", path))[-1]
    for sentence in sentences:
        assert not key or not sentence.startswith(f"{key} ")
        assert not path or not sentence.startswith(path)
        assert DOUBLED.search(sentence) is None


@pytest.mark.parametrize("wording", ["rubric_linting", "papers_linting"])
def test_every_sentence_of_these_is_told_of_one_of_them(wording: str, tmp_path: Path) -> None:
    written = read(WORDING / f"{wording}.yaml").value
    assert isinstance(written, dict)

    codes = set()
    for name in NAMES:
        folder = tmp_path / name
        folder.mkdir()
        codes |= {one.code for one in problems(name, folder)}
    assert set(written) - codes == set()


def main() -> None:
    """Write the first lines anew."""
    for name in NAMES:
        file = FOLDER / f"{name}.yml"
        body = HEAD.sub("", file.read_text("utf-8"))
        file.write_text("# at 1:1\n# vi: \n# en: \n" + body, "utf-8")
        with tempfile.TemporaryDirectory() as folder:
            found = problems(name, Path(folder))
        line, column, path, vi, en = told(found[0])
        file.write_text(f"# at {line}:{column} {path}\n# vi: {vi}\n# en: {en}\n{body}", "utf-8")


if __name__ == "__main__":
    main()
