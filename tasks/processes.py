"""What `celery -A worker worker` and `celery -A worker beat` need beyond the application.

Celery announces the stages of a process by signals, and drops whatever a receiver raises; only
SystemExit gets through.
"""

import os
import sys
from typing import Any, NoReturn

from celery import Celery, signals

from definitions.errors import ThiduaError
from definitions.wording import say
from tasks import heartbeats
from tasks.demands import demand, demand_options
from tasks.loops import Loop
from tasks.reviving import Reviving
from workflow import logs
from workflow.hiding import hidden
from workflow.runtime import Runtime
from workflow.service.heartbeats import gone

REFUSED = 78
"""`EX_CONFIG`: the process was set up in a way in which it must not run."""


def prepare(app: Celery, runtime: Runtime, log_level: str) -> None:
    """Have this process check itself, log as the others do, fork safely, and show that it lives."""
    process = _Process(app, runtime)
    app.conf.beat_scheduler = heartbeats.scheduler_for(runtime)
    kept: dict[Any, Any] = {
        signals.celeryd_after_setup: process.set_up,
        signals.worker_process_init: process.forked,
        signals.worker_ready: process.ready,
        signals.worker_shutdown: process.stopping,
        signals.beat_init: process.scheduling,
    }
    for signal, receiver in kept.items():
        signal.connect(receiver, weak=False)
    signals.setup_logging.connect(lambda **_: logs.configure(log_level), weak=False)


class _Process:
    """The process we are in, as Celery tells what becomes of it."""

    def __init__(self, app: Celery, runtime: Runtime) -> None:
        self._app, self._runtime = app, runtime
        self._beating: Loop | None = None
        self._hostname = ""

    def set_up(self, sender: str, instance: Any, **_: Any) -> None:  # noqa: ANN401 - Celery's worker
        """Check, once the options of the command line are laid over the settings."""
        self._checked()
        try:
            demand_options(self._app, self._runtime, instance)
        except ThiduaError as fault:
            refuse(fault)
        self._app.amqp.queues.select_add(heartbeats.queue_for(sender))
        self._hostname = sender

    def forked(self, **_: Any) -> None:  # noqa: ANN401 - whatever Celery says with a signal
        """Leave the parent its connections: closing them here would close them for it too."""
        self._runtime.engine.dispose(close=False)

    def ready(self, sender: Any, **_: Any) -> None:  # noqa: ANN401 - Celery's consumer
        """Show signs of life from now on; told again after each new connection."""
        if self._beating is None:
            reviving = Reviving(self._app, self._runtime, self._hostname, sender)
            self._beating = Loop("heartbeat", reviving)
            self._beating.start()

    def stopping(self, **_: Any) -> None:  # noqa: ANN401 - as above
        """Be missed by nobody."""
        if self._beating:
            self._beating.stop()
        gone(self._runtime, self._hostname)

    def scheduling(self, **_: Any) -> None:  # noqa: ANN401 - as above
        """Check before the first tick is sent."""
        self._checked()

    def _checked(self) -> None:
        try:
            demand(self._app, self._runtime)
        except ThiduaError as fault:
            refuse(fault)


def refuse(fault: ThiduaError) -> NoReturn:
    """Say in both languages why this process must not run, and end it."""
    for language in ("vi", "en"):
        sys.stderr.write(f"{hidden(say(fault.code, fault.facts, language))}\n")
    sys.stderr.flush()
    os._exit(REFUSED)  # Celery would take a SystemExit for a wish to finish first
