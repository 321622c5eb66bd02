"""Times for objections reckoned anew: by another calendar, and by another definition."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from definitions.overlays import SHIPPED
from definitions.schema.calendars import DecreedDay
from definitions.schema.record import Text
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, at, plain
from tests.unit.domain.builders import day, only, utc
from tests.unit.domain.test_objections import ONE, RESULTS, answer, fixed, found, raised
from tests.years import Paper
from workflow.domain import deadlines, reckoning
from workflow.domain.model import Book, Draft, Event
from workflow.domain.objections import clock
from workflow.domain.objections.events import ObjectionMoved, ObjectionsPutOff, WindowMoved
from workflow.domain.objections.state import Window, objections_of
from workflow.domain.stages.counted import Fate
from workflow.domain.telling import occasions

WEDNESDAY = DecreedDay(
    date=day("2025-12-03"), kind="off", title=Text(vi="Bão", en="Storm"), source="1/QĐ"
)
SATURDAY = DecreedDay(
    date=day("2025-12-06"), kind="working", title=Text(vi="Bù", en="Swap"), source="2/QĐ"
)
ENDS = utc("2025-12-08T16:59:59")
"""The ranking is fixed on 1 December 2025, a Monday; the fifth working day after it is the 8th."""

ANSWERED = utc("2025-12-04T16:59:59")
DAY = timedelta(days=1)


@pytest.fixture
def paper() -> Paper:
    return fixed()


def fates(paper: Paper, *days: DecreedDay) -> list[tuple[str | None, Fate, datetime]]:
    """Return what would become of each time, with the objection that it is of."""
    book = replace(paper.book, overlay=SHIPPED.changed(days))
    return [
        (one.name if one.kind == "objection" else None, one.fate, one.due)
        for one in reckoning.objections(book, paper.now)
    ]


def decreed(paper: Paper, *days: DecreedDay) -> list[Draft]:
    """Lay days down, and move what moves with them."""
    paper.book = replace(paper.book, overlay=SHIPPED.changed(days))
    drafts = reckoning.drafts(paper.book, "1/QĐ: Bão", paper.call(ADMIN))
    for draft in drafts:
        paper.fold(draft.stream, draft.event)
    return [one for one in drafts if one.stream == "objections"]


def window(paper: Paper) -> Window:
    return only(objections_of(paper.book).windows)


def test_the_window_and_the_answer_move_over_a_new_day_off(paper: Paper) -> None:
    raised(paper)

    assert fates(paper, WEDNESDAY) == [
        (None, "moves", ENDS + DAY), ("kn-1", "moves", ANSWERED + DAY),
    ]  # fmt: skip


def test_the_move_is_recorded_with_both_times_reason_and_version(paper: Paper) -> None:
    raised(paper)

    moved = [one.event for one in decreed(paper, WEDNESDAY)]

    assert moved == [
        WindowMoved(rule="results", of=None, cause="calendar", was=ENDS, until=ENDS + DAY,
                    reason="1/QĐ: Bão", calendar=1),
        ObjectionMoved(id="kn-1", time="answer", cause="calendar", was=ANSWERED,
                       due=ANSWERED + DAY, reason="1/QĐ: Bão", calendar=1),
    ]  # fmt: skip
    assert (window(paper).until, found(paper).due) == (ENDS + DAY, ANSWERED + DAY)
    assert [one.calendar for one in (*window(paper).moves, *found(paper).moves)] == [1, 1]


def test_an_answer_has_another_timer_and_a_window_needs_none(paper: Paper) -> None:
    raised(paper)
    window_moved, answer_moved = decreed(paper, WEDNESDAY)

    assert deadlines.follow(paper.book, window_moved.event, paper.call(ADMIN)).arm == ()
    (timer,) = deadlines.follow(paper.book, answer_moved.event, paper.call(ADMIN)).arm
    assert (timer.name, timer.due) == (
        "objection/kn-1/due", ANSWERED + DAY + timedelta(milliseconds=1),
    )  # fmt: skip


def test_the_time_to_take_a_rejection_further_moves_and_rings_for_nobody(paper: Paper) -> None:
    raised(paper)
    answer(paper, DEPUTY)
    again = utc("2025-12-03T16:59:59")

    assert ("kn-1", "moves", again + DAY) in fates(paper, WEDNESDAY)
    moved = decreed(paper, WEDNESDAY)[-1].event
    assert found(paper).again_until == again + DAY
    assert deadlines.follow(paper.book, moved, paper.call(ADMIN)).arm == ()


def test_an_objection_that_was_carried_on_is_counted_from_when_it_was(paper: Paper) -> None:
    """On Tuesday to the board, which has five working days."""
    raised(paper)
    answer(paper, DEPUTY)
    paper.now += DAY
    paper.do("carry_objection", MEMBER, id="kn-1")

    assert found(paper).due == utc("2025-12-09T16:59:59")
    assert ("kn-1", "moves", utc("2025-12-10T16:59:59")) in fates(paper, WEDNESDAY)


def test_what_would_be_past_stays(paper: Paper) -> None:
    """A Saturday that people work on takes a day off both; on Sunday the one is past."""
    raised(paper)
    paper.now = at(12, 6, 18)

    assert fates(paper, SATURDAY)[0] == (None, "would_be_past", ENDS)


def test_a_window_that_is_over_stays_over(paper: Paper) -> None:
    paper.now = ENDS + timedelta(seconds=1)

    assert fates(paper, WEDNESDAY) == []


def test_an_answer_that_is_late_already_was_dealt_with(paper: Paper) -> None:
    raised(paper)
    for _ in range(3):
        paper.now = found(paper).due + timedelta(seconds=1)
        for draft in clock.expire(paper.book, found(paper), paper.call(ADMIN)):
            paper.fold(draft.stream, draft.event)

    assert found(paper).overdue
    assert fates(paper, WEDNESDAY) == []


def test_what_was_put_off_while_the_year_stood_still_stays_put_off(paper: Paper) -> None:
    raised(paper)
    paper.do("suspend", ADMIN, reason="Lụt")
    paper.now += 3 * DAY
    paper.do("resume", ADMIN, reason="Nước rút")

    assert [move.cause for move in (*window(paper).moves, *found(paper).moves)] == [
        "suspension", "suspension",
    ]  # fmt: skip
    assert fates(paper, WEDNESDAY) == [
        (None, "moves", ENDS + 4 * DAY), ("kn-1", "moves", ANSWERED + 4 * DAY),
    ]  # fmt: skip


def test_what_was_put_off_before_moves_were_kept_is_left_alone(paper: Paper) -> None:
    raised(paper)
    before = clock.put_off(_stood(paper), "Lụt", paper.call(ADMIN))
    event = only(before).event
    assert isinstance(event, ObjectionsPutOff)
    paper.fold("objections", replace(event, reason=None))

    assert (window(paper).moves, found(paper).moves) == ((), ())
    assert [fate for _, fate, _ in fates(paper, WEDNESDAY)] == ["put_off_unrecorded"] * 2


def _stood(paper: Paper) -> Book:
    paper.do("suspend", ADMIN, reason="Lụt")
    paper.now += 3 * DAY
    return paper.book


def test_a_year_that_stands_still_moves_its_times_and_arms_nothing(paper: Paper) -> None:
    raised(paper)
    paper.do("suspend", ADMIN, reason="Lụt")
    paper.now += 10 * DAY

    _, moved = decreed(paper, WEDNESDAY)

    assert found(paper).due == ANSWERED + DAY
    assert deadlines.follow(paper.book, moved.event, paper.call(ADMIN)).arm == ()


def test_what_was_raised_before_its_start_was_kept_is_counted_from_its_day(paper: Paper) -> None:
    raised(paper)
    state = objections_of(paper.book)
    paper.streams["objections"] = replace(
        state, objections=(replace(found(paper), since=None),)
    )  # fmt: skip

    assert ("kn-1", "moves", ANSWERED + DAY) in fates(paper, WEDNESDAY)


def test_the_unit_and_whoever_answers_are_told(paper: Paper) -> None:
    raised(paper)
    window_moved, answer_moved = decreed(paper, WEDNESDAY)

    (of_window,) = occasions.follow(paper.book, window_moved, paper.call(ADMIN))
    (of_answer,) = occasions.follow(paper.book, answer_moved, paper.call(ADMIN))
    assert (of_window.on, of_window.facts["until"]) == ("objections_moved", ENDS + DAY)
    assert (of_answer.on, of_answer.people, of_answer.units) == (
        "objection_moved", ("of-binh",), ("chau",),
    )  # fmt: skip


def test_the_time_to_go_on_is_told_to_the_unit_alone(paper: Paper) -> None:
    raised(paper)
    answer(paper, DEPUTY)
    moved = decreed(paper, WEDNESDAY)[-1]

    (told,) = occasions.follow(paper.book, moved, paper.call(ADMIN))
    assert (told.only, told.people, told.units) == ("unit", (), ("chau",))


# another definition ------------------------------------------------------------------------------


def adopted(paper: Paper, rules: str) -> list[Event]:
    """Have the year take up another definition; return what happened to objections."""
    paper.offer(plain(rules))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")
    drafts = paper.do("adopt_definition", ADMIN, definition="plain")
    return [one.event for one in drafts if one.stream == "objections"]


def test_other_lengths_move_what_runs_with_both_times(paper: Paper) -> None:
    raised(paper)
    longer = RESULTS.replace("window: 5 w", "window: 7 w").replace("within: 3 w", "within: 4 w")

    events = adopted(paper, longer)

    assert events == [
        WindowMoved(rule="results", of=None, cause="definition", was=ENDS, until=ENDS + 2 * DAY,
                    reason="Lý do"),
        ObjectionMoved(id="kn-1", time="answer", cause="definition", was=ANSWERED,
                       due=ANSWERED + DAY, reason="Lý do"),
    ]  # fmt: skip


def test_a_length_that_would_be_past_moves_nothing(paper: Paper) -> None:
    paper.now = at(12, 5)

    assert adopted(paper, RESULTS.replace("window: 5 w", "window: 2 w")) == []
    assert window(paper).until == ENDS


def test_the_same_lengths_move_nothing(paper: Paper) -> None:
    assert adopted(paper, f"title: {{vi: Khác, en: Other}}\n{RESULTS}") == []


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        pytest.param("", ["NAMES_IN_USE"], id="gone"),
        pytest.param(
            RESULTS.replace("role: deputy", "role: head"), ["OBJECTIONS_BEGUN"], id="others-answer"
        ),
        pytest.param(
            RESULTS.replace("[score, class, rank]", "[score]"),
            ["OBJECTIONS_BEGUN"],
            id="about-less",
        ),
        pytest.param(
            RESULTS.replace("    again: 2 working_days\n", ""),
            ["OBJECTIONS_BEGUN"],
            id="no-second-try",
        ),
    ],
)
def test_who_objects_and_who_answers_stays(paper: Paper, rules: str, codes: list[str]) -> None:
    paper.offer(plain(rules))

    refused = paper.refused("propose_definition", HEAD, definition="plain", reason="Lý do")
    assert [one for one in refused if one != "STAGE_LIVED_OTHERWISE"] == codes


def test_what_moves_is_shown_before_it_does(paper: Paper) -> None:
    raised(paper)
    paper.offer(plain(RESULTS.replace("window: 5 w", "window: 7 w")))
    (proposed,) = paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")

    (shown,) = proposed.event.foreseen.times  # type: ignore[attr-defined]
    assert (shown.time, shown.was, shown.due) == ("window", ENDS, ENDS + 2 * DAY)
    assert paper.refused("raise_objection", MEMBER, **ONE | {"id": "kn-2"}) == [
        "OBJECTION_OPEN_ALREADY"
    ]
