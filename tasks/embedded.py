"""Background work in this process: the relay always, a worker and the schedule on demand.

Nothing that lies in memory is needed: whatever the process held when it died is still owed by the
database, and is published again by the next start.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from threading import Condition
from time import monotonic
from typing import Any

from celery import Celery, signals

from tasks import heartbeats
from tasks.demands import demand
from tasks.inside import InsideWorker
from tasks.loops import Loop, Relaying, ticking
from tasks.notices import SEND
from tasks.registering import app_of
from workflow.runtime import Runtime
from workflow.service import notices
from workflow.service.heartbeats import WEB, gone, named

QUICK_S, CALM_S = 0.002, 0.02
"""How often a worker in this process looks at its queues: where a run waits for it, or calmly."""

_numbers = count(1)


class Embedded:
    """The background of this process, started."""

    def __init__(self, runtime: Runtime, app: Celery) -> None:
        self._relay = Loop("relay", Relaying(app, runtime, self.taken))
        self._arrived = Condition()
        self._on_the_way = 0
        self.runtime = replace(runtime, nudge=self._relay.wake)

    def settle(self, timeout_s: float) -> None:
        """Wait until no notice that is owed by now is waiting.

        One that could not be sent and waits for its next try is not waited for.

        Raises:
            TimeoutError: After *timeout_s*.
        """
        until = monotonic() + timeout_s
        self._relay.wake()
        with self._arrived:
            while notices.busy(self.runtime):
                if monotonic() > until:
                    message = (
                        f"notices not sent within {timeout_s} s: {notices.waiting(self.runtime)}"
                    )
                    raise TimeoutError(message)
                self._arrived.wait(min(1, timeout_s))

    def taken(self, count: int) -> None:
        """Take note that so many notices are on their way to the worker."""
        with self._arrived:
            self._on_the_way += count

    def handled(self, **_signal: Any) -> None:  # noqa: ANN401 - whatever Celery says with a signal
        """Take note that one has been handled; after the last one, whoever settles looks again."""
        with self._arrived:
            self._on_the_way -= 1
            if self._on_the_way <= 0:
                self._arrived.notify_all()

    @contextmanager
    def relaying(self) -> Iterator[None]:
        """Run the relay's thread."""
        self._relay.start()
        try:
            yield
        finally:
            self._relay.stop()


@contextmanager
def inside(runtime: Runtime, *, schedule: bool) -> Iterator[Embedded]:
    """Do all background work in this process; with *schedule*, also what happens by itself."""
    number = next(_numbers)
    hostname = named(f"inside-{number}")
    app = app_of(
        replace(runtime, broker=None),
        name=f"-{number}",
        poll_s=CALM_S if schedule else QUICK_S,
        worker=hostname,
    )
    embedded = Embedded(runtime, app)
    notices.reclaim(runtime)
    with ExitStack() as started:
        if schedule:
            for name in (hostname, named(WEB)):
                started.callback(gone, runtime, name)
        worker = InsideWorker(app, hostname)
        worker.start()
        started.callback(worker.stop)
        signals.task_postrun.connect(embedded.handled, sender=app.tasks[SEND], weak=False)
        started.callback(signals.task_postrun.disconnect, embedded.handled, app.tasks[SEND])
        started.enter_context(embedded.relaying())
        if schedule:
            for loop in (Loop("schedule", ticking(app, runtime.lease)), _beating(runtime)):
                loop.start()
                started.callback(loop.stop)
        yield embedded


@contextmanager
def relay_only(runtime: Runtime) -> Iterator[Embedded]:
    """Publish what this process owes at once; workers and beat are other processes.

    Raises:
        WrongVersion, WrongSetting, EvictingBroker, WrongClock: This process must not publish.
    """
    app = app_of(runtime)
    demand(app, runtime)
    embedded, beating = Embedded(runtime, app), _beating(runtime)
    with embedded.relaying():
        beating.start()
        try:
            yield embedded
        finally:
            beating.stop()
            gone(runtime, named(WEB))


def _beating(runtime: Runtime) -> Loop:
    return Loop("heartbeat", lambda: heartbeats.shown(runtime, named(WEB), WEB))
