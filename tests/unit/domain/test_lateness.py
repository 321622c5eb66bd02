"""Late work: accepted, marked, refused, or taken by permission; always with how late it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import MEMBER, at, holds, plain
from tests.unit.domain.builders import only, utc
from tests.years import Paper
from workflow.domain.stages import lateness
from workflow.domain.stages.lateness import Lateness

DUE = utc("2025-03-14T10:00")
KIND = "registration"
PERMIT = "stages: [{id: registration, late: {effect: permit, office: council}}]"


def _late(effect: str = "mark", now: str = "2025-03-18T03:00") -> Paper:
    change = (
        PERMIT if effect == "permit" else f"stages: [{{id: {KIND}, late: {{effect: {effect}}}}}]"
    )
    paper = Paper(definition=plain(change))
    paper.now = utc(now)
    return paper


def _state(paper: Paper) -> Lateness:
    return paper.book.load(Lateness, "lateness/chau")


@pytest.mark.parametrize(
    ("offset", "late"),
    [
        pytest.param(-timedelta(milliseconds=1), False, id="one-millisecond-before"),
        pytest.param(timedelta(0), False, id="at-the-moment"),
        pytest.param(timedelta(milliseconds=1), True, id="one-millisecond-after"),
    ],
)
def test_the_due_moment_is_itself_in_time(offset: timedelta, *, late: bool) -> None:
    paper = _late()
    paper.now = DUE + offset

    assert lateness.is_late(paper.book, KIND, paper.call(MEMBER)) is late


def test_work_that_came_late_is_kept_with_the_working_days_between() -> None:
    paper = _late()
    paper.do("register", MEMBER, collective=["FLAG"])

    entry = only(_state(paper).entries)
    assert (entry.due, entry.handed_in, entry.working_days) == (DUE, paper.now, 2)


def test_both_the_day_it_is_dated_and_the_day_it_came_are_kept() -> None:
    paper = _late()
    call = replace(paper.call(MEMBER), at=at(3, 10))

    (draft,) = lateness.taken(paper.book, KIND, call)
    entry = only(lateness.evolve(None, draft.event, call).entries)

    assert (entry.effective, entry.handed_in) == (at(3, 10), paper.now)


def test_work_later_on_the_same_day_is_no_working_day_late() -> None:
    paper = _late(now="2025-03-14T12:00")
    paper.do("register", MEMBER, collective=["FLAG"])

    assert only(_state(paper).entries).working_days == 0


@pytest.mark.parametrize("effect", ["accept", "refuse"])
def test_only_what_is_marked_is_kept_as_late(effect: str) -> None:
    paper = _late(effect)

    assert lateness.taken(paper.book, KIND, paper.call(MEMBER)) == []


def test_late_work_waits_for_the_permission_of_the_office_that_gives_it() -> None:
    unmet = only(_late("permit").prevented("register", MEMBER, collective=["FLAG"]))

    assert (unmet.code, unmet.who) == ("LATE_NEEDS_PERMISSION", ("office:council",))


def _permitted(**given: str) -> Paper:
    paper = _late("permit")
    paper.do("permit_late", holds("council"), unit="chau", stage=KIND, reason="Lụt", **given)
    return paper


def test_late_work_is_taken_by_permission_and_marked() -> None:
    paper = _permitted()

    paper.do("register", MEMBER, collective=["FLAG"])

    found = _state(paper)
    assert (len(found.entries), found.permits[0].reason) == (1, "Lụt")


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        pytest.param("2025-03-20T16:59:59.999", [], id="to-the-end-of-its-last-day"),
        pytest.param("2025-03-20T17:00", ["LATE_NEEDS_PERMISSION"], id="and-no-longer"),
    ],
)
def test_a_permission_ends_with_its_last_day_in_hanoi(now: str, refused: list[str]) -> None:
    paper = _permitted(until="2025-03-20")
    paper.now = utc(now)

    assert paper.refused("register", MEMBER, collective=["FLAG"]) == refused


@pytest.mark.parametrize(
    ("office", "given", "code"),
    [
        pytest.param("board", {}, "NOT_THE_OFFICE", id="another-office"),
        pytest.param("council", {"unit": "nobody"}, "NOT_A_MEMBER", id="no-member"),
        pytest.param("council", {"stage": "pledge_signing"}, "LATE_NOT_PERMITTABLE", id="stage"),
        pytest.param("council", {"until": "2025-03-01"}, "PERMIT_IN_THE_PAST", id="past"),
    ],
)
def test_no_permission_is_given(office: str, given: dict[str, str], code: str) -> None:
    wanted = {"unit": "chau", "stage": KIND, "reason": "Lụt", **given}

    assert _late("permit").refused("permit_late", holds(office), **wanted) == [code]
