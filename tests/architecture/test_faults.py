"""The page of faults names every row of the table, and only tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "faults.md").read_text("utf-8")
ROW = re.compile(r"^\| (F\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
WITHOUT = re.compile(r"\bdoes not apply\b")
NOT_YET = re.compile(r"\bnot done\b")
ASKED_FOR, LAST = 40, 56
"""Rows up to this one are shown or do not apply; later ones may also be said to be not done."""
NUMBERED = re.compile(r"_(f\d\d)(?=_|$)")


def rows() -> dict[str, tuple[str, str]]:
    """Return how each row is done, and what shows it."""
    return {found[1]: (found[3], found[4]) for found in ROW.finditer(TEXT)}


def found_in(path: Path) -> set[str]:
    """Return the tests of a file, by their names."""
    tree = ast.parse(path.read_text("utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {name for name in found if name.startswith("test_")}


def test_every_row_is_there_once_and_in_order() -> None:
    names = [found[1] for found in ROW.finditer(TEXT)]

    assert names[:LAST] == [f"F{number:02}" for number in range(1, LAST + 1)]
    assert names == sorted(set(names))


def test_every_test_named_exists() -> None:
    named = TEST.findall(TEXT)

    assert named
    assert [f"{path}::{name}" for path, name in named if name not in found_in(ROOT / path)] == []


def test_a_row_has_a_test_or_says_why_not() -> None:
    bare = {name: how for name, (how, shown) in rows().items() if not TEST.search(shown)}
    without = {name for name, how in bare.items() if WITHOUT.search(how)}
    not_yet = {name for name, how in bare.items() if NOT_YET.search(how)}

    assert set(bare) - without - {name for name in not_yet if int(name[1:]) > ASKED_FOR} == set()


def test_every_test_that_names_a_row_is_on_the_page() -> None:
    named = {
        (f"{path.relative_to(ROOT)}::{name}", row.upper())
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in found_in(path)
        for row in NUMBERED.findall(name)
    }

    page = {row: shown for row, (_, shown) in rows().items()}
    assert sorted((row, test) for test, row in named if test not in page.get(row, "")) == []
