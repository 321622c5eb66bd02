"""Conditions of awards: each kind at its edge, trees of them, and law that is not verified."""

from typing import Any

import pytest

from definitions.schema.awards import CONDITIONS
from tests.unit.domain.builders import condition, place, recorded, standing
from workflow.domain.eligibility.conditions import JUDGES, judge
from workflow.domain.members.facts import Value
from workflow.domain.registration.state import Registration

MET = {"rank_at_most": 1}
UNMET = {"class_at_least": "high"}
REGISTERED = Registration(status="accepted", collective=("FLAG",), recognitions=("SAFE",))


def test_the_conditions_of_the_schema_are_exactly_those_that_are_judged() -> None:
    assert set(JUDGES) == set(CONDITIONS)


@pytest.mark.parametrize(
    ("given", "known", "met"),
    [
        pytest.param({"rank_at_most": 2}, {"place": place("an", 2)}, True, id="rank"),
        pytest.param({"rank_at_most": 2}, {"place": place("an", 3)}, False, id="rank-below"),
        pytest.param({"percent_at_least": 95}, {}, True, id="percent"),
        pytest.param({"percent_at_least": "95.01"}, {}, False, id="percent-below"),
        pytest.param({"percent_at_least": 0}, {"place": place("an", 1, "0")}, True, id="zero"),
        pytest.param({"class_at_least": "high"}, {}, True, id="class"),
        pytest.param({"class_at_least": "good"}, {}, True, id="a-higher-class"),
        pytest.param(
            {"class_at_least": "high"},
            {"place": place("an", class_id="good")},
            False,
            id="a-lower-class",
        ),
        pytest.param(
            {"class_at_least": "low"}, {"place": place("an", class_id=None)}, False, id="no-class"
        ),
        pytest.param({"registered": ["FLAG"]}, {"registration": REGISTERED}, True, id="aims"),
        pytest.param(
            {"registered": ["SAFE"]}, {"registration": REGISTERED}, True, id="aims-at-recognition"
        ),
        pytest.param(
            {"registered": ["MERIT", "FLAG"]}, {"registration": REGISTERED}, True, id="aims-at-one"
        ),
        pytest.param(
            {"registered": ["MERIT"]}, {"registration": REGISTERED}, False, id="aims-elsewhere"
        ),
        pytest.param({"registered": ["FLAG"]}, {}, False, id="not-registered"),
        pytest.param({"review_not_behind": True}, {"behind": 0}, True, id="not-behind"),
        pytest.param({"review_not_behind": True}, {"behind": 1}, False, id="behind"),
    ],
)
def test_each_condition_holds_up_to_its_edge(
    given: dict[str, Any], known: dict[str, Any], *, met: bool
) -> None:
    assert judge(condition(**given), standing(**known)).met is met


@pytest.mark.parametrize(
    ("wanted", "value", "met"),
    [
        pytest.param({"at_most": 1}, 1, True, id="count"),
        pytest.param({"at_most": 1}, 2, False, id="count-above"),
        pytest.param({"flag": True}, True, True, id="flag"),
        pytest.param({"flag": True}, False, False, id="flag-otherwise"),
        pytest.param({"flag": False}, False, True, id="flag-wanted-false"),
        pytest.param({"one_of": ["tốt", "khá"]}, "khá", True, id="choice"),
        pytest.param({"one_of": ["tốt", "khá"]}, "kém", False, id="choice-otherwise"),
    ],
)
def test_a_fact_is_compared_as_its_condition_says(
    wanted: dict[str, object], value: Value, *, met: bool
) -> None:
    found = judge(condition(fact={"id": "x"} | wanted), standing(facts=recorded(x=value)))

    assert found.met is met


@pytest.mark.parametrize("facts", [None, recorded(y=0)])
def test_a_fact_that_nobody_recorded_is_not_met(facts: object) -> None:
    assert not judge(condition(fact={"id": "x", "at_most": 9}), standing(facts=facts)).met


def test_a_fact_keeps_its_value_and_source_and_what_was_asked_as_reason() -> None:
    found = judge(condition(fact={"id": "x", "at_most": 0}), standing(facts=recorded(x=2)))

    (reason,) = found.reasons
    assert reason.facts == {"fact": "x", "value": "2", "source": "Báo cáo", "at_most": "0"}


@pytest.mark.parametrize(
    ("tree", "met"),
    [
        pytest.param({"all": [MET, MET]}, True, id="all"),
        pytest.param({"all": [MET, UNMET]}, False, id="not-all"),
        pytest.param({"any": [UNMET, MET]}, True, id="any"),
        pytest.param({"any": [UNMET, UNMET]}, False, id="none"),
        pytest.param({"all": [MET, {"any": [UNMET, MET]}]}, True, id="nested"),
        pytest.param({"any": [UNMET, {"all": [MET, UNMET]}]}, False, id="nested-not"),
    ],
)
def test_trees_of_conditions_are_judged(tree: dict[str, Any], *, met: bool) -> None:
    good = standing(place=place("an", class_id="good"))

    assert judge(condition(**tree), good).met is met


def test_all_keeps_the_reasons_of_every_part() -> None:
    good = standing(place=place("an", class_id="good"))

    found = judge(condition(all=[UNMET, MET]), good)
    assert [(one.condition, one.met) for one in found.reasons] == [
        ("class_at_least", False),
        ("rank_at_most", True),
    ]


def test_any_keeps_the_reasons_of_what_was_met() -> None:
    good = standing(place=place("an", class_id="good"))

    found = judge(condition(any=[UNMET, MET]), good)
    assert [one.condition for one in found.reasons] == ["rank_at_most"]


def test_any_keeps_every_reason_when_nothing_was_met() -> None:
    good = standing(place=place("an", 2, class_id="good"))

    found = judge(condition(any=[UNMET, MET]), good)
    assert [one.condition for one in found.reasons] == ["class_at_least", "rank_at_most"]


@pytest.mark.parametrize(
    ("status", "met", "warned"),
    [
        pytest.param("confirmed", False, False, id="confirmed-bars"),
        pytest.param("secondary", False, False, id="secondary-bars"),
        pytest.param("unverified", True, True, id="unverified-warns"),
    ],
)
def test_what_is_unverified_in_law_warns_and_never_bars(
    status: str, *, met: bool, warned: bool
) -> None:
    second = standing(place=place("an", 2))

    found = judge(condition(rank_at_most=1, status=status), second)
    assert (found.met, [(one.met, one.warned) for one in found.reasons]) == (
        met,
        [(False, warned)],
    )


def test_an_unverified_condition_that_holds_warns_of_nothing() -> None:
    found = judge(condition(rank_at_most=1, status="unverified"), standing())

    assert [one.warned for one in found.reasons] == [False]


def test_an_unverified_part_does_not_bar_the_whole() -> None:
    second = standing(place=place("an", 2))
    part = {"rank_at_most": 1, "status": "unverified"}

    found = judge(condition(all=[part, {"percent_at_least": 90}]), second)
    assert (found.met, [one.warned for one in found.reasons]) == (True, [True, False])


@pytest.mark.parametrize(
    ("basis", "shown"),
    [
        pytest.param({"ref": "152/2025/NĐ-CP", "article": "Điều 5"}, "152/2025/NĐ-CP Điều 5"),
        pytest.param({"ref": "152/2025/NĐ-CP"}, "152/2025/NĐ-CP"),
        pytest.param(None, None),
    ],
)
def test_a_reason_names_its_basis(basis: dict[str, str] | None, shown: str | None) -> None:
    (reason,) = judge(condition(rank_at_most=1, basis=basis), standing()).reasons

    assert reason.basis == shown
