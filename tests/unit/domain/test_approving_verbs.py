"""Every verb in every state of an approval, and what each of them does to an open step."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, START, holds
from tests.unit.domain.approving import approval, council, kinds, laid, matter, seat, turn
from tests.unit.domain.builders import codes, day, only, ranked
from tests.years import Paper, decided, members, officer_for, register
from workflow.domain.approvals import folding, signers, waiting
from workflow.domain.gates import stage_unmet
from workflow.domain.model import Actor
from workflow.domain.stages.machine import allows

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
HOA = Actor(person="hoa", seat="office:board")

VERBS: dict[str, tuple[str, Actor, dict[str, Any]]] = {
    "approve": ("approve_step", BOARD, {}),
    "reject": ("reject_step", BOARD, {"reason": "x"}),
    "return": ("return_step", BOARD, {"comment": "x"}),
    "withdraw": ("withdraw_decision", BOARD, {}),
    "transfer": ("transfer_step", BOARD, {"to": "hoa", "reason": "x"}),
    "delegate": ("delegate_step", BOARD, {"to": "hoa"}),
    "give_opinion": ("give_opinion", BOARD, {"opinion": "x"}),
    "add_signer": ("add_signer", BOARD, {"person": "hoa"}),
    "remove_signer": ("remove_signer", BOARD, {"person": "hoa"}),
    "urge": ("urge_step", HEAD, {}),
    "comment": ("comment_step", HEAD, {"comment": "x"}),
}
STATES = ("none", "open", "returned", "rejected", "approved")
IN_OPEN = {
    "withdraw": ["NOTHING_TO_WITHDRAW"],
    "give_opinion": ["NO_OPINION_ASKED"],
    "remove_signer": ["NOT_ADDED"],
}
"""What is refused of a step that is open and in which nothing was done; all else is done."""
DECIDED = ["STEP_DECIDED"]
ENDED: dict[tuple[str, str], list[str]] = {
    ("returned", "withdraw"): ["NOTHING_TO_WITHDRAW"],
    ("rejected", "withdraw"): ["APPROVAL_IS_OVER"],
    ("approved", "withdraw"): ["NEXT_HAS_ACTED"],
    ("returned", "comment"): [],
    ("rejected", "comment"): [],
    ("approved", "comment"): [],
    ("none", "withdraw"): ["NOTHING_TO_WITHDRAW"],
}


def _in(state: str) -> Paper:
    paper = laid()
    seat(paper, "hoa", "office:council")
    if state == "none":
        del paper.streams["approvals"]
    elif state == "returned":
        paper.do("return_step", BOARD, step="look", comment="x")
    elif state == "rejected":
        paper.do("reject_step", BOARD, step="look", reason="x")
    elif state == "approved":
        for step, office in (("look", BOARD), ("vote", COUNCIL), ("sign", CHAIR)):
            paper.do("approve_step", office, step=step)
    return paper


def _expected(state: str, verb: str) -> list[str]:
    if state == "open":
        return IN_OPEN.get(verb, [])
    if (state, verb) in ENDED:
        return ENDED[state, verb]
    return ["NOTHING_TO_DECIDE"] if state == "none" else DECIDED


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(verb: str, state: str) -> None:
    paper = _in(state)
    act, by, given = VERBS[verb]

    assert paper.refused(act, by, step="look", **given) == _expected(state, verb)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in IN_OPEN])
def test_every_verb_has_its_own_event(verb: str) -> None:
    paper = _in("open")
    act, by, given = VERBS[verb]
    first = paper.do(act, by, step="look", **given)[0].event

    assert folding.FOLDS[type(first)][0] == verb


def test_the_machine_knows_every_verb() -> None:
    assert set(VERBS) == set(folding.VERBS)
    assert all(allows(folding.MACHINE, "open", verb) for verb in VERBS)


# return ----------------------------------------------------------------------------------------


def test_a_file_goes_back_to_any_earlier_step() -> None:
    paper = laid()
    paper.do("approve_step", BOARD, step="look")
    paper.do("approve_step", COUNCIL, step="vote")
    paper.do("return_step", CHAIR, step="sign", to="look", comment="Thiếu số liệu")

    assert (turn(paper).step, turn(paper).answers) == ("look", ())
    paper.do("approve_step", BOARD, step="look")
    assert turn(paper).step == "vote"


def test_a_file_does_not_go_forward_by_being_returned() -> None:
    unmet = only(laid().prevented("return_step", BOARD, step="look", to="sign", comment="x"))

    assert (unmet.code, unmet.facts["steps"]) == ("NO_EARLIER_STEP", ["preparer"])


def test_what_was_returned_says_why_and_may_be_laid_again() -> None:
    paper = _in("returned")

    unmet = only(one for one in stage_unmet(paper.book, START) if one.code == "APPROVAL_RETURNED")
    assert unmet.facts["comment"] == "x"
    paper.do("request_approval", HEAD, stage="registration")
    assert (approval(paper).status, len(approval(paper).turns)) == ("open", 1)


# withdraw ----------------------------------------------------------------------------------------


def test_a_decision_is_taken_back_until_the_next_has_acted() -> None:
    paper = laid()
    paper.do("approve_step", BOARD, step="look")
    paper.do("withdraw_decision", BOARD, step="look")

    assert (turn(paper).step, turn(paper).answers) == ("look", ())


def test_a_decision_is_not_taken_back_when_the_next_has_acted() -> None:
    paper = laid(vote="needs: 2")
    members = council(paper, "hoa")
    paper.do("approve_step", BOARD, step="look")
    paper.do("approve_step", members[0], step="vote")

    assert paper.refused("withdraw_decision", BOARD, step="look") == ["NEXT_HAS_ACTED"]


def test_a_vote_beside_others_is_taken_back_alone() -> None:
    paper = laid(look="needs: 3")
    seat(paper, "hoa", "office:board")
    seat(paper, "mai", "office:board")
    paper.do("approve_step", BOARD, step="look")
    paper.do("approve_step", HOA, step="look")
    paper.do("withdraw_decision", HOA, step="look")

    assert [one.person for one in turn(paper).answers] == ["of-board"]


# transfer, delegate ----------------------------------------------------------------------------


def test_a_part_handed_over_is_anothers_for_good() -> None:
    paper = laid()
    other = seat(paper, "hoa", "office:council")
    paper.do("transfer_step", BOARD, step="look", to="hoa", reason="Đi công tác")

    assert paper.refused("approve_step", BOARD, step="look") == ["NOT_THE_OFFICE"]
    paper.do("approve_step", other, step="look")
    assert approval(paper).turns[0].answers[0].side == "board"


@pytest.mark.parametrize(
    ("to", "codes_"),
    [("of-chau", ["NO_OFFICE_HELD"]), ("of-board", ["HAS_A_PART"]), ("nobody", ["NO_OFFICE_HELD"])],
)
@pytest.mark.parametrize("act", ["transfer_step", "delegate_step"])
def test_a_part_goes_to_whoever_may_act(act: str, to: str, codes_: list[str]) -> None:
    given = {"to": to} | ({"reason": "x"} if act == "transfer_step" else {})

    assert laid().refused(act, BOARD, step="look", **given) == codes_


def test_a_part_does_not_go_to_whoever_has_a_conflict() -> None:
    paper = laid()
    seat(paper, "of-an", "office:council")

    found = paper.refused("transfer_step", BOARD, step="look", to="of-an", reason="x")
    assert set(found) == {"FOUR_EYES", "OWN_UNIT"}


def test_a_delegated_part_comes_back_with_the_opinion() -> None:
    paper = laid()
    other = seat(paper, "hoa", "office:council")
    paper.do("delegate_step", BOARD, step="look", to="hoa", comment="Xin ý kiến")

    assert paper.refused("approve_step", BOARD, step="look") == ["OPINION_AWAITED"]
    assert paper.refused("approve_step", other, step="look") == ["NOT_THE_OFFICE"]
    assert only(waiting.waits(matter(paper), START)).who == ("person:hoa",)
    paper.do("give_opinion", other, step="look", opinion="Đủ")
    assert turn(paper).delegations[0].opinion == "Đủ"
    assert paper.refused("approve_step", BOARD, step="look") == []


def test_a_delegation_is_taken_back() -> None:
    paper = laid()
    seat(paper, "hoa", "office:council")
    paper.do("delegate_step", BOARD, step="look", to="hoa")
    paper.do("withdraw_decision", BOARD, step="look")

    assert paper.refused("approve_step", BOARD, step="look") == []


# added signers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "before", "after"),
    [("before", ["OTHERS_FIRST"], []), ("beside", [], []), ("after", [], ["OTHERS_FIRST"])],
)
def test_an_added_signer_signs_in_place(place: str, before: list[str], after: list[str]) -> None:
    paper = laid()
    other = seat(paper, "hoa", "office:council")
    paper.do("add_signer", BOARD, step="look", person="hoa", place=place)

    assert paper.refused("approve_step", BOARD, step="look") == before
    assert paper.refused("approve_step", other, step="look") == after
    order = [other, BOARD] if place != "after" else [BOARD, other]
    for one in order:
        assert turn(paper).step == "look"
        paper.do("approve_step", one, step="look")
    assert turn(paper).step == "vote"


def test_an_added_signer_who_is_against_ends_the_chain() -> None:
    paper = laid()
    other = seat(paper, "hoa", "office:council")
    paper.do("add_signer", BOARD, step="look", person="hoa")
    paper.do("reject_step", other, step="look", reason="x")

    assert approval(paper).status == "rejected"


def test_taking_a_signer_off_lets_the_step_go_on() -> None:
    paper = laid()
    seat(paper, "hoa", "office:council")
    paper.do("add_signer", BOARD, step="look", person="hoa", place="after")
    paper.do("approve_step", BOARD, step="look")
    stranger = paper.refused("remove_signer", CHAIR, step="look", person="hoa")
    paper.do("remove_signer", BOARD, step="look", person="hoa")

    assert stranger == ["NOT_YOURS_TO_REMOVE"]
    assert turn(paper).step == "vote"


def test_an_added_signer_without_an_office_any_more_is_the_administrators_matter() -> None:
    paper = laid()
    seat(paper, "hoa", "office:council", start="2025-01-01", end="2025-01-03")
    paper.do("add_signer", BOARD, step="look", person="hoa")
    paper.now = START + timedelta(days=10)
    paper.do("comment_step", HEAD, step="look", comment="x")

    assert paper.refused("remove_signer", ADMIN, step="look", person="hoa") == []


def test_a_signer_who_answered_is_not_taken_off() -> None:
    paper = laid(look="needs: 1")
    other = seat(paper, "hoa", "office:council")
    paper.do("add_signer", BOARD, step="look", person="hoa")
    paper.do("approve_step", other, step="look")

    assert paper.refused("remove_signer", BOARD, step="look", person="hoa") == ["ANSWERED_ALREADY"]


# urge, comment ---------------------------------------------------------------------------------


def test_people_are_urged_once_a_day() -> None:
    paper = laid()
    event: Any = paper.do("urge_step", HEAD, step="look")[0].event
    same_day = paper.refused("urge_step", ADMIN, step="look")
    paper.now += timedelta(days=1)

    assert event.people == ("of-board",)
    assert same_day == ["URGED_LATELY"]
    assert paper.refused("urge_step", HEAD, step="look") == []


def test_the_definition_says_how_often_people_are_urged() -> None:
    paper = laid(look="urge_every: 3 days")
    paper.do("urge_step", HEAD, step="look")
    paper.now += timedelta(days=2)

    assert paper.refused("urge_step", HEAD, step="look") == ["URGED_LATELY"]


def test_a_comment_changes_nothing_but_the_history() -> None:
    paper = laid()
    before = approval(paper)

    assert kinds(paper.do("comment_step", HEAD, step="look", comment="x")) == ["step_commented"]
    assert approval(paper) == before


# capacity --------------------------------------------------------------------------------------

PAPER = {"number": "12/GUQ", "issued_on": "2025-01-02", "issuer": "Chủ tịch", "until": "2025-06-30"}


@pytest.mark.parametrize(
    ("capacity", "paper", "refused"),
    [
        ("direct", None, []),
        ("TM", None, []),
        ("KT", None, []),
        ("TL", None, ["AUTHORITY_MISSING"]),
        ("TUQ", None, ["AUTHORITY_MISSING"]),
        ("Q", None, ["AUTHORITY_MISSING"]),
        ("TUQ", PAPER, []),
        ("TUQ", PAPER | {"until": None}, ["AUTHORITY_WITHOUT_END"]),
        ("TL", PAPER | {"until": None}, []),
        ("Q", PAPER | {"issued_on": "2025-01-03"}, ["AUTHORITY_NOT_YET"]),
        ("TUQ", PAPER | {"issued_on": "2024-01-01", "until": "2025-01-01"}, ["AUTHORITY_OVER"]),
    ],
)
def test_a_capacity_rests_on_its_paper(
    capacity: str, paper: dict[str, Any] | None, refused: list[str]
) -> None:
    given = {"step": "look", "capacity": capacity, "paper": paper}

    assert laid().refused("approve_step", BOARD, **given) == refused


def test_a_step_takes_only_its_capacities() -> None:
    paper = laid(look="capacities: [KT, TUQ]")

    assert paper.refused("approve_step", BOARD, step="look") == ["CAPACITY_NOT_TAKEN"]
    assert paper.refused("approve_step", BOARD, step="look", capacity="KT") == []


def test_a_capacity_and_its_paper_are_kept() -> None:
    paper = laid()
    paper.do("approve_step", BOARD, step="look", capacity="TUQ", paper=PAPER)
    (answer,) = approval(paper).turns[0].answers

    assert answer.paper
    assert (answer.capacity, answer.paper.number, answer.paper.until) == (
        "TUQ", "12/GUQ", day("2025-06-30"),
    )  # fmt: skip


def test_people_who_may_act_are_named_once() -> None:
    paper = laid()
    found = signers.parts(matter(paper), START.date())

    assert signers.people_of((*found, *found)) == ("of-board",)
    assert codes(waiting.waits(matter(paper), START)) == ["STEP_WAITING"]


# withdrawn in time, or too late ----------------------------------------------------------------


@pytest.mark.parametrize("look", ["", "needs: 2"], ids=["the next step is open", "the same step"])
def test_a_signer_before_the_office_takes_nothing_back_once_the_office_answered(look: str) -> None:
    paper = laid(look)
    hoa = seat(paper, "hoa", "office:council")
    seat(paper, "mai", "office:board")
    paper.do("add_signer", BOARD, step="look", person="hoa", place="before")
    paper.do("approve_step", hoa, step="look")
    before = paper.refused("withdraw_decision", hoa, step="look")
    paper.do("approve_step", BOARD, step="look")

    assert before == []
    assert paper.refused("withdraw_decision", hoa, step="look") == ["NEXT_HAS_ACTED"]
    assert paper.refused("withdraw_decision", BOARD, step="look") == []


def test_an_office_takes_nothing_back_once_the_signer_after_it_answered() -> None:
    paper = laid()
    hoa = seat(paper, "hoa", "office:council")
    paper.do("add_signer", BOARD, step="look", person="hoa", place="after")
    paper.do("approve_step", BOARD, step="look")
    before = paper.refused("withdraw_decision", BOARD, step="look")
    paper.do("approve_step", hoa, step="look")

    assert before == []
    assert paper.refused("withdraw_decision", BOARD, step="look") == ["NEXT_HAS_ACTED"]
    assert paper.refused("withdraw_decision", hoa, step="look") == []


def _approved() -> Paper:
    paper = laid()
    for step, office in (("look", BOARD), ("vote", COUNCIL), ("sign", CHAIR)):
        paper.do("approve_step", office, step=step)
    return paper


def test_whoever_has_the_last_word_takes_it_back_while_nothing_rests_on_it() -> None:
    paper = _approved()

    paper.do("withdraw_decision", CHAIR, step="sign")

    assert (approval(paper).status, turn(paper).step, turn(paper).answers) == ("open", "sign", ())
    assert paper.refused("withdraw_decision", COUNCIL, step="vote") == []
    paper.do("approve_step", CHAIR, step="sign")
    assert approval(paper).status == "approved"


def test_only_whoever_had_the_last_word_takes_it_back() -> None:
    paper = _approved()

    assert paper.refused("withdraw_decision", COUNCIL, step="vote") == ["NEXT_HAS_ACTED"]


def test_the_last_word_stands_once_the_year_has_gone_on() -> None:
    paper = _approved()
    for unit in ("an", "binh", "chau"):
        register(paper, unit)
    for unit in members(paper):
        paper.do("accept_registration", officer_for(paper, unit), unit=unit)
    paper.do("request_approval", HEAD, stage="registration")
    for step, office in (("look", BOARD), ("vote", COUNCIL), ("sign", CHAIR)):
        paper.do("approve_step", office, step=step)
    paper.do("advance", HEAD)

    assert paper.refused("withdraw_decision", CHAIR, step="sign") == ["APPROVAL_IS_OVER"]


def test_a_decided_nomination_stays_decided() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)
    decided(paper)

    assert paper.refused("withdraw_decision", CHAIR, step="decide") == ["APPROVAL_IS_OVER"]
