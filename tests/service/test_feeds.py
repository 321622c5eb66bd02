"""Facts that offices report by a day: reminded of, told when they are not in, marked when late."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from tests.calendars import decree, edited, off, told_of
from tests.factories import ADMIN, HEAD, at, holds
from tests.years import Lived, carry, opened, scored
from workflow.domain.adoption.state import adoption_of
from workflow.runtime import Runtime
from workflow.service import calendars
from workflow.service.deadlines import fire_due
from workflow.service.reading import history, why, work
from workflow.service.verifying import verify
from workflow.store.schema import outbox

DUE = at(12, 9, 10)
"""17:00 in Hà Nội on the last day before 10 December."""

REMINDER, OVERDUE, MOVED = "facts_reminder", "facts_overdue", "facts_due_moved"
POLICE, TAX, INSURANCE = holds("police"), holds("tax"), holds("insurance")


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """A year of which the police, the tax office and the social insurance are to report."""
    return opened(runtime, catalogue.load("plain-feeds"))


def _pass(lived: Lived, month: int, day: int, hour: int = 12) -> None:
    lived.clock.move_to(at(month, day, hour))
    fire_due(lived.runtime)


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice)
    with lived.runtime.engine.connect() as conn:
        return sorted(conn.scalars(wanted))


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def _report(lived: Lived, fact: str, *offices: str) -> None:
    for office in offices:
        lived.do("report_facts", holds(office), rest={fact: 0}, source=f"Danh sách {office}")


def test_only_offices_that_have_not_reported_are_reminded(lived: Lived) -> None:
    _report(lived, "debts", "tax")
    _pass(lived, 12, 4)

    assert _told(lived, REMINDER) == ["of-board", "of-insurance", "of-police"]


def test_every_office_that_owes_a_part_is_reminded_and_who_it_is_escalated_to(
    lived: Lived,
) -> None:
    _report(lived, "fires", "police")
    _pass(lived, 12, 4)

    assert _told(lived, REMINDER) == ["of-board", "of-insurance", "of-tax"]


def test_a_list_that_lacks_a_unit_is_reminded_of(lived: Lived) -> None:
    _report(lived, "debts", "tax", "insurance")
    values = {unit: {"fires": 0} for unit in ("an", "binh", "chau")}
    lived.do("report_facts", POLICE, values=values, source="12/CA")
    _pass(lived, 12, 4)

    assert _told(lived, REMINDER) == ["of-police"]


def test_what_is_not_in_is_told_once_to_the_office_and_to_whose_stage_it_is(lived: Lived) -> None:
    _report(lived, "debts", "tax", "insurance")
    for day in (9, 10, 11, 20):
        _pass(lived, 12, day, 18)

    assert _kinds(lived).count("feed_overdue") == 1
    assert _told(lived, OVERDUE) == ["of-an", "of-police"]
    assert verify(lived.runtime, lived.id).findings == ()


def test_what_is_in_is_not_over_time(lived: Lived) -> None:
    _report(lived, "fires", "police")
    _report(lived, "debts", "tax", "insurance")
    _pass(lived, 12, 20)

    assert "feed_overdue" not in _kinds(lived)
    assert _told(lived, REMINDER) == []


def test_an_office_finds_on_its_work_list_what_it_has_to_report_and_by_when(lived: Lived) -> None:
    assert _waiting(lived, "of-police") == [("Fires", DUE)]
    assert _waiting(lived, "of-insurance") == [("Debts", DUE)]

    _report(lived, "fires", "police")
    assert _waiting(lived, "of-police") == []


def _waiting(lived: Lived, person: str) -> list[tuple[str, object]]:
    found = [one.unmet for one in work(lived.runtime, person)]
    named = [(one.facts["fact"], one.due) for one in found if one.code == "FACT_NOT_REPORTED"]
    return [(getattr(title, "en", ""), due) for title, due in named]


def test_what_is_over_time_stands_beside_what_keeps_the_year_in_its_stage(lived: Lived) -> None:
    _pass(lived, 12, 8)
    assert why(lived.runtime, lived.id).beside == ()

    _pass(lived, 12, 10)
    _report(lived, "debts", "tax", "insurance")
    (late,) = why(lived.runtime, lived.id).beside
    assert (late.code, late.who, late.due) == ("FACT_NOT_REPORTED", ("office:police",), DUE)


def test_a_stage_that_needs_facts_names_the_office_and_its_day(lived: Lived) -> None:
    carry(lived, "scoring")
    _report(lived, "debts", "tax", "insurance")
    for unit in ("an", "binh", "chau", "dong"):
        lived.do("record_facts", ADMIN, unit=unit, values={"lapses": 0}, source="Báo cáo")

    waiting = {one.code: one for one in why(lived.runtime, lived.id).unmet}
    assert waiting["FACT_NOT_REPORTED"].who == ("office:police",)
    assert waiting["FACT_NOT_REPORTED"].due == DUE
    assert "FACTS_MISSING" not in waiting
    _pass(lived, 12, 10)
    assert why(lived.runtime, lived.id).beside == ()


def test_a_list_after_its_day_counts_and_is_marked_late(lived: Lived) -> None:
    lived.do("record_facts", POLICE, unit="an", values={"fires": 0}, source="11/CA")
    _pass(lived, 12, 11)
    lived.do("report_facts", POLICE, values={"chau": {"fires": 2}}, rest={"fires": 0}, source="12")

    assert lived.stream("facts/chau").values == {"fires": 2}
    assert lived.stream("facts/chau").late == {"fires": 2}
    assert lived.stream("facts/an").late == {}
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_day_is_put_off_by_as_long_as_the_year_stood_still(lived: Lived) -> None:
    _pass(lived, 12, 1)
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    _pass(lived, 12, 11)
    assert "feed_overdue" not in _kinds(lived)

    lived.do("resume", ADMIN, reason="Tiếp tục")
    _pass(lived, 12, 18)
    _report(lived, "fires", "police")
    assert lived.stream("facts/an").late == {}
    _pass(lived, 12, 21)
    assert "feed_overdue" in _kinds(lived)
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_day_moves_with_the_calendar_and_the_offices_are_told(lived: Lived) -> None:
    changed = edited(lived.runtime, off("2025-12-09"))
    (seen,) = calendars.preview(lived.runtime, changed)
    ((said, one),) = told_of(seen, "feed")
    assert (said.of("en"), one.about) == ("fact Fires", "feed/fires")
    assert (one.was, one.due) == (DUE, at(12, 10, 10))
    decree(lived.runtime, off("2025-12-09"))

    moved = [one.data for one in history(lived.runtime, lived.id) if one.kind == "feeds_due"]
    assert [one["cause"] for one in moved] == ["opening", "calendar"]
    assert moved[1]["was"] == {"fires": moved[0]["dues"]["fires"]}
    assert _told(lived, MOVED) == ["of-police"]
    _pass(lived, 12, 10, 9)
    _report(lived, "fires", "police")
    assert lived.stream("facts/an").late == {}
    assert verify(lived.runtime, lived.id).findings == ()


def test_another_definition_gives_a_day_and_no_vacant_office_is_left_in_silence(
    runtime: Runtime, catalogue: Catalogue
) -> None:
    lived = opened(runtime, catalogue.load("plain"))
    lived.do("propose_definition", HEAD, definition="plain-feeds", reason="x")
    lived.do("adopt_definition", ADMIN, definition="plain-feeds")
    who = {"id": "of-tax", "name": "x", "email": "x@example.vn"}
    lived.do("seat_person", ADMIN, person=who, seat="office:tax")

    (given,) = [one.data for one in history(runtime, lived.id) if one.kind == "feeds_due"]
    assert (given["cause"], sorted(given["dues"])) == ("definition", ["debts", "fires"])
    _pass(lived, 12, 4)
    assert _told(lived, REMINDER) == ["of-admin", "of-admin", "of-board", "of-tax"]


def test_the_days_of_a_year_that_has_closed_move_no_more(lived: Lived) -> None:
    carry(lived, "closed")
    decree(lived.runtime, off("2025-12-09"))
    _pass(lived, 12, 20)

    assert _kinds(lived).count("feeds_due") == 1
    assert "feed_overdue" not in _kinds(lived)


def test_nothing_is_due_after_a_year_is_dissolved(lived: Lived) -> None:
    paper = {"number": "01/QĐ", "on": "2025-01-01", "issuer": "UBND"}
    lived.do("dissolve", ADMIN, reason="Giải thể", paper=paper)
    _pass(lived, 12, 20)

    assert "feed_overdue" not in _kinds(lived)


def test_a_whole_year_goes_by_with_what_offices_report(lived: Lived) -> None:
    carry(lived, "scoring")
    scored(lived)
    _report(lived, "fires", "police")
    _report(lived, "debts", "tax", "insurance")
    lived.do("fix_ranking", HEAD)
    lived.do("advance", HEAD)

    carry(lived, "closed")
    assert lived.stream("year").state == "closed"
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_calendar_laid_while_the_year_stands_still_rings_for_nobody(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    decree(lived.runtime, off("2025-12-09"))
    _pass(lived, 12, 20)
    assert "feed_overdue" not in _kinds(lived)
    assert _told(lived, REMINDER) == _told(lived, OVERDUE) == []

    lived.do("resume", ADMIN, reason="Tiếp tục")
    lived.clock.move_to(at(12, 20) + timedelta(days=400))
    fire_due(lived.runtime)
    assert _kinds(lived).count("feed_overdue") == 2  # one for each fact
    assert verify(lived.runtime, lived.id).findings == ()


@pytest.mark.parametrize("stood", [True, False], ids=["put-off-by-a-standstill", "passed"])
def test_the_newest_definition_says_by_when_it_is_to_be_reported(
    lived: Lived, *, stood: bool
) -> None:
    if stood:
        lived.do("suspend", ADMIN, reason="Sáp nhập")
        _pass(lived, 1, 20)
        lived.do("resume", ADMIN, reason="Tiếp tục")
    else:
        _pass(lived, 12, 12)
    lived.do("propose_definition", HEAD, definition="plain-feeds-later", reason="Chậm số liệu")
    lived.do("adopt_definition", ADMIN, definition="plain-feeds-later")

    _pass(lived, 12, 28)
    _report(lived, "fires", "police")
    assert lived.stream("facts/an").late == {}
    assert verify(lived.runtime, lived.id).findings == ()


def test_of_a_unit_that_joined_after_the_day_nobody_reports_late(lived: Lived) -> None:
    _report(lived, "fires", "police")
    _pass(lived, 12, 15)
    lived.do("admit_unit", ADMIN, unit={"id": "gia", "name": "Ban Gia"}, start=at(12, 15).date(),
             paper="5/QĐ")  # fmt: skip
    _report(lived, "fires", "police")

    assert lived.stream("facts/gia").late == {}


def test_another_definition_says_beforehand_by_when_what_is_to_be_reported(lived: Lived) -> None:
    lived.do("propose_definition", HEAD, definition="plain-feeds-later", reason="Chậm số liệu")

    foreseen = adoption_of(lived.book).waiting.foreseen  # type: ignore[union-attr]
    assert [(one.about, one.was, one.due) for one in foreseen.days] == [
        ("feed/fires", DUE, at(12, 29, 10))
    ]
    assert foreseen.titles["feed/fires"].vi == "Vụ cháy"
    lived.do("adopt_definition", ADMIN, definition="plain-feeds-later")
    moved = [one.data for one in history(lived.runtime, lived.id) if one.kind == "feeds_due"][-1]
    assert list(moved["dues"]) == ["fires"]
