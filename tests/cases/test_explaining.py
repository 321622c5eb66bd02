"""Every result of every case that is shipped is explained in words, and in words alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import cases
from console.sentences.reasons import codes
from definitions.schema.awards import CONDITIONS, CUTOFF_TIES
from definitions.schema.definition import Definition
from definitions.schema.ranking import Tie
from definitions.schema.scores import WAYS
from definitions.wording import knows
from tests.cases.playing import SIXTH, SOURCES
from tests.console.asking import ask
from workflow.domain.eligibility.conditions import JUDGES
from workflow.domain.results.went_by import FACTS

EXAMPLES = Path(str(cases.__file__)).parent / "examples"
DECREE = Path(__file__).parents[1] / "definitions" / "decree" / "case.yaml"
SHIPPED = [
    *SOURCES, SIXTH, DECREE, *sorted(EXAMPLES.rglob("*.case.yaml")),
    *(one for one in sorted(EXAMPLES.glob("*.yaml")) if "kind: case" in one.read_text("utf-8")),
]  # fmt: skip
LANGUAGES = ("vi", "en")
PYTHON = frozenset({"True", "False", "None", "Decimal", "Fraction", "Text", "Phrase", "datetime"})
OF_REASONS = frozenset(
    {"reached", "wanted", "value", "source", "part", "whole", "free", "served", "missing", "agree",
     "outcome", "needed", "rule", "fact", "most", "least", "registered", "behind", "percent"}
)  # fmt: skip
"""What the reasons of a history call their facts."""

VIETNAMESE_TOO = frozenset({"vi"})
"""Keys that are Vietnamese words as well."""


def _keys(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    seen.add(model)
    for name, one in model.model_fields.items():
        yield name
        for inner in _models(one.annotation):
            if inner not in seen:
                yield from _keys(inner, seen)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - any annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


KEYS = frozenset(_keys(Definition, set())) | OF_REASONS | PYTHON
WORD = re.compile(r"[^\W\d]\w*")
LABEL = re.compile(r"\b[a-z][a-z_]*:\S")
"""A key glued to what it holds: criterion:I."""


def raw(text: str, language: str) -> set[str]:
    """Return the words that belong in a file or in the source, not in a sentence."""
    words = set(WORD.findall(text))
    found = {one for one in words if "_" in one} | (words & PYTHON) | set(LABEL.findall(text))
    return found | (words & KEYS - VIETNAMESE_TOO if language == "vi" else set())


def _asked(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield every question about every result that a folder holds."""
    for year in ask("year", "list", "--dir", folder, "--json").document["years"]:
        shown = ask("year", "show", year["id"], "--dir", folder, "--json").document["year"]
        kinds = ("rank", "award") if shown["ranking"] else ("class",)  # an award tells the class
        for unit in shown["units"]:
            yield from ((kind, unit["id"], "--year", year["id"]) for kind in kinds)
        events = ask("history", "show", year["id"], "--dir", folder, "--json").document["events"]
        for event in events:
            if event["kind"] == "ballot_opened":
                yield "vote", event["stream"].partition("/")[2], "--year", year["id"]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_no_raw_word_stands_in_any_explanation(file: Path, tmp_path: Path) -> None:
    assert ask("run", file, "--dir", tmp_path).status == 0
    told = 0
    for question in _asked(tmp_path):
        for language in LANGUAGES:
            answer = ask("explain", *question, "--dir", tmp_path, "--lang", language)
            if answer.status:  # a year in which nothing was scored has nothing to explain
                assert answer.err
                continue
            told += 1
            lines = [one for one in answer.out.splitlines() if "(mã " not in one]
            text = "\n".join(one for one in lines if "(hash " not in one)
            assert raw(text, language) == set(), (question, answer.out)
    assert told


BESIDE = {"number", "equal", "unregistered"}
"""Reasons that no condition of a definition gives: the number, its cut-off, the registration."""


@pytest.mark.parametrize("condition", sorted({*CONDITIONS, *JUDGES, *BESIDE} - {"all", "any"}))
def test_every_condition_is_told_in_words(condition: str) -> None:
    assert [one for one in codes(condition) if not knows(one)] == []


def test_every_way_of_scoring_and_of_breaking_a_tie_is_told_in_words() -> None:
    assert [way for way in {*WAYS, *FACTS} if not knows(f"explain_way_{way}")] == []
    told = {"basis", "external", "take"}
    ties = {*Tie.model_fields, *CUTOFF_TIES, "ballot_of"} - told
    ties |= {"external_more", "external_less", "take_all", "take_none"}
    assert [way for way in ties if not knows(f"tie_{way}")] == []


def test_what_is_raw_is_seen() -> None:
    assert raw("xếp loại (least: good, reached: excellent)", "vi") == {"least", "reached"}
    assert raw("ballot:True", "en") == {"ballot:T", "True"}
    assert raw("điều kiện rank_at_most không đạt", "vi") == {"rank_at_most"}
    assert raw("Xếp loại: Hoàn thành tốt nhiệm vụ.", "vi") == set()
