"""Celery's side of answers to commands: old ones are dropped now and then."""

from celery import Celery

from tasks.limits import within
from tasks.memory import spared
from workflow.runtime import Runtime
from workflow.service import answers

DROP = "answers.drop"


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the dropping to *app*."""

    @app.task(name=DROP, shared=False)
    def drop() -> None:
        with spared():
            answers.drop_old(runtime, within(runtime))
