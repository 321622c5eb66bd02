"""The only publisher: claims what is owed, commits, and publishes the keys."""

import logging
from collections.abc import Callable, Sequence

from celery import Celery
from kombu.exceptions import OperationalError

from tasks.limits import within
from tasks.notices import SEND
from workflow import tracing
from workflow.runtime import Runtime, Unreachable
from workflow.service import causes, notices

RELAY = "relay.publish"
BATCH = 200
logger = logging.getLogger(__name__)


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the relay's task to *app*."""

    # Not shared: a shared task is one for all applications of a process, with the first's runtime.
    @app.task(name=RELAY, shared=False)
    def publish() -> None:
        relay(app, runtime)


def untold(_count: int) -> None:
    """Tell nobody."""


def relay(app: Celery, runtime: Runtime, taken: Callable[[int], None] = untold) -> bool:
    """Publish everything that is owed; return whether the broker took all of it.

    *taken* is told of each batch before it is published.
    A broker that cannot be reached, or is full, is no failure: what it did not take is put back,
    to be claimed again. A turn is over well within a lease, or it would meet its own rows again.
    """
    going_on = within(runtime)
    try:
        while going_on() and (keys := notices.claim(runtime, BATCH)):
            taken(len(keys))
            done = _publish(app, runtime, keys)
            if done < len(keys):
                notices.hand_back(runtime, keys[done:])
                return False
    except Unreachable as unreachable:
        logger.warning("broker unreachable: %s", unreachable)
        return False
    return True


def _publish(app: Celery, runtime: Runtime, keys: Sequence[int]) -> int:
    """Publish keys in their order, over one connection; return how many the broker took."""
    done = 0
    traces = causes.traces(runtime, keys)
    try:
        with app.producer_or_acquire() as producer:
            for key in keys:
                with tracing.span("relay", traces.get(key)) as headers:
                    app.send_task(SEND, (key,), producer=producer, headers=headers)
                done += 1
    except OperationalError as unreachable:
        logger.warning("broker refuses, %d notices wait: %s", len(keys) - done, unreachable)
    return done
