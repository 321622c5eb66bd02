"""Celery's side of deadlines: a tick acts on everything that is due, and follows the calendar."""

from celery import Celery

from tasks.limits import within
from tasks.memory import spared
from workflow.runtime import Runtime
from workflow.service import calendars, deadlines, heartbeats

TICK = "deadlines.tick"
AT_A_TICK = 50
"""So many bloc years are reckoned anew by a changed calendar, at most, before the next tick."""

FOLLOWING = 0.1
"""So much of a lease may go into that; the rest of a turn is for deadlines."""


def _tick(runtime: Runtime) -> None:
    """Follow the calendar first, so that nothing is over time that has just been given a day."""
    following, going_on = within(runtime, FOLLOWING), within(runtime)
    try:
        calendars.follow(runtime, most=AT_A_TICK, going_on=following)
    finally:
        deadlines.fire_due(runtime, going_on)


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the tick to *app*."""

    @app.task(name=TICK, shared=False)
    def tick() -> None:
        try:
            with spared():
                _tick(runtime)
        finally:  # somebody looked, whatever became of it
            heartbeats.ticked(runtime)
