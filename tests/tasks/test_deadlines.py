"""Deadlines: a tick acts on what is due, once, and one year's fault does not stop the others."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import insert, select, update

from tests.approving import OneDefinition
from tests.factories import at, holds, plain
from tests.years import Lived, carry, live, opened, standing_before
from workflow.runtime import Runtime, SimulatedClock
from workflow.service import deadlines, reading, verifying
from workflow.store.schema import outbox, timers

CHAIN = """
    stages:
      - id: award_nomination
        approvals:
          - id: appraise
            remind:
              - {before: 3 working_days, to: approver}
              - {after: 1 working_days, to: approver, office: council}
"""


def told(lived: Lived, *kinds: str) -> list[tuple[str, str]]:
    """Return which notices of these kinds are owed to whom."""
    wanted = select(outbox.c.notice, outbox.c.person).where(outbox.c.notice.in_(kinds))
    with lived.runtime.engine.connect() as conn:
        return [(row[0], row[1]) for row in conn.execute(wanted.order_by(outbox.c.id))]


def events(lived: Lived, kind: str) -> int:
    return [one.kind for one in reading.history(lived.runtime, lived.id)].count(kind)


@pytest.fixture
def nominated(runtime: Runtime, clock: SimulatedClock) -> Lived:
    """A bloc year whose nomination waits for the board, with ten working days."""
    definition = plain(CHAIN)
    lived = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    carry(lived, "nomination")
    clock.move_to(at(12, 16))
    live(lived, standing_before(lived)[0])
    return lived


def test_an_office_is_asked_reminded_and_its_silence_told_upwards(
    nominated: Lived, clock: SimulatedClock
) -> None:
    kinds = ("approval_requested", "approval_reminder", "approval_expired")
    assert told(nominated, *kinds) == [("approval_requested", "of-board")]

    clock.move_to(at(12, 28))
    deadlines.fire_due(nominated.runtime)
    assert told(nominated, *kinds)[1:] == [("approval_reminder", "of-board")]

    clock.move_to(clock.now() + timedelta(days=20))
    deadlines.fire_due(nominated.runtime)
    assert told(nominated, *kinds)[2:] == [
        ("approval_expired", "of-board"),
        ("approval_expired", "of-an"),
        ("approval_expired", "of-council"),
        ("approval_reminder", "of-board"),
        ("approval_reminder", "of-council"),
    ]
    assert events(nominated, "step_expired") == 1


def test_a_decided_step_is_neither_reminded_of_nor_expires(
    nominated: Lived, clock: SimulatedClock
) -> None:
    nominated.do("decide_step", holds("board"), step="appraise")
    clock.move_to(at(12, 30) + timedelta(days=20))

    deadlines.fire_due(nominated.runtime)

    assert told(nominated, "approval_reminder", "approval_expired") == []


def test_two_ticks_at_once_act_once(lived: Lived, clock: SimulatedClock) -> None:
    clock.move_to(at(3, 20))
    together = Barrier(2, timeout=5)

    def tick(_: int) -> int:
        together.wait()
        return deadlines.fire_due(lived.runtime)

    with ThreadPoolExecutor(2) as pool:
        fired = sum(pool.map(tick, range(2)))

    assert (fired, events(lived, "stage_overdue")) == (4, 1)


def test_a_deadline_missed_for_months_is_acted_on_once(lived: Lived, clock: SimulatedClock) -> None:
    clock.move_to(at(9, 1))

    deadlines.fire_due(lived.runtime)
    deadlines.fire_due(lived.runtime)

    assert events(lived, "stage_overdue") == 1
    assert verifying.verify(lived.runtime, lived.id).verified


def arm(lived: Lived, names: Sequence[str]) -> None:
    """Arm timers that nothing knows how to act on."""
    row = {"year_id": lived.id, "about": "?", "due": at(1, 3), "status": "armed"}
    with lived.runtime.engine.begin() as conn:
        conn.execute(insert(timers), [row | {"name": name} for name in names])


def test_one_years_fault_does_not_stop_the_others(runtime: Runtime, clock: SimulatedClock) -> None:
    broken, sound = (opened(runtime, bloc=name) for name in ("broken", "sound"))
    arm(broken, [f"riddle/{number}" for number in range(3)])
    clock.move_to(at(3, 20))

    with pytest.raises(ExceptionGroup) as failed:
        deadlines.fire_due(runtime)

    assert len(failed.value.exceptions) == 3
    assert events(sound, "stage_overdue") == 1


def test_what_failed_is_tried_again(lived: Lived, clock: SimulatedClock) -> None:
    arm(lived, ["riddle/1"])
    clock.move_to(at(1, 4))
    with pytest.raises(ExceptionGroup):
        deadlines.fire_due(lived.runtime)

    with lived.runtime.engine.begin() as conn:
        conn.execute(
            update(timers).where(timers.c.name == "riddle/1").values(name="stage/gone/due")
        )

    assert deadlines.fire_due(lived.runtime) == 1
