"""Celery's side of approvals: who may act changes with the day, and nobody is forgotten."""

from celery import Celery

from tasks.limits import within
from tasks.memory import spared
from workflow.runtime import Runtime
from workflow.service import approvals

RECHECK = "approvals.recheck"


def register(app: Celery, runtime: Runtime) -> None:
    """Attach the recheck to *app*."""

    @app.task(name=RECHECK, shared=False)
    def recheck() -> None:
        with spared():
            approvals.recheck(runtime, within(runtime))
