"""When: fixed days, days counted from an entry, days that do not exist, on the clock of Hà Nội."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from definitions.overlays import Overlay
from definitions.schema.calendars import DecreedDay
from definitions.schema.record import Text
from definitions.schema.timing import Reminder, Span
from tests.factories import pin, plain, plainest
from tests.unit.domain.builders import day, rule, utc
from workflow.domain import timing
from workflow.domain.model import Book

ENTERED = utc("2025-01-02T01:00")
END, START = "T23:59:59+07:00", "T00:00:00+07:00"


def _book(year: int = 2025, change: str = "", *days: DecreedDay) -> Book:
    definition = plain(change) if change else plainest()
    return Book(
        id="bloc/1", bloc="bloc", bloc_name="Khối", year=year, pinned=pin(definition), streams={},
        overlay=Overlay(1, days),
    )  # fmt: skip


def _local(moment: datetime) -> str:
    return moment.astimezone(timing.HANOI).isoformat()


def _resolved(of: int = 2025, entered: datetime = ENTERED, **given: object) -> str:
    return _local(timing.resolve(rule(**given), _book(of), entered))


def _opening(**given: object) -> str:
    return _local(timing.opening(rule(**given), _book(), ENTERED))


def test_a_fixed_day_ends_one_second_before_midnight_in_hanoi() -> None:
    assert _resolved(month=3, day=14) == "2025-03-14T23:59:59+07:00"


def test_moments_are_stored_in_utc() -> None:
    found = timing.resolve(rule(month=3, day=14), _book(), ENTERED)

    assert found == utc("2025-03-14T16:59:59")
    assert found.utcoffset() == utc("2025-01-01").utcoffset()


def test_a_time_of_day_is_that_of_hanoi() -> None:
    assert _resolved(month=3, day=14, time="17:00") == "2025-03-14T17:00:00+07:00"


@pytest.mark.parametrize(
    ("which", "year"), [("previous", "2024"), ("this", "2025"), ("next", "2026")]
)
def test_a_fixed_day_lies_in_the_year_that_the_rule_says(which: str, year: str) -> None:
    assert _resolved(month=3, day=14, year=which) == f"{year}-03-14{END}"


@pytest.mark.parametrize(
    ("given", "last"),
    [
        pytest.param({"month": 3, "day": 15}, "2025-03-14", id="fixed"),
        pytest.param({"month": 3, "day": 1}, "2025-02-28", id="over-the-month"),
        pytest.param({"month": 1, "day": 1}, "2024-12-31", id="over-the-year"),
        pytest.param({"after_entry": "10 days"}, "2025-01-11", id="counted"),
        pytest.param({"month": 3, "day": 15, "roll": "next"}, "2025-03-16", id="after-rolling"),
    ],
)
def test_an_exclusive_day_ends_the_day_before(given: dict[str, Any], last: str) -> None:
    assert _resolved(**given, inclusive=False) == last + END


@pytest.mark.parametrize(
    ("roll", "on"),
    [("none", "2025-03-15"), ("previous", "2025-03-14"), ("next", "2025-03-17")],
)
def test_a_saturday_rolls_as_the_rule_says(roll: str, on: str) -> None:
    assert _resolved(month=3, day=15, roll=roll) == on + END


@pytest.mark.parametrize(("roll", "on"), [("previous", "2023-01-19"), ("next", "2023-01-27")])
def test_a_day_of_tet_rolls_over_all_of_it(roll: str, on: str) -> None:
    assert _resolved(2023, month=1, day=22, roll=roll) == on + END


@pytest.mark.parametrize(
    ("year", "on"), [(2024, "2024-02-29"), (2025, "2025-02-28"), (2100, "2100-02-28")]
)
def test_the_29th_of_february_falls_back_where_the_year_has_none(year: int, on: str) -> None:
    assert _resolved(year, month=2, day=29) == on + END


@pytest.mark.parametrize(
    ("entered", "span", "on"),
    [
        pytest.param("2018-02-12T02:00", "1 working_days", "2018-02-13", id="2018-before-tet"),
        pytest.param("2018-02-12T02:00", "2 working_days", "2018-02-21", id="2018-over-tet"),
        pytest.param("2018-02-12T02:00", "5 working_days", "2018-02-26", id="2018-and-weekend"),
        pytest.param("2018-02-16T02:00", "1 working_days", "2018-02-21", id="2018-within-tet"),
        pytest.param("2023-01-18T02:00", "1 working_days", "2023-01-19", id="2023-before-tet"),
        pytest.param("2023-01-18T02:00", "2 working_days", "2023-01-27", id="2023-over-tet"),
        pytest.param("2023-01-18T02:00", "3 working_days", "2023-01-30", id="2023-and-weekend"),
        pytest.param("2018-02-12T02:00", "5 days", "2018-02-17", id="calendar-days-count-all"),
        pytest.param("2018-02-12T17:30", "1 working_days", "2018-02-21", id="tomorrow-in-hanoi"),
    ],
)
def test_days_are_counted_from_the_day_of_entry_in_hanoi(entered: str, span: str, on: str) -> None:
    assert _resolved(2018, utc(entered), after_entry=span) == on + END


def test_a_stage_opens_with_the_first_moment_of_its_day() -> None:
    assert _opening(month=6, day=1) == "2025-06-01" + START


def test_a_stage_opens_at_its_time() -> None:
    assert _opening(month=6, day=1, time="08:00") == "2025-06-01T08:00:00+07:00"


def test_a_stage_opens_on_the_day_that_its_own_rolls_to() -> None:
    assert _opening(month=6, day=1, roll="next") == "2025-06-02" + START


def test_a_span_ends_with_its_last_day() -> None:
    found = timing.after(_book(), utc("2018-02-12T02:00"), Span(2, "working_days"))

    assert _local(found) == "2018-02-21" + END


@pytest.mark.parametrize(
    ("moment", "on"),
    [("2025-03-14T16:59", "2025-03-14"), ("2025-03-14T17:00", "2025-03-15")],
)
def test_a_day_begins_at_midnight_in_hanoi(moment: str, on: str) -> None:
    assert timing.hanoi_day(utc(moment)) == day(on)


def test_the_rungs_of_a_ladder_stand_at_eight_in_the_morning() -> None:
    rungs = [
        Reminder.model_validate({"before": "3 working_days"}),
        Reminder.model_validate({"before": "3 days"}),
        Reminder.model_validate({"after": "1 working_days"}),
    ]

    found = timing.ladder(_book(), rungs, utc("2025-03-14T10:00"), "stage/x")
    assert [(one.name, _local(one.due)) for one in found] == [
        ("stage/x/remind/0", "2025-03-11T08:00:00+07:00"),
        ("stage/x/remind/1", "2025-03-11T08:00:00+07:00"),
        ("stage/x/remind/2", "2025-03-17T08:00:00+07:00"),
    ]


@pytest.mark.parametrize(
    ("month", "of", "on"),
    [(4, 31, "2025-04-30"), (2, 31, "2025-02-28"), (12, 31, "2025-12-31"), (6, 30, "2025-06-30")],
)
def test_a_day_that_the_month_lacks_is_its_last_day(month: int, of: int, on: str) -> None:
    assert _resolved(month=month, day=of) == on + END


def test_a_definition_says_when_a_day_that_is_due_ends() -> None:
    book = _book(2025, 'due_time: "17:00"')

    assert [
        _local(timing.resolve(rule(month=3, day=14, **given), book, ENTERED))[11:16]
        for given in ({}, {"time": "09:30"})
    ] == ["17:00", "09:30"]


def _decreed(on: str, kind: str, scope: str = "nation") -> DecreedDay:
    return DecreedDay.model_validate(
        {"date": on, "kind": kind, "title": Text(vi="x", en="x"), "source": "1/QĐ", "scope": scope}
    )


@pytest.mark.parametrize(
    ("days", "on"),
    [
        pytest.param([], "2025-03-14", id="nothing-decided"),
        pytest.param([_decreed("2025-03-14", "off")], "2025-03-13", id="a-day-off-for-all"),
        pytest.param([_decreed("2025-03-14", "off", "bloc:other")], "2025-03-14", id="elsewhere"),
        pytest.param([_decreed("2025-03-15", "working")], "2025-03-15", id="a-saturday-worked"),
        pytest.param(
            [_decreed("2025-03-14", "off"), _decreed("2025-03-14", "working", "bloc:bloc")],
            "2025-03-14", id="the-narrower-one-wins",
        ),
        pytest.param([_decreed("2025-03-14", "off", "province:x")], "2025-03-13", id="in-province"),
    ],
)  # fmt: skip
def test_decided_days_count_where_they_bind(days: list[DecreedDay], on: str) -> None:
    book = _book(2025, "province: x", *days)

    found = timing.resolve(rule(month=3, day=15, roll="previous"), book, ENTERED)
    assert _local(found)[:10] == on


def test_a_deadline_is_over_one_millisecond_after_its_moment() -> None:
    assert timing.over("stage/x", utc("2025-03-14T10:00")).due == utc("2025-03-14T10:00:00.001")


@pytest.mark.parametrize(
    ("by", "on"),
    [
        pytest.param(timedelta(0), "2025-03-14T17:00", id="not-at-all"),
        pytest.param(timedelta(hours=1), "2025-03-15T17:00", id="at-its-own-time-of-day"),
        pytest.param(timedelta(days=3), "2025-03-17T17:00", id="whole-days"),
    ],
)
def test_what_is_put_off_is_due_at_its_own_time_of_day(by: timedelta, on: str) -> None:
    assert _local(timing.later(utc("2025-03-14T10:00"), by))[:16] == on
