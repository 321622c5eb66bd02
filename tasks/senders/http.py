"""One request to a far end that may be slow, wrong or hostile: bounded in every direction."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Timer
from types import TracebackType
from typing import Any, Self

import httpx2

from tasks.senders.line import hang_up
from workflow.runtime import CannotSend

PATIENCE = httpx2.Timeout(10, connect=5)
"""Seconds for the connection, and for each piece of what is sent and read."""

WITHIN_S = 20.0
"""So long for all of a request: four of them, with a token to be bought, end before their task."""

LARGEST_ANSWER = 64 * 1024
LONGEST_REST = timedelta(hours=6)
TOO_MANY, REQUEST_TIMEOUT, TOO_EARLY = 429, 408, 425
SERVER_FAULT = 500
NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came back: a status, as much of the body as is read, when to come again."""

    status: int
    body: bytes
    again_in: timedelta

    @property
    def shown(self) -> str:
        """The answer in one line."""
        return f"{self.status} {self.body[:200].decode('utf-8', 'replace')}".strip()


def client(*, trust: ssl.SSLContext | None = None, proxies: bool = True) -> httpx2.Client:
    """Return a client that follows no redirect and keeps no connection for another request."""
    return httpx2.Client(
        verify=trust or ssl.create_default_context(),
        timeout=PATIENCE,
        follow_redirects=False,
        trust_env=proxies,
        limits=httpx2.Limits(max_keepalive_connections=0),
    )


class _Watch:
    """Hangs up when the time for a request is over, however busily the far end goes on."""

    def __init__(self, within_s: float) -> None:
        self._timer = Timer(within_s, self._over)
        self._line: socket.socket | None = None
        self.late = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: object, _trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def see(self, event: str, told: Mapping[str, Any]) -> None:
        """Take note of a connection that was made, as the client tells of it."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._line = told["return_value"].get_extra_info("socket")
            if self.late:
                self._over()

    def _over(self) -> None:
        self.late = True
        if self._line:
            hang_up(self._line)


def post(
    by: httpx2.Client,
    url: httpx2.URL,
    *,
    headers: Mapping[str, str],
    content: bytes,
    extensions: Mapping[str, Any] | None = None,
    within_s: float = WITHIN_S,
) -> Answered:
    """Send a POST, and read what comes of the answer *within_s* seconds, at most 64 KB.

    Raises:
        CannotSend: No answer came; it says whether the request may have arrived. Never names the
            URL, which may hold a token.
    """
    try:
        with _Watch(within_s) as watch:
            request = by.build_request(
                "POST", url, headers=dict(headers), content=content,
                extensions={**(extensions or {}), "trace": watch.see},
            )  # fmt: skip
            with closing(by.send(request, stream=True)) as answer:
                body = _first(answer, watch)
    except NOT_SENT as failed:
        raise CannotSend(type(failed).__name__, final=False) from failed
    except httpx2.HTTPError as failed:
        raise CannotSend(type(failed).__name__, final=False, unsure=True) from failed
    rest = again_in(answer.headers.get("retry-after"), datetime.now(UTC))
    return Answered(status=answer.status_code, body=body, again_in=rest)


def _first(answer: httpx2.Response, watch: _Watch) -> bytes:
    """Return the beginning of the body: what came until it was enough, or the time was over."""
    found = b""
    try:
        for piece in answer.iter_raw(4096):
            found += piece
            if len(found) >= LARGEST_ANSWER:
                break
    except httpx2.HTTPError:
        if not watch.late:
            raise
    return found[:LARGEST_ANSWER]


def again_in(said: str | None, now: datetime) -> timedelta:
    """Return how long `Retry-After` asks to wait, in seconds or as a date: six hours at most."""
    if not said:
        return timedelta(0)
    try:
        wait = timedelta(seconds=int(said))
    except ValueError:
        try:
            wait = parsedate_to_datetime(said) - now
        except (ValueError, TypeError):
            return timedelta(0)
    except OverflowError:
        return LONGEST_REST
    return min(max(wait, timedelta(0)), LONGEST_REST)


def refused(answer: Answered, said: str | None = None) -> CannotSend:
    """Return the error for an answer that is a refusal, final where trying again is of no use."""
    later = answer.status >= SERVER_FAULT or answer.status in {
        TOO_MANY, REQUEST_TIMEOUT, TOO_EARLY,
    }  # fmt: skip
    return CannotSend(said or answer.shown, final=not later, again_in=answer.again_in)
