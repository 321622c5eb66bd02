"""Signs of life that prove something, and are written where anybody outside can look.

A worker's goes through the broker, to a queue that only it listens to, and through its pool into
the database: whoever is connected but takes nothing, or hangs, falls silent.
"""

import logging
import os
import socket
from time import monotonic
from typing import Any

from celery import Celery, Task
from celery.beat import Scheduler
from kombu import Queue
from kombu.exceptions import OperationalError

from tasks.app import queue_of
from tasks.demands import policy_of
from tasks.schedule import BEAT, heartbeat_s
from workflow.runtime import Runtime
from workflow.service import heartbeats
from workflow.service.heartbeats import SAFE_POLICY

QUEUE_LIVES_S = 600
logger = logging.getLogger(__name__)


def register(app: Celery, runtime: Runtime, worker: str = "") -> None:
    """Attach the heartbeat to *app*.

    *worker* is the name of one inside this process: Celery would say no more than its machine's.
    """

    @app.task(name=BEAT, shared=False, bind=True)
    def beat(self: Task) -> None:  # type: ignore[type-arg]
        name = worker or self.request.hostname or "unknown"
        heartbeats.beat(runtime, name, broker=seen(runtime))
        tell_supervisor()


def queue_for(hostname: str) -> Queue:
    """Return the queue that one worker alone listens to; Redis drops it when nobody does."""
    return queue_of(f"beat.{hostname}", expires=QUEUE_LIVES_S)


def ask(app: Celery, runtime: Runtime, hostname: str) -> float:
    """Have a worker show that it lives; return seconds until it is to be asked again."""
    queue: Any = queue_for(hostname)  # a queue itself, not its name: others need not know it
    every_s = heartbeat_s(runtime.lease)
    try:
        app.send_task(BEAT, queue=queue, expires=2 * every_s)
    except OperationalError as unreachable:
        logger.warning("broker unreachable: %s", unreachable)
    return every_s


def seen(runtime: Runtime) -> str | None:
    """Return what Redis does when it is full, and say so in the log when that loses messages."""
    policy = policy_of(runtime.broker)
    if policy not in {None, SAFE_POLICY}:
        logger.error("Redis evicts messages (%s): set maxmemory-policy %s", policy, SAFE_POLICY)
    return policy


def tell_supervisor(word: str = "WATCHDOG=1") -> None:
    """Tell systemd, where it watches this service, that work is being done."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(word.encode(), address.replace("@", "\0", 1))


def scheduler_for(runtime: Runtime) -> type[Scheduler]:
    """Return Celery's scheduler, which now and then writes down that it goes round."""

    class Beating(Scheduler):
        name = heartbeats.named(heartbeats.SCHEDULER)
        beaten_at = float("-inf")

        def tick(self, *given: Any, **named: Any) -> float:  # noqa: ANN401 - Celery's own
            wait_s: float = super().tick(*given, **named)
            if monotonic() - self.beaten_at >= heartbeat_s(runtime.lease):
                self.beaten_at = monotonic()
                shown(runtime, self.name, heartbeats.SCHEDULER)
            return wait_s

    return Beating


def shown(runtime: Runtime, name: str, kind: str) -> float:
    """Write down that this process lives; return seconds until it is to be done again.

    A database that cannot be reached just now is no reason to stop.
    """
    try:
        heartbeats.beat(runtime, name, kind=kind, broker=seen(runtime))
        tell_supervisor()
    except Exception:  # whatever the driver raises: the next sign of life may succeed
        logger.exception("no sign of life could be written")
    return heartbeat_s(runtime.lease)
