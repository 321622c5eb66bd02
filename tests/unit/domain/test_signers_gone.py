"""People in a step who hold no office any more: their place is kept, and somebody is told."""

from itertools import product

import pytest

from tests.factories import ADMIN, HEAD, at, holds
from tests.unit.domain.approving import approval, kinds, laid, matter, seat, turn
from tests.unit.domain.builders import day
from tests.years import Paper
from workflow.domain.approvals import clock, standins, waiting
from workflow.domain.approvals.events import SignerReturned, SignerRouted
from workflow.domain.approvals.standins import rules_of
from workflow.domain.members.roster import Roster
from workflow.domain.model import SYSTEM, Actor, Draft
from workflow.domain.telling import occasions

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
PLACES = ("before", "beside", "after")
ROUTED = "fallback: chair"


def gone(paper: Paper, person: str = "hoa") -> Actor:
    """Seat a person until the tenth of January."""
    return seat(paper, person, "office:council", start="2025-01-01", end="2025-01-10")


def added(look: str = "", place: str = "beside") -> Paper:
    """Return a year on 11 January in whose first step a signer was added who is gone by then."""
    paper = laid(look=look)
    gone(paper)
    paper.do("add_signer", BOARD, step="look", person="hoa", place=place)
    paper.now = at(1, 11)
    return paper


def looked(paper: Paper) -> list[Draft]:
    """Look at the step as the background does, and fold what comes of it."""
    drafts = clock.recheck(matter(paper), paper.call(SYSTEM))
    for draft in drafts:
        paper.fold(draft.stream, draft.event, SYSTEM)
    return drafts


def codes(paper: Paper) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.who) for one in waiting.waits(matter(paper), paper.now)]


# with an office named for it --------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_the_fallback_office_signs_in_the_place_of_a_signer_who_is_gone(place: str) -> None:
    paper = added(ROUTED, place)

    drafts = looked(paper)

    assert drafts[0].event == SignerRouted(step="look", person="hoa", office="chair")
    assert kinds(drafts)[1:] == (["signers_changed"] if place != "after" else [])
    order = (BOARD, CHAIR) if place == "after" else (CHAIR, BOARD)
    paper.do("approve_step", order[0], step="look")
    assert turn(paper).step == "look"
    paper.do("approve_step", order[1], step="look")
    assert turn(paper).step == "vote"


def test_it_is_said_once() -> None:
    paper = added(ROUTED)
    looked(paper)

    assert looked(paper) == []


def test_one_of_the_office_is_enough_and_one_against_ends_the_chain() -> None:
    paper = added(ROUTED)
    lan = seat(paper, "lan", "office:chair")
    looked(paper)

    paper.do("reject_step", lan, step="look", reason="x")
    assert approval(paper).status == "rejected"


def test_two_who_are_gone_need_two_of_the_office() -> None:
    paper = laid(look=ROUTED)
    for person in ("hoa", "mai"):
        gone(paper, person)
        paper.do("add_signer", BOARD, step="look", person=person)
    lan = seat(paper, "lan", "office:chair")
    paper.now = at(1, 11)
    looked(paper)

    paper.do("approve_step", BOARD, step="look")
    paper.do("approve_step", CHAIR, step="look")
    assert turn(paper).step == "look"
    assert paper.refused("approve_step", CHAIR, step="look") == ["ANSWERED_ALREADY"]
    paper.do("approve_step", lan, step="look")
    assert turn(paper).step == "vote"


def test_whoever_is_an_added_signer_themselves_signs_for_themselves_alone() -> None:
    paper = laid(look=ROUTED)
    gone(paper)
    for person in ("hoa", "of-chair"):
        paper.do("add_signer", BOARD, step="look", person=person)
    paper.now = at(1, 11)
    looked(paper)

    paper.do("approve_step", BOARD, step="look")
    paper.do("approve_step", CHAIR, step="look")

    assert (turn(paper).step, turn(paper).stuck) == ("look", True)


def test_where_nobody_of_that_office_is_able_administrators_are_told() -> None:
    paper = added(ROUTED)
    seat(paper, "of-chair", "office:chair", start="2025-01-01", end="2025-01-10")

    assert kinds(looked(paper)) == ["signer_routed"]
    assert kinds(looked(paper)) == ["step_stuck"]
    assert codes(paper)[0] == ("NOBODY_ABLE", ("admin",))


def test_what_the_office_signed_is_not_taken_off() -> None:
    paper = added(ROUTED)
    looked(paper)
    paper.do("approve_step", CHAIR, step="look")

    assert paper.refused("remove_signer", BOARD, step="look", person="hoa") == ["ANSWERED_ALREADY"]


# without one ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_without_an_office_the_place_goes_back_to_whoever_added_them(place: str) -> None:
    paper = added(place=place)

    drafts = looked(paper)

    assert [one.event for one in drafts] == [
        SignerReturned(step="look", person="hoa", to="of-board")
    ]
    assert codes(paper)[0] == ("SIGNER_GONE", ("person:of-board", "admin"))
    assert looked(paper) == []


@pytest.mark.parametrize(("place", "answered"), [*product(PLACES[1:], (False, True))])
def test_whoever_added_them_names_another_in_their_place(place: str, *, answered: bool) -> None:
    """Also who has answered already: it is no second word, but somebody else's."""
    paper = added(place=place)
    lan = seat(paper, "lan", "office:council")
    if answered:
        paper.do("approve_step", BOARD, step="look")

    paper.do("add_signer", BOARD, step="look", person="lan", instead="hoa")

    assert [(one.person, one.place) for one in turn(paper).signers] == [("lan", place)]
    if not answered:
        paper.do("approve_step", BOARD, step="look")
    assert turn(paper).step == "look"
    paper.do("approve_step", lan, step="look")
    assert turn(paper).step == "vote"


def test_whoever_added_them_lets_them_go() -> None:
    paper = added()
    paper.do("remove_signer", BOARD, step="look", person="hoa")
    paper.do("approve_step", BOARD, step="look")

    assert turn(paper).step == "vote"


def test_nobody_else_names_another() -> None:
    paper = added()
    seat(paper, "lan", "office:council")
    wanted = {"step": "look", "person": "lan"}

    assert paper.refused("add_signer", CHAIR, **wanted, instead="hoa") == ["NOT_YOURS_TO_REMOVE"]
    assert paper.refused("add_signer", BOARD, **wanted, instead="mai") == ["NOT_ADDED"]


def test_nobody_is_named_in_the_place_of_one_who_is_able() -> None:
    paper = added()
    paper.now = at(1, 9)
    seat(paper, "lan", "office:council")

    assert paper.refused("add_signer", BOARD, step="look", person="lan", instead="hoa") == [
        "SIGNER_ABLE"
    ]


def test_where_whoever_added_them_is_gone_as_well_administrators_are_told() -> None:
    paper = added()
    seat(paper, "of-board", "office:board", start="2025-01-01", end="2025-01-10")
    seat(paper, "lan", "office:board")

    assert "step_stuck" in kinds(looked(paper))
    assert codes(paper)[0] == ("NOBODY_ABLE", ("admin",))
    assert paper.refused("remove_signer", ADMIN, step="look", person="hoa") == []


def test_somebody_who_comes_back_signs_after_all() -> None:
    paper = added()
    looked(paper)
    hoa = seat(paper, "hoa", "office:council")

    paper.do("approve_step", hoa, step="look")
    paper.do("approve_step", BOARD, step="look")
    assert turn(paper).step == "vote"


def test_whoever_added_them_is_told_by_name() -> None:
    paper = added()
    (returned,) = looked(paper)

    (told,) = occasions.follow(paper.book, returned, paper.call(SYSTEM))
    assert (told.on, told.people, told.facts["person"]) == ("signer_gone", ("of-board",), "hoa")


# urging, standing in ----------------------------------------------------------------------------


def test_whoever_added_a_signer_who_is_gone_is_urged() -> None:
    paper = added()
    paper.do("approve_step", BOARD, step="look")
    (urged, *_) = paper.do("urge_step", HEAD, step="look")

    assert urged.event.people == ("of-board",)  # type: ignore[attr-defined]


def test_whose_opinion_is_awaited_is_urged() -> None:
    paper = laid()
    seat(paper, "hoa", "office:council")
    paper.do("delegate_step", BOARD, step="look", to="hoa")
    (urged, *_) = paper.do("urge_step", HEAD, step="look")

    assert urged.event.people == ("hoa",)  # type: ignore[attr-defined]


def test_nobody_is_urged_where_nobody_is_able() -> None:
    paper = laid()
    seat(paper, "of-board", "office:board", start="2025-01-01", end="2025-01-10")
    paper.now = at(1, 11)

    assert paper.refused("urge_step", HEAD, step="look") == ["NOBODY_ABLE"]


RULE = {"id": "r", "person": "of-board", "stand_in": "hoa", "start": "2025-01-01",
        "end": "2025-12-31"}  # fmt: skip


def stood_in() -> Paper:
    paper = laid()
    gone(paper)
    paper.do("set_stand_in", ADMIN, **RULE)
    return paper


def test_a_stand_in_who_is_gone_stands_in_no_longer() -> None:
    paper = stood_in()
    hoa = Actor(person="hoa", seat="office:board")
    assert paper.refused("approve_step", hoa, step="look") == []

    paper.now = at(1, 11)

    refused = paper.refused("approve_step", hoa, step="look")
    assert "NOT_THE_OFFICE" in refused
    assert codes(paper) == [("STEP_WAITING", ("office:board",))]


def test_the_rule_is_over_once_and_whoever_made_it_is_told() -> None:
    paper = stood_in()
    assert standins.lapse(paper.book, day("2025-01-10")) == []

    (lapsed,) = standins.lapse(paper.book, day("2025-01-11"))
    paper.fold(lapsed.stream, lapsed.event, SYSTEM)

    assert [one.active for one in rules_of(paper.book).rules] == [False]
    assert standins.lapse(paper.book, day("2025-01-12")) == []
    (told,) = occasions.follow(paper.book, lapsed, paper.call(SYSTEM))
    assert (told.on, told.people) == ("stand_in_gone", ("of-board",))


def test_a_stand_in_who_never_sat_anywhere_is_whoever_named_thems_choice() -> None:
    paper = laid()
    roster = paper.book.load(Roster, "roster")
    seat(paper, "lan", "office:council", start="2025-06-01")
    paper.do("set_stand_in", ADMIN, **RULE | {"stand_in": "lan"})

    assert roster.seats_of("lan", paper.now.date()) == ()
    assert standins.lapse(paper.book, paper.now.date()) == []
    lan = Actor(person="lan", seat="office:board")
    assert paper.refused("approve_step", lan, step="look") == []
