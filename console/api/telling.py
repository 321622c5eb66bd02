"""One line in the log for every request, and one span; whatever is done for it bears its name."""

import logging
import re
from secrets import token_hex
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow import logs, tracing

NAME = "x-request-id"
USABLE = re.compile(r"[\x21-\x7e]{1,200}")
logger = logging.getLogger(__name__)


class Telling:
    """The application inside, with what is asked of it told in the log.

    A request is known by its `X-Request-ID`, or by one made for it, which the answer bears; an act
    by its `Idempotency-Key`, which is the command's id all the way to the worker.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = {"request": _named(headers), "method": scope["method"], "path": scope["path"]}
        if key := headers.get("idempotency-key"):
            asked["command"] = key[:200]
        answer = _Answer(send, asked["request"])
        begun = perf_counter()
        with logs.about(**asked), tracing.span("request", headers.get(tracing.HEADER), **asked):
            try:
                await self._app(scope, receive, answer)
            finally:
                took = round(1000 * (perf_counter() - begun), 1)
                logger.info("request", extra={"status": answer.status, "ms": took})


class _Answer:
    def __init__(self, send: Send, name: str) -> None:
        self._send, self._name, self.status = send, name, 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)[NAME] = self._name
        await self._send(message)


def _named(headers: Headers) -> str:
    given = headers.get(NAME, "")
    return given if USABLE.fullmatch(given) else token_hex(8)
