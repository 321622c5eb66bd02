"""A Celery worker in a thread of this process, on queues in memory."""

from threading import Event, Thread
from typing import Any, NoReturn

from celery import Celery
from celery.exceptions import WorkerShutdown
from celery.utils.log import get_task_logger

START_WITHIN_S = 10
STOP_WITHIN_S = 60
STOP = "inside.stop"
logger = get_task_logger(__name__)


class InsideWorker:
    """The worker. Started and stopped once; for another start make another."""

    def __init__(self, app: Celery, hostname: str) -> None:
        self._app = app
        self._ready = Event()
        self._stopping = False
        self._worker: Any = app.WorkController(
            app=app,
            hostname=hostname,
            pool="solo",  # one notice at a time, in this thread: 20 times faster than a thread pool
            without_heartbeat=True,  # nobody else is on these queues to be heard or met
            without_mingle=True,
            without_gossip=True,
            ready_callback=lambda _consumer: self._ready.set(),
        )
        app.task(name=STOP, shared=False)(_stop)
        self._thread = Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin; return when messages are being taken. Raises TimeoutError."""
        self._thread.start()
        if not self._ready.wait(START_WITHIN_S):
            message = "the worker did not start"
            raise TimeoutError(message)

    def stop(self) -> None:
        """Finish the task that is running, end, and remove the queues."""
        self._stopping = True
        self._app.send_task(STOP)
        self._thread.join(STOP_WITHIN_S)
        with self._app.connection_for_write() as connection:
            for queue in self._app.amqp.queues.values():
                queue(connection.default_channel).delete()
        self._app.close()

    def _run(self) -> None:
        self._app.set_current()  # for this thread, where Celery looks tasks up by the current app
        try:
            self._worker.start()
        finally:
            if not self._stopping:
                logger.critical("the worker inside this process has ended: restart the process")


def _stop() -> NoReturn:
    """End the worker from inside its thread; told from outside, it would listen for 2 s more."""
    raise WorkerShutdown
