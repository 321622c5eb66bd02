"""Celery's side of sending notices: one key, one attempt, no decisions."""

from celery import Celery, Task

from tasks.memory import spared
from workflow import tracing
from workflow.runtime import Runtime
from workflow.service import notices

SEND = "notices.send"


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the notice task to *app*."""

    @app.task(name=SEND, shared=False, bind=True)
    def send(self: Task, row_id: int) -> None:  # type: ignore[type-arg]
        # No autoretry: that would be an ETA kept in Redis. The row holds the next attempt.
        with spared(), tracing.span(SEND, tracing.parent_in(self.request.headers)):
            notices.send(runtime, row_id)
