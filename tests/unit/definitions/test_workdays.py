"""Working days in Viet Nam: holidays, decided swaps, and counting from one day to another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.errors import UnknownCalendar, YearOutOfCalendar
from definitions.schema.calendars import DecreedDay
from definitions.schema.record import Text
from definitions.schema.timing import Span
from definitions.workdays import Calendar

VN = Calendar.named("vn")
DAYS = st.dates(date(2017, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        pytest.param("2026-11-23", None, id="monday"),
        pytest.param("2026-11-22", "Sunday", id="sunday"),
        pytest.param("2018-02-16", "Lunar New Year", id="tet-2018"),
        pytest.param("2018-04-25", "Hung Kings' Commemoration Day", id="lunar-10-3"),
        pytest.param("2018-09-03", "National Day (observed)", id="compensated"),
        pytest.param("2026-01-02", "Day off exchanged for 10 January 2026", id="swapped-off"),
        pytest.param("2026-01-10", None, id="saturday-worked"),
        pytest.param("2026-08-22", None, id="saturday-worked-for-national-day"),
        pytest.param("2019-01-05", None, id="saturday-worked-for-another-year"),
        pytest.param("2018-12-31", "Day off (substituted from 01/05/2019)", id="swap-over-years"),
    ],
)
def test_knows_which_days_are_worked_and_why_not(day: str, why: str | None) -> None:
    reason = VN.why_not(date.fromisoformat(day))
    assert (reason and reason.en) == why


@pytest.mark.parametrize(
    ("start", "length", "unit", "end"),
    [
        pytest.param("2026-02-13", 5, "working_days", "2026-02-27", id="over-tet"),
        pytest.param("2026-02-27", -5, "working_days", "2026-02-13", id="back-over-tet"),
        pytest.param("2026-01-09", 1, "working_days", "2026-01-10", id="into-a-worked-saturday"),
        pytest.param("2026-02-14", 1, "working_days", "2026-02-23", id="from-a-day-off"),
        pytest.param("2026-02-14", 0, "working_days", "2026-02-14", id="nowhere"),
        pytest.param("2026-02-13", 3, "days", "2026-02-16", id="calendar-days"),
        pytest.param("2026-03-01", -1, "days", "2026-02-28", id="calendar-days-back"),
    ],
)
def test_the_first_day_is_not_counted(start: str, length: int, unit: str, end: str) -> None:
    assert VN.shift(date.fromisoformat(start), Span(length, unit)) == date.fromisoformat(end)


def test_a_day_off_rolls_either_way_or_stays() -> None:
    off = date(2026, 2, 17)
    assert [VN.roll(off, way) for way in ("previous", "none", "next")] == [
        date(2026, 2, 13), off, date(2026, 2, 23),
    ]  # fmt: skip


def test_a_working_day_does_not_roll() -> None:
    assert VN.roll(date(2026, 2, 13), "next") == date(2026, 2, 13)


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_counting_undoes_shifting(day: date, length: int) -> None:
    there = VN.shift(day, Span(length, "working_days"))
    assert VN.working_days_between(day, there) == length


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_counts_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    parts = VN.working_days_between(day, middle) + VN.working_days_between(middle, end)
    assert VN.working_days_between(day, end) == parts


@pytest.mark.parametrize("year", [1900, 2101])
def test_years_without_holidays_are_refused(year: int) -> None:
    with pytest.raises(YearOutOfCalendar) as refusal:
        VN.is_working(date(year, 6, 1))
    assert refusal.value.facts["year"] == year


@pytest.mark.parametrize("year", [1901, 2100])
def test_the_first_and_last_year_are_known(year: int) -> None:
    assert VN.why_not(date(year, 5, 1)) is not None


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(UnknownCalendar):
        Calendar.named("xx")


def test_a_local_closure_lies_over_the_calendar_and_changes_its_version() -> None:
    closed = DecreedDay(
        date=date(2026, 11, 23), kind="off", title=Text(vi="Bão", en="Storm"), source="1/QĐ"
    )
    local = Calendar({**VN.decreed, closed.date: closed})
    assert local.why_not(date(2026, 11, 23)) == Text(vi="Bão", en="Storm")
    assert VN.is_working(date(2026, 11, 23))
    assert local.version != VN.version
