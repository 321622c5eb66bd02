"""Classes: a band and floors and conditions, and what is lost when one of them is missed."""

from typing import Any

import pytest

from definitions.schema.awards import Condition
from definitions.schema.rubric import Rubric
from tests.unit.domain.builders import rubric, sheet, with_sheets
from workflow.domain.classing import classify
from workflow.domain.conditions import Judgement, Reason
from workflow.domain.facts import UnitFacts
from workflow.domain.ranking import places
from workflow.domain.scoring import total

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


def _facts(lapses: int) -> UnitFacts:
    return UnitFacts(values={"lapses": lapses}, sources={"lapses": "Báo cáo"})
