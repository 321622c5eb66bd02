"""The only publisher: claims what is owed, commits, and publishes the keys."""

from collections.abc import Callable, Sequence

from celery import Celery
from celery.utils.log import get_task_logger
from kombu.exceptions import OperationalError

from tasks.notices import SEND
from workflow.runtime import Runtime
from workflow.service import notices

BATCH = 200
logger = get_task_logger(__name__)


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the relay's task to *app*."""

    # Not shared: a shared task is one for all applications of a process, with the first's runtime.
    @app.task(name="relay.publish", shared=False)
    def publish() -> None:
        relay(app, runtime)


def untold(_count: int) -> None:
    """Tell nobody."""


def relay(app: Celery, runtime: Runtime, taken: Callable[[int], None] = untold) -> int:
    """Publish everything that is owed; return how many keys were published.

    *taken* is told of each batch before it is published.
    A broker that cannot be reached is no failure: the rows are put back, to be claimed again.
    """
    published = 0
    while keys := notices.claim(runtime, BATCH):
        taken(len(keys))
        done = _publish(app, keys)
        published += done
        if done < len(keys):
            notices.hand_back(runtime, keys[done:])
            break
    return published


def _publish(app: Celery, keys: Sequence[int]) -> int:
    """Publish keys in their order; return how many the broker took."""
    done = 0
    try:
        with app.producer_or_acquire() as producer:
            for key in keys:
                app.send_task(SEND, (key,), producer=producer)
                done += 1
    except OperationalError as unreachable:
        logger.warning("broker unreachable, %d notices wait: %s", len(keys) - done, unreachable)
    return done
