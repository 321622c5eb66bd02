"""A criteria group has its own days: opened, reminded of, told when it is over, late after it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from tests.approving import OneDefinition
from tests.calendars import decree, edited, off, told_of
from tests.factories import ADMIN, HEAD, at, plain, sits
from tests.years import Lived, carry, opened
from workflow.domain.errors import Refused
from workflow.domain.stages.lateness import Lateness
from workflow.runtime import Runtime
from workflow.service import calendars
from workflow.service.deadlines import fire_due
from workflow.service.reading import history, why, work
from workflow.service.verifying import verify
from workflow.store.schema import outbox

GROUP = {"I.1": "20", "I.2": "12", "I.3": "1"}
DUE = at(7, 10, 10)
"""17:00 in Hà Nội."""


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """A year in its first stage; its group I opens on 2 June and is due on 10 July at 17:00."""
    return opened(runtime, catalogue.load("plain-groups"))


def _pass(lived: Lived, month: int, day: int, hour: int = 12) -> None:
    lived.clock.move_to(at(month, day, hour))
    fire_due(lived.runtime)


def _save(lived: Lived, unit: str, entries: dict[str, str] | None = None) -> None:
    lived.do("save_entries", sits(unit), entries=entries or GROUP)


def _told(lived: Lived, notice: str) -> list[str]:
    """Return who was told of the group, and not of a stage."""
    wanted = select(outbox).where(outbox.c.notice == notice)
    with lived.runtime.engine.connect() as conn:
        rows = list(conn.execute(wanted))
    return sorted(row.person for row in rows if "(Chuyên môn)" in str(row))


def _events(lived: Lived, kind: str) -> list[dict[str, Any]]:
    return [line.data for line in history(lived.runtime, lived.id) if line.kind == kind]


def test_its_days_are_recorded_when_the_year_is_opened(lived: Lived) -> None:
    (dated,) = _events(lived, "criteria_groups_dated")

    assert (dated["cause"], list(dated["opens"]), list(dated["dues"])) == ("opening", ["I"], ["I"])


def test_nothing_is_entered_before_it_opens_and_all_are_told_when_it_does(lived: Lived) -> None:
    _pass(lived, 6, 1, 16)
    with pytest.raises(Refused) as refused:
        _save(lived, "chau")
    (one,) = refused.value.unmet
    assert (one.code, one.who, one.due) == ("CRITERIA_GROUP_NOT_OPEN", ("head",), at(6, 1, 17))
    _save(lived, "chau", {"II.1": "2"})

    _pass(lived, 6, 1, 17)
    _save(lived, "chau")
    assert _told(lived, "stage_opened") == ["of-an", "of-binh", "of-chau", "of-dong"]


def test_only_those_who_owe_entries_of_it_are_reminded(lived: Lived) -> None:
    _pass(lived, 7, 1)
    _save(lived, "binh")
    _save(lived, "chau", {"I.1": "20"})
    _pass(lived, 7, 7)

    assert _told(lived, "stage_reminder") == ["of-an", "of-chau", "of-dong"]


def test_it_is_over_time_once_and_those_who_are_late_are_told(lived: Lived) -> None:
    _pass(lived, 7, 1)
    _save(lived, "binh")
    for day in (10, 11, 20):
        _pass(lived, 7, day, 18)

    assert len(_events(lived, "criteria_group_overdue")) == 1
    assert set(_told(lived, "stage_overdue")) >= {"of-chau", "of-dong"}
    assert "of-binh" not in _told(lived, "stage_overdue")
    assert verify(lived.runtime, lived.id).findings == ()


def test_with_every_entry_in_it_is_not_over_time(lived: Lived) -> None:
    _pass(lived, 7, 1)
    for unit in ("an", "binh", "chau", "dong"):
        _save(lived, unit)
    _pass(lived, 7, 20)

    assert _events(lived, "criteria_group_overdue") == []


def test_entries_after_its_day_are_late_once_and_again_by_a_longer_delay(lived: Lived) -> None:
    _pass(lived, 7, 10, 9)
    _save(lived, "binh")
    _pass(lived, 7, 14)
    for name, value in GROUP.items():
        _save(lived, "chau", {name: value})
    _save(lived, "dong", {"II.1": "2"})
    _pass(lived, 7, 16)
    _save(lived, "chau", {"I.1": "25"})

    late = lived.book.load(Lateness, "lateness/chau").entries
    assert [(one.stage, one.criteria_group, one.due, one.working_days) for one in late] == [
        ("year_end_scoring", "I", DUE, 2),
        ("year_end_scoring", "I", DUE, 4),
    ]
    assert {"lateness/binh", "lateness/dong"}.isdisjoint(lived.book.streams)
    assert verify(lived.runtime, lived.id).findings == ()


def test_what_is_owed_stands_beside_what_keeps_the_year_in_its_stage(lived: Lived) -> None:
    _pass(lived, 6, 1, 16)
    assert why(lived.runtime, lived.id).beside == ()

    _pass(lived, 7, 1)
    _save(lived, "binh")
    (due,) = why(lived.runtime, lived.id).beside
    assert (due.code, due.due) == ("MISSING_CRITERIA_GROUP", DUE)
    assert due.who == ("unit:an", "unit:chau", "unit:dong")
    waits = {person: _waits(lived, person) for person in ("of-binh", "of-chau")}
    assert waits == {"of-binh": False, "of-chau": True}


def _waits(lived: Lived, person: str) -> bool:
    found = work(lived.runtime, person)
    return "MISSING_CRITERIA_GROUP" in [one.unmet.code for one in found]


def test_its_days_are_later_by_as_long_as_the_year_stood_still(lived: Lived) -> None:
    _pass(lived, 7, 1)
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    _pass(lived, 7, 11)
    assert _events(lived, "criteria_group_overdue") == []

    lived.do("resume", ADMIN, reason="Tiếp tục")
    _pass(lived, 7, 18)
    _save(lived, "chau")
    assert "lateness/chau" not in lived.book.streams
    _pass(lived, 7, 22)
    assert _events(lived, "criteria_group_overdue")
    assert verify(lived.runtime, lived.id).findings == ()


def test_it_moves_with_the_calendar_as_the_preview_says(lived: Lived) -> None:
    storm = off("2025-07-10")
    (foreseen,) = calendars.preview(lived.runtime, edited(lived.runtime, storm))
    ((_, found),) = told_of(foreseen, "criteria_group")
    assert (found.about, found.fate, found.was) == ("criteria_group/I", "moves", DUE)

    decree(lived.runtime, storm)
    first, moved = _events(lived, "criteria_groups_dated")
    assert (moved["cause"], moved["was"]) == ("calendar", first["dues"])
    assert moved["dues"] == {"I": found.due.isoformat().replace("+00:00", "Z")}
    assert len(_told(lived, "deadline_moved")) == 4
    _pass(lived, 7, 11, 9)
    _save(lived, "chau")
    assert "lateness/chau" not in lived.book.streams
    _pass(lived, 7, 14)
    assert _events(lived, "criteria_group_overdue")
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_definition_puts_it_off_though_units_have_entered(lived: Lived) -> None:
    _pass(lived, 7, 8)
    _save(lived, "binh")
    lived.do("propose_definition", HEAD, definition="plain-groups-later", reason="Chậm số liệu")
    lived.do("adopt_definition", ADMIN, definition="plain-groups-later")

    _, moved = _events(lived, "criteria_groups_dated")
    assert (moved["cause"], moved["reason"]) == ("definition", "Chậm số liệu")
    assert len(_told(lived, "deadline_moved")) == 4
    _pass(lived, 7, 30, 9)
    _save(lived, "chau")
    assert "lateness/chau" not in lived.book.streams
    _pass(lived, 8, 1)
    assert _events(lived, "criteria_group_overdue")
    assert verify(lived.runtime, lived.id).findings == ()


def test_nothing_is_due_after_a_year_is_dissolved(lived: Lived) -> None:
    paper = {"number": "01/QĐ", "on": "2025-01-01", "issuer": "UBND"}
    lived.do("dissolve", ADMIN, reason="Giải thể", paper=paper)
    _pass(lived, 7, 20)

    assert _events(lived, "criteria_group_overdue") == []
    assert not [one for one in work(lived.runtime) if one.unmet.code == "MISSING_CRITERIA_GROUP"]


def test_a_calendar_laid_while_the_year_stands_still_rings_for_nobody(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    decree(lived.runtime, off("2025-07-10"))
    _pass(lived, 7, 20)
    assert _events(lived, "criteria_group_overdue") == []
    assert _told(lived, "stage_reminder") == _told(lived, "stage_overdue") == []

    lived.do("resume", ADMIN, reason="Tiếp tục")
    _pass(lived, 12, 30)
    assert len(_events(lived, "criteria_group_overdue")) <= 1
    assert verify(lived.runtime, lived.id).findings == ()


BEHIND = "stages: [{id: year_end_scoring, early: false, late: {effect: refuse}}]\n"
DAYS = "rubric: {parts: [{id: I, opens: {month: 6, day: 2}, due: {month: 7, day: 10}}]}\n"


def test_a_bloc_that_is_behind_is_not_told_of_a_day_on_which_nothing_could_be_entered(
    runtime: Runtime,
) -> None:
    definition = plain(BEHIND + DAYS)
    lived = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    _pass(lived, 7, 20)
    assert _told(lived, "stage_opened") == _told(lived, "stage_overdue") == []

    carry(lived, "scoring")
    _save(lived, "chau")
    assert _events(lived, "criteria_group_overdue") == []
    assert not [one for one in work(lived.runtime) if one.unmet.code == "MISSING_CRITERIA_GROUP"]
