"""Ties decided one by one, in any order; nobody decides on their own unit's, or twice on one."""

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD
from tests.unit.domain.builders import only, sheet, with_sheets
from tests.years import Paper
from workflow.domain import gates
from workflow.domain.model import Actor
from workflow.domain.results.ordering import provisional
from workflow.domain.results.ranking import RankingState
from workflow.domain.results.ties_tried import ties_of

OVERSEER = Actor(person="of-overseer", seat="overseer")
BY_HEAD = "ranking: {ties: [{decision: head}]}"
WHY = "Nhiều thành tích hơn"
FIRST, SECOND = ("binh", "an"), ("dong", "chau")


def _two_ties(change: str = BY_HEAD) -> Paper:
    """Return two ties: of the head's and the deputy's own units, and of two others below them."""
    low = sheet(I_1="1")
    return with_sheets(change, an=sheet(), binh=sheet(), chau=low, dong=low)


def _unmet(paper: Paper) -> list[tuple[str, tuple[str, ...]]]:
    unmet = gates.stage_unmet(paper.book, paper.call(HEAD).at)
    return [(one.code, one.who) for one in unmet if one.code != "FACTS_MISSING"]


def test_what_is_open_is_listed_tie_by_tie_with_whose_move_each_is() -> None:
    paper = _two_ties()

    assert _unmet(paper) == [
        ("RANKING_NOT_FIXED", ("head",)), ("TIE_OPEN", ("overseer",)), ("TIE_OPEN", ("head",)),
    ]  # fmt: skip
    paper.do("decide_tie", OVERSEER, order=FIRST, reason=WHY)
    assert _unmet(paper) == [("RANKING_NOT_FIXED", ("head",)), ("TIE_OPEN", ("head",))]


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_ties_are_decided_in_any_order_by_different_people(order: tuple[str, ...]) -> None:
    paper = _two_ties()
    acts = {"first": (OVERSEER, FIRST), "second": (HEAD, SECOND)}

    for one in order:
        assert "TIE_OPEN" in paper.refused("fix_ranking", HEAD)
        paper.do("decide_tie", acts[one][0], order=acts[one][1], reason=WHY)
    paper.do("fix_ranking", HEAD)
    found = paper.book.load(RankingState, "ranking").places
    assert [(one.unit, one.rank) for one in found] == [
        ("binh", 1), ("an", 2), ("dong", 3), ("chau", 4),
    ]  # fmt: skip


def test_the_order_is_provisional_until_the_last_tie_is_decided() -> None:
    paper = _two_ties()
    paper.do("decide_tie", HEAD, order=SECOND, reason=WHY)

    found = provisional(paper.book)
    assert [(one.unit, one.rank, one.provisional) for one in found] == [
        ("an", 1, True), ("binh", 1, True), ("dong", 3, True), ("chau", 4, True),
    ]  # fmt: skip


def test_nobody_decides_the_tie_of_their_own_unit_but_another() -> None:
    paper = _two_ties()

    assert paper.refused("decide_tie", HEAD, order=FIRST, reason=WHY) == ["TIE_OWN_UNIT"]
    assert paper.refused("decide_tie", OVERSEER, order=SECOND, reason=WHY) == ["NOT_IN_ROLE"]
    assert paper.refused("decide_tie", HEAD, order=SECOND, reason=WHY) == []


@pytest.mark.parametrize(
    "order",
    [("an", "chau"), ("chau", "dong", "an"), ("chau", "dong", "chau"), ("chau", "nobody")],
)
def test_a_decision_is_about_all_units_of_one_tie(order: tuple[str, ...]) -> None:
    unmet = only(_two_ties().prevented("decide_tie", HEAD, order=order, reason=WHY))

    assert (unmet.code, unmet.facts["ties"]) == (
        "NO_SUCH_TIE", ["Ban An = Ban Binh", "Ban Chau = Ban Dong"],
    )  # fmt: skip


def test_a_tie_is_not_decided_twice_by_the_same_person() -> None:
    paper = _two_ties()
    paper.do("decide_tie", HEAD, order=SECOND, reason=WHY)

    unmet = only(paper.prevented("decide_tie", HEAD, order=SECOND[::-1], reason="Nhầm"))
    assert (unmet.code, unmet.facts["person"], unmet.who) == ("TIE_DECIDED", "of-an", ("deputy",))


def test_the_next_who_may_decide_corrects_and_both_decisions_stay() -> None:
    paper = _two_ties()
    paper.do("decide_tie", HEAD, order=SECOND, reason=WHY)
    paper.do("decide_tie", DEPUTY, order=SECOND[::-1], reason="Chép nhầm biên bản")
    paper.do("decide_tie", OVERSEER, order=FIRST, reason=WHY)

    paper.do("fix_ranking", HEAD)
    found = paper.book.load(RankingState, "ranking").places
    assert [one.unit for one in found] == ["binh", "an", "chau", "dong"]
    taken = paper.book.streams["ties"].taken  # type: ignore[attr-defined]
    assert [(one.order, one.by) for one in taken] == [
        (SECOND, "of-an"), (SECOND[::-1], "of-binh"), (FIRST, "of-overseer"),
    ]  # fmt: skip


def test_fixing_the_ranking_does_not_change_a_tie_that_was_decided() -> None:
    paper = _two_ties()
    paper.do("decide_tie", OVERSEER, order=FIRST, reason=WHY)

    turned = {"order": (*FIRST[::-1], *SECOND), "reason": WHY}
    assert "TIE_DECIDED" in paper.refused("fix_ranking", HEAD, **turned)
    assert paper.refused("fix_ranking", HEAD, order=(*FIRST, *SECOND), reason=WHY) == []


def test_whoever_fixes_the_ranking_may_decide_the_ties_that_are_theirs() -> None:
    paper = _two_ties()

    assert paper.refused("fix_ranking", HEAD, order=SECOND, reason=WHY) == ["TIE_OPEN"]
    paper.do("decide_tie", OVERSEER, order=FIRST, reason=WHY)
    assert paper.refused("fix_ranking", HEAD, order=SECOND, reason=WHY) == []


def test_a_decision_does_not_hold_for_another_tie_of_the_same_units() -> None:
    paper = _two_ties()
    paper.do("decide_tie", HEAD, order=SECOND, reason=WHY)
    paper.streams["sheet/an"] = sheet(I_1="1")

    assert only(paper.prevented("fix_ranking", HEAD)).facts["units"] == [
        "Ban An", "Ban Chau", "Ban Dong",
    ]  # fmt: skip


def test_no_tie_is_decided_before_every_sheet_is_in_or_after_the_ranking_is_fixed() -> None:
    paper = _two_ties()
    appraised = paper.streams["sheet/an"]
    paper.streams["sheet/an"] = sheet(status="submitted")
    assert paper.refused("decide_tie", HEAD, order=SECOND, reason=WHY) == ["MISSING_APPRAISAL"]

    paper.streams["sheet/an"] = appraised
    paper.do("decide_tie", OVERSEER, order=FIRST, reason=WHY)
    paper.do("fix_ranking", HEAD, order=SECOND, reason=WHY)
    assert "RANKING_FIXED" in paper.refused("decide_tie", DEPUTY, order=SECOND, reason=WHY)


def test_a_tie_that_still_waits_for_votes_is_not_decided() -> None:
    paper = _two_ties("ranking: {ties: [{ballot: true}, {decision: head}]}")

    assert paper.refused("decide_tie", HEAD, order=SECOND, reason=WHY) == ["TIE_WAITS_FOR_BALLOT"]


def test_whoever_has_the_last_word_on_all_ties_may_give_it_with_the_votes() -> None:
    """Votes at a table are entered with the ranking, so that none of these was decided before."""
    paper = _two_ties("ranking: {ties: [{ballot: true}, {decision: head}]}")
    tellers = {"present": 4, "people": ("of-an", "of-binh"), "paper": "Biên bản 02"}
    votes = {"ballots": dict.fromkeys(("an", "binh", "chau", "dong"), 1), "tellers": tellers}
    order = {"order": (*FIRST, *SECOND), "reason": WHY}

    assert paper.refused("fix_ranking", HEAD, **votes, **order) == ["TIE_OWN_UNIT"]
    assert paper.refused("fix_ranking", OVERSEER, **votes, **order) == []


def test_where_nobody_else_may_decide_an_administrator_corrects() -> None:
    paper = _two_ties()
    paper.do("decide_tie", OVERSEER, order=FIRST, reason=WHY)

    unmet = only(paper.prevented("decide_tie", OVERSEER, order=FIRST[::-1], reason=WHY))
    assert unmet.who == ("admin",)
    paper.do("decide_tie", ADMIN, order=FIRST[::-1], reason="Nhầm")


def test_the_reason_of_a_rank_tells_who_decided_on_that_tie_alone() -> None:
    paper = _two_ties()
    paper.do("decide_tie", HEAD, order=SECOND, reason=WHY)

    step = only(ties_of(paper.book, "chau"))
    assert (step.settled, step.decided and step.decided.reason) == (True, WHY)
    assert only(ties_of(paper.book, "an")).settled is False
