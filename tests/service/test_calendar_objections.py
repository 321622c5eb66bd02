"""The times of objections when days off are decreed: they move, are recorded, told and proved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from console.cli.asked import Asked
from console.cli.objections import objections_document, objections_text
from definitions.wording import Phrase
from tests.approving import OneDefinition
from tests.calendars import decree, edited, off, told_of
from tests.factories import ADMIN, DEPUTY, MEMBER, plain
from tests.unit.domain.test_objections import ONE, RESULTS
from tests.years import LIVING, Lived, carry, opened
from worker import Composed
from workflow.domain.objections.state import Objections, objections_of
from workflow.runtime import Runtime
from workflow.service import calendars, reading
from workflow.service.deadlines import fire_due
from workflow.service.verifying import verify
from workflow.store.schema import outbox, timers

EDGE = timedelta(milliseconds=1)
DAY = timedelta(days=1)
LIST = """
objections:
  - id: list
    title: {vi: Kiến nghị về danh sách, en: Objections to the list}
    about: [nomination]
    opens: nomination
    window: 60 working_days
    heard_by: [{role: deputy, within: 3 working_days}]
"""


def _lived(runtime: Runtime, rules: str) -> Lived:
    definition = plain(rules)
    return opened(replace(runtime, catalogue=OneDefinition(definition)), definition)


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A year whose ranking is fixed, and in which `chau` has objected to its score."""
    year = _lived(runtime, RESULTS)
    carry(year, "scoring")
    LIVING["scoring"](year)
    year.do("raise_objection", MEMBER, **ONE)
    return year


def _state(lived: Lived) -> Objections:
    return objections_of(lived.book)


def _timer(lived: Lived) -> tuple[str, datetime]:
    wanted = select(timers.c.status, timers.c.due).where(timers.c.name == "objection/kn-1/due")
    with lived.runtime.engine.connect() as conn:
        row: Sequence[Any] = conn.execute(wanted).one()
    return row[0], row[1]


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice).order_by(outbox.c.person)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted))


def _next_working_day(lived: Lived) -> str:
    """Return the day after the window was opened: every time counts it, and it is worked on."""
    found = lived.book.calendar.shift(lived.now.date(), plain(RESULTS).objections[0].window)
    days = (lived.now.date() + number * DAY for number in range(1, 9))
    return str(next(day for day in days if day < found and not lived.book.calendar.why_not(day)))


def test_windows_and_answers_move_with_their_timers_and_both_times_are_kept(lived: Lived) -> None:
    (window,), (one,) = _state(lived).windows, _state(lived).objections

    decree(lived.runtime, off(_next_working_day(lived)))

    (later,), (moved,) = _state(lived).windows, _state(lived).objections
    assert (later.until > window.until, moved.due > one.due) == (True, True)
    assert [(move.was, move.due, move.calendar) for move in moved.moves] == [
        (one.due, moved.due, 1)
    ]
    assert _timer(lived) == ("armed", moved.due + EDGE)
    kinds = [line.kind for line in reading.history(lived.runtime, lived.id)][-2:]
    assert kinds == ["objection_window_moved", "objection_moved"]
    assert verify(lived.runtime, lived.id).findings == ()


def test_members_are_told_of_the_window_and_both_sides_of_the_answer(lived: Lived) -> None:
    decree(lived.runtime, off(_next_working_day(lived)))

    assert len(_told(lived, "objections_moved")) == 4
    assert _told(lived, "objection_moved") == ["of-binh", "of-chau"]


def test_an_objection_is_passed_on_when_its_new_time_is_over_and_not_before(lived: Lived) -> None:
    due = _state(lived).objections[0].due
    decree(lived.runtime, off(_next_working_day(lived)))

    lived.clock.move_to(due + timedelta(seconds=1))
    fire_due(lived.runtime)
    assert _state(lived).objections[0].level == 0

    lived.clock.move_to(_state(lived).objections[0].due + timedelta(seconds=1))
    fire_due(lived.runtime)
    assert _state(lived).objections[0].level == 1


def test_a_preview_names_each_in_both_languages_and_moves_none(lived: Lived) -> None:
    before = _state(lived)

    overlay = edited(lived.runtime, off(_next_working_day(lived)))
    (found,) = calendars.preview(lived.runtime, overlay)

    told = told_of(found, "objection", "objections")
    assert [(what.of("vi"), what.of("en"), one.fate) for what, one in told] == [
        ("thời gian kiến nghị “Kiến nghị về kết quả”",
         "the time to object (“Objections to results”)", "moves"),
        ("hạn trả lời kiến nghị kn-1", "the answer to the objection kn-1", "moves"),
    ]  # fmt: skip
    assert {type(what) for what, _ in found.deadlines} == {Phrase}
    assert _state(lived) == before


def test_a_year_that_stands_still_arms_nothing_until_it_goes_on(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Lụt")
    decree(lived.runtime, off(_next_working_day(lived)))
    moved = _state(lived).objections[0]
    assert _timer(lived)[0] == "cancelled"

    lived.clock.move_to(lived.now + 3 * DAY)
    lived.do("resume", ADMIN, reason="Nước rút")

    later = _state(lived).objections[0]
    assert later.due >= moved.due + 3 * DAY
    assert [move.cause for move in later.moves] == ["calendar", "suspension"]
    assert _timer(lived) == ("armed", later.due + EDGE)
    assert verify(lived.runtime, lived.id).findings == ()


def test_the_time_to_go_on_moves_and_arms_nothing(lived: Lived) -> None:
    lived.do("answer_objection", DEPUTY, id="kn-1", outcome="rejected", reason="Đã kiểm tra")
    before = _state(lived).objections[0].again_until

    decree(lived.runtime, off(_next_working_day(lived)))

    after = _state(lived).objections[0].again_until
    assert (before, after) != (None, None)
    assert before is not None is not after
    assert after > before
    assert _timer(lived)[0] == "cancelled"


def test_a_window_that_outlasts_its_year_follows_though_nothing_is_armed(runtime: Runtime) -> None:
    year = _lived(runtime, LIST)
    carry(year, "nomination")
    carry(year, "closed")
    with year.runtime.engine.begin() as conn:
        conn.execute(timers.update().values(status="cancelled"))
    (before,) = _state(year).windows

    decree(year.runtime, off(_next_working_day(year)))

    (after,) = _state(year).windows
    assert year.stream("year").state == "closed"
    assert after.until > before.until


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", ["vì lịch làm việc thay đổi", "Đang chạy thời gian kiến nghị"]),
        ("en", ["because the calendar changed", "Running: the time to object"]),
    ],
)
def test_the_page_of_the_year_says_why_each_time_is_another(
    lived: Lived, language: str, said: list[str]
) -> None:
    decree(lived.runtime, off(_next_working_day(lived)))

    text = "\n".join(
        objections_text(Asked(composer=Composed(), language=language), lived.book, lived.now)
    )
    document = objections_document(lived.book, lived.now)

    assert [text.count(one) for one in said] == [2, 1]
    assert [len(one["moves"]) for one in (*document["windows"], *document["objections"])] == [1, 1]
