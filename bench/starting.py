"""Workers that write down when a task starts: the product's, and Celery's own.

`celery -A bench.starting:product worker` composes the product's worker as in production;
`celery -A bench.starting:plain worker` is Celery with a task that does nothing.
"""

import os
from time import monotonic_ns
from typing import Any

from celery import Celery, signals

STARTS = "BENCH_STARTS"
PLAIN_BROKER = "BENCH_BROKER"
TASKS = {"notices.send", "plain"}


def plain_app(broker: str) -> Celery:
    """Return Celery as it comes, with one task."""
    app = Celery("plain", broker=broker, set_as_current=False)
    app.conf.update(task_ignore_result=True, task_default_queue="plain")
    app.task(name="plain", shared=False)(_nothing)
    return app


def _nothing(_number: int) -> None:
    """Do nothing."""


def _started(task: Any = None, **_signal: Any) -> None:  # noqa: ANN401 - as Celery sends it
    if task is not None and task.name in TASKS:
        file = os.open(os.environ[STARTS], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        os.write(file, f"{monotonic_ns()}\n".encode())
        os.close(file)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - Celery looks an application up by its name
    if name not in {"product", "plain"}:
        raise AttributeError(name)
    signals.task_prerun.connect(_started, weak=False)
    if name == "plain":
        return plain_app(os.environ[PLAIN_BROKER])
    from worker import app  # noqa: PLC0415 - composes itself from the environment

    return app
