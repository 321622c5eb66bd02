"""F50, F51: the edge of a deadline, ends of months and years, other zones, edited calendars."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from definitions.catalogue import Catalogue
from definitions.zone import VIETNAM
from tests.approving import OneDefinition
from tests.calendars import ROLLING, decree, off
from tests.factories import ADMIN, MEMBER, at, opening, plain
from tests.years import Lived, opened
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service import reading
from workflow.service.acts import may
from workflow.service.deadlines import fire_due, next_due
from workflow.service.verifying import verify
from workflow.service.years import open_year
from workflow.store.acting import acting
from workflow.store.engine import connect, reader

DUE = at(3, 14, 10)
MS = timedelta(milliseconds=1)
REFUSING = "stages: [{id: registration, late: {effect: refuse}}]"


def _opened(runtime: Runtime, change: str) -> Lived:
    definition = plain(change)
    return opened(replace(runtime, catalogue=OneDefinition(definition)), definition)


@pytest.mark.parametrize(
    ("offset", "taken", "overdue"),
    [
        pytest.param(-MS, True, False, id="one-millisecond-before"),
        pytest.param(timedelta(0), True, False, id="at-the-moment"),
        pytest.param(MS, False, True, id="one-millisecond-after"),
    ],
)
def test_f50_one_rule_holds_at_the_edge_for_acts_for_ticks_and_on_the_screen(
    runtime: Runtime, offset: timedelta, *, taken: bool, overdue: bool
) -> None:
    lived = _opened(runtime, REFUSING)
    lived.clock.move_to(DUE + offset)

    fire_due(lived.runtime)

    assert _takes(lived) is taken
    assert lived.stream("year").current.overdue is overdue
    assert reading.why(lived.runtime, lived.id).overdue is overdue


def _takes(lived: Lived) -> bool:
    unmet = may(lived.runtime, lived.command("register", MEMBER, collective=["FLAG"]))
    assert {one.code for one in unmet} <= {"DEADLINE_PASSED"}
    return not unmet


@pytest.fixture(params=["America/New_York", "Pacific/Kiritimati", "Europe/London"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """Put this process into another time zone, one with summer time among them."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = str(request.param)
    time.tzset()
    yield str(request.param)
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_f51_deadlines_lie_where_they_lie_in_whatever_zone_the_machine_is(
    elsewhere: str, runtime: Runtime
) -> None:
    lived = opened(runtime)

    assert elsewhere == os.environ["TZ"]
    assert lived.stream("year").current.due == DUE
    assert next_due(runtime) == at(2, 28, 1)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_f51_the_zone_of_a_session_moves_no_deadline(
    postgres: str, catalogue: Catalogue, clock: SimulatedClock, zone: str
) -> None:
    engine = connect(postgres)
    event.listen(engine, "connect", lambda conn, _: conn.execute(f"SET TIME ZONE '{zone}'"))
    runtime = Runtime(engine=engine, catalogue=catalogue, clock=clock, ids=CountedIds("id"))

    lived = opened(runtime)
    clock.move_to(DUE + MS)

    assert (next_due(runtime), lived.stream("year").current.due) == (at(2, 28, 1), DUE)
    assert fire_due(runtime) == 3
    with acting(engine) as direct, reader(engine).begin() as conn:
        assert {one.execute("SHOW TIME ZONE").fetchone()[0] for one in _drivers(direct, conn)} == {
            zone
        }
    engine.dispose()


def _drivers(*connections: Any) -> Iterator[Any]:  # noqa: ANN401 - those of acts and of readers
    """Yield the sessions under connections of either kind."""
    for one in connections:
        yield one.connection.driver_connection


@pytest.mark.parametrize(
    ("rule", "year", "due"),
    [
        pytest.param("month: 12, day: 31", 2025, "2025-12-31 17:00", id="year-end"),
        pytest.param("month: 1, day: 1, year: next", 2025, "2026-01-01 17:00", id="new-year"),
        pytest.param("month: 2, day: 29", 2028, "2028-02-29 17:00", id="leap-day"),
        pytest.param("month: 2, day: 29", 2025, "2025-02-28 17:00", id="no-leap-day"),
        pytest.param("month: 6, day: 31", 2025, "2025-06-30 17:00", id="no-31st"),
        pytest.param("month: 5, day: 31, roll: previous", 2025, "2025-05-30 17:00", id="school"),
        pytest.param("month: 1, day: 29, roll: next", 2025, "2025-02-03 17:00", id="in-tet"),
    ],
)
def test_f51_days_at_the_ends_of_months_and_years(
    runtime: Runtime, rule: str, year: int, due: str
) -> None:
    definition = plain(
        f'due_time: "17:00"\nstages: [{{id: registration, due: {{time: null, {rule}}}}}]'
    )
    clock = SimulatedClock(datetime(year, 1, 2, 8, tzinfo=VIETNAM))
    parts = replace(runtime, catalogue=OneDefinition(definition), clock=clock)
    open_year(parts, opening(definition, year=year), ADMIN)

    found = Lived(parts, f"bloc/{year}").stream("year").current.due.astimezone(VIETNAM)
    assert f"{found:%Y-%m-%d %H:%M}" == due


def test_f51_a_calendar_edited_while_a_deadline_is_armed_keeps_each_once(
    runtime: Runtime,
) -> None:
    lived = _opened(runtime, ROLLING)
    decree(lived.runtime, off("2025-03-14"))
    lived.clock.move_to(at(3, 15))
    fire_due(lived.runtime)
    decree(lived.runtime, off("2025-03-17"))
    lived.clock.move_to(at(3, 25))
    fire_due(lived.runtime)

    kinds = [line.kind for line in reading.history(lived.runtime, lived.id)]
    assert (kinds.count("deadline_moved"), kinds.count("stage_overdue")) == (2, 1)
    assert verify(lived.runtime, lived.id).findings == ()
