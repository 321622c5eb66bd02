"""Ties: facts, shares of women, ballots and groups; nothing else ever tells units apart."""

import json

import pytest

from definitions.schema.ranking import TIES
from tests.factories import HEAD
from tests.unit.domain.ballots import RULE, Voting
from tests.unit.domain.builders import only, sheet, with_sheets
from tests.years import Paper
from workflow.domain.members.facts import UnitFacts
from workflow.domain.members.groups import Groups
from workflow.domain.model import Actor
from workflow.domain.results.ordering import places
from workflow.domain.results.ranking import RankingState
from workflow.domain.results.ties import KEYS

OVERSEER = Actor(person="of-overseer", seat="overseer")
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


TELLERS = {"present": 3, "people": ("of-an", "of-binh"), "paper": "Biên bản 02"}


def test_votes_are_asked_for_and_decide() -> None:
    paper = _tied("{ballot: true}, {decision: head}")

    assert paper.refused("fix_ranking", HEAD) == ["TIE_WAITS_FOR_BALLOT", "TIE_OPEN"]
    votes = {"an": 0, "binh": 2, "chau": 1}
    paper.do("fix_ranking", HEAD, ballots=votes, tellers=TELLERS)
    found = paper.book.load(RankingState, "ranking")
    assert [(one.unit, one.tie_broken_by) for one in found.places] == [
        ("binh", "ballot:True"),
        ("chau", "ballot:True"),
        ("an", "ballot:True"),
    ]
    assert (found.ballots, found.tellers and found.tellers.paper) == (votes, "Biên bản 02")


@pytest.mark.parametrize(
    ("votes", "changed", "refused"),
    [
        ({"an": 999, "binh": 5, "chau": 0}, {}, ["TIE_VOTES_TOO_MANY"]),
        ({"an": 2, "binh": 1, "chau": 1}, {}, ["TIE_VOTES_TOO_MANY"]),
        ({"an": 1, "binh": 0, "chau": 0}, {"present": 1}, ["NO_QUORUM"]),
        ({"an": 2, "binh": 1, "chau": 0}, {"present": 4}, ["MORE_PAPERS_THAN_VOTERS"]),
        ({"an": 2, "binh": 1, "chau": 0}, {"people": ("of-an",)}, ["TIE_VOTES_UNSIGNED"]),
        ({"an": 2, "binh": 1, "chau": 0}, {"people": ("of-an", "x")}, ["NO_SUCH_PERSON"]),
    ],
)
def test_votes_that_cannot_be_are_refused(
    votes: dict[str, int], changed: dict[str, object], refused: list[str]
) -> None:
    paper, signed = _tied("{ballot: true}, {official_order: true}"), TELLERS | changed

    assert paper.refused("fix_ranking", HEAD, ballots=votes, tellers=signed) == refused


def test_votes_that_nobody_signs_for_are_refused() -> None:
    paper = _tied("{ballot: true}, {official_order: true}")

    votes = {"an": 2, "binh": 1, "chau": 0}
    assert paper.refused("fix_ranking", HEAD, ballots=votes) == ["TIE_VOTES_UNSIGNED"]


def test_votes_for_units_that_are_not_equal_are_refused() -> None:
    paper = with_sheets("ranking: {ties: [{ballot: true}]}", an=sheet(), binh=sheet(I_1="1"))

    signed = TELLERS | {"present": 2}
    unmet = only(paper.prevented("fix_ranking", HEAD, ballots={"an": 1}, tellers=signed))
    assert unmet.code == "TIE_VOTES_NOT_ASKED"


def test_equal_votes_leave_the_tie_to_whoever_has_the_last_word() -> None:
    paper = _tied("{ballot: true}, {decision: overseer}")
    given = {"ballots": {"an": 1, "binh": 1, "chau": 1}, "tellers": TELLERS}

    assert paper.refused("fix_ranking", HEAD, **given) == ["TIE_OPEN"]
    paper.do("fix_ranking", OVERSEER, **given, order=("binh", "an"), reason="Nhiều thành tích hơn")
    found = paper.book.load(RankingState, "ranking").places
    assert [one.unit for one in found] == ["binh", "an", "chau"]


BALLOT = f"ballots: {json.dumps([RULE | {'choose_most': 1, 'seats': 1}])}"


def _voted(*choices: str) -> Paper:
    """Return four equal units, of which three are voted on by each naming one."""
    change = f"{BALLOT}\nranking: {{ties: [{{criterion: I}}, {{ballot: vote}}]}}"
    tied = {"an": sheet(I_1="20"), "binh": sheet(), "chau": sheet(), "dong": sheet()}
    paper = with_sheets(change, **tied)
    voting = Voting(paper)
    voting.open("binh", "chau", "dong")
    for voter, chosen in zip(("an", "binh", "chau", "dong"), choices, strict=True):
        answers = ["agree" if one == chosen else "disagree" for one in ("binh", "chau", "dong")]
        voting.vote(voter, *answers)
    return paper


def test_a_tie_waits_for_its_ballot_to_be_over() -> None:
    paper = _voted("dong", "dong", "chau", "dong")

    unmet = only(paper.prevented("fix_ranking", HEAD))
    assert (unmet.code, unmet.facts["units"]) == (
        "TIE_WAITS_FOR_VOTE", ["Ban Binh", "Ban Chau", "Ban Dong"],
    )  # fmt: skip


def test_a_ballot_of_the_year_parts_equal_units() -> None:
    paper = _voted("dong", "dong", "chau", "dong")
    paper.do("close_ballot", HEAD, ballot="b")

    assert paper.refused("fix_ranking", HEAD, ballots={"binh": 4}, tellers=TELLERS) == [
        "TIE_VOTES_NOT_ASKED"
    ]
    paper.do("fix_ranking", HEAD)
    found = paper.book.load(RankingState, "ranking").places
    assert [(one.unit, one.rank) for one in found] == [
        ("dong", 1), ("chau", 2), ("binh", 3), ("an", 4),
    ]  # fmt: skip


def test_a_ballot_about_some_of_the_equal_units_parts_none() -> None:
    change = f"{BALLOT}\nranking: {{ties: [{{ballot: vote}}]}}"
    paper = with_sheets(change, an=sheet(), binh=sheet(), chau=sheet())
    voting = Voting(paper)
    voting.open("an", "binh")
    for voter in ("an", "binh", "chau"):
        voting.vote(voter, "agree", "disagree")
    voting.close()

    assert paper.refused("fix_ranking", HEAD) == ["TIE_WAITS_FOR_VOTE"]


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
