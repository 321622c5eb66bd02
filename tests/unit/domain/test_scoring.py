"""Points: every way of scoring, what is not assigned, adjustments, rounding, classes."""

from decimal import Decimal
from typing import Any

import pytest

from definitions.schema.rubric import Adjustment, Criterion
from tests.factories import plainest
from tests.unit.domain.builders import rubric, sheet
from workflow.domain.scores.rounding import rounded
from workflow.domain.scores.scoring import (
    Total,
    adjustment_points,
    class_of,
    leaf_points,
    most,
    total,
)

TEXT = {"vi": "x", "en": "x"}
MANUAL: dict[str, object] = {"manual": {}}
PASS: dict[str, object] = {"pass_fail": {}}
RATIO = {"ratio": {"target": 12, "unit": TEXT, "most": 24}}
COUNT = {"count": {"points_each": 4, "unit": TEXT}}


def _leaf(score: object, of: int = 10) -> Criterion:
    return Criterion.model_validate({"id": "x", "title": TEXT, "max": of, "score": score})


def _sums(found: Total) -> tuple[Decimal, ...]:
    return found.points, found.of, found.percent


def _numbers(*given: str | int) -> tuple[Decimal, ...]:
    return tuple(Decimal(one) for one in given)


def _total(**given: Any) -> Total:  # noqa: ANN401 - of a sheet
    made = sheet(**given)
    return total(plainest().rubric, made.entries, made.times)


@pytest.mark.parametrize(
    ("score", "entry", "points"),
    [
        pytest.param(MANUAL, "0", "0", id="manual-zero"),
        pytest.param(MANUAL, "7.5", "7.5", id="manual"),
        pytest.param(PASS, "1", "10", id="pass"),
        pytest.param(PASS, "0", "0", id="fail"),
        pytest.param(RATIO, "0", "0", id="ratio-nothing"),
        pytest.param(RATIO, "6", "5", id="ratio-half"),
        pytest.param(RATIO, "4", "3.3", id="ratio-a-third"),
        pytest.param(RATIO, "12", "10", id="ratio-all"),
        pytest.param(RATIO, "24", "10", id="ratio-beyond-the-target"),
        pytest.param(COUNT, "0", "0", id="count-none"),
        pytest.param(COUNT, "2", "8", id="count"),
        pytest.param(COUNT, "3", "10", id="count-beyond-the-maximum"),
    ],
)
def test_each_way_of_scoring_makes_its_points(score: object, entry: str, points: str) -> None:
    assert leaf_points(_leaf(score), Decimal(entry), 1) == Decimal(points)


def test_a_third_of_three_points_is_a_whole_point() -> None:
    third = {"ratio": {"target": 3, "unit": TEXT}}

    assert leaf_points(_leaf(third, of=3), Decimal(1), 4) == Decimal(1)


@pytest.mark.parametrize(
    ("points", "decimals", "shown"),
    [
        pytest.param("0.05", 1, "0.1", id="half-goes-up"),
        pytest.param("0.25", 1, "0.3", id="not-to-the-even-one"),
        pytest.param("0.249999", 1, "0.2", id="below-half-goes-down"),
        pytest.param("2.5", 0, "3", id="to-whole-points"),
        pytest.param("1.005", 2, "1.01", id="two-decimals"),
    ],
)
def test_points_are_rounded_half_up(points: str, decimals: int, shown: str) -> None:
    assert str(rounded(Decimal(points), decimals)) == shown


@pytest.mark.parametrize(
    ("score", "limit"),
    [
        pytest.param(MANUAL, Decimal(10), id="manual"),
        pytest.param(PASS, Decimal(1), id="pass-or-fail"),
        pytest.param(RATIO, Decimal(24), id="ratio-as-the-definition-says"),
        pytest.param({"ratio": {"target": 12, "unit": TEXT}}, None, id="ratio-unlimited"),
        pytest.param(COUNT, None, id="count"),
    ],
)
def test_an_entry_has_the_limit_of_its_way(score: object, limit: Decimal | None) -> None:
    assert most(_leaf(score)) == limit


@pytest.mark.parametrize(
    ("kind", "times", "points"),
    [
        pytest.param("bonus", "0", "0", id="no-bonus"),
        pytest.param("bonus", "2", "1", id="bonus"),
        pytest.param("bonus", "6", "3", id="bonus-at-its-bound"),
        pytest.param("bonus", "7", "3", id="bonus-beyond-its-bound"),
        pytest.param("penalty", "2", "-1", id="penalty"),
        pytest.param("penalty", "6", "-3", id="penalty-at-its-bound"),
        pytest.param("penalty", "100", "-3", id="penalty-beyond-its-bound"),
    ],
)
def test_an_adjustment_stays_within_its_bound(kind: str, times: str, points: str) -> None:
    adjustment = Adjustment.model_validate(
        {"id": "A", "title": TEXT, "kind": kind, "points_each": "0.5", "bound": 3}
    )

    assert adjustment_points(adjustment, Decimal(times)) == Decimal(points)


def test_a_full_sheet_makes_the_whole_total() -> None:
    found = _total()

    assert _sums(found) == _numbers(100, 100, 100)


def test_every_node_of_the_tree_is_added_up() -> None:
    found = _total(I_1="25", times={"B": 2, "P": 3})

    assert found.nodes == {
        "I": 55, "I.1": 25, "I.2": 20, "I.3": 10, "II": 40, "II.1": 20, "II.2": 20,
        "B": 2, "P": Decimal("-1.5"),
    }  # fmt: skip


def test_what_is_not_assigned_leaves_the_denominator() -> None:
    found = _total(II_2=None)

    assert _sums(found) == _numbers(80, 80, 100)


def test_zero_stays_in_the_denominator() -> None:
    found = _total(II_2="0")

    assert _sums(found) == _numbers(80, 100, 80)


def test_what_is_empty_is_counted_and_makes_no_points() -> None:
    entries = dict(sheet().entries)
    del entries["II.2"]

    found = total(plainest().rubric, entries, {})
    assert _sums(found) == _numbers(80, 100, 80)


def test_of_nothing_assigned_the_percentage_is_zero() -> None:
    found = total(plainest().rubric, dict.fromkeys(sheet().entries), {})

    assert _sums(found) == _numbers(0, 0, 0)


def test_no_total_lies_above_the_cap() -> None:
    assert _total(times={"B": 3}).points == 100


def test_without_a_cap_a_bonus_goes_beyond_the_total() -> None:
    made = sheet(times={"B": 3})

    found = total(rubric(cap=None), made.entries, made.times)
    assert _sums(found) == _numbers(103, 100, 103)


def test_a_total_is_never_negative() -> None:
    nothing = dict.fromkeys(sheet().entries, Decimal(0))

    assert total(plainest().rubric, nothing, {"P": Decimal(10)}).points == 0


def test_percent_is_rounded_half_up_to_two_decimals() -> None:
    assert _total(I_1="29.9", II_2=None).percent == Decimal("99.88")


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        ("0", "low"), ("69.99", "low"), ("70", "good"), ("89.99", "good"), ("90", "high"),
        ("100", "high"), ("103", "high"),
    ],
)  # fmt: skip
def test_a_band_holds_its_lower_edge_and_not_its_upper(percent: str, band: str) -> None:
    assert class_of(plainest().rubric, Decimal(percent)) == band


def test_a_rubric_without_classes_gives_none() -> None:
    assert class_of(rubric(classes=[]), Decimal(100)) is None


def test_below_the_lowest_band_there_is_no_class() -> None:
    bands = [one for one in plainest().rubric.classes if one.id != "low"]

    assert class_of(rubric(classes=bands), Decimal(10)) is None
