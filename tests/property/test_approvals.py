"""Any verbs by anybody: no answer is lost, nobody answers twice or on their own unit."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import ADMIN, HEAD, holds
from tests.property.profiles import SEARCH
from tests.unit.domain.approving import approval, laid, matter, seat
from tests.years import Paper
from workflow.domain.approvals import clock, counting
from workflow.domain.approvals.events import DecisionWithdrawn, StepApproved, StepRejected
from workflow.domain.approvals.state import Approval, Turn
from workflow.domain.evolving import evolve
from workflow.domain.members.roster import Roster
from workflow.domain.model import SYSTEM, Actor, Call, Draft

PEOPLE = ("of-board", "of-council", "of-chair", "hoa", "mai", "lan", "of-an", "of-dong")
OFFICES = ("board", "council", "chair")
BOARD = holds("board")
STEPS = ("look", "vote", "sign")
PERSON, STEP = st.sampled_from(PEOPLE), st.sampled_from(STEPS)
DECIDING = ("approve_step", "approve_step", "approve_step", "reject_step")
LOOK = "needs: 2, fallback: council"
VOTE = "needs: 2, beside: [{office: chair}], within: 5 days, on_expiry: no_answer"


def _with(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"step": STEP, **more})


WORDS = st.just("x")
ACTS = st.one_of(
    st.tuples(st.sampled_from(DECIDING), _with()),
    st.tuples(st.just("return_step"), _with(to=st.sampled_from(("preparer", *STEPS)))),
    st.tuples(st.just("withdraw_decision"), _with()),
    st.tuples(st.just("transfer_step"), _with(to=PERSON)),
    st.tuples(st.just("delegate_step"), _with(to=PERSON)),
    st.tuples(st.just("give_opinion"), _with()),
    st.tuples(st.just("add_signer"),
              _with(person=PERSON, place=st.sampled_from(("before", "beside", "after")))),
    st.tuples(st.just("remove_signer"), _with(person=PERSON)),
    st.tuples(st.just("urge_step"), _with()),
)  # fmt: skip
NEEDED = {
    "reject_step": "reason", "return_step": "comment", "transfer_step": "reason",
    "give_opinion": "opinion",
}  # fmt: skip
MOVES = st.lists(st.tuples(ACTS, PERSON, st.sampled_from(OFFICES)), max_size=25)


def _year(away: list[tuple[str, str]]) -> Paper:
    paper = laid(LOOK, VOTE)
    for person, office in (("hoa", "board"), ("mai", "council"), ("lan", "chair"),
                           ("of-an", "board"), ("of-dong", "council")):  # fmt: skip
        seat(paper, person, f"office:{office}")
    for number, (person, stand_in) in enumerate(away):
        rule = {"id": f"r{number}", "person": person, "stand_in": stand_in,
                "start": "2025-01-01", "end": "2025-12-31"}  # fmt: skip
        if not paper.prevented("set_stand_in", ADMIN, **rule):
            paper.do("set_stand_in", ADMIN, **rule)
    return paper


def _try(paper: Paper, act: str, person: str, office: str, given: dict[str, Any]) -> list[Draft]:
    by = Actor(person=person, seat=f"office:{office}")
    words = {NEEDED[act]: "x"} if act in NEEDED else {}
    if paper.prevented(act, by, **given, **words):
        return []
    return paper.do(act, by, **given, **words)


def _holds(paper: Paper) -> None:
    found, roster = approval(paper), paper.book.load(Roster, "roster")
    for turn in found.turns:
        hands = [person for answer in turn.answers for person in answer.people]
        assert len(hands) == len(set(hands))
    people = [person for turn in found.turns for answer in turn.answers for person in answer.people]
    assert not set(people) & set(found.preparers)
    for turn, later in zip(found.turns, found.turns[1:], strict=False):
        before = {person for answer in turn.answers for person in answer.people}
        assert not before & {person for one in later.answers for person in one.people}
    for person in people:
        units = [one for one in roster.seats_of(person, paper.now.date()) if one[:5] == "unit:"]
        assert not units
    _ends_well(found)


def _ends_well(found: Approval) -> None:
    """Approved only when every step was, in order; nothing is open once it is over."""
    if found.status == "approved":
        assert [turn.step for turn in found.turns] == list(STEPS)
        assert found.turns[-1].outcome == "passed"
        assert all(turn.answers for turn in found.turns if turn.outcome == "passed")
    assert (found.turn is not None) is (found.status == "open")


@settings(SEARCH, max_examples=150)
@given(moves=MOVES, away=st.lists(st.tuples(PERSON, PERSON), max_size=3))
def test_whatever_is_done_nobody_answers_twice_or_on_their_own_unit(
    moves: list[Any], away: list[tuple[str, str]]
) -> None:
    paper = _year(away)
    for (act, given_), person, office in moves:
        paper.now += timedelta(minutes=1)
        before = approval(paper)
        drafts = _try(paper, act, person, office, given_)
        _holds(paper)
        _nothing_lost(before, approval(paper), drafts, act)


def _nothing_lost(before: Approval, after: Approval, drafts: list[Draft], act: str) -> None:
    """Every answer is there until it is taken back, or the file goes back before it."""
    kept = [one for turn in after.turns for one in turn.answers]
    gone = [one for turn in before.turns for one in turn.answers if one not in kept]
    if act == "withdraw_decision":
        assert len(gone) <= 1
    elif act != "return_step":
        assert gone == []
    said = [one for one in drafts if isinstance(one.event, StepApproved | StepRejected)]
    if said:
        assert len(kept) == sum(len(turn.answers) for turn in before.turns) + 1
    assert not any(isinstance(one.event, DecisionWithdrawn) for one in drafts) or (
        act == "withdraw_decision"
    )


@settings(SEARCH, max_examples=100)
@given(
    order=st.permutations(("of-board", "hoa", "lan", "mai", "of-council", "of-chair")),
    against=st.sets(st.sampled_from(("of-board", "hoa", "mai")), max_size=1),
)
def test_the_order_of_answers_beside_each_other_never_changes_the_outcome(
    order: list[str], against: set[str]
) -> None:
    seats = {"of-board": "board", "hoa": "board", "lan": "chair", "mai": "council",
             "of-council": "council", "of-chair": "chair"}  # fmt: skip
    paper = laid("needs: all, beside: [{office: council, needs: all}, {office: chair, needs: all}]")
    for person in ("hoa", "lan", "mai"):
        seat(paper, person, f"office:{seats[person]}")
    outcome = []
    for person in order:
        act = "reject_step" if person in against else "approve_step"
        _try(paper, act, person, seats[person], {"step": "look"})
        outcome.append(approval(paper).status)

    assert outcome[-1] == ("rejected" if against else "open")
    assert (approval(paper).turns[-1].step == "vote") is not bool(against)


@settings(SEARCH, max_examples=60)
@given(moves=MOVES)
def test_the_state_is_the_fold_of_what_was_recorded(moves: list[Any]) -> None:
    paper = _year([])
    folded, recorded = paper.streams["approvals"], list[tuple[Draft, Call]]()
    for (act, given_), person, office in moves:
        by = Actor(person=person, seat=f"office:{office}")
        recorded += [(one, paper.call(by)) for one in _try(paper, act, person, office, given_)]
    for draft, call in recorded:
        if draft.stream == "approvals":
            folded = evolve(draft.stream, folded, draft.event, call)

    assert folded == paper.streams["approvals"]


@settings(SEARCH, max_examples=60)
@given(moves=MOVES)
def test_an_open_step_is_always_somebodys_move_or_said_to_be_nobodys(moves: list[Any]) -> None:
    paper = _year([])
    for (act, given_), person, office in moves:
        _try(paper, act, person, office, given_)
    found = approval(paper)
    if found.turn is None:
        assert paper.refused("urge_step", HEAD, step="look")
        return
    now = matter(paper)
    waits = any(one.opinion is None for one in now.turn.delegations)
    able = counting.open_parts(now, paper.now.date())
    assert able or waits or found.turn.stuck


@settings(SEARCH, max_examples=100)
@given(
    added=st.lists(
        st.tuples(st.sampled_from(("hoa", "mai", "lan")),
                  st.sampled_from(("before", "beside", "after")), st.booleans()),
        min_size=2, max_size=3, unique_by=lambda one: one[0],
    ),
    fallback=st.booleans(),
    order=st.permutations(("of-board", "of-chair", "kim", "hoa", "mai", "lan", "removed")),
)  # fmt: skip
def test_the_place_of_an_added_signer_who_is_gone_is_never_waived(
    added: list[tuple[str, str, bool]], order: list[str], *, fallback: bool
) -> None:
    """A step passes only with one person's approval for each signer who was not let go by hand."""
    paper = laid("fallback: chair" if fallback else "")
    seat(paper, "kim", "office:chair")
    for person, place, gone in added:
        ends = {"start": "2025-01-01", "end": "2025-01-10"} if gone else {}
        seat(paper, person, "office:council", **ends)
        _try(paper, "add_signer", "of-board", "board",
             {"step": "look", "person": person, "place": place})  # fmt: skip
    paper.now += timedelta(days=9)
    for who in order:
        _look_and_act(paper, who)
    turn = approval(paper).turns[0]
    if turn.outcome == "passed":
        _each_place_is_signed(turn, {person for person, _, gone in added if gone})


def _look_and_act(paper: Paper, who: str) -> None:
    """Look at the open step as the background does; let somebody act in it if they may."""
    if approval(paper).turns[-1].step != "look":
        return
    for draft in clock.recheck(matter(paper), paper.call(SYSTEM)):
        paper.fold(draft.stream, draft.event, SYSTEM)
    if who == "removed":
        _try(paper, "remove_signer", "of-board", "board", {"step": "look", "person": "hoa"})
    else:
        held = paper.book.load(Roster, "roster").seats_of(who, paper.now.date())
        office = next((one.removeprefix("office:") for one in held if one[:7] == "office:"), "x")
        _try(paper, "approve_step", who, office, {"step": "look"})


def _each_place_is_signed(turn: Turn, gone: set[str]) -> None:
    signed = [one for one in turn.answers if one.side is None]
    assert len({one.owner for one in signed}) == len(signed) == len(turn.signers)
    for one in turn.signers:
        if one.person in gone:
            assert one.office == "chair"
        else:
            assert one.person in {answer.owner for answer in signed}
    assert sum(one.seat == "office:chair" for one in signed) == sum(
        one.person in gone for one in turn.signers
    )
