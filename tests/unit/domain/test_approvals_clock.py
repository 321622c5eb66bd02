"""What happens to approvals by themselves: time runs out, other people hold an office today."""

import pytest

from tests.factories import ADMIN, HEAD, holds
from tests.factories import at as moment
from tests.unit.domain.approving import approval, council, kinds, laid, matter, seat, turn
from tests.unit.domain.builders import day, ranked
from tests.years import Paper
from workflow.domain.approvals import clock, signers
from workflow.domain.approvals.state import approvals_of
from workflow.domain.model import SYSTEM, Actor, Draft
from workflow.domain.nominations.nomination import Nomination

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
IN_TIME = "within: 5 days"


def _expire(paper: Paper, step: str) -> list[Draft]:
    paper.now = moment(1, 20)
    drafts = clock.expire(paper.book, step, paper.call(SYSTEM))
    for draft in drafts:
        paper.fold(draft.stream, draft.event, SYSTEM)
    return drafts


@pytest.mark.parametrize("policy", ["", ", on_expiry: wait"])
def test_a_step_whose_time_is_over_stays_open(policy: str) -> None:
    paper = laid(f"{IN_TIME}{policy}")

    assert kinds(_expire(paper, "look")) == ["step_expired"]
    assert (turn(paper).step, turn(paper).expired) == ("look", True)


def test_a_step_goes_to_the_office_named_for_its_silence() -> None:
    paper = laid(f"{IN_TIME}, on_expiry: escalate, expired_to: chair")
    recorded = kinds(_expire(paper, "look"))

    assert recorded == ["step_expired", "step_routed", "signers_changed"]
    assert paper.refused("approve_step", BOARD, step="look") == ["NOT_THE_OFFICE"]
    paper.do("approve_step", CHAIR, step="look")
    assert turn(paper).step == "vote"


def test_what_was_said_before_does_not_approve_in_the_new_office_place() -> None:
    paper = laid(f"needs: 2, {IN_TIME}, on_expiry: escalate, expired_to: chair")
    seat(paper, "hoa", "office:board")
    paper.do("approve_step", BOARD, step="look")
    _expire(paper, "look")

    assert turn(paper).step == "look"


def test_a_silent_step_goes_back_to_whoever_prepared_the_file() -> None:
    paper = laid(f"{IN_TIME}, on_expiry: return")
    _expire(paper, "look")

    assert approval(paper).status == "returned"


def test_silence_is_recorded_as_no_answer_and_never_as_approval() -> None:
    paper = laid(f"{IN_TIME}, on_expiry: no_answer")
    _expire(paper, "look")

    assert (approval(paper).turns[0].outcome, turn(paper).step) == ("unanswered", "vote")


@pytest.mark.parametrize(
    ("needs", "approving", "outcome"),
    [("unanimous", 1, "passed"), ("unanimous", 0, "unanswered"), ("all", 1, "unanswered"),
     ("2", 1, "unanswered")],
)  # fmt: skip
def test_only_unanimity_of_those_who_answered_passes_without_the_silent(
    needs: str, approving: int, outcome: str
) -> None:
    paper = laid(vote=f"needs: {needs}, {IN_TIME}, on_expiry: no_answer")
    paper.do("approve_step", BOARD, step="look")
    for member in council(paper, "hoa", "mai")[:approving]:
        paper.do("approve_step", member, step="vote")
    _expire(paper, "vote")

    assert approval(paper).turns[1].outcome == outcome


def test_an_unanswered_step_of_a_nomination_writes_no_list() -> None:
    paper = ranked(
        "stages: [{id: award_nomination, approvals: [{id: appraise, on_expiry: no_answer}]}]"
    )
    paper.do("nominate", HEAD)
    _expire(paper, "appraise")

    found = paper.book.load(Nomination, "nomination")
    nominated = approvals_of(paper.book).of_stage("award_nomination")
    assert nominated
    assert nominated.turn
    assert (found.appraised, nominated.turn.step) == ((), "pass")


def test_the_clock_finds_nothing_where_nothing_changed() -> None:
    paper = laid()

    assert clock.recheck(matter(paper), paper.call(SYSTEM)) == []


def test_whoever_holds_the_office_from_today_is_asked_once() -> None:
    paper = laid()
    seat(paper, "hoa", "office:board", start="2025-01-10")
    assert clock.recheck(matter(paper), paper.call(SYSTEM)) == []
    paper.now = moment(1, 10)
    first = clock.recheck(matter(paper), paper.call(SYSTEM))
    for draft in first:
        paper.fold(draft.stream, draft.event, SYSTEM)

    assert kinds(first) == ["signers_changed"]
    assert clock.recheck(matter(paper), paper.call(SYSTEM)) == []


def test_an_office_that_nobody_holds_any_more_is_found_once() -> None:
    paper = laid()
    seat(paper, "of-board", "office:board", start="2025-01-01", end="2025-01-05")
    paper.now = moment(1, 6)
    first = clock.recheck(matter(paper), paper.call(SYSTEM))
    for draft in first:
        paper.fold(draft.stream, draft.event, SYSTEM)

    assert kinds(first) == ["step_stuck"]
    assert clock.recheck(matter(paper), paper.call(SYSTEM)) == []
    seat(paper, "hoa", "office:board")
    assert kinds(clock.recheck(matter(paper), paper.call(ADMIN))) == ["signers_changed"]


def test_when_the_last_silent_holder_leaves_what_was_approved_is_counted() -> None:
    paper = laid(look="needs: all")
    seat(paper, "hoa", "office:board", start="2025-01-01", end="2025-01-05")
    paper.do("approve_step", BOARD, step="look")
    assert turn(paper).step == "look"
    paper.now = moment(1, 6)

    assert "step_passed" in kinds(clock.recheck(matter(paper), paper.call(SYSTEM)))


def test_a_step_that_is_over_does_not_expire() -> None:
    paper = laid(IN_TIME)
    paper.do("approve_step", BOARD, step="look")

    assert clock.expire(paper.book, "look", paper.call(SYSTEM)) == []


# people who are gone ---------------------------------------------------------------------------


def _recheck(paper: Paper) -> list[Draft]:
    drafts = clock.recheck(matter(paper), paper.call(SYSTEM))
    for draft in drafts:
        paper.fold(draft.stream, draft.event, SYSTEM)
    return drafts


def _gone(paper: Paper, person: str = "hoa") -> Actor:
    """Seat a person until the tenth of January."""
    return seat(paper, person, "office:council", start="2025-01-01", end="2025-01-10")


def test_what_a_delegate_who_is_gone_was_asked_comes_back_to_its_owner() -> None:
    paper = laid()
    _gone(paper)
    paper.do("delegate_step", BOARD, step="look", to="hoa")
    paper.now = moment(1, 11)
    before = paper.refused("approve_step", BOARD, step="look")

    assert kinds(_recheck(paper)) == ["part_returned"]
    assert kinds(_recheck(paper)) == []
    assert (before, turn(paper).delegations) == ([], ())
    paper.do("approve_step", BOARD, step="look")
    assert turn(paper).step == "vote"


def test_an_opinion_that_was_given_stays_though_its_giver_is_gone() -> None:
    paper = laid()
    hoa = _gone(paper)
    paper.do("delegate_step", BOARD, step="look", to="hoa")
    paper.do("give_opinion", hoa, step="look", opinion="Đủ")
    paper.now = moment(1, 11)

    assert kinds(_recheck(paper)) == []
    assert [one.opinion for one in turn(paper).delegations] == ["Đủ"]


def test_a_part_given_to_somebody_who_is_gone_comes_back_also_for_all_to_approve() -> None:
    paper = laid(look="needs: all")
    _gone(paper)
    mai = seat(paper, "mai", "office:board")
    paper.do("transfer_step", BOARD, step="look", to="hoa", reason="Đi công tác")
    paper.do("approve_step", mai, step="look")
    paper.now = moment(1, 11)

    assert kinds(_recheck(paper)) == ["part_returned"]
    assert turn(paper).step == "look"
    paper.do("approve_step", BOARD, step="look")
    assert turn(paper).step == "vote"


def test_a_part_handed_on_twice_comes_back_to_whoever_is_still_there() -> None:
    paper = laid()
    hoa = _gone(paper)
    paper.do("transfer_step", BOARD, step="look", to="hoa", reason="x")
    seat(paper, "lan", "office:council", start="2025-01-01", end="2025-01-05")
    paper.do("transfer_step", hoa, step="look", to="lan", reason="x")
    paper.now = moment(1, 6)
    first = kinds(_recheck(paper))
    mine = paper.refused("approve_step", hoa, step="look")
    paper.now = moment(1, 11)

    assert (first, mine) == (["part_returned"], [])
    assert kinds(_recheck(paper)) == ["part_returned"]
    assert paper.refused("approve_step", BOARD, step="look") == []


def test_what_somebody_answered_before_they_went_stays_theirs() -> None:
    paper = laid(look="needs: 2")
    hoa = _gone(paper)
    seat(paper, "mai", "office:board")
    paper.do("transfer_step", BOARD, step="look", to="hoa", reason="x")
    paper.do("approve_step", hoa, step="look")
    paper.now = moment(1, 11)

    assert kinds(_recheck(paper)) == []
    assert paper.refused("approve_step", BOARD, step="look") == ["NOT_THE_OFFICE"]


def test_a_part_of_an_added_signer_who_gave_it_away_comes_back_to_them() -> None:
    paper = laid()
    _gone(paper)
    lan = seat(paper, "lan", "office:council")
    paper.do("add_signer", BOARD, step="look", person="lan", place="before")
    paper.do("transfer_step", lan, step="look", to="hoa", reason="x")
    paper.now = moment(1, 11)
    before = paper.refused("approve_step", lan, step="look")

    assert kinds(_recheck(paper)) == ["part_returned"]
    assert before == []
    assert [one.person for one in turn(paper).signers] == ["lan"]


def test_where_the_owner_is_gone_as_well_the_step_goes_to_its_fallback() -> None:
    paper = laid(look="fallback: chair")
    hoa, kim = _gone(paper), seat(paper, "kim", "office:board", start="2025-01-01",
                                  end="2025-01-10")  # fmt: skip
    paper.do("transfer_step", kim, step="look", to="hoa", reason="x")
    seat(paper, "of-board", "office:board", start="2025-01-01", end="2025-01-02")
    paper.now = moment(1, 11)

    assert kinds(_recheck(paper)) == ["part_returned", "step_routed", "signers_changed"]
    assert hoa.person not in {one.owner for one in signers.parts(matter(paper), day("2025-01-11"))}
