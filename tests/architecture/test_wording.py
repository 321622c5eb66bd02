"""Whatever the source can say has its sentence in both languages, and every sentence is used."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import walk_packages
from typing import get_args

import pytest
import yaml

from console.sentences import STATUSES
from definitions.checking.explaining import BOUNDS, PATTERNS
from definitions.checking.explaining import TELLING as TOLD_TYPES
from definitions.errors import ThiduaError
from definitions.filling import placeholders, stray_braces
from definitions.reading import SYNTAX, UNREADABLE
from definitions.wording import FOLDER, sentences
from tests.architecture.raised import FLOORS, Code, Said, Source, name_of, text_of
from workflow.domain.acts import ACTS
from workflow.domain.approvals.state import Status as ApprovalStatus
from workflow.domain.ballots.state import Status as BallotStatus
from workflow.domain.errors import HistoryBroken
from workflow.domain.evolving import EVENT_KINDS

CODE = Code()
OF_FILES = {"cases", "definitions", "describing", "linting", "schema"}
"""Wording whose use is tested where it belongs: problems of files, hints of editors."""

OF_FINDINGS = {"awards_linting", "linting", "rubric_linting"}
"""Wording of nothing but findings."""

Facts = Callable[[Source, ast.Call], frozenset[str]]


def _second(source: Source, call: ast.Call) -> frozenset[str]:
    return CODE.facts(source, call.args[1]) if len(call.args) > 1 else frozenset()


def _given(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)


def _finding(source: Source, call: ast.Call) -> frozenset[str]:
    return CODE.facts(source, _given(call, "facts")) | CODE.keywords(source, call)


def _after_asked(call: ast.Call) -> ast.expr | None:
    """Return the code that is told to whoever asked; errors are told by another `told`."""
    return call.args[1] if name_of(call.args[0]) == "asked" else None


TELLING: dict[str, tuple[Callable[[ast.Call], ast.expr | None], Facts]] = {
    "told": (_after_asked, CODE.keywords),
    "say": (lambda call: call.args[0], _second),
    "Phrase": (lambda call: call.args[0], _second),
    "WrongUse": (lambda call: call.args[0], CODE.keywords),
    "HistoryBroken": (lambda call: call.args[0], CODE.keywords),
    "Finding": (lambda call: _given(call, "code"), _finding),
}
"""How each way of telling a sentence names its code, and its facts."""


def unmet() -> Iterator[Said]:
    """Yield every condition that a rule can name."""
    for source in CODE.sources:
        for call in source.calls("Unmet"):
            code = text_of(_given(call, "code"))
            assert code, source.where(call)
            yield Said(code, CODE.facts(source, _given(call, "facts")), source.where(call))


def told() -> Iterator[Said]:
    """Yield every sentence that is named where it is told."""
    for source in CODE.sources:
        for call in source.calls(*TELLING):
            way = name_of(call.func)
            code_of, facts_of = TELLING[way]
            if code := text_of(code_of(call)):
                name = code.lower() if way == "HistoryBroken" else code
                yield Said(name, facts_of(source, call), source.where(call))


def raised() -> Iterator[Said]:
    """Yield every error of the family with the facts that it is given."""
    for error in family():
        code = vars(error).get("code")
        if isinstance(code, str) and f"{code}_year" not in sentences():
            yield from (Said(code, facts, where) for where, facts in CODE.raised(error.__name__))


def family(error: type[ThiduaError] = ThiduaError) -> Iterator[type[ThiduaError]]:
    """Yield every class of error, after importing every module that may define one."""
    for floor in FLOORS:
        package = import_module(floor)
        for module in walk_packages(package.__path__, f"{floor}."):
            if "migrations" not in module.name:
                import_module(module.name)
    yield from _below(error)


def _below(error: type[ThiduaError]) -> Iterator[type[ThiduaError]]:
    yield error
    for one in error.__subclasses__():
        yield from _below(one)


def written() -> dict[str, list[str]]:
    """Return the codes of each file of wording."""
    return {file.stem: list(yaml.safe_load(file.read_text("utf-8"))) for file in FOLDER.glob("*")}


def findings() -> Iterator[Said]:
    """Yield every thing that may be wrong with a file, where the source says so."""
    for source in CODE.sources:
        for call in source.calls("error", "warning", "broken", "_refused", "Barred"):
            code = text_of(_given(call, "code") or (call.args[0] if call.args else None))
            if code in sentences():
                given = [CODE.facts(source, one) for one in (*call.args, _given(call, "facts"))]
                facts = CODE.keywords(source, call).union(*given)
                yield Said(str(code), facts, source.where(call))


def tabled() -> Iterator[str]:
    """Yield the codes of findings that stand in tables, and in wording about nothing else."""
    yield from (*PATTERNS.values(), *TOLD_TYPES.values(), *UNREADABLE.values(), *SYNTAX.values())
    yield from (code for code, _ in BOUNDS.values())
    for file, codes in written().items():
        yield from (one for one in codes if file in OF_FINDINGS)


def advised(code: str) -> str:
    return f"do_{code}"


def too_many(said: Said) -> set[str]:
    """Return the names in the sentence of *said* that no fact surely answers."""
    both = sentences()[said.code]
    return set().union(*(placeholders(one) for one in both)) - said.facts


def test_every_condition_has_its_sentence() -> None:
    assert {one.code for one in unmet()} - set(sentences()) == set()


def test_every_sentence_told_is_there() -> None:
    assert {one.code: one.where for one in told() if one.code not in sentences()} == {}


def test_sentences_mention_only_what_is_given() -> None:
    every = [one for one in (*unmet(), *told(), *raised()) if one.code in sentences()]

    assert {f"{one.where} {one.code}": too_many(one) for one in every if too_many(one)} == {}


def test_both_languages_mention_the_same() -> None:
    other = {
        code: both for code, both in sentences().items()
        if placeholders(both.vi) != placeholders(both.en)
    }  # fmt: skip

    assert other == {}


def test_no_brace_stands_alone() -> None:
    stray = [code for code, both in sentences().items() if any(map(stray_braces, both))]

    assert stray == []


def test_no_condition_is_left_that_nothing_names() -> None:
    named = {one.code for one in unmet()}

    assert {code for code in sentences() if code.isupper()} - named == set()


def test_no_sentence_is_left_that_nothing_tells() -> None:
    spoken = CODE.texts | {text.lower() for text in CODE.texts if text.isupper()}
    left = {
        code: file
        for file, codes in written().items()
        for code in codes
        if file not in OF_FILES and code not in spoken
        if not code.startswith(tuple(CODE.families))
    }

    assert left == {}


def test_every_error_has_its_sentence() -> None:
    codes = {one.code for one in family() if one is not ThiduaError and "code" in vars(one)}

    assert codes - set(sentences()) == set()


def test_every_status_is_of_an_error() -> None:
    broken = {one.code for one in told() if STATUSES.get(one.code)}
    codes = {one.code for one in family() if "code" in vars(one)}

    assert set(STATUSES) - codes - broken == set()


def test_every_finding_says_what_to_do_next() -> None:
    found = {one.code for one in findings()} | set(tabled())

    assert {one for one in found if advised(one) not in sentences()} == set()


def test_what_to_do_mentions_only_what_the_finding_knows() -> None:
    every = [replace(one, code=advised(one.code)) for one in findings() if one.facts]
    every = [one for one in every if one.code in sentences() and one.code != advised("missing_key")]

    assert {f"{one.where} {one.code}": too_many(one) for one in every if too_many(one)} == {}


def test_no_advice_is_left_that_belongs_to_no_finding() -> None:
    advice = {code.removeprefix("do_") for code in written()["remedies"]}

    assert advice - set(sentences()) == set()


def test_every_broken_history_ends_with_its_status() -> None:
    raised = {
        code.lower()
        for source in CODE.sources
        for call in source.calls(HistoryBroken.__name__)
        if (code := text_of(call.args[0]))
    }

    assert {code for code in raised if STATUSES.get(code) != 3} == set()


@pytest.mark.parametrize(
    ("family", "states"), [("ballot_status", BallotStatus), ("status", ApprovalStatus)]
)
def test_every_state_of_a_thing_has_its_word(family: str, states: object) -> None:
    assert {f"{family}_{one}" for one in get_args(states)} - set(sentences()) == set()


@pytest.mark.parametrize("name", [*ACTS, "hold_meeting"])
def test_every_act_has_its_name(name: str) -> None:
    assert f"act_{name}" in sentences()


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_event_has_its_words(kind: str) -> None:
    assert f"recorded_{kind}" in sentences()
