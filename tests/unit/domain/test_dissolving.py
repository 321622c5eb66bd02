"""A bloc dissolved or absorbed: the year ends by force, by its paper, with everything in it."""

from datetime import timedelta

import pytest

from tests.factories import ADMIN, DECREE, START, holds, sits
from tests.unit.domain.ballots import voting
from tests.unit.domain.builders import only, standing_in
from tests.years import Paper
from workflow.domain import deadlines
from workflow.domain.approvals.state import approvals_of
from workflow.domain.ballots.state import Ballot
from workflow.domain.stages.year import YearState
from workflow.domain.telling import occasions

ABSORBED = {
    "reason": "Sáp nhập tỉnh",
    "paper": DECREE,
    "successor": {"bloc": "khoi-2", "name": "Khối thi đua số 2"},
    "carried": [{"unit": "an"}, {"unit": "binh", "to": "khoi-5"}],
}


def test_the_paper_the_successor_and_the_units_that_go_on_are_kept() -> None:
    paper = Paper()
    paper.do("dissolve", ADMIN, **ABSORBED)

    ended = paper.book.load(YearState, "year").dissolved
    assert ended
    assert ended.paper
    assert ended.successor
    assert (ended.paper.number, ended.successor.bloc) == (DECREE["number"], "khoi-2")
    assert [(one.unit, one.to) for one in ended.carried] == [("an", "khoi-2"), ("binh", "khoi-5")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"paper": DECREE | {"on": START.date() + timedelta(days=1)}}, "DECREE_TO_COME"),
        ({"successor": {"bloc": "bloc", "name": "x"}}, "SUCCESSOR_IS_ITSELF"),
        ({"successor": None}, "CARRIED_NOWHERE"),
        ({"carried": [{"unit": "nobody"}]}, "NOT_A_MEMBER"),
        ({"carried": [{"unit": "an"}, {"unit": "an"}]}, "CARRIED_TWICE"),
    ],
)
def test_what_does_not_hold_together_is_refused(changed: dict[str, object], code: str) -> None:
    assert only(Paper().prevented("dissolve", ADMIN, **ABSORBED | changed)).code == code


@pytest.mark.parametrize("counted", [False, True])
def test_a_vote_that_is_not_over_is_void_and_one_that_is_stands(*, counted: bool) -> None:
    held = voting()
    held.open("chau")
    for voter in ("an", "binh", "chau", "dong"):
        held.vote(voter, "agree")
    if counted:
        held.close()
    held.paper.do("dissolve", ADMIN, **ABSORBED)

    ended = held.paper.book.load(YearState, "year").dissolved
    assert ended
    assert held.paper.book.load(Ballot, "ballot/b").status == ("closed" if counted else "void")
    assert ended.ballots == (() if counted else ("b",))


def _before_the_board() -> Paper:
    paper = standing_in("nomination")
    paper.do("nominate", sits("an"))
    return paper


def test_a_file_before_an_office_is_taken_back_and_nobody_decides_on_it() -> None:
    paper = _before_the_board()
    paper.do("dissolve", ADMIN, **ABSORBED)

    approval = approvals_of(paper.book).of_stage("award_nomination")
    assert approval
    assert (approval.status, approval.turn) == ("void", None)
    assert "YEAR_NOT_RUNNING" in paper.refused("approve_step", holds("board"), step="appraise")


def test_those_whose_move_it_was_and_the_members_are_told() -> None:
    paper = _before_the_board()
    drafts = paper.do("dissolve", ADMIN, **ABSORBED)

    call = paper.call(ADMIN)
    told = [one for draft in drafts for one in occasions.follow(paper.book, draft, call)]
    assert [(one.on, one.about, one.people) for one in told] == [
        ("approval_void", "step/appraise", ("of-board",)),
        ("year_dissolved", "stage/award_nomination", ()),
    ]
    assert told[1].facts["paper"] == DECREE["number"]


def test_no_deadline_is_left() -> None:
    paper = _before_the_board()
    drafts = paper.do("dissolve", ADMIN, **ABSORBED)

    call = paper.call(ADMIN)
    found = [deadlines.follow(paper.book, draft.event, call) for draft in drafts]
    assert {name for one in found for name in one.cancel} >= {"stage/", "step/"}
