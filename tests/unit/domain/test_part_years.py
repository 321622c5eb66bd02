"""Scores for a part of the year: how many months there were, and what the rule makes of them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import HEAD, MEMBER
from tests.unit.domain.builders import day, scores, sheet, standing_in, with_sheets
from tests.years import Paper
from workflow.domain.members.places import Place
from workflow.domain.members.roster import Former, Roster
from workflow.domain.results import explaining
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores import owing
from workflow.domain.scores.part_years import membership

RULE = "rubric: {scored_from: %s, part_year: {%s}}"
JANUARY, SEPTEMBER = "{month: 1}", "{month: 9, year: previous}"


def _joined(start: str, rule: str, begins: str = JANUARY) -> Paper:
    """Return a year with three full sheets, in which `chau` joined on a day."""
    paper = with_sheets(RULE % (begins, rule), an=sheet(), binh=sheet(I_1="20"), chau=sheet())
    roster = paper.book.load(Roster, "roster")
    paper.streams["roster"] = replace(roster, joined={"chau": day(start)})
    return paper


def _left(end: str, rule: str) -> Paper:
    """Return a year with three full sheets, from which `chau` is gone since a day."""
    paper = with_sheets(RULE % (JANUARY, rule), an=sheet(), binh=sheet(I_1="20"), chau=sheet())
    roster = paper.book.load(Roster, "roster")
    *stay, gone = roster.units
    former = Former(unit=gone, end=day(end), how="leave")
    paper.streams["roster"] = replace(roster, units=tuple(stay), former=(former,))
    return paper


def _fixed(paper: Paper) -> tuple[dict[str, Place], dict[str, Place]]:
    paper.do("fix_ranking", HEAD)
    found = paper.book.load(RankingState, "ranking")
    return {one.unit: one for one in found.places}, {one.unit: one for one in found.unranked}


@pytest.mark.parametrize(
    ("start", "month", "months"),
    [
        pytest.param("2025-07-01", "whole", 6, id="from-the-first-of-a-month"),
        pytest.param("2025-07-02", "whole", 5, id="a-day-later-not-whole"),
        pytest.param("2025-07-31", "begun", 6, id="begun-on-its-last-day"),
        pytest.param("2025-06-16", "half", 7, id="fifteen-of-thirty-days"),
        pytest.param("2025-06-17", "half", 6, id="fourteen-of-thirty-days"),
        pytest.param("2025-02-15", "half", 11, id="fourteen-of-twenty-eight-days"),
    ],
)
def test_a_month_counts_as_the_rule_says(start: str, month: str, months: int) -> None:
    paper = _joined(start, f"joined: pro_rata, month: {month}")

    assert membership(paper.book, "chau").months == months


def test_the_twelve_months_may_begin_in_september_of_the_year_before() -> None:
    paper = _joined("2025-01-01", "joined: pro_rata", SEPTEMBER)

    found = membership(paper.book, "chau")
    assert (found.months, found.end) == (8, day("2025-08-31"))
    assert membership(paper.book, "an").start == day("2024-09-01")


@pytest.mark.parametrize(
    ("rule", "points", "of", "percent"),
    [
        pytest.param("", "41.7", "100", "41.7", id="to-the-decimals"),
        pytest.param(", rounding: {step: 0.5}", "41.5", "100", "41.5", id="to-half-points"),
        pytest.param(", rounding: {way: up, step: 1}, maximum: pro_rata", "42", "41.666667",
                     "100.8", id="and-the-maximum-too"),
    ],
)  # fmt: skip
def test_points_are_taken_by_months_and_rounded(
    rule: str, points: str, of: str, percent: str
) -> None:
    ranked, _ = _fixed(_joined("2025-08-01", f"joined: pro_rata{rule}"))

    chau = ranked["chau"]
    assert (chau.points, chau.of, chau.percent) == tuple(map(Decimal, (points, of, percent)))
    assert (chau.rank, chau.months, ranked["an"].months) == (3, 5, None)


def test_a_member_of_twelve_months_begun_is_one_of_the_whole_year() -> None:
    ranked, _ = _fixed(_joined("2025-01-31", "joined: not_ranked"))

    assert (ranked["chau"].rank, ranked["chau"].months) == (2, None)


def test_without_a_rule_whoever_joins_is_scored_like_the_others() -> None:
    paper = with_sheets("", an=sheet(), binh=sheet(I_1="20"), chau=sheet())
    roster = paper.book.load(Roster, "roster")
    paper.streams["roster"] = replace(roster, joined={"chau": day("2025-11-01")})

    ranked, _ = _fixed(paper)
    assert (ranked["chau"].points, ranked["chau"].months) == (Decimal(100), None)


@pytest.mark.parametrize("rule", ["joined: not_ranked", "joined: pro_rata, least_months: 6"])
def test_a_unit_without_a_place_is_scored_and_leaves_the_order_to_the_others(rule: str) -> None:
    ranked, unranked = _fixed(_joined("2025-08-01", rule))

    assert {unit: one.rank for unit, one in ranked.items()} == {"an": 1, "binh": 2}
    assert (unranked["chau"].rank, unranked["chau"].months) == (0, 5)


def test_a_unit_without_a_place_owes_no_sheet() -> None:
    paper = _joined("2025-08-01", "joined: not_ranked")
    del paper.streams["sheet/chau"]

    assert owing.owed(paper.book) == [("an", None), ("binh", None)]
    assert paper.refused("fix_ranking", HEAD) == []


def test_a_unit_of_a_part_of_the_year_may_leave_any_criterion_unassigned() -> None:
    paper = standing_in("scoring", RULE % (JANUARY, "joined: assigned"))
    whole_year = paper.refused("self_score", MEMBER, entries=scores(I_2=None))
    roster = paper.book.load(Roster, "roster")
    paper.streams["roster"] = replace(roster, joined={"chau": day("2025-08-01")})

    assert whole_year == ["MUST_BE_ASSIGNED"]
    assert paper.refused("self_score", MEMBER, entries=scores(I_2=None)) == []
    assert paper.refused("self_score", MEMBER, entries=scores(I_1="31")) == ["ENTRY_TOO_HIGH"]


def test_what_was_not_assigned_leaves_the_maximum() -> None:
    paper = _joined("2025-08-01", "joined: assigned")
    paper.streams["sheet/chau"] = sheet(I_2=None)

    found = explaining.place_of(paper.book, "chau")
    assert (found.points, found.of, found.percent) == (Decimal(80), Decimal(80), Decimal(100))


def test_a_unit_that_left_keeps_its_score_as_the_rule_says() -> None:
    ranked, _ = _fixed(_left("2025-06-30", "joined: not_ranked, left: pro_rata"))
    kept, unranked = _fixed(_left("2025-06-30", "joined: pro_rata"))

    assert (ranked["chau"].points, ranked["chau"].rank) == (Decimal(50), 3)
    assert (set(kept), unranked["chau"].points) == ({"an", "binh"}, Decimal(100))


def test_a_unit_that_left_counts_only_with_a_sheet_that_was_appraised() -> None:
    paper = _left("2025-06-30", "joined: pro_rata, left: pro_rata")
    paper.streams["sheet/chau"] = replace(sheet(), status="submitted")

    assert paper.refused("fix_ranking", HEAD) == ["MISSING_APPRAISAL"]
    del paper.streams["sheet/chau"]
    assert paper.refused("fix_ranking", HEAD) == []


def test_no_unit_without_a_place_is_what_others_are_measured_against() -> None:
    best = """
        rubric:
          part_year: {joined: not_ranked}
          parts:
            - id: II
              parts: [{id: II.1, measure: {kind: count, most: 90}, score: {count: null, best_of_group: {}}}]
    """  # noqa: E501 - one change
    paper = with_sheets(best, an=sheet(II_1="5"), binh=sheet(II_1="4"), chau=sheet(II_1="80"))
    roster = paper.book.load(Roster, "roster")
    paper.streams["roster"] = replace(roster, joined={"chau": day("2025-11-01")})

    found = explaining.explain(paper.book, "an").total
    assert found.nodes["II.1"] == Decimal(20)
