"""Periods of one year: each with its own sheets, and one score of the year made of them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import HEAD, MEMBER
from tests.unit.domain.builders import day, scores, sheet, standing_in
from tests.years import Paper
from workflow.domain import gates
from workflow.domain.members.roster import Roster
from workflow.domain.model import Actor
from workflow.domain.results import explaining
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores import periods, tallying
from workflow.domain.scores.sheet import Sheet

HALVES = """[
          {id: h1, months: 6, title: {vi: Sáu tháng đầu, en: First half}%s},
          {id: h2, months: 6, title: {vi: Sáu tháng cuối, en: Second half}%s}]"""
TIES = "ranking: {ties: [{official_order: true}]}"


def _year(makes: str, *, rest: str = "", weights: tuple[str, str] = ("", "")) -> Paper:
    """Return a year of three units in its scoring stage, scored in two halves."""
    parts = HALVES % weights
    change = f"{TIES}\nrubric: {{periods: {{parts: {parts}, makes: {makes}{rest}}}}}"
    paper = standing_in("scoring", change, 3)
    paper.now = paper.now.replace(month=12)
    return paper


def _filled(paper: Paper, **points: tuple[str, str]) -> Paper:
    """Fill both halves of each unit with the points of criterion I.1, all else full."""
    for unit, halves in points.items():
        for period, made in zip(("h1", "h2"), halves, strict=True):
            paper.streams[f"sheet@{period}/{unit}"] = sheet(I_1=made)
    return paper


def _results(paper: Paper) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    found = tallying.tally(paper.book)
    return {unit: (one.points, one.of, one.percent) for unit, one in found.items()}


WEIGHTED = (", weight: 1", ", weight: 2")


@pytest.mark.parametrize(
    ("makes", "weights", "rest", "found"),
    [
        pytest.param("sum", ("", ""), "", ("175", "200", "87.5"), id="sum"),
        pytest.param("average", ("", ""), "", ("87.5", "100", "87.5"), id="average"),
        pytest.param("weights", WEIGHTED, "", ("91.7", "100", "91.7"), id="weights"),
        pytest.param("weights", WEIGHTED, ", rounding: {way: down, step: 0.5}",
                     ("91.5", "100", "91.5"), id="weights-rounded-down"),
        pytest.param("last", ("", ""), "", ("100", "100", "100"), id="last"),
    ],
)  # fmt: skip
def test_periods_make_the_years_score_as_the_definition_says(
    makes: str, weights: tuple[str, str], rest: str, found: tuple[str, str, str]
) -> None:
    paper = _filled(_year(makes, rest=rest, weights=weights), an=("5", "30"))

    assert _results(paper) == {"an": tuple(map(Decimal, found))}


def test_criteria_are_combined_like_the_points() -> None:
    paper = _filled(_year("average"), an=("5", "30"))

    (made,) = tallying.tally(paper.book).values()
    assert (made.nodes["I.1"], made.maxima["I.1"]) == (Decimal("17.5"), Decimal(30))
    assert {name: one.points for name, one in made.periods.items()} == {"h1": 75, "h2": 100}


def test_every_period_has_a_sheet_of_its_own() -> None:
    paper = _year("average")
    paper.do("self_score", MEMBER, period="h1", entries=scores(I_1="12"))

    assert paper.book.load(Sheet, "sheet@h1/chau").status == "submitted"
    assert paper.refused("self_score", MEMBER, period="h1") == ["DOSSIER_STATUS"]
    assert paper.refused("self_score", MEMBER, period="h2", entries=scores()) == []
    paper.do("return_sheet", HEAD, unit="chau", period="h1", comment="Bổ sung")
    assert paper.book.load(Sheet, "sheet@h1/chau").status == "returned"


@pytest.mark.parametrize(
    ("period", "refused"),
    [(None, ["PERIOD_MISSING"]), ("h3", ["NO_SUCH_PERIOD"]), ("h2", ["PERIOD_TO_COME"])],
)
def test_a_sheet_is_of_a_period_that_has_begun(period: str | None, refused: list[str]) -> None:
    paper = _year("average")
    paper.now = paper.now.replace(month=6)
    given: dict[str, Any] = {"entries": scores()} | ({"period": period} if period else {})

    found = paper.refused("self_score", MEMBER, **given)
    assert [one for one in found if "PERIOD" in one] == refused


def test_a_year_without_periods_takes_none() -> None:
    paper = standing_in("scoring")

    assert paper.refused("self_score", MEMBER, period="h1", entries=scores()) == ["NO_SUCH_PERIOD"]


def test_what_is_missing_is_told_period_by_period() -> None:
    paper = _filled(_year("average"), an=("30", "30"), binh=("30", "30"))
    paper.streams["sheet@h1/chau"] = replace(sheet(), status="submitted")

    found = {one.code: one.facts for one in gates.stage_unmet(paper.book, paper.now)}
    owing, waiting = found["MISSING_SELF_SCORE"], found["MISSING_APPRAISAL"]
    assert [one.of("vi") for one in owing["units"]] == ["Ban Chau (Sáu tháng cuối)"]  # type: ignore[attr-defined]
    assert [one.of("en") for one in waiting["units"]] == ["Ban Chau (First half)"]  # type: ignore[attr-defined]
    assert (owing["count"], owing["of"]) == (1, 6)


def test_the_year_is_ranked_by_the_score_of_its_periods() -> None:
    paper = _filled(_year("average"), an=("30", "10"), binh=("20", "30"), chau=("10", "10"))
    paper.do("fix_ranking", HEAD)

    found = paper.book.load(RankingState, "ranking").places
    assert [(one.unit, one.points) for one in found] == [
        ("binh", Decimal(95)), ("an", Decimal(90)), ("chau", Decimal(80)),
    ]  # fmt: skip


def test_a_unit_is_scored_in_the_periods_of_its_membership() -> None:
    paper = _filled(_year("average"), an=("30", "10"), binh=("20", "30"))
    roster = paper.book.load(Roster, "roster")
    paper.streams["roster"] = replace(roster, joined={"chau": day("2025-07-01")})
    paper.streams["sheet@h2/chau"] = sheet(I_1="28")

    assert periods.of_unit(paper.book, "chau") == ["h2"]
    assert _results(paper)["chau"][0] == Decimal(98)
    assert paper.refused("fix_ranking", HEAD) == []
    chau = Actor(person="of-chau", seat="unit:chau")
    outside = paper.refused("self_score", chau, period="h1", entries=scores())
    assert outside == ["NO_MEMBER_IN_PERIOD"]


def test_scores_against_others_go_by_the_best_of_their_own_period() -> None:
    parts = HALVES % ("", "")
    paper = standing_in("scoring", f"""
        {TIES}
        rubric:
          periods: {{parts: {parts}, makes: sum}}
          parts:
            - id: II
              parts:
                - id: II.1
                  measure: {{kind: count, most: 90}}
                  score: {{count: null, best_of_group: {{}}}}
    """, 3)  # fmt: skip
    for period, best in (("h1", "10"), ("h2", "5")):
        for unit, made in (("an", best), ("binh", "5"), ("chau", "0")):
            paper.streams[f"sheet@{period}/{unit}"] = sheet(II_1=made)
    before = tallying.tally(paper.book)
    paper.do("close_scores", HEAD)

    assert [one.nodes["II.1"] for one in before.values()] == [Decimal(40), Decimal(30), Decimal(0)]
    after = tallying.tally(paper.book)
    assert {unit: one.points for unit, one in after.items()} == {
        unit: one.points for unit, one in before.items()
    }


def test_a_year_of_periods_is_explained_period_by_period() -> None:
    paper = _filled(_year("weights", weights=WEIGHTED), an=("5", "30"))

    found = explaining.explain(paper.book, "an")
    assert [(one.period.id, one.total.points, str(one.weight)) for one in found.parts] == [
        ("h1", Decimal(75), "1/3"), ("h2", Decimal(100), "2/3"),
    ]  # fmt: skip
    assert found.lines == ()
    assert found.parts[0].lines[1].facts["entry"] == Decimal(5)
