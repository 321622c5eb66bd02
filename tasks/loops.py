"""Threads that do one thing again and again, woken or by the clock, until they are stopped."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from celery import Celery

from tasks.relay import RELAY, relay
from tasks.schedule import BEAT, EVERY_S, heartbeat_s
from workflow.runtime import Runtime

LONGEST_REST_S = 30
logger = logging.getLogger(__name__)


class Loop:
    """A thread that calls *once*, waits as many seconds as that says or until woken, and again."""

    def __init__(self, name: str, once: Callable[[], float]) -> None:
        self._once = once
        self._wake = Event()
        self._stopping = False
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Do it now. Called while it is being done, it is done once more."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what is being done, and end."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                wait_s = self._once()
            except Exception:  # the top of a thread: whatever it was, the next turn may succeed
                logger.exception("%s failed", self._thread.name)
                wait_s = 1
            self._wake.wait(wait_s)


class Relaying:
    """What the relay's thread does: publish all that is owed, and say when to look again.

    A broker that refuses is left alone for longer and longer, however often an act wakes the
    thread: rows wait in the database at no cost.
    """

    def __init__(self, app: Celery, runtime: Runtime, taken: Callable[[int], None]) -> None:
        self._app, self._runtime, self._taken = app, runtime, taken
        self._rest_s, self._rested_at = 0.0, 0.0

    def __call__(self) -> float:
        """Publish, unless the broker is being left alone; return seconds to wait."""
        resting = self._rested_at - monotonic()
        if resting > 0:
            return resting
        if relay(self._app, self._runtime, self._taken):
            self._rest_s = 0
            return EVERY_S[RELAY]
        self._rest_s = min(LONGEST_REST_S, max(1, 2 * self._rest_s))
        self._rested_at = monotonic() + self._rest_s
        return self._rest_s


def ticking(app: Celery, lease: timedelta) -> Callable[[], float]:
    """Return what the schedule's thread does: send what is due of the beat table but the relay."""
    every_s = {**EVERY_S, BEAT: heartbeat_s(lease)}
    due_at = {task: monotonic() for task in every_s if task != RELAY}

    def once() -> float:
        now = monotonic()
        for task in [one for one, at in due_at.items() if at <= now]:
            app.send_task(task)
            due_at[task] = now + every_s[task]
        return max(0, min(due_at.values()) - monotonic())

    return once
