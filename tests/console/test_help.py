"""Help: in both languages, for every command, without importing anything heavy."""

from collections.abc import Iterator

import click
import pytest

from console.cli.clicking import Branch
from console.cli.options import Option
from console.cli.tree import TREE
from tests.console.asking import ask, started

HEAVY = {"sqlalchemy", "celery", "pydantic", "fastapi", "rich", "yaml", "holidays"}
GLOBAL = ("--json", "--database", "--dir", "--lang", "--help")


def commands(branch: Branch = TREE, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, one in branch.leaves.items():
        if isinstance(one, Branch):
            yield from commands(one, (*path, name))
        else:
            yield (*path, name)


def imported_by(*arguments: str) -> set[str]:
    """Return the modules that a process has imported when it has answered."""
    with started(*arguments, PYTHONPROFILEIMPORTTIME="1") as process:
        _, err = process.communicate(timeout=30)
    lines = [line for line in err.decode().splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_has_help_in_both_languages(path: tuple[str, ...]) -> None:
    vietnamese, english = ask(*path, "--help"), ask("--lang", "en", *path, "--help")

    assert (vietnamese.status, english.status) == (0, 0)
    assert vietnamese.out.startswith("Cách dùng: thidua")
    assert english.out.startswith("Usage: thidua")
    assert all(option in english.out for option in GLOBAL)


@pytest.mark.parametrize("arguments", [["--help"], ["year", "--help"], ["year", "do", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert imported_by(*arguments) & HEAVY == set()


def test_a_plain_answer_needs_no_terminal() -> None:
    assert "rich" not in imported_by("definitions", "list")


@pytest.mark.parametrize("place", ["before", "after"])
def test_shared_options_stand_before_or_after(place: str) -> None:
    shared = ["--json", "--lang", "en"]
    words = ["schema"]
    told = ask(*(shared + words if place == "before" else words + shared))

    assert "definition" in told.document["schemas"]


def test_the_language_can_be_set_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")

    assert ask("--help").out.startswith("Usage:")


def test_every_option_speaks_both_languages() -> None:
    leaves = [
        one for branch in (TREE, *filter(_is_branch, TREE.leaves.values()))
        for one in getattr(branch, "leaves", {}).values()
    ]  # fmt: skip
    taken = [param for leaf in leaves for param in getattr(leaf, "takes", ())]
    options = [one for one in taken if isinstance(one, click.Option)]

    assert all(isinstance(one, Option) and one.told.vi and one.told.en for one in options)


def _is_branch(one: object) -> bool:
    return isinstance(one, Branch)
