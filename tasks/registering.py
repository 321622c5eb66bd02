"""All tasks of an application, attached once."""

from celery import Celery

from tasks import answers, approvals, deadlines, heartbeats, notices, relay
from tasks.app import make_app
from workflow.runtime import Runtime


def app_of(runtime: Runtime, *, name: str = "", poll_s: float = 0.02, worker: str = "") -> Celery:
    """Return the application for *runtime* with every task on it."""
    app = make_app(runtime, name=name, poll_s=poll_s)
    for subject in (relay, notices, approvals, deadlines, answers):
        subject.register(app, runtime)
    heartbeats.register(app, runtime, worker)
    return app
