"""Moments and years far from any bloc: refused in words, never with a fault of the machine."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from definitions.errors import YearOutOfCalendar
from tests.factories import ADMIN, MEMBER, opening, plainest
from tests.years import Lived, opened
from workflow.runtime import Runtime
from workflow.service.acts import may, perform
from workflow.service.verifying import verify
from workflow.service.years import open_year

EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
ENDS = [
    datetime.min.replace(tzinfo=UTC),
    datetime.min.replace(tzinfo=EAST),
    datetime.max.replace(tzinfo=WEST),
]


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime)


@pytest.mark.parametrize("at", ENDS)
def test_no_act_takes_effect_at_the_ends_of_time(lived: Lived, at: datetime) -> None:
    command = replace(lived.command("register", MEMBER), at=at)

    for ask in (perform, may):
        with pytest.raises(YearOutOfCalendar):
            ask(lived.runtime, command)


@pytest.mark.parametrize("at", ENDS)
def test_no_year_is_opened_at_the_ends_of_time(runtime: Runtime, at: datetime) -> None:
    with pytest.raises(YearOutOfCalendar):
        open_year(runtime, opening(plainest()), ADMIN, at=at)


@pytest.mark.parametrize("year", [-1, 0, 1900, 2101, 9999, 10_000, 10**12])
def test_no_year_is_opened_that_no_calendar_knows(runtime: Runtime, year: int) -> None:
    with pytest.raises(YearOutOfCalendar):
        open_year(runtime, opening(plainest(), year=year), ADMIN)


def test_a_seat_may_be_held_since_the_first_day_there_is(lived: Lived) -> None:
    for start in (date.min, date.min, date.max):
        person = {"id": "of-an", "name": "An"}
        lived.do("seat_person", ADMIN, person=person, seat="unit:an", start=start.isoformat())

    assert verify(lived.runtime, lived.id).verified
