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
    from sqlalchemy import Engine

    from workflow.runtime import Background, BrokerSeen, Clock, Runtime, Sender
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
        from tasks.witness import witness_for
        from workflow.runtime import Runtime, SystemClock, random_ids
        from workflow.store.engine import Limits, connect
        from workflow.store.upgrading import upgrade

        if settings.database is None:
            settings.dir.mkdir(parents=True, exist_ok=True)
        limits = Limits(
            pool=settings.pool,
            overflow=settings.pool_overflow,
            lock_ms=settings.lock_ms,
            statement_ms=settings.statement_ms,
        )
        clock = clock or SystemClock()
        engine = connect(settings.database_url, synchronous=settings.synchronous, limits=limits)
        upgrade(engine)
        return Runtime(
            engine=engine,
            catalogue=Catalogue(*folders),
            clock=clock,
            ids=ids or random_ids,
            sender=_sender(settings, engine, clock),
            site=settings.site,
            lease=timedelta(seconds=settings.lease_s),
            broker=settings.broker,
            witness=witness_for(settings.dir, settings.broker),
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

    def broker_seen(self, settings: Settings) -> BrokerSeen | None:
        """Ask the broker how it is set; None where there is none."""
        from tasks.demands import look_at

        return look_at(settings.broker) if settings.broker else None


def _sender(settings: Settings, engine: Engine, clock: Clock) -> Sender:
    """Return the sender of every channel that is set up; without others, the mail sender itself."""
    mail = _mail(settings)
    if not (settings.telegram_token or settings.zalo_app or settings.webhook_secret):
        return mail
    from tasks.senders.channels import Channels

    return Channels({"email": mail, **_chats(settings, engine, clock)})


def _chats(settings: Settings, engine: Engine, clock: Clock) -> dict[str, Sender]:
    from tasks.senders.telegram import TelegramSender
    from tasks.senders.webhook import WebhookSender
    from tasks.senders.zalo import ZaloSender
    from workflow.service.tokens import Tokens

    found: dict[str, Sender] = {}
    if settings.telegram_token:
        found["telegram"] = TelegramSender(settings.telegram_token, settings.telegram_api)
    if settings.webhook_secret:
        allowed = settings.webhook_networks
        found["webhook"] = WebhookSender(settings.webhook_secret, allowed=allowed)
    if settings.zalo_app and settings.zalo_secret:
        tokens = Tokens(engine, "zalo", settings.zalo_refresh_token, clock.now)
        found["zalo"] = ZaloSender(
            settings.zalo_app,
            settings.zalo_secret,
            tokens,
            api=settings.zalo_api,
            oauth=settings.zalo_oauth,
        )
    return found


def _mail(settings: Settings) -> Sender:
    if settings.smtp is None:
        from tasks.senders.mail_folder import MailFolder

        flushing = settings.synchronous == "full"
        return MailFolder(settings.mail_folder, settings.mail_from, flushing=flushing)
    from tasks.senders.smtp import SmtpSender

    return SmtpSender(settings.smtp, settings.mail_from, authority=settings.smtp_ca)


def _settings() -> Settings:
    """Return the settings; with one that cannot be, the process ends in words."""
    from pydantic import ValidationError

    from console.sentences.settings import setting_wrong
    from tasks.processes import refuse
    from workflow.settings import Settings

    try:
        return Settings()
    except ValidationError as wrong:
        refuse(setting_wrong(wrong))


def _export() -> None:
    """Send traces; without what that needs, the process ends in words."""
    from tasks.processes import refuse
    from workflow import tracing

    try:
        tracing.export()
    except tracing.ExtraMissing as missing:
        refuse(missing)


@cache
def _app() -> Celery:
    from tasks.demands import BrokerMissing
    from tasks.processes import prepare, refuse
    from tasks.registering import app_of

    settings = _settings()
    if settings.broker is None:
        refuse(BrokerMissing())
    if settings.traces:
        _export()
    runtime = Composed().runtime(settings)
    runtime.engine.dispose()  # a worker forks: its children must not share a connection
    app = app_of(runtime)
    prepare(app, runtime, settings.log_level)
    return app


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever a module may hold
    if name == "app":
        return _app()
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def main() -> None:
    """Answer one command line; the process ends with its exit status."""
    from console.cli import main as answer

    answer(Composed())
