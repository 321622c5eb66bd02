"""Entries: one number off by ten or a hundred is never taken for what it was meant to be."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from definitions.schema.rubric import Criterion, Rubric
from tests.property.profiles import SUMS
from workflow.domain.scores import entering

TEXT = {"vi": "x", "en": "x"}
OFF = (Decimal("0.01"), Decimal("0.1"), Decimal(10), Decimal(100))


def _rubric(measure: dict[str, Any] | None, score: dict[str, Any]) -> Rubric:
    leaf = {"id": "1", "title": TEXT, "max": 20, "score": score, "measure": measure}
    return Rubric.model_validate({"total": 20, "parts": [leaf]})


def _taken(rubric: Rubric, entry: Decimal) -> bool:
    leaf: Criterion = rubric.leaves()[0]
    wrong = (
        *entering.shape_wrong(leaf, entry),
        *entering.value_wrong(leaf, entry, rubric),
    )
    return not wrong


def _of_percent(kind: str, entry: int) -> Decimal:
    return Decimal(entry) / (100 if kind == "share" else 1)


@SUMS
@given(st.data(), st.sampled_from(["percent", "share"]), st.sampled_from(["ratio", "against_best"]))
def test_of_an_entry_and_the_same_in_another_unit_one_is_taken(
    data: st.DataObject, kind: str, way: str
) -> None:
    target = data.draw(st.integers(11, 100))  # ten times as much is beyond the whole
    most = data.draw(st.integers(max(target, 100), max(2 * target, 100)))
    entry = data.draw(st.integers(target, min(most, 2 * target)))
    measure = {"kind": kind, "most": str(_of_percent(kind, most)), "decimals": 6}
    rubric = _rubric(measure, {way: {"target": str(_of_percent(kind, target))}})
    true = _of_percent(kind, entry)

    assert _taken(rubric, true)
    assert [_taken(rubric, true * off) for off in OFF] == [False] * 4


@SUMS
@given(
    st.sampled_from(["percent", "share", "count", "amount", "days"]),
    st.integers(0, 50),
    st.integers(51, 200),
    st.decimals(0, 400, places=3),
)
def test_whatever_is_taken_lies_within_its_measure(
    kind: str, least: int, most: int, entry: Decimal
) -> None:
    measure = {"kind": kind, "least": least, "most": most}
    rubric = _rubric(measure, {"best_of_group": {}})

    if _taken(rubric, entry):
        assert least <= entry <= most
        places = 0 if kind in {"count", "days"} else 2
        assert entry == round(entry, places)


@SUMS
@given(
    st.sampled_from(["count", "lapses", "from_rank", "percent_lost", "plan_points"]),
    st.decimals(0, 1000, places=1),
)
def test_a_way_that_says_what_is_entered_takes_nothing_else(way: str, entry: Decimal) -> None:
    rules: dict[str, dict[str, Any]] = {
        "count": {"points_each": 1, "unit": TEXT},
        "lapses": {"points_each": 1},
        "from_rank": {"points": [20, 10]},
        "percent_lost": {"points_each": 1},
        "plan_points": {"percent_each": 5},
    }
    of_plan = way in {"percent_lost", "plan_points"}
    least = 1 if way == "from_rank" else 0
    whole = entry == entry.to_integral_value()
    can_be = entry <= 100 and not 0 < entry < 1 if of_plan else whole and entry >= least

    assert _taken(_rubric(None, {way: rules[way]}), entry) == can_be
