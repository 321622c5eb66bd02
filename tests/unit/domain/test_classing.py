"""Classes: a band and floors and conditions, and what is lost when one of them is missed."""

from typing import Any

import pytest

from definitions.schema.awards import Condition
from definitions.schema.rubric import Rubric
from tests.factories import HEAD
from tests.unit.domain.builders import rubric, sheet, with_sheets
from workflow.domain.eligibility.conditions import Judgement, Reason
from workflow.domain.members.facts import UnitFacts
from workflow.domain.results.classing import classify
from workflow.domain.results.ordering import places
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores.scoring import total

TITLE = {"vi": "x", "en": "x"}
FACT = {"fact": {"id": "lapses", "at_most": 0}}


def _scale(rule: object, **high: object) -> Rubric:
    """Return the plain scale whose highest class demands *high*, and the next one 80 % of I."""
    return rubric(
        classes=[
            {"id": "high", "at_least": 90, "title": TITLE, **high},
            {"id": "good", "at_least": 70, "below": 90, "title": TITLE,
             "every_criterion": {"percent": 80, "of": ["I"]}},
            {"id": "fair", "at_least": 50, "below": 70, "title": TITLE},
            {"id": "low", "at_least": 0, "below": 50, "title": TITLE},
        ],
        class_rule=rule,
    )  # fmt: skip


def _judge(met: object) -> Any:  # noqa: ANN401 - a judge
    def judge(condition: Condition) -> Judgement:
        return Judgement(met=bool(met), reasons=(Reason(condition=condition.name, met=bool(met)),))

    return judge


def _class(scale: Rubric, *, met: bool = True, **entries: Any) -> str | None:  # noqa: ANN401
    made = sheet(**entries)
    return classify(scale, total(scale, made.entries, made.times), _judge(met)).class_id


FLOOR: dict[str, object] = {"every_criterion": {"percent": 90}}


@pytest.mark.parametrize(
    ("rule", "entries", "found"),
    [
        pytest.param({}, {}, "high", id="everything-holds"),
        pytest.param({}, {"II_2": "14"}, "good", id="down-to-the-next-that-holds"),
        pytest.param({}, {"I_1": "20", "I_2": "9"}, "fair", id="past-one-that-does-not-hold"),
        pytest.param({"floor_missed": "one_class_down"}, {"II_2": "14"}, "good", id="one-class"),
        pytest.param({"floor_missed": "lowest"}, {"II_2": "14"}, "low", id="the-lowest"),
    ],
)
def test_a_missed_floor_costs_what_the_rule_says(
    rule: object, entries: dict[str, Any], found: str
) -> None:
    assert _class(_scale(rule, **FLOOR), **entries) == found


@pytest.mark.parametrize(
    ("missed", "found"),
    [("one_class_down", "good"), ("next_that_holds", "good"), ("lowest", "low")],
)
def test_a_missed_condition_drops_one_class_and_not_to_the_bottom(missed: str, found: str) -> None:
    scale = _scale({"condition_missed": missed}, when=FACT)

    assert (_class(scale), _class(scale, met=False)) == ("high", found)


def test_one_class_down_is_one_class_whatever_the_next_demands() -> None:
    rule = {"condition_missed": "one_class_down"}
    scale = _scale(rule, when=FACT)

    # 91 points with I at 51 of 60: 85 %, and the next class would hold; 47 of 60 would not
    assert _class(scale, met=False, I_1="21") == "good"


def test_the_harder_of_two_misses_counts() -> None:
    rule = {"condition_missed": "one_class_down", "floor_missed": "lowest"}

    assert _class(_scale(rule, when=FACT, **FLOOR), met=False, II_2="14") == "low"


def test_what_is_not_assigned_has_no_floor() -> None:
    scale = _scale({}, every_criterion={"percent": 90, "of": "leaves"})

    assert (_class(scale, II_2=None), _class(scale, II_2="17")) == ("high", "good")


def test_classes_may_go_by_points_or_by_percent() -> None:
    found = [_class(_scale({"by": by}), II_2=None) for by in ("points", "percent")]

    assert found == ["good", "high"]


def test_a_condition_is_judged_by_what_is_recorded_of_the_unit() -> None:
    classes = """
        rubric:
          class_rule: {condition_missed: one_class_down}
          classes:
            - {id: high, when: {fact: {id: lapses, at_most: 0}}}
    """
    paper = with_sheets(classes, an=sheet(), binh=sheet())
    paper.streams["facts/an"] = _facts(0)
    paper.streams["facts/binh"] = _facts(2)

    assert {one.unit: one.class_id for one in places(paper.book, ())} == {
        "an": "high",
        "binh": "good",
    }


WAITING = """
    facts: [{id: women, kind: count, title: {vi: Nữ, en: Women}}]
    rubric:
      class_rule: {condition_missed: one_class_down}
      classes:
        - {id: high, when: %s}
"""
LAPSES, WOMEN = "{fact: {id: lapses, at_most: 0}}", "{fact: {id: women, at_least: 1}}"


def test_a_class_that_hangs_on_a_fact_nobody_recorded_holds_the_ranking_up() -> None:
    paper = with_sheets(WAITING % LAPSES, an=sheet(), binh=sheet(I_1="29"), chau=sheet(I_1="0"))
    paper.streams["facts/an"] = _facts(0)

    (unmet,) = paper.prevented("fix_ranking", HEAD)
    assert (unmet.code, unmet.who) == ("CLASS_WAITS_FOR_FACT", ("head", "deputy"))
    assert (unmet.facts["fact"], unmet.facts["units"]) == ("lapses", ["Ban Binh"])

    paper.do("record_facts", HEAD, unit="binh", values={"lapses": 3}, source="Báo cáo số 4")
    paper.do("fix_ranking", HEAD)
    found = paper.book.load(RankingState, "ranking").places
    assert [one.class_id for one in found] == ["high", "good", "good"]


@pytest.mark.parametrize(
    ("condition", "waits"),
    [
        pytest.param(f"{{all: [{LAPSES}, {WOMEN}]}}", [], id="another-one-failed-already"),
        pytest.param(f"{{any: [{WOMEN}, {LAPSES}]}}", ["women"], id="another-one-may-still-hold"),
        pytest.param(f"{{any: [{LAPSES.replace('most: 0', 'most: 9')}, {WOMEN}]}}", [],
                     id="another-one-holds-already"),
        pytest.param("{share: {fact: lapses, of: women, at_least: 1/2}}", ["women"], id="a-share"),
        pytest.param(WOMEN.replace("}}", "}, status: unverified}"), [], id="unverified-never-bars"),
    ],
)  # fmt: skip
def test_only_a_fact_that_can_change_the_class_is_waited_for(
    condition: str, waits: list[str]
) -> None:
    paper = with_sheets(WAITING % condition, an=sheet(), binh=sheet(I_1="0"), chau=sheet(I_1="0"))
    paper.streams["facts/an"] = _facts(1)

    unmet = paper.prevented("fix_ranking", HEAD)
    assert [one.facts["fact"] for one in unmet if one.code == "CLASS_WAITS_FOR_FACT"] == waits


def _facts(lapses: int) -> UnitFacts:
    return UnitFacts(values={"lapses": lapses}, sources={"lapses": "Báo cáo"})
