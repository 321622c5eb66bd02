"""Schedulers: none, three, one that dies at the worst moment. Rows F13 to F15."""

from contextlib import ExitStack
from datetime import timedelta

from sqlalchemy import Engine, select, text, update

from tests.eventually import eventually
from tests.tasks.deployment import BEAT, SECOND, WITHIN_S, WORKER, Deployment
from tests.years import opened
from workflow.runtime import Runtime, SimulatedClock
from workflow.service import deadlines, heartbeats, reading
from workflow.store.schema import events, timers
from workflow.store.timers import ARMED


def overdue_events(engine: Engine) -> int:
    """Return how often any stage was recorded as overdue."""
    with engine.connect() as conn:
        return len(list(conn.scalars(select(events.c.seq).where(events.c.kind == "stage_overdue"))))


def late(deployment: Deployment) -> bool:
    """Whether the deadline that is long past was acted on, and nothing else is due."""
    found = heartbeats.health(deployment.runtime)
    return overdue_events(deployment.runtime.engine) > 0 and not found.overdue_timers


def test_f13_without_a_scheduler_the_alarm_sounds_within_three_minutes(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    heartbeats.beat(runtime, "one")
    heartbeats.ticked(runtime)
    clock.move_to(clock.now() + timedelta(minutes=3))
    heartbeats.beat(runtime, "one")

    assert heartbeats.health(runtime).alarms == ("no_tick",)


def test_f14_three_schedulers_at_once_act_once(deployment: Deployment) -> None:
    with ExitStack() as started:
        for arguments in (BEAT, BEAT, BEAT, WORKER, SECOND):
            started.enter_context(deployment.program(*arguments))
        eventually(
            lambda: len(heartbeats.health(deployment.runtime).others) == 3, within_s=WITHIN_S
        )
        lived = opened(deployment.runtime)
        eventually(lambda: late(deployment), within_s=WITHIN_S)
        eventually(lambda: set(deployment.statuses()) <= {"sent", "superseded"}, within_s=WITHIN_S)

    assert overdue_events(deployment.runtime.engine) == 1
    assert {row[1] for row in deployment.rows().values() if row[0] == "sent"} == {1}
    assert reading.why(deployment.runtime, lived.id).overdue


def test_f15_a_tick_killed_between_claim_and_commit_is_done_again(deployment: Deployment) -> None:
    engine = deployment.runtime.engine
    opened(deployment.runtime)

    with deployment.program(*BEAT):
        with engine.connect() as blocking:
            blocking.execute(text("LOCK TABLE events IN EXCLUSIVE MODE"))
            with deployment.program(*WORKER) as worker:
                eventually(lambda: waits_for_the_lock(engine), within_s=WITHIN_S)
                worker.kill()
            blocking.rollback()
        the_lease_of_the_dead_ends(engine)
        assert overdue_events(engine) == 0
        with deployment.program(*SECOND):
            eventually(lambda: late(deployment), within_s=WITHIN_S)

    assert overdue_events(engine) == 1
    assert deadlines.fire_due(deployment.runtime) == 0


def the_lease_of_the_dead_ends(engine: Engine) -> None:
    """Let the time pass for which a tick holds what it took."""
    with engine.begin() as conn:
        conn.execute(update(timers).where(timers.c.status == ARMED).values(leased_until=None))


def waits_for_the_lock(engine: Engine) -> bool:
    """Whether somebody stands in the middle of writing an event."""
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'events'::regclass"
    with engine.connect() as conn:
        return bool(conn.scalar(text(asked)))
