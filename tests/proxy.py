"""A wire between client and database that counts what passes, and can be cut at any request."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

from sqlalchemy import make_url

CHUNK = 1 << 16
READY = b"Z\x00\x00\x00\x05"
"""What PostgreSQL ends every answer with."""


@dataclass
class Wire:
    """A proxy on a port of its own.

    `trips`: answers that the database has given. `cut_at`: the request, counted from 0, at which
    the connection is cut; `late` says whether the database is to get that request before.
    """

    url: str
    trips: int = 0
    requests: int = 0
    cut_at: int | None = None
    late: bool = False
    cuts: int = 0
    open: list[socket.socket] = field(default_factory=list)

    def watch(self, *, cut_at: int | None = None, late: bool = False) -> None:
        """Count anew from here, and cut the connection once if asked to."""
        self.trips = self.requests = 0
        self.cut_at, self.late = cut_at, late

    def carry(self, client: socket.socket, server: socket.socket) -> None:
        """Carry requests one way and answers the other, until one side hangs up or it is cut."""
        back = Thread(target=self._answers, args=(server, client), daemon=True)
        back.start()
        with suppress(OSError):
            while request := client.recv(CHUNK):
                cut = self.requests == self.cut_at
                self.requests += 1
                if cut:
                    self._cut(client, server, request)
                    return
                server.sendall(request)
        _hang_up(client, server)

    def _cut(self, client: socket.socket, server: socket.socket, request: bytes) -> None:
        self.cut_at = None
        self.cuts += 1
        if self.late:
            _hang_up(client)
            server.sendall(request)
            with suppress(OSError):
                server.recv(CHUNK)  # the answer is there: what was asked is done
        _hang_up(client, server)

    def _answers(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while answer := server.recv(CHUNK):
                self.trips += answer.count(READY)
                client.sendall(answer)
        _hang_up(client, server)


def _hang_up(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def wired(url: str) -> Iterator[Wire]:
    """Give a wire to a PostgreSQL database while the block lasts."""
    place = make_url(url)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        through = place.set(host="127.0.0.1", port=listening.getsockname()[1])
        through = through.update_query_dict({"sslmode": "disable", "gssencmode": "disable"})
        wire = Wire(through.render_as_string(hide_password=False))
        address = (place.host or "127.0.0.1", place.port or 5432)
        Thread(target=_accept, args=(listening, address, wire), daemon=True).start()
        try:
            yield wire
        finally:
            _hang_up(listening, *wire.open)
            for one in wire.open:
                one.close()


def _accept(listening: socket.socket, address: tuple[str, int], wire: Wire) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            server = socket.create_connection(address)
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            wire.open += [client, server]
            Thread(target=wire.carry, args=(client, server), daemon=True).start()
