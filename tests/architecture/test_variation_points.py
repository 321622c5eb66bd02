"""Where blocs differ: every point has its row, says how it is data, and names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "variation-points.md").read_text("utf-8")
ROW = re.compile(r"^\| (V-\d\d) \| (.+?) \| (.+?) \| (.*?) \|$", re.MULTILINE)
ROWS = {number: (how, named) for number, _, how, named in ROW.findall(TEXT)}
OPEN = "to be filled"


def test_every_point_has_its_row() -> None:
    assert list(ROWS) == [f"V-{number:02}" for number in range(1, 44)]


@pytest.mark.parametrize("number", ROWS)
def test_a_row_says_how_and_is_not_left_open(number: str) -> None:
    how, named = ROWS[number]

    assert how.strip()
    assert OPEN not in f"{how} {named}".lower()


@pytest.mark.parametrize("number", ROWS)
def test_a_row_names_tests_that_exist(number: str) -> None:
    named = re.findall(r"`([^`:]+)::([^`]+)`", ROWS[number][1])

    assert named
    for file, function in named:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        functions = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        assert function in functions, f"{file}::{function}"
