"""The bloc year: entered stage by stage, standing still, ended; and what it takes when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.factories import ADMIN, DECREE, DEPUTY, HEAD, MEMBER, START, at, plain, pledge_text
from tests.unit.domain.builders import only, standing_at, standing_in, utc
from tests.years import Paper
from workflow.domain import acts
from workflow.domain.model import Actor, Event
from workflow.domain.registration.handing_in import Register
from workflow.domain.registration.state import Registration
from workflow.domain.stages import lateness, year
from workflow.domain.stages.year import (
    StageEntered,
    StageOverdue,
    YearClosed,
    YearDissolved,
    YearOpened,
    YearResumed,
    YearState,
    YearSuspended,
)

LATER = "stages: [{id: registration, opens: {month: 2, day: 1}}]"
WHY = {"reason": "Sáp nhập"}


@pytest.fixture
def paper() -> Paper:
    return Paper()


def _year(paper: Paper) -> YearState:
    return paper.book.load(YearState, "year")


def _refused_at(paper: Paper, at: datetime, recorder: str | None = None) -> list[str]:
    call = replace(paper.call(MEMBER), at=at, recorder=recorder)
    return [one.code for one in acts.prevented(paper.book, acts.ACTS["register"], Register(), call)]


def test_a_year_begins_in_its_first_stage_with_its_due_moment(paper: Paper) -> None:
    found = _year(paper)

    assert found.state == "registration"
    assert [(one.id, one.entered_at, one.due) for one in found.stages] == [
        ("registration", START, at(3, 14, 10))
    ]


def test_advancing_leaves_one_stage_and_enters_the_next() -> None:
    paper = standing_in("pledge")

    assert [(one.id, one.left_at is None) for one in _year(paper).stages] == [
        ("registration", False),
        ("pledge_signing", True),
    ]


def test_the_last_advance_closes_the_year() -> None:
    found = _year(standing_in("closed"))

    assert (found.state, found.current) == ("closed", None)


def test_a_second_click_does_not_skip_a_stage() -> None:
    paper = standing_in("pledge")

    unmet = paper.prevented("advance", HEAD, leaving="registration")
    assert [one.code for one in unmet] == ["STAGE_MOVED"]


def test_a_stage_is_not_left_before_it_was_entered() -> None:
    paper = standing_in("scoring")
    paper.now = at(6, 1)
    paper.fold("year", StageEntered(stage="award_nomination"))
    call = replace(paper.call(HEAD), at=at(5, 1))

    unmet = acts.prevented(paper.book, acts.ACTS["advance"], year.Advance(), call)
    assert unmet[0].code == "BEFORE_STAGE"


def test_no_act_is_dated_before_the_year_was_opened(paper: Paper) -> None:
    assert _refused_at(paper, START - timedelta(seconds=1), "of-an") == ["BEFORE_OPENING"]
    assert _refused_at(paper, START, "of-an") == []


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        pytest.param(utc("2025-01-31T16:59:59"), ["STAGE_NOT_OPEN"], id="the-day-before"),
        pytest.param(utc("2025-01-31T17:00"), [], id="midnight-in-hanoi"),
    ],
)
def test_a_stage_takes_work_from_its_opening(now: datetime, refused: list[str]) -> None:
    paper = Paper(definition=plain(LATER))
    paper.now = now

    assert paper.refused("register", MEMBER) == refused


def test_a_stage_that_takes_early_work_does_not_wait_for_its_opening() -> None:
    paper = Paper(definition=plain(LATER.replace("opens", "early: true, opens")))

    assert paper.refused("register", MEMBER) == []


def test_a_stage_not_yet_entered_takes_no_work(paper: Paper) -> None:
    unmet = only(paper.prevented("draft_pledge", HEAD, **pledge_text()))

    assert (unmet.code, unmet.who) == ("STAGE_NOT_OPEN", ("head",))


def test_a_stage_that_was_left_takes_no_more_work() -> None:
    assert standing_in("review").refused("draft_pledge", HEAD, **pledge_text()) == [
        "STAGE_OVER",
        "PLEDGE_FROZEN",
    ]


def test_a_year_without_such_a_stage_takes_no_such_work() -> None:
    paper = Paper(definition=plain("stages: [{id: mid_year_review, remove: true}]"))

    assert paper.refused("submit_report", MEMBER) == ["NO_SUCH_STAGE"]


def test_work_of_a_stage_that_does_not_exist_is_never_late(paper: Paper) -> None:
    bare = Paper(definition=plain("stages: [{id: mid_year_review, remove: true}]"))

    assert not lateness.is_late(bare.book, "review", bare.call(MEMBER))
    assert not lateness.is_late(paper.book, "review", paper.call(MEMBER))


@pytest.mark.parametrize(
    ("recorder", "late"),
    [
        pytest.param(None, True, id="entered-late-for-an-earlier-day"),
        pytest.param("of-an", False, id="recorded-late-by-the-minutes-of-a-meeting"),
    ],
)
def test_work_is_handed_in_when_it_is_entered_or_at_the_meeting(
    paper: Paper, recorder: str | None, *, late: bool
) -> None:
    paper.now = at(3, 20)
    call = replace(paper.call(MEMBER), at=at(3, 1), recorder=recorder)

    assert lateness.is_late(paper.book, "registration", call) is late


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        pytest.param("closed", ["YEAR_NOT_RUNNING"], id="closed"),
        pytest.param("suspended", ["YEAR_NOT_RUNNING"], id="suspended"),
        pytest.param("dissolved", ["YEAR_NOT_RUNNING"], id="dissolved"),
    ],
)
def test_a_year_that_is_not_running_takes_no_work(
    paper: Paper, state: str, refused: list[str]
) -> None:
    assert standing_at(paper, state).refused("register", MEMBER) == refused


@pytest.mark.parametrize(
    ("state", "refused"), [("suspended", []), ("closed", []), ("dissolved", ["YEAR_NOT_RUNNING"])]
)
def test_people_are_seated_until_a_year_is_dissolved(
    paper: Paper, state: str, refused: list[str]
) -> None:
    given = {"person": {"id": "x", "name": "x"}, "seat": "unit:an"}

    assert standing_at(paper, state).refused("seat_person", ADMIN, **given) == refused


def test_a_year_stands_still_and_goes_on_where_it_stood(paper: Paper) -> None:
    paper.do("suspend", ADMIN, **WHY)
    assert (_year(paper).state, _year(paper).resume_to) == ("suspended", "registration")

    paper.do("resume", ADMIN, **WHY)
    assert (_year(paper).state, _year(paper).resume_to) == ("registration", None)


def test_a_year_that_stood_still_is_due_later_by_as_long(paper: Paper) -> None:
    paper.do("suspend", ADMIN, **WHY)
    paper.now += timedelta(days=30)
    paper.do("resume", ADMIN, **WHY)

    current = _year(paper).current
    assert current is not None
    assert current.due == at(3, 14, 10) + timedelta(days=30)


def test_a_stage_without_a_due_moment_has_none_after_standing_still() -> None:
    paper = Paper(definition=plain("stages: [{id: registration, due: null}]"))
    paper.do("suspend", ADMIN, **WHY)
    paper.do("resume", ADMIN, **WHY)

    assert _year(paper).stages[0].due is None


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        pytest.param("registration", {"suspend", "dissolve"}, id="running"),
        pytest.param("suspended", {"resume", "dissolve"}, id="suspended"),
        pytest.param("closed", set(), id="closed"),
        pytest.param("dissolved", set(), id="dissolved"),
    ],
)
def test_what_an_administrator_may_do_depends_on_the_state(
    paper: Paper, state: str, allowed: set[str]
) -> None:
    standing_at(paper, state)

    given: dict[str, dict[str, object]] = {
        "suspend": {**WHY}, "resume": {**WHY}, "dissolve": {**WHY, "paper": DECREE}
    }  # fmt: skip
    answers = {act: paper.refused(act, ADMIN, **one) for act, one in given.items()}
    assert answers == {act: [] if act in allowed else ["YEAR_STATE"] for act in answers}


def test_a_dissolved_year_has_left_its_stage(paper: Paper) -> None:
    paper.do("dissolve", ADMIN, **WHY, paper=DECREE)

    found = _year(paper)
    assert (found.state, found.current, found.stages[0].left_at) == ("dissolved", None, START)


@pytest.mark.parametrize(
    ("act", "by", "more"), [("suspend", HEAD, {}), ("dissolve", DEPUTY, {"paper": DECREE})]
)
def test_only_an_administrator_stops_a_year(
    paper: Paper, act: str, by: Actor, more: dict[str, object]
) -> None:
    assert paper.refused(act, by, **WHY, **more) == ["NOT_IN_ROLE"]


def test_an_overdue_stage_is_marked_and_no_other() -> None:
    paper = standing_in("pledge")
    paper.fold("year", StageOverdue(stage="pledge_signing", due=at(3, 31)))

    assert [one.overdue for one in _year(paper).stages] == [False, True]


@pytest.mark.parametrize(
    ("stage", "title"), [("registration", "Pledge signing"), ("handover", None), ("closed", None)]
)
def test_what_follows_is_told_by_its_title(stage: str, title: str | None) -> None:
    found = year.following(standing_in(stage).book, lambda _: True)

    assert (found and found.en) == title


@pytest.mark.parametrize(
    ("owner", "by", "refused"),
    [
        pytest.param("head", HEAD, [], id="owner"),
        pytest.param("head", ADMIN, [], id="admin-always"),
        pytest.param("head", DEPUTY, ["NOT_IN_ROLE"], id="not-the-owner"),
        pytest.param("admin", ADMIN, [], id="admin-as-owner"),
        pytest.param("null", HEAD, ["NOT_IN_ROLE"], id="no-owner"),
    ],
)
def test_the_owner_of_a_stage_advances_the_year(owner: str, by: Actor, refused: list[str]) -> None:
    change = f"stages: [{{id: registration, owner: {owner}, needs: null}}]"
    paper = Paper(definition=plain(change))

    assert paper.refused("advance", by) == refused


@pytest.mark.parametrize("state", ["closed", "dissolved"])
@pytest.mark.parametrize(
    "event",
    [StageEntered(stage="x"), YearSuspended(reason="x"), YearDissolved(reason="x"), YearClosed()],
)
def test_nothing_happens_in_a_year_that_has_ended(paper: Paper, state: str, event: Event) -> None:
    standing_at(paper, state)

    with pytest.raises(Exception, match="event_out_of_place"):
        paper.fold("year", event)


@pytest.mark.parametrize("event", [StageEntered(stage="x"), YearResumed(reason="x"), YearClosed()])
def test_nothing_happens_in_a_year_that_was_not_opened(paper: Paper, event: Event) -> None:
    del paper.streams["year"]

    with pytest.raises(Exception, match="event_out_of_place"):
        paper.fold("year", event)


def test_a_year_is_opened_once(paper: Paper) -> None:
    opened = YearOpened(bloc="b", bloc_name="B", year=2025, definition="x", definition_hash="0")

    with pytest.raises(Exception, match="event_out_of_place"):
        paper.fold("year", opened)


def test_a_stage_is_advanced_by_what_its_branch_chooses() -> None:
    routes = "[{to: year_end_scoring, when: {registrations: submitted}}, {to: pledge_signing}]"
    paper = Paper(definition=plain(f"stages: [{{id: registration, needs: null, next: {routes}}}]"))
    for unit in ("an", "binh", "chau", "dong"):
        paper.streams[f"registration/{unit}"] = Registration(status="submitted")
    paper.do("advance", HEAD)

    assert _year(paper).state == "year_end_scoring"
