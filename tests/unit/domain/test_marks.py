"""Every way of making points: at its edges, beside others, and exactly."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from definitions.schema.rubric import Criterion
from definitions.schema.scores import WAYS
from workflow.domain.results.went_by import FACTS
from workflow.domain.scores.marks import MARKS, Entered, Standard, mark, rank_in

TEXT = {"vi": "x", "en": "x"}
AMOUNT = {"kind": "amount", "most": 1000}
BEST = {"target": 80, "excess": "absolute"}
OWN = {"targets": "each_unit", "no_target": "own_group"}
LEADER = Standard(criterion="x", leader="d", reached=Decimal(100), of=Decimal(80))
BANDS = {
    "bands": [
        {"at_least": 0, "below": 88, "points": 0},
        {"at_least": 88, "below": 95, "points": 5},
        {"at_least": 95, "points": 10},
    ]
}


def _leaf(way: str, rule: Any, most: object = 10) -> Criterion:  # noqa: ANN401 - as a file has it
    return Criterion.model_validate(
        {"id": "x", "title": TEXT, "max": most, "score": {way: rule}, "measure": AMOUNT}
    )


def _made(way: str, rule: Any, *values: str, **beside: Any) -> Fraction:  # noqa: ANN401
    entered = Entered(leaf=_leaf(way, rule), values=tuple(map(Decimal, values)), **beside)
    return Fraction(mark(entered))


def test_every_way_of_the_schema_is_implemented_and_explained() -> None:
    assert set(MARKS) == set(WAYS) == set(FACTS)


@pytest.mark.parametrize(
    ("entry", "points"), [("0", "0"), ("40", "2.5"), ("80", "5"), ("90", "7.5"), ("100", "10")]
)
def test_a_target_makes_half_and_the_leader_all(entry: str, points: str) -> None:
    assert _made("against_best", BEST, entry, standard=LEADER) == Fraction(points)


@pytest.mark.parametrize(("excess", "points"), [("absolute", "7.5"), ("percent", "6.25")])
def test_the_excess_counts_absolutely_or_in_percent(excess: str, points: str) -> None:
    rule = {"targets": "each_unit", "excess": excess}
    lead = Standard(criterion="x", leader="d", reached=Decimal(60), of=Decimal(40))

    made = _made("against_best", rule, "90", target=Decimal(80), standard=lead)
    # absolute: 10 of 20 beyond the target; percent: 12.5 of 50
    assert made == Fraction(points)


def test_a_baseline_of_hundred_is_a_plain_ratio() -> None:
    rule = {"target": 80, "baseline": 100}

    assert [_made("against_best", rule, entry) for entry in ("40", "80", "400")] == [5, 10, 10]


@pytest.mark.parametrize(("best", "points"), [("40", "7.5"), ("30", "10"), ("0", "0")])
def test_without_a_target_the_best_of_the_group_is_the_measure(best: str, points: str) -> None:
    standard = Standard(criterion="x", best_unit="d", best=Decimal(best))

    assert _made("against_best", OWN, "30", standard=standard) == Fraction(points)


def test_a_third_of_a_best_is_a_third_and_not_a_little_less() -> None:
    standard = Standard(criterion="x", best_unit="d", best=Decimal(3))

    assert _made("best_of_group", {}, "1", standard=standard) == Fraction(10, 3)


@pytest.mark.parametrize(
    ("bonus", "penalty", "points"),
    [("0", "0", "0"), ("4", "1", "1"), ("30", "2", "10"), ("0", "8", "-5"), ("3", "0", "1.5")],
)
def test_a_balance_stays_between_floor_and_ceiling(bonus: str, penalty: str, points: str) -> None:
    rule = {"bonus_each": "0.5", "penalty_each": "1", "least": "-5"}

    assert _made("bonus_penalty", rule, bonus, penalty) == Fraction(points)


@pytest.mark.parametrize(
    ("entry", "points"), [("0", 0), ("87.99", 0), ("88", 5), ("94.99", 5), ("95", 10), ("500", 10)]
)
def test_a_boundary_lies_in_the_step_above_it(entry: str, points: int) -> None:
    assert _made("steps", BANDS, entry) == points


def test_a_sample_makes_its_average() -> None:
    assert _made("sample", {"size": 3, "most": 5}, "5", "4", "3") == 8


@pytest.mark.parametrize(("rank", "points"), [("1", 10), ("2", 8), ("3", 1), ("40", 1), ("0", 1)])
def test_a_rank_makes_the_points_of_its_place(rank: str, points: int) -> None:
    assert _made("from_rank", {"points": [10, 8], "otherwise": 1}, rank) == points


@pytest.mark.parametrize(("by", "ranks"), [("highest", [3, 1, 1]), ("lowest", [1, 2, 2])])
def test_equal_entries_share_a_rank(by: str, ranks: list[int]) -> None:
    values = tuple(map(Decimal, ("5", "9", "9")))
    standard = Standard(criterion="x", values=values)
    leaf = _leaf("from_rank", {"by": by, "points": [10]})

    found = [rank_in(Entered(leaf=leaf, values=(one,), standard=standard)) for one in values]
    assert found == ranks


@pytest.mark.parametrize(
    ("whole", "entry", "points"), [(False, "2.5", "8.75"), (True, "2.5", "9"), (False, "50", "0")]
)
def test_percent_lost_costs_points(whole: object, entry: str, points: str) -> None:
    rule = {"points_each": "0.5", "whole": whole}

    assert _made("percent_lost", rule, entry) == Fraction(points)


@pytest.mark.parametrize(("count", "points"), [("0", 10), ("1", 2), ("2", -3)])
def test_a_lapse_costs_the_same_each_time(count: str, points: int) -> None:
    assert _made("lapses", {"points_each": 8, "least": -3}, count) == points


@pytest.mark.parametrize(
    ("whole", "entry", "points"), [(False, "95", "9.5"), (True, "95", "9"), (False, "120", "10")]
)
def test_percent_of_plan_make_points(whole: object, entry: str, points: str) -> None:
    assert _made("plan_points", {"percent_each": 10, "whole": whole}, entry) == Fraction(points)


@pytest.mark.parametrize(("rule", "points"), [({}, "9"), ({"scale": 20}, "4.5")])
def test_an_agency_marks_on_its_own_scale(rule: dict[str, Any], points: str) -> None:
    assert _made("imported", {"agency": "council", **rule}, "9") == Fraction(points)
