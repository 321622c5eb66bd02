"""Results corrected after an objection: in one period, among equals, by whoever may part them."""

import pytest

from console.sentences.conditions import conditions
from tests.factories import ADMIN, DECREE, DEPUTY, HEAD, MEMBER, plain, sits
from tests.unit.domain.builders import sheet, standing_in
from tests.unit.domain.test_objections import ONE, OVERSEER, RESULTS, answer
from tests.years import Paper
from workflow.domain import gates
from workflow.domain.model import Actor
from workflow.domain.objections import windows
from workflow.domain.objections.hearing import deciders
from workflow.domain.objections.state import objections_of
from workflow.domain.results.decided_ties import decided_ties
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores.sheet import Sheet

HALVES = """
rubric:
  periods:
    makes: sum
    parts:
      - {id: h1, months: 6, title: {vi: Sáu tháng đầu, en: First half}}
      - {id: h2, months: 6, title: {vi: Sáu tháng cuối, en: Second half}}
"""
VOTES = {"an": 2, "binh": 1}
TELLERS = {"present": 3, "people": ("of-an", "of-binh"), "paper": "Biên bản 02"}


def _upheld(ties: str, change: str = "", *, by_vote: bool = False, **points: str) -> Paper:
    """Return a year of three units with these points in I.1, in which `chau` objected rightly."""
    paper = standing_in("scoring", f"ranking: {{ties: [{ties}]}}{change}{RESULTS}", 3)
    paper.now = paper.now.replace(month=12, day=1)
    for period in ("@h1", "@h2") if change else ("",):
        for unit, made in points.items():
            paper.streams[f"sheet{period}/{unit}"] = sheet(I_1=made)
    given = {"ballots": VOTES, "tellers": TELLERS} if by_vote else {}
    paper.do("fix_ranking", HEAD, **given)
    paper.do("raise_objection", MEMBER, **ONE)
    return paper


def _asked(to: str, **given: object) -> dict[str, object]:
    change = {"criterion": "I.1", "to": to, "reason": "Có minh chứng"}
    said = {"objection": "kn-1", "unit": "chau", "corrections": [change], "reason": "Kiến nghị"}
    return said | given


def _ranking(paper: Paper) -> RankingState:
    return paper.book.load(RankingState, "ranking")


def test_the_sheet_of_one_period_is_corrected_and_the_year_ranked_anew() -> None:
    paper = _upheld("{official_order: true}", HALVES, an="28", binh="25", chau="20")
    answer(paper, DEPUTY, "upheld", correction="results")

    assert paper.refused("correct_results", HEAD, **_asked("30")) == ["PERIOD_MISSING"]
    paper.do("correct_results", HEAD, **_asked("30", period="h2"))
    entries = [paper.book.load(Sheet, f"sheet@{one}/chau").entries["I.1"] for one in ("h1", "h2")]
    assert entries == [20, 30]
    ranked = [(one.unit, int(one.points)) for one in _ranking(paper).places]
    assert ranked == [("an", 196), ("binh", 190), ("chau", 190)]


def test_votes_that_parted_equals_before_still_do() -> None:
    paper = _upheld("{ballot: true}", by_vote=True, an="28", binh="28", chau="20")
    answer(paper, DEPUTY, "upheld", correction="results")
    paper.do("correct_results", HEAD, **_asked("30"))

    assert [one.unit for one in _ranking(paper).places] == ["chau", "an", "binh"]
    assert (_ranking(paper).ballots, _ranking(paper).tellers is None) == (VOTES, False)


def test_a_correction_that_makes_units_equal_waits_for_their_votes() -> None:
    paper = _upheld("{ballot: true}", by_vote=True, an="28", binh="28", chau="20")
    answer(paper, DEPUTY, "upheld", correction="results")

    assert paper.refused("correct_results", HEAD, **_asked("28")) == ["TIE_WAITS_FOR_BALLOT"]
    votes = {"ballots": {"an": 1, "binh": 0, "chau": 2}, "tellers": TELLERS}
    paper.do("correct_results", HEAD, **_asked("28", **votes))
    assert [one.unit for one in _ranking(paper).places] == ["chau", "an", "binh"]


@pytest.mark.parametrize(
    ("actor", "refused"),
    [
        pytest.param(HEAD, ["NOT_IN_ROLE"], id="the-head-who-was-not-named"),
        pytest.param(OVERSEER, [], id="the-overseer-who-was"),
    ],
)
def test_equals_are_parted_by_whoever_has_the_last_word(actor: Actor, refused: list[str]) -> None:
    paper = _upheld("{decision: overseer}", an="28", binh="25", chau="20")
    answer(paper, DEPUTY, "upheld", correction="results")

    assert paper.refused("correct_results", actor, **_asked("25")) == ["TIE_OPEN"]
    given = _asked("25", order=("chau", "binh"))
    assert paper.refused("correct_results", actor, **given) == refused


def test_whoever_upheld_has_no_last_word_on_what_follows() -> None:
    """The deputy is named first and upheld the objection: the overseer decides."""
    paper = _upheld("{decision: [deputy, overseer]}", an="28", binh="25", chau="20")
    answer(paper, DEPUTY, "upheld", correction="results")
    given = _asked("28", order=("chau", "an"))

    assert set(paper.refused("correct_results", DEPUTY, **given)) >= {"SECOND_PERSON"}
    assert paper.refused("correct_results", OVERSEER, **given) == []


def test_nobody_is_asked_about_an_objection_once_the_bloc_has_ceased_to_be() -> None:
    paper = _upheld("{official_order: true}", an="28", binh="25", chau="20")
    assert [one.code for one in windows.waiting(paper.book, paper.now)] == ["OBJECTION_OPEN"]

    paper.do("dissolve", ADMIN, reason="Giải thể", paper=DECREE)
    assert list(windows.waiting(paper.book, paper.now)) == []
    assert "OBJECTION_OPEN" not in [one.code for one in gates.stage_unmet(paper.book, paper.now)]


def test_a_line_proposed_later_waits_for_objections_as_the_list_did() -> None:
    paper = _upheld("{official_order: true}", an="28", binh="25", chau="20")

    assert "OBJECTION_OPEN" in paper.refused("propose_next", HEAD, award="FLAG")


VOTED = """
ballots:
  - id: vote
    title: {vi: Bình xét, en: The vote}
    voters: {units: true}
    threshold: {at_least: 1/2}
    run_by: {role: deputy}
objections:
  - id: votes
    title: {vi: Kiến nghị về bỏ phiếu, en: Objections to votes}
    about: [ballot]
    opens: ballot
    window: 5 working_days
    heard_by: [{role: head, within: 3 working_days}]
"""


def _vote(paper: Paper, ballot: str) -> None:
    items = [{"id": "chau", "unit": "chau"}]
    paper.do("open_ballot", DEPUTY, ballot=ballot, rule="vote", items=items)
    for unit in ("an", "binh", "dong"):
        paper.do("cast_vote", sits(unit), ballot=ballot, answers={"chau": "disagree"})
    paper.do("close_ballot", DEPUTY, ballot=ballot)


def test_an_objection_to_a_ballot_says_that_a_new_vote_is_whose_move_until_it_was_held() -> None:
    paper = Paper(definition=plain(VOTED))
    _vote(paper, "first")
    asked = {"id": "kn-1", "rule": "votes", "about": "ballot", "of": "first", "statement": "Sai"}
    paper.do("raise_objection", MEMBER, **asked)
    said = {"id": "kn-1", "outcome": "upheld", "reason": "Đúng", "correction": "ballot"}
    paper.do("answer_objection", HEAD, **said)

    (owed,) = windows.waiting(paper.book, paper.now)
    assert (owed.code, owed.who) == ("CORRECTION_OWED", ("deputy",))
    (entered,) = conditions([owed], paper.book, paper.now)
    assert "new ballot of the same kind (open_ballot)" in entered.sentences["en"]
    assert "mở cuộc bỏ phiếu mới cùng loại (open_ballot)" in entered.sentences["vi"]
    wrong = {"objection": "kn-1", "unit": "chau", "order": ["chau"], "reason": "x"}
    (refused,) = paper.prevented("correct_results", DEPUTY, **wrong)
    assert (refused.code, refused.who) == ("CORRECTED_OTHERWISE", ("deputy",))

    _vote(paper, "second")
    assert [*windows.waiting(paper.book, paper.now)] == []
    (refused,) = paper.prevented("correct_results", DEPUTY, **wrong)
    assert refused.code == "NO_CORRECTION_OWED"


def test_a_tie_that_was_decided_is_put_into_another_order_and_stays_so() -> None:
    paper = standing_in("scoring", f"ranking: {{ties: [{{decision: overseer}}]}}{RESULTS}", 3)
    paper.now = paper.now.replace(month=12, day=1)
    for unit, made in {"an": "28", "binh": "25", "chau": "25"}.items():
        paper.streams[f"sheet/{unit}"] = sheet(I_1=made)
    paper.do("decide_tie", OVERSEER, order=("binh", "chau"), reason="Nhiều thành tích hơn")
    paper.do("fix_ranking", HEAD)
    paper.do("raise_objection", MEMBER, **ONE | {"about": "rank", "of": None})
    assert OVERSEER.person in deciders(paper.book, objections_of(paper.book).objections[0])
    answer(paper, DEPUTY, "upheld", correction="results")

    turned = {"corrections": [], "order": ("chau", "binh")}
    paper.do("correct_results", OVERSEER, **_asked("25") | turned)
    assert [one.unit for one in _ranking(paper).places] == ["an", "chau", "binh"]
    decided = decided_ties(paper.book).about({"binh", "chau"})
    assert decided
    assert (decided.order, decided.reason) == (("chau", "binh"), "Kiến nghị")
