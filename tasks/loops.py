"""Threads that do one thing again and again, woken or by the clock, until they are stopped."""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from celery import Celery
from celery.utils.log import get_task_logger

from tasks.relay import relay
from tasks.schedule import EVERY_S
from workflow.runtime import Runtime

RELAY = "relay.publish"
logger = get_task_logger(__name__)


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


def relaying(app: Celery, runtime: Runtime, taken: Callable[[int], None]) -> Callable[[], float]:
    """Return what the relay's thread does: publish all that is owed, and say when to look again."""

    def once() -> float:
        relay(app, runtime, taken)
        return EVERY_S[RELAY]

    return once


def ticking(app: Celery) -> Callable[[], float]:
    """Return what the schedule's thread does: send what is due of the beat table but the relay."""
    due_at = {task: monotonic() for task in EVERY_S if task != RELAY}

    def once() -> float:
        now = monotonic()
        for task in [one for one, at in due_at.items() if at <= now]:
            app.send_task(task)
            due_at[task] = now + EVERY_S[task]
        return max(0, min(due_at.values()) - monotonic())

    return once
