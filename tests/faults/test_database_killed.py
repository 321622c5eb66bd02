"""F31: every PostgreSQL process is killed under load, again and again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from console.cluster.postgres import Postgres
from definitions.catalogue import Catalogue
from tests.databases import connected
from tests.factories import ADMIN, NAMES, sits
from tests.years import Lived, opened
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service.acts import perform
from workflow.service.commands import Command
from workflow.service.verifying import verify
from workflow.store.faults import DatabaseBusy
from workflow.store.schema import events
from workflow.store.upgrading import upgrade

KILLS, CLIENTS = 5, 4
WORK_S = 0.6


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A server that waits for the disk, as in production."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def lived(server: Postgres, catalogue: Catalogue, clock: SimulatedClock) -> Iterator[Lived]:
    with connected(server.url) as engine:
        upgrade(engine)
        runtime = Runtime(engine=engine, catalogue=catalogue, clock=clock, ids=CountedIds("id"))
        yield opened(runtime, count=8)


class Client:
    """Registers a unit and sends it back, in turns; says what was tried and what was answered."""

    def __init__(self, lived: Lived, unit: str, stop: Event) -> None:
        self.tried, self.answered = set[str](), set[str]()
        self._lived, self._unit, self._stop = lived, unit, stop
        self.thread = Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        number = 0
        while not self._stop.is_set():
            command = self._command(number)
            assert command.id
            self.tried.add(command.id)
            try:
                perform(self._lived.runtime, command)
            except (DBAPIError, DatabaseBusy):
                self._stop.wait(0.05)
                continue
            self.answered.add(command.id)
            number += 1

    def _command(self, number: int) -> Command:
        if number % 2:
            given = {"unit": self._unit, "comment": "Bổ sung"}
            command = self._lived.command("return_registration", ADMIN, **given)
        else:
            command = self._lived.command("register", sits(self._unit), staff=9, people=8)
        return replace(command, id=f"{self._unit}-{number}")


def test_what_was_acknowledged_is_stored_and_nothing_twice(server: Postgres, lived: Lived) -> None:
    stop = Event()
    clients = [Client(lived, unit, stop) for unit in NAMES[:CLIENTS]]
    for client in clients:
        client.thread.start()
    for _ in range(KILLS):
        stop.wait(WORK_S)
        server.program.kill()
        server.again()
    stop.wait(WORK_S)
    stop.set()
    for client in clients:
        client.thread.join(60)

    with lived.runtime.engine.connect() as conn:
        done = Counter(conn.scalars(select(events.c.command_id).where(events.c.seq > 0)))
    stored = {key for key in done if key.rpartition("-")[0] in NAMES}
    answered = set[str]().union(*(client.answered for client in clients))
    tried = set[str]().union(*(client.tried for client in clients))
    assert len(answered) > KILLS
    assert answered <= stored <= tried
    assert {done[key] for key in stored} == {1}
    assert verify(lived.runtime, lived.id).findings == ()
