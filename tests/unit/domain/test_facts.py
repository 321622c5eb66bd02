"""Facts about units: each of its own kind, with its source, and which are missing."""

import pytest

from tests.factories import DEPUTY, HEAD, MEMBER, holds
from tests.unit.domain.builders import only, standing_at, standing_in
from tests.years import Paper
from workflow.domain.members.facts import MOST, UnitFacts, Value, missing_facts

KINDS = """
facts:
  - {id: flagged, kind: flag, title: {vi: x, en: x}}
  - {id: rating, kind: choice, choices: [tốt, khá], title: {vi: x, en: x}}
"""
FOR = {"unit": "chau", "source": "Báo cáo 12"}


@pytest.fixture
def paper() -> Paper:
    return standing_in("scoring", KINDS)


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        pytest.param("lapses", 0, True, id="count-zero"),
        pytest.param("lapses", MOST, True, id="count-most"),
        pytest.param("lapses", MOST + 1, False, id="count-beyond"),
        pytest.param("lapses", -1, False, id="count-negative"),
        pytest.param("lapses", True, False, id="a-flag-is-no-count"),
        pytest.param("lapses", "3", False, id="a-word-is-no-count"),
        pytest.param("flagged", False, True, id="flag"),
        pytest.param("flagged", 1, False, id="a-count-is-no-flag"),
        pytest.param("rating", "khá", True, id="choice"),
        pytest.param("rating", "kém", False, id="not-among-the-choices"),
        pytest.param("rating", True, False, id="a-flag-is-no-choice"),
    ],
)
def test_a_fact_is_of_its_own_kind(paper: Paper, name: str, value: Value, *, fits: bool) -> None:
    refused = paper.refused("record_facts", HEAD, **FOR, values={name: value})

    assert refused == ([] if fits else ["FACT_OF_OTHER_KIND"])


def test_a_value_of_another_kind_is_told_with_the_title_of_the_fact(paper: Paper) -> None:
    told = only(paper.prevented("record_facts", HEAD, **FOR, values={"lapses": -1}))

    assert told.facts == {"fact": paper.definition.facts[0].title, "value": -1}


def test_only_facts_of_the_definition_are_recorded(paper: Paper) -> None:
    unmet = only(paper.prevented("record_facts", HEAD, **FOR, values={"x": 1}))

    assert (unmet.code, unmet.facts) == (
        "NO_SUCH_FACT", {"fact": "x", "known": ["flagged", "lapses", "rating"]},
    )  # fmt: skip


def test_facts_are_recorded_of_members(paper: Paper) -> None:
    given = FOR | {"unit": "nowhere", "values": {"lapses": 0}}

    assert paper.refused("record_facts", HEAD, **given) == ["NOT_A_MEMBER"]


def test_a_later_value_takes_the_place_of_an_earlier_one_with_its_source(paper: Paper) -> None:
    paper.do("record_facts", HEAD, **FOR, values={"lapses": 2, "flagged": True})
    paper.do("record_facts", DEPUTY, **FOR | {"source": "Công văn"}, values={"lapses": 1})

    found = paper.book.load(UnitFacts, "facts/chau")
    assert found.values == {"lapses": 1, "flagged": True}
    assert found.sources == {"lapses": "Công văn", "flagged": "Báo cáo 12"}


@pytest.mark.parametrize(
    ("state", "refused"),
    [("closed", []), ("suspended", ["YEAR_NOT_RUNNING"]), ("dissolved", ["YEAR_NOT_RUNNING"])],
)
def test_facts_are_recorded_even_when_the_year_has_closed(
    paper: Paper, state: str, refused: list[str]
) -> None:
    moved = standing_at(paper, state)

    assert moved.refused("record_facts", HEAD, **FOR, values={"lapses": 0}) == refused


@pytest.mark.parametrize(
    ("recorded", "missing"),
    [
        pytest.param({}, ["Ban Chau", "Ban Dong"], id="none"),
        pytest.param({"lapses": 0}, ["Ban Chau", "Ban Dong"], id="some"),
        pytest.param({"lapses": 0, "flagged": False, "rating": "tốt"}, ["Ban Dong"], id="all"),
    ],
)
def test_a_unit_is_missing_until_every_fact_is_recorded(
    paper: Paper, recorded: dict[str, Value], missing: list[str]
) -> None:
    whole: dict[str, Value] = {"lapses": 0, "flagged": False, "rating": "tốt"}
    for unit, values in {"an": whole, "binh": whole, "chau": recorded}.items():
        paper.streams[f"facts/{unit}"] = UnitFacts(values=values, sources={})

    unmet = only(missing_facts(paper.book))
    assert unmet.facts == {"count": len(missing), "of": 4, "units": missing}


def test_without_facts_in_the_definition_nothing_is_missing() -> None:
    bare = Paper().definition.model_copy(update={"facts": []})

    assert list(missing_facts(Paper(definition=bare).book)) == []


def test_an_office_records_facts_and_a_member_does_not(paper: Paper) -> None:
    given = FOR | {"unit": "dong", "values": {"lapses": 0}}

    assert paper.refused("record_facts", holds("board"), **given) == []
    assert paper.refused("record_facts", MEMBER, **given) == ["NOT_IN_ROLE"]


def test_nobody_records_facts_about_their_own_unit(paper: Paper) -> None:
    given = FOR | {"unit": "an", "values": {"lapses": 0}}

    assert paper.refused("record_facts", HEAD, **given) == ["OWN_UNIT"]
