"""F13, F14, F15 and a timer that kills: ticks that stop, ticks at once, ticks that die."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from tests.eventually import eventually
from tests.factories import NAMES, at
from tests.together import together
from tests.years import Lived, opened
from workflow.hiding import keep
from workflow.runtime import Runtime
from workflow.service import deadlines, heartbeats, reading, trying
from workflow.service.deadlines import fire_due
from workflow.store import timers as stored_timers
from workflow.store.schema import events, outbox, timers

RIDDLE = "riddle/1"


@dataclass(frozen=True)
class Timer:
    """A timer as it stands."""

    status: str
    attempt: int
    answer: str | None


def _timer(lived: Lived, name: str) -> Timer:
    wanted = select(timers.c.status, timers.c.attempt, timers.c.answer)
    this = (timers.c.year_id == lived.id) & (timers.c.name == name)
    with lived.runtime.engine.connect() as conn:
        return Timer(*conn.execute(wanted.where(this)).one())


def _overdue(lived: Lived) -> int:
    return [line.kind for line in reading.history(lived.runtime, lived.id)].count("stage_overdue")


def _arm_riddle(lived: Lived) -> None:
    """Arm a timer that nothing knows how to act on."""
    row = {"year_id": lived.id, "about": "?", "due": at(1, 3), "status": "armed", "name": RIDDLE}
    with lived.runtime.engine.begin() as conn:
        conn.execute(insert(timers), [row])


def _leases_end(lived: Lived) -> None:
    """Let the time pass for which a tick holds what it took, and a timer waits after failing."""
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(timers).values(leased_until=None))


def _failing(lived: Lived) -> None:
    with pytest.raises(ExceptionGroup):
        fire_due(lived.runtime)
    _leases_end(lived)


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime)


def test_f13_what_came_due_while_nobody_ticked_fires_once_on_return(lived: Lived) -> None:
    lived.clock.move_to(at(3, 21))

    assert (fire_due(lived.runtime), fire_due(lived.runtime)) == (4, 0)
    assert _overdue(lived) == 1


def test_f13_deadlines_nobody_acts_on_are_counted_for_the_alarm(lived: Lived) -> None:
    lived.clock.move_to(at(3, 21))

    assert heartbeats.health(lived.runtime).overdue_timers == 4


def test_f14_three_ticks_at_once_act_once_on_each(runtime: Runtime) -> None:
    years = [opened(runtime, bloc=f"b{number}") for number in range(8)]
    years[0].clock.move_to(at(3, 12))

    fired = together(*[lambda: fire_due(runtime)] * 3)

    assert sum(fired) == 16
    with runtime.engine.connect() as conn:
        told = conn.scalars(select(outbox.c.id).where(outbox.c.notice == "stage_reminder")).all()
    assert len(told) == len(years) * len(NAMES[:4])


def test_f15_what_a_tick_took_before_it_died_is_taken_by_nobody_else_yet(lived: Lived) -> None:
    _die_after_taking(lived)

    assert fire_due(lived.runtime) == 0


def test_f15_what_a_tick_took_before_it_died_is_due_again_when_its_lease_ends(
    lived: Lived,
) -> None:
    _die_after_taking(lived)
    _leases_end(lived)

    assert fire_due(lived.runtime) == 1


def test_f15_a_lease_ends_by_the_clock_of_the_database(lived: Lived) -> None:
    _die_after_taking(lived, timedelta(milliseconds=300))

    assert eventually(lambda: fire_due(lived.runtime)) == 1


def _die_after_taking(lived: Lived, lease: timedelta = timedelta(minutes=1)) -> None:
    lived.clock.move_to(at(2, 28))
    with lived.runtime.engine.begin() as conn:
        assert len(stored_timers.take(conn, lived.now, lease, limit=10)) == 1


def test_f15_a_tick_whose_lease_was_over_does_nothing_more(lived: Lived) -> None:
    lived.clock.move_to(at(2, 28))
    with lived.runtime.engine.begin() as conn:
        (slow,) = stored_timers.take(conn, lived.now, timedelta(0), limit=10)
    assert fire_due(lived.runtime) == 1

    with lived.runtime.engine.begin() as conn:
        assert not stored_timers.claim(conn, slow)


def test_a_timer_that_always_fails_is_stopped_after_five_tries_and_shown(lived: Lived) -> None:
    _arm_riddle(lived)
    lived.clock.move_to(at(1, 4))

    for _ in range(5):
        _failing(lived)

    assert fire_due(lived.runtime) == 0
    assert _timer(lived, RIDDLE).status == "stuck"
    (trouble,) = deadlines.stopped(lived.runtime)
    assert (trouble.year_id, trouble.name, trouble.answer) == (
        lived.id,
        RIDDLE,
        "KeyError: ('riddle', '1')",
    )


def test_a_timer_that_kills_its_tick_is_stopped_without_another_try(lived: Lived) -> None:
    _arm_riddle(lived)
    lived.clock.move_to(at(1, 4))
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(timers).where(timers.c.name == RIDDLE).values(attempt=5))

    assert fire_due(lived.runtime) == 0
    assert _timer(lived, RIDDLE) == Timer("stuck", 6, "killed whoever acted on it")


def test_the_try_is_counted_before_the_work(lived: Lived) -> None:
    _die_after_taking(lived)

    assert _timer(lived, "stage/registration/remind/0").attempt == 1


def test_a_timer_that_fails_waits_longer_every_time(lived: Lived) -> None:
    _arm_riddle(lived)
    lived.clock.move_to(at(1, 4))
    for _ in range(2):
        with pytest.raises(ExceptionGroup):
            fire_due(lived.runtime)

    assert fire_due(lived.runtime) == 0
    assert _timer(lived, RIDDLE) == Timer("armed", 2, "KeyError: ('riddle', '1')")


def test_a_timer_that_fails_does_not_hold_up_the_others(lived: Lived) -> None:
    _arm_riddle(lived)
    lived.clock.move_to(at(3, 20))

    _failing(lived)

    assert _overdue(lived) == 1


DUE = "stage/registration/due"
LOSING = {
    "sqlite": ["CREATE TRIGGER losing BEFORE UPDATE ON years BEGIN SELECT RAISE(IGNORE); END"],
    "postgresql": [
        "CREATE FUNCTION losing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER losing BEFORE UPDATE ON years FOR EACH ROW EXECUTE FUNCTION losing()",
    ],
}
"""As if somebody else had acted in every bloc year at every moment."""


def test_a_timer_that_loses_every_race_ends_its_tick_and_is_stopped_and_shown(
    lived: Lived,
) -> None:
    with lived.runtime.engine.begin() as conn:
        for statement in LOSING[conn.dialect.name]:
            conn.exec_driver_sql(statement)
    lived.clock.move_to(at(3, 14, 11))

    assert fire_due(lived.runtime) == 2
    assert _timer(lived, DUE).attempt == 1
    for _ in range(4):
        assert fire_due(lived.runtime) == 0

    (trouble,) = deadlines.stopped(lived.runtime)
    assert (trouble.name, trouble.answer.partition(":")[0]) == (DUE, "LostRace")


def test_an_event_that_lies_in_the_way_is_a_fault_and_no_race(lived: Lived) -> None:
    with lived.runtime.engine.begin() as conn:
        last = conn.execute(select(events).order_by(events.c.seq.desc()).limit(1)).mappings().one()
        conn.execute(insert(events), [{**last, "seq": last["seq"] + 1}])
    lived.clock.move_to(at(3, 14, 11))

    with pytest.raises(ExceptionGroup):
        fire_due(lived.runtime)

    assert _timer(lived, DUE).attempt == 1
    assert "IntegrityError" in str(_timer(lived, DUE).answer)


def test_a_stopped_timer_is_armed_anew_by_hand(lived: Lived) -> None:
    _arm_riddle(lived)
    lived.clock.move_to(at(1, 4))
    for _ in range(5):
        _failing(lived)

    trying.try_again(lived.runtime, lived.id, RIDDLE)

    assert _timer(lived, RIDDLE) == Timer("armed", 0, None)


def test_more_than_a_batch_is_acted_on_in_one_go(runtime: Runtime) -> None:
    years = [opened(runtime, bloc=f"b{number:02}") for number in range(15)]
    years[0].clock.move_to(at(3, 20))

    assert fire_due(runtime) == 60 > deadlines.BATCH
    assert [_overdue(one) for one in years] == [1] * 15


def _for(times: int) -> Callable[[], bool]:
    """Return what says so many times that there is time."""
    left = iter([True] * times)
    return lambda: next(left, False)


def test_a_tick_whose_time_is_over_puts_back_untried_what_it_took(runtime: Runtime) -> None:
    years = [opened(runtime, bloc=f"b{number}") for number in range(4)]
    years[0].clock.move_to(at(2, 28))

    assert fire_due(runtime, _for(4)) == 2
    with runtime.engine.connect() as conn:
        taken = conn.scalars(select(timers.c.attempt).where(timers.c.status == "armed")).all()
    assert set(taken) == {0}
    assert fire_due(runtime) == 2


def test_a_tick_that_is_stopped_blames_no_year_but_the_one_in_hand(runtime: Runtime) -> None:
    years = [opened(runtime, bloc=f"b{number}") for number in range(3)]
    years[0].clock.move_to(at(2, 28))
    _arm_riddle(years[0])  # whatever is raised over it: the time is over by then

    with pytest.raises(KeyError):
        fire_due(runtime, _for(3))

    assert _timer(years[0], RIDDLE) == Timer("armed", 1, None)
    rungs = [_timer(one, "stage/registration/remind/0") for one in years]
    assert {(one.status, one.attempt) for one in rungs} == {("armed", 0)}


def test_what_went_wrong_with_a_timer_is_shown_without_secrets(lived: Lived) -> None:
    keep(["riddle-that-opens"])
    row = {"year_id": lived.id, "about": "?", "due": at(1, 3), "status": "armed"}
    with lived.runtime.engine.begin() as conn:
        conn.execute(insert(timers), [{**row, "name": "riddle-that-opens/1"}])
    lived.clock.move_to(at(1, 4))

    _failing(lived)

    assert "riddle" not in str(_timer(lived, "riddle-that-opens/1").answer)
