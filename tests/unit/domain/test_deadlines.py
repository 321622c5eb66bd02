"""What each event arms and cancels: stages, steps, past rungs, and years that stand still."""

from datetime import datetime, timedelta

import pytest

from tests.factories import ADMIN, HEAD, at
from tests.unit.domain.builders import ranked, standing_in, utc
from tests.years import Paper
from workflow.domain import timing
from workflow.domain.approvals.events import (
    DecisionWithdrawn,
    StepExpired,
    StepOpened,
    StepPassed,
    StepReturned,
)
from workflow.domain.deadlines import Deadlines, follow
from workflow.domain.model import Event
from workflow.domain.papers.documents import Document, DocumentRecorded
from workflow.domain.stages.year import (
    StageEntered,
    StageOverdue,
    YearClosed,
    YearDissolved,
    YearResumed,
    YearSuspended,
)

DUE = utc("2025-03-14T10:00")
REGISTRATION = "stage/registration"
RUNGS = [f"{REGISTRATION}/remind/{number}" for number in range(3)]


def _followed(paper: Paper, event: Event) -> Deadlines:
    return follow(paper.book, event, paper.call(ADMIN))


def _armed(paper: Paper, event: Event) -> list[str]:
    return [timer.name for timer in _followed(paper, event).arm]


def _entered(opens: datetime | None = None, due: datetime | None = DUE) -> StageEntered:
    return StageEntered(stage="registration", opens=opens, due=due)


def test_entering_a_stage_arms_its_ladder_and_its_due_moment() -> None:
    assert _armed(Paper(), _entered()) == [*RUNGS, f"{REGISTRATION}/due"]


def test_entering_a_stage_cancels_the_timers_of_every_other() -> None:
    assert _followed(Paper(), _entered()).cancel == ("stage/",)


def test_a_timer_says_what_it_is_about_and_when_it_is_due() -> None:
    due = _followed(Paper(), _entered()).arm[-1]

    assert (due.about, due.due) == (REGISTRATION, DUE + timing.EDGE)


def test_a_stage_without_a_due_moment_arms_nothing() -> None:
    assert _armed(Paper(), _entered(due=None)) == []


@pytest.mark.parametrize(
    ("now", "left"),
    [
        pytest.param(at(1, 2), RUNGS, id="all-to-come"),
        pytest.param(utc("2025-02-28T00:59"), RUNGS, id="just-before-the-first"),
        pytest.param(utc("2025-02-28T01:00"), RUNGS[1:], id="at-the-first"),
        pytest.param(at(3, 13), RUNGS[2:], id="between"),
        pytest.param(at(3, 20), [], id="all-past"),
    ],
)
def test_rungs_that_are_past_are_dropped_and_the_due_moment_stays(
    now: datetime, left: list[str]
) -> None:
    paper = Paper()
    paper.now = now

    assert _armed(paper, _entered()) == [*left, f"{REGISTRATION}/due"]


@pytest.mark.parametrize(
    ("opens", "armed"),
    [
        pytest.param(at(2, 1), [f"{REGISTRATION}/opens"], id="to-come"),
        pytest.param(at(1, 1), [], id="past"),
        pytest.param(None, [], id="at-once"),
    ],
)
def test_an_opening_is_armed_while_it_is_to_come(opens: datetime | None, armed: list[str]) -> None:
    assert _armed(Paper(), _entered(opens, due=None)) == armed


PARTS = ("period/", "criteria_group/", "feed/")
ALL = ("stage/", "step/", "objection/", "praise/", *PARTS, "dossier/")


@pytest.mark.parametrize(
    ("event", "cancelled"),
    [
        pytest.param(YearSuspended(reason="x"), ALL, id="suspended"),
        pytest.param(YearDissolved(reason="x"), ALL, id="dissolved"),
        pytest.param(YearClosed(), ("stage/", *PARTS), id="closed-steps-go-on"),
        pytest.param(
            StepPassed(step="appraise"),
            ("step/appraise",),
            id="step-passed",
        ),
        pytest.param(
            StepReturned(step="appraise", to="preparer", owner=None, comment="x"),
            ("step/appraise",),
            id="step-returned",
        ),
        pytest.param(
            DecisionWithdrawn(step="appraise", undone="pass"),
            ("step/pass",),
            id="decision-withdrawn",
        ),
    ],
)
def test_what_is_over_is_cancelled_and_nothing_armed(
    event: Event, cancelled: tuple[str, ...]
) -> None:
    assert _followed(ranked(), event) == Deadlines(cancel=cancelled)


@pytest.mark.parametrize(
    "event",
    [
        StageOverdue(stage="registration", due=DUE),
        StepExpired(step="appraise"),
        DocumentRecorded(document=Document(number="1", title="x", on=DUE.date())),
    ],
)
def test_other_events_leave_deadlines_as_they_are(event: Event) -> None:
    assert _followed(ranked(), event) == Deadlines()


def test_an_open_step_arms_its_ladder_and_its_due_moment() -> None:
    found = _followed(ranked(), StepOpened(step="appraise", due=utc("2025-01-16T16:59")))

    assert [timer.name for timer in found.arm] == ["step/appraise/remind/0", "step/appraise/due"]
    assert found.cancel == ("step/appraise",)


def test_the_past_rungs_of_a_step_are_dropped() -> None:
    paper = ranked()
    paper.now = at(1, 15)

    assert _armed(paper, StepOpened(step="appraise", due=utc("2025-01-16T16:59"))) == [
        "step/appraise/due"
    ]


def test_a_step_without_a_due_moment_arms_nothing() -> None:
    assert _armed(ranked(), StepOpened(step="pass", due=None)) == []


def _suspended(paper: Paper, days: int = 0) -> Paper:
    paper.do("suspend", ADMIN, reason="Sáp nhập")
    paper.now += timedelta(days=days)
    return paper


def _resumed(paper: Paper) -> Deadlines:
    drafts = paper.do("resume", ADMIN, reason="Xong")
    return _followed(paper, drafts[0].event)


def test_a_resumed_year_arms_again_what_stood_still() -> None:
    found = _resumed(_suspended(Paper()))

    assert [timer.name for timer in found.arm] == [*RUNGS, f"{REGISTRATION}/due"]


def test_a_resumed_stage_is_due_later_by_the_time_it_stood_still() -> None:
    found = _resumed(_suspended(Paper(), days=30))

    assert found.arm[-1].due == DUE + timedelta(days=30) + timing.EDGE


def test_a_resumed_year_drops_the_rungs_that_are_past() -> None:
    paper = Paper()
    paper.now = at(3, 13)

    assert [timer.name for timer in _resumed(_suspended(paper)).arm] == [
        RUNGS[2],
        f"{REGISTRATION}/due",
    ]


def test_a_due_moment_that_was_told_as_passed_is_not_told_twice() -> None:
    paper = Paper()
    paper.now = at(3, 15)
    paper.fold("year", StageOverdue(stage="registration", due=DUE))

    assert [timer.name for timer in _resumed(_suspended(paper)).arm] == [RUNGS[2]]


def test_a_resumed_year_arms_the_step_that_is_open() -> None:
    paper = ranked("stages: [{id: award_nomination, due: null}]")
    paper.do("nominate", HEAD)

    assert [timer.name for timer in _resumed(_suspended(paper)).arm] == [
        "step/appraise/remind/0",
        "step/appraise/due",
    ]


def test_a_step_that_expired_is_not_told_twice() -> None:
    paper = ranked("stages: [{id: award_nomination, due: null}]")
    paper.do("nominate", HEAD)
    paper.now = at(1, 20)
    paper.fold("approvals", StepExpired(step="appraise"))

    assert _resumed(_suspended(paper)).arm == ()


def test_a_year_without_a_stage_has_nothing_to_arm() -> None:
    paper = standing_in("closed")
    del paper.streams["approvals"]

    assert _followed(paper, YearResumed(reason="x")) == Deadlines()
