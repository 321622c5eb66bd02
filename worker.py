"""Floor 4: composes processes from parts. `thidua` starts here, and so does `celery -A worker`.

Importing this module imports nothing heavy: `thidua --help` needs neither database nor Celery. What
Celery looks for, `worker.app`, is made when it is first asked for.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from celery import Celery

    from workflow.runtime import Background, Clock, Runtime, Sender
    from workflow.settings import Settings


class Composed:
    """The parts, made from settings; background work, in this process or for other ones."""

    def runtime(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        ids: Callable[[], str] | None = None,
        folders: tuple[Path, ...] = (),
    ) -> Runtime:
        """Return the parts, with the database brought to the tables of this release."""
        from definitions.catalogue import Catalogue
        from workflow.runtime import Runtime, SystemClock, random_ids
        from workflow.store.engine import connect
        from workflow.store.upgrading import upgrade

        if settings.database is None:
            settings.dir.mkdir(parents=True, exist_ok=True)
        engine = connect(settings.database_url, synchronous=settings.synchronous)
        upgrade(engine)
        return Runtime(
            engine=engine,
            catalogue=Catalogue(*folders),
            clock=clock or SystemClock(),
            ids=ids or random_ids,
            sender=_sender(settings),
            lease=timedelta(seconds=settings.lease_s),
            broker=settings.broker,
        )

    @contextmanager
    def background(self, runtime: Runtime, *, ticking: bool) -> Iterator[Background]:
        """Start background work in this process.

        A run without ticks moves its own clock, which no other process knows, so it does all its
        work itself. A server with a broker only publishes: workers and beat are other processes.
        """
        from tasks.embedded import inside, relay_only

        elsewhere = ticking and runtime.broker is not None
        work = relay_only(runtime) if elsewhere else inside(runtime, schedule=ticking)
        with work as started:
            yield started


def _sender(settings: Settings) -> Sender:
    if settings.smtp is None:
        from tasks.senders.mail_folder import MailFolder

        flushing = settings.synchronous == "full"
        return MailFolder(settings.mail_folder, settings.mail_from, flushing=flushing)
    from tasks.senders.smtp import SmtpSender

    return SmtpSender(settings.smtp, settings.mail_from)


class BrokerMissing(RuntimeError):
    """Workers and beat of their own need a broker to meet at."""


@cache
def _app() -> Celery:
    from tasks.registering import app_of
    from workflow.settings import Settings

    settings = Settings()
    if settings.broker is None:
        message = "set THIDUA_BROKER=redis://...; without one, `thidua serve` does all the work"
        raise BrokerMissing(message)
    runtime = Composed().runtime(settings)
    runtime.engine.dispose()  # a worker forks: its children must not share a connection
    return app_of(runtime)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever a module may hold
    if name == "app":
        return _app()
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def main() -> None:
    """Answer one command line; the process ends with its exit status."""
    from console.cli import main as answer

    answer(Composed())
