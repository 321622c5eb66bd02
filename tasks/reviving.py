"""A worker that is connected and takes nothing is made to connect anew.

When Redis dies while every place of a worker is busy, Celery 5.7 fails to acknowledge those tasks,
counts them as still being worked on, and asks for no message ever again; nothing is being read, so
nobody notices that the line is gone. Whatever the cause: a worker whose sign of life does not come
back through the broker drops its line and begins again. What it held comes back by its rows.
"""

import logging
from time import monotonic
from typing import Any

from celery import Celery

from tasks import heartbeats
from workflow.runtime import Runtime
from workflow.service.heartbeats import ages

MISSED = 4
"""So many signs of life may fail to come back."""

logger = logging.getLogger(__name__)


class Reviving:
    """Asks a worker for signs of life, and has it connect anew when they do not come."""

    def __init__(self, app: Celery, runtime: Runtime, hostname: str, consumer: Any) -> None:  # noqa: ANN401 - Celery's own
        self._app, self._runtime, self._hostname = app, runtime, hostname
        self._consumer, self._begun_at = consumer, monotonic()

    def __call__(self) -> float:
        """Ask, and look whether earlier ones came back; return seconds until the next time."""
        every_s = heartbeats.ask(self._app, self._runtime, self._hostname)
        waited_s = monotonic() - self._begun_at
        silent_s = min(waited_s, ages(self._runtime).get(self._hostname, waited_s))
        if silent_s > MISSED * every_s:
            self._begun_at = monotonic()
            self._revive(silent_s)
        return every_s

    def _revive(self, silent_s: float) -> None:
        logger.error("silent for %d s: connecting anew", silent_s)
        hub = self._consumer.hub
        if hub is not None:  # the loop of a prefork pool; from another thread it is woken like this
            hub.call_soon(_lost)


def _lost() -> None:
    message = "no sign of life came back through the broker"
    raise ConnectionError(message)
