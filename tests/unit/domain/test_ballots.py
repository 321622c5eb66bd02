"""Ballots: who votes, once; how much carries, of what; what happens when votes do not settle it."""

from typing import Any

import pytest

from definitions.schema.ballots import Threshold
from tests.factories import ADMIN, DEPUTY, HEAD, NAMES, STRANGER, sits
from tests.unit.domain.ballots import voting

YES, NO, LESS, NONE = "agree", "disagree", "lower", "blank"
FLAG = {"id": "flag", "unit": "an", "award": "FLAG"}


@pytest.mark.parametrize(
    ("council", "eighty", "ninety"),
    [(9, 8, 9), (11, 9, 10), (13, 11, 12), (15, 12, 14), (17, 14, 16), (19, 16, 18), (21, 17, 19),
     (22, 18, 20), (25, 20, 23)],
)  # fmt: skip
def test_thresholds_of_the_law_are_counted_in_whole_votes(
    council: int, eighty: int, ninety: int
) -> None:
    """NĐ 98/2023 30(7): 80 % or 90 % of all members of the council."""
    assert Threshold(at_least="4/5").least(council) == eighty
    assert Threshold(at_least="9/10").least(council) == ninety


@pytest.mark.parametrize(("base", "least"), [(4, 3), (5, 3), (1, 1), (0, 1)])
def test_more_than_half_is_never_exactly_half(base: int, least: int) -> None:
    assert Threshold(more_than="1/2").least(base) == least


@pytest.mark.parametrize(
    ("base", "votes", "outcome"),
    [
        pytest.param("all", (YES, YES, NO, None), "failed", id="two-of-four-of-all"),
        pytest.param("present", (YES, YES, NO, None), "passed", id="two-of-three-present"),
        pytest.param("valid", (YES, YES, NONE, NONE), "passed", id="two-of-two-valid"),
        pytest.param("present", (YES, YES, NONE, NONE), "failed", id="two-of-four-present"),
    ],
)
def test_what_carries_depends_on_the_base_that_is_named(
    base: str, votes: tuple[str | None, ...], outcome: str
) -> None:
    held = voting(threshold={"at_least": "2/3", "of": base})
    held.open("an")
    for voter, answer in zip(NAMES, votes, strict=False):
        if answer:
            held.vote(voter, answer)

    assert held.close() == {"an": outcome}


def test_a_count_says_out_of_how_many() -> None:
    held = voting()
    held.open("an")
    for voter, answer in zip(NAMES[:4], (YES, YES, YES, NO), strict=True):
        held.vote(voter, answer)
    held.close()

    counted = held.state.rounds[0].counted[0]
    assert (counted.agree, counted.disagree, counted.base, counted.needed) == (3, 1, 4, 3)


def test_too_few_voters_are_no_quorum() -> None:
    held = voting()
    held.open("an")
    held.vote("an", YES)

    (unmet,) = held.paper.prevented("close_ballot", HEAD, ballot="b")
    assert (unmet.code, unmet.facts) == ("NO_QUORUM", {"present": 1, "of": 4, "quorum": "2/3"})


@pytest.mark.parametrize(
    ("rule", "base", "outcome"),
    [("votes", 4, "passed"), ("abstains", 4, "failed"), ("leaves_base", 3, "passed")],
)
def test_what_a_voter_does_about_their_own_unit_is_data(rule: str, base: int, outcome: str) -> None:
    held = voting(own_unit=rule, threshold={"at_least": "3/4"}, quorum="1/2")
    held.open("an")
    held.vote("an", YES if rule == "votes" else NONE)
    for voter, answer in (
        ("binh", YES),
        ("chau", YES if rule != "abstains" else NO),
        ("dong", YES),
    ):
        held.vote(voter, answer)

    assert held.close() == {"an": outcome}
    assert held.state.rounds[0].counted[0].base == base


def test_nobody_votes_on_their_own_unit_where_that_is_barred() -> None:
    held = voting(own_unit="abstains")
    held.open("an", "binh")

    assert held.refused("an", YES, YES) == ["OWN_UNIT_VOTE"]
    assert held.refused("chau", YES, YES) == []


def test_each_voter_votes_once() -> None:
    held = voting()
    held.open("an")
    held.vote("chau", YES)

    assert held.refused("chau", NO) == ["VOTED_ALREADY"]


def test_a_stranger_does_not_vote() -> None:
    held = voting()
    held.open("an")

    refused = held.paper.refused("cast_vote", STRANGER, **held.answers(YES))
    assert refused == ["SEAT_NOT_HELD", "NOT_A_VOTER"]


def test_the_list_of_voters_is_fixed_when_the_ballot_opens() -> None:
    held = voting()
    held.open("an", present=["an", "binh", "chau"])

    assert held.state.voters == ("an", "binh", "chau", "dong")
    assert held.refused("dong", YES) == ["NOT_PRESENT"]


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        pytest.param({}, ["ANSWER_MISSING"], id="none"),
        pytest.param({"an": YES, "binh": YES}, ["NO_SUCH_ITEM"], id="another"),
        pytest.param({"an": LESS}, ["NO_LOWER_TITLE"], id="lower-of-nothing"),
    ],
)
def test_answers_fit_the_ballot_paper(answers: dict[str, str], refused: list[str]) -> None:
    held = voting()
    held.open("an")

    given = {"ballot": "b", "answers": answers}
    assert held.paper.refused("cast_vote", sits("chau"), **given) == refused


def test_a_voter_agrees_to_no_more_than_may_be_chosen() -> None:
    held = voting(choose_most=1)
    held.open("an", "binh")

    assert held.refused("chau", YES, YES) == ["TOO_MANY_CHOSEN"]


def test_agreeing_to_a_lower_title_counts_for_that() -> None:
    held = voting(lower={"FLAG": "MERIT"})
    held.open(FLAG)
    for voter, answer in zip(NAMES[:4], (YES, YES, LESS, NO), strict=True):
        held.vote(voter, answer)

    assert held.close() == {"flag": "lower"}


def test_beyond_the_seats_the_most_votes_carry() -> None:
    held = voting(seats=1, threshold={"at_least": "1/2"})
    held.open("an", "binh")
    for voter, answers in zip(
        NAMES[:4], ((YES, YES), (YES, YES), (YES, NO), (NO, NO)), strict=True
    ):
        held.vote(voter, *answers)

    assert held.close() == {"an": "passed", "binh": "cut"}


def test_equal_votes_for_the_last_seat_go_to_another_round_then_to_the_officer() -> None:
    held = voting(
        seats=1, threshold={"at_least": "1/2"}, rounds=2, deadlock={"role": "deputy"}
    )  # fmt: skip
    held.open("an", "binh", "chau")
    for number in (1, 2):
        assert held.state.round == number
        for voter in NAMES[:4]:
            held.vote(voter, YES, YES, NO)
        held.close()

    assert (held.state.status, [one.id for one in held.state.left]) == (
        "deadlocked",
        ["an", "binh"],
    )
    given: dict[str, Any] = {"ballot": "b", "reason": "theo tỉ lệ nữ"}
    assert held.paper.refused("end_deadlock", HEAD, chosen=["an"], **given) == ["NOT_IN_ROLE"]
    both = held.paper.refused("end_deadlock", DEPUTY, chosen=["an", "binh"], **given)
    assert both == ["SEATS_NOT_FILLED"]
    held.paper.do("end_deadlock", DEPUTY, chosen=["binh"], **given)
    assert held.state.settled == {"an": "cut", "binh": "passed", "chau": "failed"}
    assert held.state.status == "closed"


def test_an_election_goes_on_until_its_seats_are_filled() -> None:
    held = voting(seats=1, fill=True, rounds=3, threshold={"more_than": "1/2"})
    held.open("an", "binh", "chau")
    for voter, answers in zip(
        NAMES[:4], ((YES, NO, NO), (YES, NO, NO), (NO, YES, NO), (NO, NO, YES)), strict=True
    ):
        held.vote(voter, *answers)
    held.close()
    assert held.state.round == 2
    for voter in NAMES[:4]:
        held.vote(voter, YES, NO, NO)

    assert held.close() == {"an": "passed", "binh": "failed", "chau": "failed"}


def test_the_absent_answer_in_writing_where_that_is_allowed() -> None:
    held = voting(written=True, quorum_with=["written"])
    held.open("an", present=["an", "binh"])
    opinion = {"ballot": "b", "voter": "chau", "answers": {"an": YES}, "paper": "12/CV"}
    held.paper.do("record_opinion", HEAD, **opinion)
    for voter in ("an", "binh"):
        held.vote(voter, YES)

    assert held.close() == {"an": "passed"}
    assert held.state.rounds[0].counted[0].agree == 3


def test_a_written_answer_of_somebody_who_is_there_is_refused() -> None:
    held = voting(written=True)
    held.open("an", present=["an", "binh", "chau"])
    opinion = {"ballot": "b", "voter": "chau", "answers": {"an": YES}, "paper": "12/CV"}

    assert held.paper.refused("record_opinion", HEAD, **opinion) == ["NOT_ABSENT"]


def test_a_proxy_votes_for_another_and_the_other_no_more() -> None:
    held = voting(proxies_most=1, quorum_with=["proxy"])
    held.open("an")
    held.paper.do("give_proxy", sits("dong"), ballot="b", to="chau", paper="giấy ủy quyền 3")
    held.vote("chau", YES)
    held.vote("chau", NO, voter="dong")

    assert held.refused("dong", YES) == ["PROXY_GIVEN", "VOTED_ALREADY"]
    assert held.state.votes["dong"] == {"an": NO}


@pytest.mark.parametrize(
    ("giver", "to", "refused"),
    [
        pytest.param("binh", "binh", ["PROXY_CHAIN"], id="oneself"),
        pytest.param("chau", "an", ["PROXY_CHAIN"], id="who-holds-one-gives-none-on"),
        pytest.param("an", "dong", ["PROXY_CHAIN"], id="to-one-who-gave-it-away"),
        pytest.param("an", "chau", ["TOO_MANY_PROXIES"], id="a-second"),
    ],
)
def test_proxies_make_no_chains(giver: str, to: str, refused: list[str]) -> None:
    held = voting(proxies_most=1)
    held.open("an")
    held.paper.do("give_proxy", sits("dong"), ballot="b", to="chau", paper="3")

    given = {"ballot": "b", "to": to, "paper": "4"}
    assert held.paper.refused("give_proxy", sits(giver), **given) == refused


def test_nobody_votes_for_another_without_a_proxy() -> None:
    held = voting()
    held.open("an")

    assert held.refused("chau", YES, voter="dong") == ["NO_PROXY"]


def test_a_consensus_names_who_does_not_agree() -> None:
    held = voting(method="consensus", threshold={"at_least": "1/1", "of": "present"})
    held.open("an")
    for voter, answer in zip(NAMES[:4], (YES, YES, YES, NO), strict=True):
        held.vote(voter, answer)

    (unmet,) = held.paper.prevented("close_ballot", HEAD, ballot="b")
    assert unmet.code == "NOT_AGREED"


COUNT: dict[str, Any] = {
    "ballot": "b", "handed_out": 4, "cast": 4, "spoiled": 1,
    "counts": {"an": {"agree": 3, "disagree": 0}}, "paper": "BB 1",
    "tellers": ["of-chau", "of-dong"],
}  # fmt: skip


def test_tellers_enter_what_they_counted() -> None:
    held = voting(method="secret")
    held.open("an")

    assert held.refused("chau", YES) == ["COUNTED_BY_TELLERS"]
    held.paper.do("record_count", HEAD, **COUNT)
    assert held.state.settled == {"an": "passed"}
    assert held.state.rounds[0].spoiled == 1


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        pytest.param({"cast": 5}, ["BOX_WRONG", "COUNT_DOES_NOT_ADD_UP"], id="more-than-went-out"),
        pytest.param({"spoiled": 0}, ["COUNT_DOES_NOT_ADD_UP"], id="one-is-missing"),
        pytest.param({"handed_out": 5}, ["MORE_PAPERS_THAN_VOTERS"], id="more-papers-than-voters"),
        pytest.param({"tellers": ["of-chau", "of-chau"]}, ["TELLERS_SAME"], id="one-teller"),
        pytest.param({"tellers": ["of-chau", "nobody"]}, ["NO_SUCH_PERSON"], id="nobody-counts"),
        pytest.param(
            {"counts": {"an": {"agree": 2, "lower": 1}}}, ["NO_LOWER_TITLE"], id="no-lower-title"
        ),
        pytest.param({"counts": {}}, ["COUNT_DOES_NOT_ADD_UP"], id="nothing-counted"),
    ],
)
def test_a_count_that_cannot_be_is_refused(change: dict[str, Any], refused: list[str]) -> None:
    held = voting(method="secret")
    held.open("an")

    assert held.paper.refused("record_count", HEAD, **COUNT | change) == refused


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        pytest.param({"rule": "no"}, ["NO_SUCH_BALLOT_RULE"], id="unknown-kind"),
        pytest.param({"items": [{"id": "x"}]}, ["ITEM_EMPTY"], id="about-nothing"),
        pytest.param({"items": [{"id": "x", "unit": "no"}]}, ["NOT_A_MEMBER"], id="a-stranger"),
        pytest.param(
            {"items": [{"id": "x", "unit": "an"}, {"id": "x", "unit": "binh"}]},
            ["ITEM_TWICE"],
            id="twice",
        ),
        pytest.param({"present": ["an", "an"]}, ["PRESENT_TWICE"], id="one-who-is-two"),
        pytest.param({"present": ["no"]}, ["NOT_A_VOTER"], id="present-but-no-voter"),
        pytest.param(
            {"items": [{"id": "x", "unit": "an", "award": "NO"}]}, ["AWARD_NOT_OFFERED"], id="award"
        ),
    ],
)
def test_a_ballot_that_cannot_be_held_is_not_opened(
    given: dict[str, Any], refused: list[str]
) -> None:
    held = voting()
    wanted = {"ballot": "b", "rule": "vote", "items": [{"id": "an", "unit": "an"}]} | given

    assert held.paper.refused("open_ballot", HEAD, **wanted) == refused


def test_somebody_else_does_not_run_it() -> None:
    held = voting(run_by={"role": "deputy"})
    wanted = {"ballot": "b", "rule": "vote", "items": [{"id": "an", "unit": "an"}]}

    assert held.paper.refused("open_ballot", HEAD, **wanted) == ["NOT_RUNNING_BALLOT"]
    assert held.paper.refused("open_ballot", DEPUTY, **wanted) == []


def test_a_void_ballot_needs_two_people_and_counts_nowhere() -> None:
    held = voting()
    held.open("an")
    assert held.paper.refused("confirm_void", DEPUTY, ballot="b") == ["VOID_NOT_ASKED"]
    held.paper.do("ask_void", HEAD, ballot="b", reason="phát nhầm phiếu")
    assert held.paper.refused("confirm_void", HEAD, ballot="b") == ["SECOND_PERSON"]
    held.paper.do("confirm_void", ADMIN, ballot="b")

    assert held.state.status == "void"
    assert held.refused("chau", YES) == ["BALLOT_STATUS"]
