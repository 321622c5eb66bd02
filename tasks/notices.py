"""Celery's side of sending notices: one key, one attempt, no decisions."""

from celery import Celery

from workflow.runtime import Runtime
from workflow.service import notices

SEND = "notices.send"


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the notice task to *app*."""

    @app.task(name=SEND, shared=False)
    def send(row_id: int) -> None:
        # No autoretry: that would be an ETA kept in Redis. The row holds the next attempt.
        notices.send(runtime, row_id)
