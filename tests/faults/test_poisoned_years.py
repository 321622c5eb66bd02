"""A bloc year that fails or kills whoever works on it: counted, stopped, never in the way.

Row F07 of the fault table, for what the clock does to whole bloc years.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from tasks.deadlines import TICK
from tasks.registering import app_of
from tests.approving import OneDefinition, approval, laid, seat
from tests.calendars import ROLLING, edited, off
from tests.factories import at, plain
from tests.years import Lived, opened
from workflow.domain.errors import NotFound
from workflow.hiding import keep
from workflow.runtime import Runtime
from workflow.service import approvals, calendars, trying
from workflow.service.heartbeats import health
from workflow.store.rows import LostRace
from workflow.store.schema import streams, tries

SECRET = "opens-everything-there-is"  # noqa: S105 - opens nothing


class Killed(BaseException):
    """What a process is told when it is killed: nothing of ours hears it."""


@pytest.fixture
def years(runtime: Runtime) -> list[Lived]:
    """Three years in registration, of which the first cannot be read any more."""
    ready = replace(runtime, catalogue=OneDefinition(plain(ROLLING)))
    found = [opened(ready, plain(ROLLING), bloc=bloc) for bloc in ("a-bad", "b", "c")]
    calendars.lay_down(ready, edited(ready, off("2025-03-14")), person="of-admin", reason="Bão")
    spoil(found[0], b"{}")
    return found


def spoil(lived: Lived, state: bytes) -> None:
    this = (streams.c.year_id == lived.id) & (streams.c.kind == "year")
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(streams).where(this).values(state=state))


def state_of(lived: Lived) -> bytes:
    this = (streams.c.year_id == lived.id) & (streams.c.kind == "year")
    with lived.runtime.engine.connect() as conn:
        return bytes(conn.scalars(select(streams.c.state).where(this)).one())


def leases_end(runtime: Runtime) -> None:
    with runtime.engine.begin() as conn:
        conn.execute(update(tries).values(leased_until=0))


def follow(runtime: Runtime) -> None:
    """Follow the calendar, whatever fails."""
    leases_end(runtime)
    with suppress(ExceptionGroup):
        calendars.follow(runtime)


def deaths(runtime: Runtime, names: list[str], times: int) -> Iterator[list[str]]:
    """Yield which years were reached, in turns of a worker that the first of them kills."""
    for _ in range(times):
        reached: list[str] = []

        def do(name: str, reached: list[str] = reached) -> None:
            if name == names[0]:
                raise Killed
            reached.append(name)

        leases_end(runtime)
        with suppress(Killed):
            list(trying.each(runtime, "killing", names, do, at_once=50))
        yield reached


def test_f07_a_year_that_kills_its_worker_is_stopped_and_the_others_are_reached(
    years: list[Lived],
) -> None:
    runtime, names = years[0].runtime, [one.id for one in years]

    turns = list(deaths(runtime, names, 8))

    assert turns[0] == []
    assert all(set(names[1:]) <= {*one} for one in turns[-3:])
    assert [(one.year_id, one.work) for one in trying.stopped(runtime)] == [(names[0], "killing")]


def test_a_year_that_is_being_worked_on_is_left_to_whoever_does_it(years: list[Lived]) -> None:
    runtime, id_ = years[1].runtime, years[1].id
    meanwhile: list[str] = []

    def do(name: str) -> None:
        meanwhile.extend(trying.each(runtime, "twice", [name], str))

    list(trying.each(runtime, "twice", [id_], do))

    assert meanwhile == []


def test_work_whose_time_is_over_counts_no_year_that_it_did_not_reach(
    years: list[Lived],
) -> None:
    runtime, names = years[0].runtime, [one.id for one in years]
    left = iter([True, True, False])

    found = list(
        trying.each(runtime, "hurried", names, str, at_once=50, going_on=lambda: next(left, False))
    )

    assert found == names[:1]
    assert _counted(runtime, "hurried") == {}


def test_a_year_that_loses_every_race_is_stopped_and_shown(years: list[Lived]) -> None:
    runtime, lost = years[1].runtime, years[1].id

    def do(_name: str) -> None:
        raise LostRace(stream=lost, expected=1)

    for _ in range(5):
        list(trying.each(runtime, "losing", [lost], do))

    (stopped,) = trying.stopped(runtime)
    assert (stopped.year_id, stopped.work) == (lost, "losing")
    assert str(stopped.answer).startswith("LostRace")


def test_a_year_that_lost_a_race_once_is_forgotten_when_it_went_well(years: list[Lived]) -> None:
    runtime, lost = years[1].runtime, years[1].id
    races = iter([LostRace(stream=lost, expected=1)])

    def do(_name: str) -> None:
        for race in races:
            raise race

    for _ in range(2):
        list(trying.each(runtime, "losing", [lost], do))

    assert _counted(runtime, "losing") == {}


def test_work_that_is_stopped_counts_the_year_in_hand_alone(years: list[Lived]) -> None:
    runtime, names = years[0].runtime, [one.id for one in years]
    left = iter([True, True, True, False])

    def do(name: str) -> None:
        if name == names[1]:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        list(
            trying.each(
                runtime, "stopped", names, do, at_once=50, going_on=lambda: next(left, False)
            )
        )

    assert _counted(runtime, "stopped") == {names[1]: 1}


def _counted(runtime: Runtime, work: str) -> dict[str, int]:
    wanted = select(tries.c.year_id, tries.c.attempt).where(tries.c.work == work)
    with runtime.engine.connect() as conn:
        return {row[0]: row[1] for row in conn.execute(wanted)}


def test_what_went_wrong_is_shown_without_secrets(years: list[Lived]) -> None:
    runtime, names = years[1].runtime, [years[1].id]
    keep([SECRET])

    def do(_name: str) -> None:
        message = f"{'x' * 470} {SECRET}"  # so that cutting it first would leave a part
        raise ConnectionError(message)

    for _ in range(5):
        leases_end(runtime)
        with pytest.raises(ExceptionGroup):
            list(trying.each(runtime, "telling", names, do))

    (stopped,) = trying.stopped(runtime)
    assert str(stopped.answer).startswith("ConnectionError: xxx")
    assert "opens" not in str(stopped.answer)


def test_a_year_that_fails_keeps_no_other_from_the_calendar(years: list[Lived]) -> None:
    follow(years[0].runtime)

    assert calendars.behind(years[0].runtime) == 1


def test_f07_a_year_that_cannot_follow_the_calendar_is_stopped_and_shown(
    years: list[Lived],
) -> None:
    runtime = years[0].runtime
    for _ in range(6):
        follow(runtime)

    (stopped,) = trying.stopped(runtime)
    found = health(runtime, runtime.clock.now())

    assert (stopped.year_id, stopped.work) == (years[0].id, "calendar")
    assert (found.stopped, found.alarms) == (1, ("stopped",))


def test_what_was_stopped_is_done_when_somebody_has_mended_it(years: list[Lived]) -> None:
    runtime, bad, good = years[0].runtime, years[0], years[1]
    for _ in range(6):
        follow(runtime)
    spoil(bad, state_of(good))

    trying.try_again(runtime, bad.id, "calendar")
    calendars.follow(runtime)

    assert calendars.behind(runtime) == 0
    assert trying.stopped(runtime) == []


def test_only_what_was_stopped_is_tried_again_by_hand(years: list[Lived]) -> None:
    with pytest.raises(NotFound):
        trying.try_again(years[1].runtime, years[1].id, "calendar")


def test_a_tick_acts_on_deadlines_though_a_year_cannot_follow(years: list[Lived]) -> None:
    runtime, good = years[0].runtime, years[1]
    good.clock.move_to(at(3, 20))

    app_of(runtime, name="poisoned").tasks[TICK].apply()

    assert good.stream("year").current.overdue


def test_f07_a_year_whose_approvals_cannot_be_looked_at_is_stopped(runtime: Runtime) -> None:
    bad, good = laid(runtime, bloc="a"), laid(runtime, bloc="b")
    spoil(bad, b"{}")
    seat(good, "hoa", "office:board", start="2025-02-03")
    good.clock.move_to(at(2, 3))
    for _ in range(5):
        leases_end(runtime)
        with pytest.raises(ExceptionGroup):
            approvals.recheck(runtime)

    assert approvals.recheck(runtime) == 0
    assert [(one.year_id, one.work) for one in trying.stopped(runtime)] == [(bad.id, "approvals")]
    turn = approval(good).turn
    assert turn
    assert "hoa" in turn.asked
