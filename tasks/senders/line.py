"""A connection to a mail server that is kept for the next mail, and closed when nobody needs it.

One thread watches it: a server that answers a byte at a time is hung up on, and so is one that has
not been needed for a while. The thread ends with the connection.
"""

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Condition, RLock, Thread
from time import monotonic

Making = Callable[[], smtplib.SMTP]
Greeting = Callable[[smtplib.SMTP], None]


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a connection is kept, in seconds, and for how many mails."""

    mail_s: float = 60
    idle_s: float = 20
    check_s: float = 5
    age_s: float = 600
    mails: int = 500


class Line:
    """One connection, for one mail at a time, by any thread."""

    def __init__(self, making: Making, greeting: Greeting, patience: Patience) -> None:
        self._making = making
        self._greeting = greeting
        self._patience = patience
        self._use = RLock()
        self._changed = Condition()
        self._server: smtplib.SMTP | None = None
        self._opened = self._last = 0.0
        self._mails = 0
        self._busy = False

    @property
    def open(self) -> bool:
        """Whether there is a connection."""
        return self._server is not None

    @contextmanager
    def use(self) -> Iterator[smtplib.SMTP]:
        """Yield a connection that answers. It is closed when the mail on it fails."""
        with self._use:
            try:
                yield self._ready()
            except BaseException:
                self.close()
                raise
            finally:
                self._mark(busy=False)

    def close(self) -> None:
        """Say goodbye. A message that was taken stays taken, however badly this goes."""
        with self._use, self._changed:
            server, self._server = self._server, None
            self._changed.notify_all()
        if server:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            with suppress(OSError):
                server.close()

    def _ready(self) -> smtplib.SMTP:
        """Return a connection that answers. It is watched from before its first byte."""
        fit = self._server is not None and self._fit(self._server)
        if not fit:
            self.close()
        self._mark(busy=True)
        if self._server is None:
            server = self._making()
            with self._changed:
                self._server, self._opened, self._mails = server, monotonic(), 0
            Thread(target=self._watch, args=(server,), name="mail line", daemon=True).start()
            self._greeting(server)
        self._mails += 1
        return self._server

    def _fit(self, server: smtplib.SMTP) -> bool:
        now, patience = monotonic(), self._patience
        if self._mails >= patience.mails or now - self._opened > patience.age_s:
            return False
        if now - self._last < patience.check_s:
            return True
        with suppress(smtplib.SMTPException, OSError):
            return bool(server.noop()[0] == 250)  # noqa: PLR2004 - "OK" of SMTP
        return False

    def _mark(self, *, busy: bool) -> None:
        with self._changed:
            self._busy, self._last = busy, monotonic()
            self._changed.notify_all()

    def _watch(self, server: smtplib.SMTP) -> None:
        while left := self._left(server):
            with self._changed:
                self._changed.wait(left)

    def _left(self, server: smtplib.SMTP) -> float | None:
        """Return how long to go on watching; None when the connection is over."""
        with self._changed:
            if self._server is not server:
                return None
            limit = self._patience.mail_s if self._busy else self._patience.idle_s
            left, busy = limit - (monotonic() - self._last), self._busy
        if left > 0:
            return left
        if busy:
            if server.sock:
                hang_up(server.sock)  # whoever waits on it is told at once
            return None
        self.close()
        return None


def hang_up(line: socket.socket) -> None:
    """Cut a connection that another thread is waiting on."""
    with suppress(OSError):
        # As a plain socket: a TLS one would first let go of what the other thread reads with.
        socket.socket.shutdown(line, socket.SHUT_RDWR)
