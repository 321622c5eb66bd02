"""Every word that the glossary says the code uses is a word of the code."""

import re
from pathlib import Path

import pytest

from tests.architecture.raised import FLOORS

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\|(.+)\|(.+)\|(.+)\|(.+)\|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE
)
SOURCE = "\n".join(
    path.read_text("utf-8") for floor in FLOORS for path in (ROOT / floor).rglob("*.py")
)
WORDS = [word for row in ROWS for word in re.findall(r"`([A-Za-z_]+)`", row[2])]


def test_the_glossary_has_words() -> None:
    assert len(WORDS) > 80


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_glossary_is_a_word_of_the_code(word: str) -> None:
    assert re.search(rf"\b{word}\b", SOURCE)


@pytest.mark.parametrize("column", [0, 1])
def test_one_word_stands_for_one_idea(column: int) -> None:
    terms = [row[column].strip() for row in ROWS if "---" not in row[0]]
    heads = {"tiếng Việt", "English"}
    words = [term for term in terms if term not in heads]

    assert len(words) == len(set(words))


def test_one_word_of_the_code_stands_for_one_idea() -> None:
    assert [word for word in set(WORDS) if WORDS.count(word) > 1] == []
