"""Celery's side of deadlines: a tick acts on everything that is due."""

from celery import Celery

from workflow.runtime import Runtime
from workflow.service import deadlines

TICK = "deadlines.tick"


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the tick to *app*."""

    @app.task(name=TICK, shared=False)
    def tick() -> None:
        deadlines.fire_due(runtime)
