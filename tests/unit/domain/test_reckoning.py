"""Deadlines reckoned anew: what moves with the calendar, what people have set, what is past."""

from dataclasses import replace
from datetime import timedelta

import pytest

from definitions.overlays import SHIPPED
from definitions.schema.calendars import DecreedDay
from definitions.schema.record import Text
from tests.factories import ADMIN, HEAD, at, plain
from tests.unit.domain.builders import day, utc
from tests.years import Paper
from workflow.domain import reckoning
from workflow.domain.reckoning import Reckoned
from workflow.domain.stages.year import YearState

ROLLING = "stages: [{id: registration, due: {month: 3, day: 14, time: '17:00', roll: next}}]"
DUE = utc("2025-03-14T10:00")
OFF = DecreedDay(
    date=day("2025-03-14"), kind="off", title=Text(vi="Bão", en="Storm"), source="1/QĐ"
)
OVERLAY = SHIPPED.changed([OFF])


def _paper(change: str = ROLLING) -> Paper:
    return Paper(definition=plain(change))


def _reckoned(paper: Paper) -> Reckoned:
    found = reckoning.reckoned(replace(paper.book, overlay=OVERLAY), paper.now)
    assert found is not None
    return found


def test_a_deadline_on_a_new_day_off_moves_as_its_rule_says() -> None:
    found = _reckoned(_paper())

    assert (found.fate, found.was, found.due) == ("moves", DUE, utc("2025-03-17T10:00"))


def test_a_deadline_that_does_not_roll_stays() -> None:
    assert _reckoned(_paper("")).fate == "stays"


def test_a_deadline_counted_in_working_days_moves_over_a_new_day_off() -> None:
    counted = "{month: null, day: null, time: null, after_entry: 60 working_days}"
    paper = _paper(f"stages: [{{id: registration, due: {counted}}}]")

    found = _reckoned(paper)
    assert (found.fate, found.due - found.was) == ("moves", timedelta(days=1))


def test_a_deadline_that_people_set_stays() -> None:
    paper = _paper()
    paper.do("propose_extension", HEAD, stage="registration", until="2025-03-21", reason="Lụt")
    paper.do("confirm_extension", ADMIN, stage="registration")

    assert _reckoned(paper).fate == "set_by_people"


def test_a_deadline_that_would_be_past_stays() -> None:
    paper = _paper("stages: [{id: registration, due: {month: 3, day: 14, roll: previous}}]")
    paper.now = at(3, 14, 8)

    found = _reckoned(paper)
    assert (found.fate, found.due) == ("would_be_past", found.was)


def test_what_was_put_off_stays_put_off_by_as_much() -> None:
    paper = _paper()
    paper.do("suspend", ADMIN, reason="Sáp nhập")
    paper.now += timedelta(days=10)
    paper.do("resume", ADMIN, reason="Xong")

    found = _reckoned(paper)
    assert (found.was, found.due) == (utc("2025-03-24T10:00"), utc("2025-03-27T10:00"))


def test_a_deadline_already_over_is_given_time_again() -> None:
    paper = _paper()
    paper.now = at(3, 15)

    assert _reckoned(paper).fate == "moves"


def test_a_stage_that_was_put_off_before_that_was_kept_is_left_alone() -> None:
    paper = _paper()
    state = paper.book.load(YearState, "year")
    stage = replace(state.stages[0], due=DUE + timedelta(days=3))
    paper.streams["year"] = replace(state, stages=(stage,))

    assert _reckoned(paper).fate == "put_off_unrecorded"


def test_nothing_is_reckoned_where_nothing_is_due() -> None:
    paper = _paper("stages: [{id: registration, due: null}]")

    assert reckoning.reckoned(paper.book, paper.now) is None


def test_the_move_is_kept_with_the_version_that_it_was_reckoned_by() -> None:
    paper = _paper()
    book = replace(paper.book, overlay=OVERLAY)

    for draft in reckoning.drafts(book, "1/QĐ: Bão", paper.call(ADMIN)):
        paper.fold(draft.stream, draft.event)

    (move,) = paper.book.load(YearState, "year").stages[0].moves
    assert (move.cause, move.reason, move.calendar) == ("calendar", "1/QĐ: Bão", 1)


@pytest.mark.parametrize("change", ["", ROLLING])
def test_reckoning_by_the_same_calendar_moves_nothing(change: str) -> None:
    paper = _paper(change)

    assert reckoning.drafts(paper.book, "x", paper.call(ADMIN)) == []
