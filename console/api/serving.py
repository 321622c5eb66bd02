"""Serving until told to stop: the interface, with the background inside this process."""

import socket
import sys
from contextlib import suppress
from signal import SIGTERM, default_int_handler, signal

import uvicorn

from console.api.app import create_app
from workflow import logs, tracing
from workflow.runtime import Composer, Runtime
from workflow.settings import Settings

STOP_WITHIN_S = 10


class _Server(uvicorn.Server):
    """Says where it listens, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then say so on standard output."""
        await super().startup(sockets)
        for one in sockets or ():
            host, port = one.getsockname()[:2]
            sys.stdout.write(f"http://{f'[{host}]' if ':' in host else host}:{port}\n")
        sys.stdout.flush()


def serve(
    runtime: Runtime, composer: Composer, place: tuple[str, int], token: str, settings: Settings
) -> None:
    """Serve at a host and port (any free one when 0), until interrupted or told to stop.

    Raises:
        OSError: The address is taken, or is none of this machine.
    """
    logs.configure(settings.log_level)
    if settings.traces:
        tracing.export()
    with _listening(*place) as listening, composer.background(runtime, ticking=True) as work:
        config = uvicorn.Config(
            create_app(work.runtime, token, settings.metrics_token),
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_WITHIN_S,
        )
        # Told to stop, uvicorn finishes what it is answering and then passes the signal on; by
        # default that would end the process before the background has finished what it is sending.
        signal(SIGTERM, default_int_handler)
        with suppress(KeyboardInterrupt):
            _Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)
