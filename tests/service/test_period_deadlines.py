"""A half of the year has its own deadline: reminded of, told when it is over, late after it."""

import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from tests.calendars import decree, edited, off, told_of
from tests.factories import ADMIN, at, entries, sits
from tests.years import Lived, opened
from workflow.domain.stages.lateness import Lateness
from workflow.runtime import Runtime
from workflow.service import calendars
from workflow.service.deadlines import fire_due
from workflow.service.reading import history, why, work
from workflow.service.verifying import verify
from workflow.store.schema import outbox

REMINDER, OVERDUE = "stage_reminder", "stage_overdue"
DUE = at(7, 10, 10)
"""17:00 in Hà Nội."""


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """A year in its first stage, scored in halves; the first is due on 10 July at 17:00."""
    return opened(runtime, catalogue.load("plain-halves"))


def _pass(lived: Lived, month: int, day: int, hour: int = 12) -> None:
    lived.clock.move_to(at(month, day, hour))
    fire_due(lived.runtime)


def _score(lived: Lived, unit: str) -> None:
    given = {"period": "h1", "entries": entries(lived.book.definition.rubric)}
    lived.do("self_score", sits(unit), **given)


def _told(lived: Lived, notice: str) -> list[str]:
    """Return who was told of the half, and not of a stage."""
    wanted = select(outbox).where(outbox.c.notice == notice)
    with lived.runtime.engine.connect() as conn:
        rows = list(conn.execute(wanted))
    return sorted(row.person for row in rows if "Sáu tháng đầu" in str(row))


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def test_only_those_whose_sheet_of_the_half_is_missing_are_reminded(lived: Lived) -> None:
    _pass(lived, 7, 1)
    _score(lived, "binh")

    _pass(lived, 7, 7)
    assert _told(lived, REMINDER) == ["of-an", "of-chau", "of-dong"]


def test_a_half_is_over_time_once_and_those_who_are_late_are_told(lived: Lived) -> None:
    _pass(lived, 7, 1)
    _score(lived, "binh")
    for day in (10, 11, 20):
        _pass(lived, 7, day, 18)

    assert _kinds(lived).count("period_overdue") == 1
    assert set(_told(lived, OVERDUE)) >= {"of-chau", "of-dong"}
    assert "of-binh" not in _told(lived, OVERDUE)
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_half_whose_sheets_are_all_in_is_not_over_time(lived: Lived) -> None:
    _pass(lived, 7, 1)
    for unit in ("an", "binh", "chau", "dong"):
        _score(lived, unit)
    _pass(lived, 7, 20)

    assert "period_overdue" not in _kinds(lived)


def test_a_sheet_after_the_day_of_its_half_is_late(lived: Lived) -> None:
    _pass(lived, 7, 10, 9)
    _score(lived, "binh")
    _pass(lived, 7, 14)
    _score(lived, "chau")

    assert "lateness/binh" not in lived.book.streams
    (late,) = lived.book.load(Lateness, "lateness/chau").entries
    assert (late.stage, late.due, late.working_days) == ("year_end_scoring", DUE, 2)
    assert lived.stream("sheet@h1/chau").late


def test_what_is_due_stands_beside_what_keeps_the_year_in_its_stage(lived: Lived) -> None:
    _pass(lived, 6, 30)
    assert why(lived.runtime, lived.id).beside == ()

    _pass(lived, 7, 1)
    _score(lived, "binh")
    (due,) = why(lived.runtime, lived.id).beside
    assert (due.code, due.due) == ("MISSING_PERIOD_SHEET", DUE)
    assert due.who == ("unit:an", "unit:chau", "unit:dong")
    waits = {person: _waits(lived, person) for person in ("of-binh", "of-chau")}
    assert waits == {"of-binh": False, "of-chau": True}


def _waits(lived: Lived, person: str) -> bool:
    found = work(lived.runtime, person)
    return "MISSING_PERIOD_SHEET" in [one.unmet.code for one in found]


def test_a_half_is_due_later_by_as_long_as_the_year_stood_still(lived: Lived) -> None:
    _pass(lived, 7, 1)
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    _pass(lived, 7, 11)
    assert "period_overdue" not in _kinds(lived)

    lived.do("resume", ADMIN, reason="Tiếp tục")
    _pass(lived, 7, 18)
    _score(lived, "chau")
    assert "lateness/chau" not in lived.book.streams
    _pass(lived, 7, 22)
    assert "period_overdue" in _kinds(lived)
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_half_moves_with_the_calendar_and_both_days_are_recorded(lived: Lived) -> None:
    (seen,) = calendars.preview(lived.runtime, edited(lived.runtime, off("2025-07-10")))
    ((_, found),) = told_of(seen, "period")
    assert (found.was, found.due) == (DUE, at(7, 11, 10))
    decree(lived.runtime, off("2025-07-10"))

    moved = [one.data for one in history(lived.runtime, lived.id) if one.kind == "periods_due"]
    assert [one["cause"] for one in moved] == ["opening", "calendar"]
    assert moved[1]["was"] == moved[0]["dues"]
    assert len(_told(lived, "deadline_moved")) == 4
    _pass(lived, 7, 11, 9)
    _score(lived, "chau")
    assert "lateness/chau" not in lived.book.streams
    _pass(lived, 7, 14)
    assert "period_overdue" in _kinds(lived)
    assert verify(lived.runtime, lived.id).findings == ()


def test_nothing_is_due_after_a_year_is_dissolved(lived: Lived) -> None:
    paper = {"number": "01/QĐ", "on": "2025-01-01", "issuer": "UBND"}
    lived.do("dissolve", ADMIN, reason="Giải thể", paper=paper)
    _pass(lived, 7, 20)

    assert "period_overdue" not in _kinds(lived)
