"""A sign of life that went through the broker: it proves that messages are still being taken."""

from celery import Celery, Task

from workflow.runtime import Runtime
from workflow.service import heartbeats

BEAT = "heartbeats.beat"


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the heartbeat to *app*."""

    @app.task(name=BEAT, shared=False, bind=True)
    def beat(self: Task) -> None:  # type: ignore[type-arg]
        heartbeats.beat(runtime, self.request.hostname or "unknown")
