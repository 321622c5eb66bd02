"""Ties: facts, shares of women, ballots and groups; nothing else ever tells units apart."""

import pytest

from definitions.schema.ranking import TIES
from tests.factories import HEAD
from tests.unit.domain.builders import sheet, with_sheets
from tests.years import Paper
from workflow.domain.facts import UnitFacts
from workflow.domain.groups import Groups
from workflow.domain.ranking import RankingState, places
from workflow.domain.ties import KEYS

FACTS = """
    facts:
      - {id: growth, kind: count, title: {vi: Tăng trưởng, en: Growth}}
      - {id: women, kind: count, title: {vi: Tỷ lệ nữ, en: Share of women}}
    ranking:
      ties: [%s]
"""


def _tied(way: str, **facts: dict[str, int]) -> Paper:
    paper = with_sheets(FACTS % way, an=sheet(), binh=sheet(), chau=sheet())
    for unit, values in facts.items():
        recorded = UnitFacts(values=dict(values), sources=dict.fromkeys(values, "Báo cáo"))
        paper.streams[f"facts/{unit}"] = recorded
    return paper


def _order(paper: Paper, **ballots: int) -> list[tuple[str, int]]:
    return [(one.unit, one.rank) for one in places(paper.book, (), ballots)]


def test_every_way_of_the_schema_is_implemented() -> None:
    assert set(KEYS) == set(TIES)


@pytest.mark.parametrize(
    ("better", "order"), [("more", ["binh", "chau", "an"]), ("less", ["an", "chau", "binh"])]
)
def test_a_measure_from_outside_tells_units_apart(better: str, order: list[str]) -> None:
    way = f"{{external: {{fact: growth, better: {better}}}}}"
    paper = _tied(way, an={"growth": 1}, binh={"growth": 9}, chau={"growth": 4})

    assert [unit for unit, _ in _order(paper)] == order


def test_collectives_with_enough_women_come_first_and_share_the_rank() -> None:
    paper = _tied(
        "{share_of_women: {fact: women}}",
        an={"women": 69}, binh={"women": 70}, chau={"women": 95},
    )  # fmt: skip

    assert _order(paper) == [("binh", 1), ("chau", 1), ("an", 3)]


def test_a_fact_that_is_not_recorded_holds_the_ranking_up() -> None:
    paper = _tied("{external: {fact: growth}}", an={"growth": 1}, binh={"growth": 1})

    (unmet,) = paper.prevented("fix_ranking", HEAD)
    assert (unmet.code, unmet.facts["units"]) == ("TIE_WAITS_FOR_FACT", ["Ban Chau"])


def test_a_ballot_is_asked_for_and_decides() -> None:
    paper = _tied("{ballot: true}, {decision: head}")

    assert paper.refused("fix_ranking", HEAD) == ["TIE_WAITS_FOR_BALLOT", "TIE_OPEN"]
    votes = {"an": 1, "binh": 5, "chau": 3}
    paper.do("fix_ranking", HEAD, ballots=votes)
    found = paper.book.load(RankingState, "ranking")
    assert [(one.unit, one.tie_broken_by) for one in found.places] == [
        ("binh", "ballot:True"),
        ("chau", "ballot:True"),
        ("an", "ballot:True"),
    ]
    assert found.ballots == votes


def test_an_equal_ballot_leaves_the_tie_to_whoever_has_the_last_word() -> None:
    paper = _tied("{ballot: true}, {decision: head}")
    votes = {"an": 2, "binh": 2, "chau": 3}

    assert paper.refused("fix_ranking", HEAD, ballots=votes) == ["TIE_OPEN"]
    order = {"order": ("binh", "an"), "reason": "Nhiều thành tích hơn"}
    paper.do("fix_ranking", HEAD, ballots=votes, **order)
    found = paper.book.load(RankingState, "ranking").places
    assert [one.unit for one in found] == ["chau", "binh", "an"]


GROUPED = {"an": "g1", "binh": "g2", "chau": "g1", "dong": "g2"}


def _grouped(inside: str, grouped: dict[str, str]) -> Paper:
    paper = with_sheets(
        f"ranking: {{inside: {inside}, ties: [{{official_order: true}}]}}",
        an=sheet(I_1="20"), binh=sheet(I_1="30"), chau=sheet(I_1="25"), dong=sheet(I_1="10"),
    )  # fmt: skip
    paper.streams["groups"] = Groups(of=grouped)
    return paper


def test_units_are_ranked_inside_their_groups_only() -> None:
    found = places(_grouped("groups", GROUPED).book, ())

    assert [(one.group, one.rank, one.unit) for one in found] == [
        ("g1", 1, "chau"), ("g1", 2, "an"), ("g2", 1, "binh"), ("g2", 2, "dong"),
    ]  # fmt: skip


def test_units_may_be_ranked_in_the_bloc_and_in_their_groups() -> None:
    found = places(_grouped("both", GROUPED).book, ())

    assert [(one.rank, one.group_rank, one.unit) for one in found] == [
        (1, 1, "binh"), (2, 1, "chau"), (3, 2, "an"), (4, 2, "dong"),
    ]  # fmt: skip


def test_every_unit_stands_in_a_group_where_groups_are_ranked() -> None:
    paper = _grouped("groups", {"an": "g1"})

    (unmet,) = paper.prevented("fix_ranking", HEAD)
    assert (unmet.code, unmet.facts["units"]) == (
        "UNITS_WITHOUT_GROUP", ["Ban Binh", "Ban Chau", "Ban Dong"],
    )  # fmt: skip
