"""Target 4: round trips and writing transactions of an act, counted and not measured."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from threading import Thread

import psycopg

from bench.effort import Effort
from bench.measured import Found, Measured
from bench.product import acting, open_years, runtime, year_of
from bench.servers import Servers, plain
from workflow.store.engine import connect

WARM = 60
PLAIN_TEXT = "?sslmode=disable&gssencmode=disable"
XIDS = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
QUIET = ("ALTER SYSTEM SET autovacuum = {}", "SELECT pg_reload_conf()")


class Trips:
    """A proxy before PostgreSQL that counts how often whoever asks has to wait for an answer."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.count = 0
        Thread(target=self._accepting, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _accepting(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                Thread(target=self._carrying, args=(near, far), daemon=True).start()

    def _carrying(self, near: socket.socket, far: socket.socket) -> None:
        """Carry bytes both ways; a trip begins where the near end speaks after the far end did."""
        asking = False
        with near, far, suppress(OSError):
            while True:
                for ready in select([near, far], [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    if ready is near and not asking:
                        self.count += 1
                    asking = ready is near
                    (far if asking else near).sendall(data)


def measure(servers: Servers, effort: Effort) -> Found:
    """Count the most round trips of any act, and the writing transactions of all."""
    trips = Trips(servers.postgres.port)
    at = servers.product.replace(f":{servers.postgres.port}/", f":{trips.port}/") + PLAIN_TEXT
    given = runtime(connect(at))
    year = year_of("counted")
    open_years(given, [year])
    act = acting(given, [year])
    for number in range(WARM):
        act(number)
    most, acts = 0, effort.acts - effort.acts % 3
    with _undisturbed(plain(servers.postgres.url)) as asking:
        before = _xids(asking)
        for number in range(acts):
            began = trips.count
            act(number)
            most = max(most, trips.count - began)
        writing = (_xids(asking) - before) / acts
    given.engine.dispose()
    trips.close()
    return Found(
        targets=(
            Measured(
                id="4a", name="round trips of an act, the most of any (count)", ratio=most,
                target=3, sense="at_most", figures={"acts": acts},
            ),
            Measured(
                id="4b", name="writing transactions of an act (count)", ratio=writing,
                target=1, sense="exactly", figures={"acts": acts},
            ),
        )
    )  # fmt: skip


@contextmanager
def _undisturbed(url: str) -> Iterator[psycopg.Connection]:
    """Let nobody else write meanwhile: the server's own housekeeping takes transaction ids too."""
    with psycopg.connect(url, autocommit=True) as conn:
        for word in ("off", "on"):
            conn.execute(QUIET[0].format(word))
            conn.execute(QUIET[1])
            if word == "off":
                yield conn


def _xids(conn: psycopg.Connection) -> int:
    row = conn.execute(XIDS).fetchone()
    return int(row[0]) if row else 0
