"""A line between two programs that can be watched, cut, or made to swallow what is sent."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

MOST = 65536
Watch = Callable[[int, bytes], bool]
"""Sees the number of a line and what is about to pass; False swallows it."""


def everything(_line: int, _data: bytes) -> bool:
    """Let everything pass."""
    return True


class Proxy:
    """Passes connections on to a port of this machine. `swallowing` is a line that went dead.

    `asked` and `answered` see what passes, from the client's side and from the server's.
    """

    def __init__(self, to: int) -> None:
        self._to = to
        self._lock, self._lines = Lock(), list[socket.socket]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.swallowing = Event()
        self.asked: Watch = everything
        self.answered: Watch = everything
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End every connection there is."""
        with self._lock:
            lines, self._lines = self._lines, []
        for line in lines:
            _close(line)

    def stop(self) -> None:
        """End every connection, and take no more."""
        _close(self._listening)
        self.cut()

    def _listen(self) -> None:
        number = 0
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                number += 1
                self._join(number, near)

    def _join(self, number: int, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._to), 5)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        with self._lock:
            self._lines += [near, far]
        there = (near, far, lambda data: self.asked(number, data))
        back = (far, near, lambda data: self.answered(number, data))
        for way in (there, back):
            Thread(target=self._pass, args=way, daemon=True).start()

    def _pass(
        self, source: socket.socket, target: socket.socket, wanted: Callable[[bytes], bool]
    ) -> None:
        with suppress(OSError):
            while data := source.recv(MOST):
                if wanted(data) and not self.swallowing.is_set():
                    target.sendall(data)
        if not self.swallowing.is_set():  # on a dead line nobody hears the other go
            _close(source)
            _close(target)


def _close(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


@contextmanager
def proxied(port: int) -> Iterator[Proxy]:
    """Run a proxy to *port* while the block lasts."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.stop()
