"""One database, one Redis, and programs that work on them."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from functools import cached_property
from pathlib import Path

from redis import Redis
from sqlalchemy import select, update

from tests.eventually import eventually
from tests.factories import FOLDER, HEAD, sits
from tests.processes import Program, running
from tests.tasks.brokers import client
from tests.years import Lived, opened
from worker import Composed
from workflow.runtime import Runtime
from workflow.service import heartbeats, reading
from workflow.service.heartbeats import Health
from workflow.settings import Settings
from workflow.store.schema import outbox, timers
from workflow.store.timers import CANCELLED

WITHIN_S = 40
ALONE = ("--without-mingle", "--without-gossip")
WORKER = ("worker", "--concurrency", "2", "--hostname", "first@%h", *ALONE)
SECOND = ("worker", "--concurrency", "2", "--hostname", "second@%h", *ALONE)
BEAT = ("beat",)
TROUBLED = "tests.faults.troubled"


class Deployment:
    """One installation with short leases: a notice is left to its worker for 3 seconds."""

    def __init__(self, home: Path, broker: str, database: str | None = None) -> None:
        self.home, self.broker = home, broker
        self.settings = {
            "THIDUA_DIR": str(home),
            "THIDUA_BROKER": broker,
            "THIDUA_LEASE_S": "3",
            "THIDUA_SYNCHRONOUS": "normal",
            **({"THIDUA_DATABASE": database} if database else {}),
        }
        self._numbers = iter(range(1000))
        parts = Settings(dir=home, database=database, lease_s=3, synchronous="normal")
        self.runtime: Runtime = Composed().runtime(parts, folders=(FOLDER,))

    @property
    def remote(self) -> Runtime:
        """The parts of a process that publishes to the broker."""
        parts = Settings(
            dir=self.home,
            database=self.settings.get("THIDUA_DATABASE"),
            broker=self.broker,
            lease_s=3,
            synchronous="normal",
        )
        composed = Composed().runtime(parts, folders=(FOLDER,))
        composed.engine.dispose()
        return replace(composed, engine=self.runtime.engine)

    @contextmanager
    def remote_relay(self) -> Iterator[Runtime]:
        """Give the parts of a web process: what its acts owe is published at once."""
        with Composed().background(self.remote, ticking=True) as work:
            yield work.runtime

    def opened(self, runtime: Runtime | None = None) -> Lived:
        """Open a bloc year; its deadlines are long past by now, and left alone."""
        lived = opened(runtime or self.runtime)
        with self.runtime.engine.begin() as conn:
            conn.execute(update(timers).values(status=CANCELLED))
        return lived

    def statuses(self) -> dict[str, int]:
        """Return how many notices stand in each status."""
        return reading.notices(self.runtime)

    @cached_property
    def redis(self) -> Redis:
        """A client of the broker."""
        return client(self.broker)

    @contextmanager
    def program(self, *arguments: str, app: str = "worker", **more: str) -> Iterator[Program]:
        """Run `celery -A worker ...` while the block lasts."""
        command = (sys.executable, "-m", "celery", "-A", app, *arguments)
        log = self.home / f"{arguments[0]}-{next(self._numbers)}.log"
        with running(command, log, {**self.settings, **more}) as program:
            yield program

    def everything_is_sent(self) -> bool:
        """Whether no notice is left, and each is one file."""
        found = reading.notices(self.runtime)
        return set(found) == {"sent"} and found["sent"] == self.letters

    def health_with_a_heartbeat(self) -> Health | None:
        """Return how the background is doing, once a worker has given a sign of life."""
        found = heartbeats.health(self.runtime)
        return found if found.heartbeats else None

    def queued(self, queue: str = "notices") -> int:
        """How many messages wait in a queue."""
        return int(self.redis.llen(f"thidua:{queue}"))

    def rows(self) -> dict[str, tuple[str, int, int]]:
        """Return status, attempts and crashes of every notice, by its key."""
        columns = (outbox.c.key, outbox.c.status, outbox.c.attempt, outbox.c.crashes)
        with self.runtime.engine.connect() as conn:
            return {row[0]: (row[1], row[2], row[3]) for row in conn.execute(select(*columns))}

    def answers(self) -> Counter[str | None]:
        """Return how often each answer was noted."""
        with self.runtime.engine.connect() as conn:
            return Counter(conn.scalars(select(outbox.c.answer)))

    def letters_of(self, subject: str) -> int:
        """Return how many files bear that subject."""
        files = (self.home / "mail").rglob("*.eml")
        messages = (message_from_bytes(file.read_bytes(), policy=default) for file in files)
        return [message["Subject"] for message in messages].count(subject)

    @property
    def letters(self) -> int:
        """How many files were sent."""
        return len(list((self.home / "mail").rglob("*.eml")))

    def is_sent(self) -> None:
        """Wait until everything is sent."""
        eventually(self.everything_is_sent, within_s=WITHIN_S)


EACH = 3
"""So many letters for each act of `acts`: sent back; and late, as told to head and deputy."""


def acts(lived: Lived, rounds: int, units: Sequence[str] = ("binh", "chau", "dong")) -> None:
    """Have units register, late by the real clock, and be sent back."""
    for number in range(rounds):
        for unit in units:
            lived.do("register", sits(unit), staff=1, people=1)
            lived.do("return_registration", HEAD, unit=unit, comment=f"Lần {number}")
