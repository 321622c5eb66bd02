"""A definition taken up within the year gives the current stage a deadline, or lifts it."""

from datetime import timedelta

import pytest

from tests.factories import ADMIN, HEAD, at, pin, plain
from tests.unit.domain.builders import utc
from tests.unit.domain.test_adoption import adopted, asked
from tests.years import Paper
from workflow.domain import deadlines
from workflow.domain.adoption.consequences import consequences
from workflow.domain.adoption.state import DueAnew
from workflow.domain.model import Draft
from workflow.domain.stages import extending
from workflow.domain.stages.moving import DeadlineMoved, StageRecord
from workflow.domain.stages.year import StageOverdue, YearState
from workflow.domain.telling import occasions

WITHOUT = "stages: [{id: registration, due: null, remind: []}]"
DUE = utc("2025-03-14T10:00")
OPENS = "stages: [{id: registration, opens: {month: 2, day: 3}}]"


def stage(paper: Paper) -> StageRecord:
    return paper.book.load(YearState, "year").stages[-1]


def happened(paper: Paper, change: str) -> DeadlineMoved:
    """Have the plain definition with *change* taken up; return the event that moves the stage."""
    paper.offer(plain(change))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")
    drafts = paper.do("adopt_definition", ADMIN, definition="plain")
    (event,) = [one.event for one in drafts if isinstance(one.event, DeadlineMoved)]
    return event


def armed(paper: Paper, event: DeadlineMoved) -> list[str]:
    found = deadlines.follow(paper.book, event, paper.call(ADMIN))
    assert found.cancel == ("stage/registration",)
    return [one.name for one in found.arm]


def told(paper: Paper, event: DeadlineMoved) -> list[str]:
    draft = Draft(stream="year", event=event)
    return [one.on for one in occasions.follow(paper.book, draft, paper.call(ADMIN))]


def test_a_stage_is_given_a_deadline() -> None:
    paper = Paper(definition=plain(WITHOUT))

    event = happened(paper, "")

    assert (event.cause, event.was, event.due) == ("definition", None, DUE)
    assert stage(paper).due == DUE
    assert [(move.was, move.due) for move in stage(paper).moves] == [(None, DUE)]
    assert "stage/registration/due" in armed(paper, event)
    assert told(paper, event) == ["deadline_given"]


def test_a_stage_loses_its_deadline() -> None:
    paper = Paper()

    event = happened(paper, WITHOUT)

    assert (event.was, event.due, stage(paper).due) == (DUE, None, None)
    assert armed(paper, event) == []
    assert told(paper, event) == ["deadline_lifted"]


def test_a_stage_that_was_over_time_is_so_no_more_without_a_deadline() -> None:
    paper = Paper()
    paper.now = DUE + timedelta(days=1)
    paper.fold("year", _overdue())

    happened(paper, WITHOUT)

    assert not stage(paper).overdue


def _overdue() -> StageOverdue:
    return StageOverdue(stage="registration", due=DUE)


def test_a_deadline_that_is_given_again_is_the_rules() -> None:
    paper = adopted(Paper(), WITHOUT)

    assert happened(paper, "").due == DUE
    assert [(move.was, move.due) for move in stage(paper).moves] == [(DUE, None), (None, DUE)]


def test_a_deadline_that_people_have_set_is_not_lifted() -> None:
    paper = Paper()
    paper.do("propose_extension", HEAD, stage="registration", until="2025-03-21", reason="Lụt")
    paper.do("confirm_extension", ADMIN, stage="registration")

    adopted(paper, WITHOUT)

    assert stage(paper).due == utc("2025-03-21T10:00")


def test_a_deadline_is_not_given_in_the_past() -> None:
    paper = Paper(definition=plain(WITHOUT))
    paper.now = at(3, 20)

    assert asked(paper, "") == ["DEADLINE_IN_THE_PAST"]


def test_what_would_be_given_or_lifted_is_shown_first() -> None:
    paper = Paper()
    found = consequences(paper.book, pin(plain(WITHOUT)), paper.now)

    assert found.due == DueAnew(stage="registration", was=DUE, due=None)


def test_an_extension_of_a_deadline_that_was_lifted_is_not_confirmed() -> None:
    paper = Paper()
    paper.do("propose_extension", HEAD, stage="registration", until="2025-03-21", reason="Lụt")
    adopted(paper, WITHOUT)

    assert paper.refused("confirm_extension", ADMIN, stage="registration") == ["NO_DEADLINE"]
    assert [one.code for one in extending.waiting(paper.book)] == ["EXTENSION_WAITING"]


def test_a_stage_that_has_no_opening_day_any_more_opens_at_once() -> None:
    paper = Paper(definition=plain(OPENS))
    assert stage(paper).opens == utc("2025-02-02T17:00")

    event = happened(paper, "")

    assert stage(paper).opens == paper.now
    assert told(paper, event) == ["stage_opened"]
    assert "stage/registration/opens" not in armed(paper, event)


def test_a_stage_that_is_open_is_not_closed_by_an_opening_day() -> None:
    paper = adopted(Paper(), OPENS)

    assert (stage(paper).opens, stage(paper).moves) == (None, ())


@pytest.mark.parametrize("due", ["", ", due: null, remind: []"])
def test_an_opening_day_moves_whether_or_not_there_is_a_deadline(due: str) -> None:
    paper = Paper(definition=plain(OPENS.replace("}}]", "}" + due + "}]")))
    other = OPENS.replace("day: 3", "day: 10").replace("}}]", "}" + due + "}]")

    event = happened(paper, other)

    assert (event.was, stage(paper).opens) == (event.due, utc("2025-02-09T17:00"))
    assert told(paper, event) == []
    assert "stage/registration/opens" in armed(paper, event)
