"""Worker and beat as processes of their own over a real Redis, which may forget everything."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tasks.heartbeats import BEAT
from tasks.registering import app_of
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

WITHIN_S = 40


class Deployment:
    """One database, one Redis, and programs that work on them."""

    def __init__(self, home: Path, broker: str) -> None:
        self.home, self.broker = home, client(broker)
        self.settings = {
            "THIDUA_DIR": str(home),
            "THIDUA_BROKER": broker,
            "THIDUA_LEASE_S": "3",
            "THIDUA_SYNCHRONOUS": "normal",
        }
        self.broker.flushall()
        parts = Settings(dir=home, lease_s=3, synchronous="normal")
        self.runtime: Runtime = Composed().runtime(parts, folders=(FOLDER,))

    @contextmanager
    def program(self, *arguments: str) -> Iterator[Program]:
        """Run `celery -A worker ...` while the block lasts."""
        command = (sys.executable, "-m", "celery", "-A", "worker", *arguments)
        log = self.home / f"{arguments[0]}.log"
        with running(command, log, self.settings) as program:
            yield program

    def everything_is_sent(self) -> bool:
        """Whether no notice is left, and each is one file."""
        found = reading.notices(self.runtime)
        return set(found) == {"sent"} and found["sent"] == self.letters

    def health_with_a_heartbeat(self) -> Health | None:
        """Return how the background is doing, once a worker has given a sign of life."""
        found = heartbeats.health(self.runtime)
        return found if found.heartbeats else None

    def letters_of(self, subject: str) -> int:
        """Return how many files bear that subject."""
        files = (self.home / "mail").rglob("*.eml")
        messages = (message_from_bytes(file.read_bytes(), policy=default) for file in files)
        return [message["Subject"] for message in messages].count(subject)

    @property
    def letters(self) -> int:
        """How many files were sent."""
        return len(list((self.home / "mail").rglob("*.eml")))


WORKER = ("worker", "--concurrency", "2", "--loglevel", "INFO", "--hostname", "first@%h")


@pytest.fixture
def deployment(tmp_path: Path, broker: str) -> Iterator[Deployment]:
    deployed = Deployment(tmp_path, broker)
    yield deployed
    deployed.runtime.engine.dispose()


def acts(lived: Lived, rounds: int) -> None:
    """Have units register and be sent back: one notice each time."""
    for number in range(rounds):
        for unit in ("binh", "chau", "dong"):
            lived.do("register", sits(unit), staff=1, people=1)
            lived.do("return_registration", HEAD, unit=unit, comment=f"Lần {number}")


def test_what_is_owed_is_sent_by_other_processes(deployment: Deployment) -> None:
    with deployment.program("beat"), deployment.program(*WORKER):
        lived = opened(deployment.runtime)
        acts(lived, 3)

        eventually(deployment.everything_is_sent, within_s=WITHIN_S)
        assert deployment.letters == 8 + 9


def test_a_worker_gives_a_sign_of_life_under_its_name(deployment: Deployment) -> None:
    app = app_of(replace(deployment.runtime, broker=deployment.settings["THIDUA_BROKER"]))

    with deployment.program(*WORKER):
        app.send_task(BEAT)
        health = eventually(deployment.health_with_a_heartbeat, within_s=WITHIN_S)

    assert [name.partition("@")[0] for name in health.heartbeats] == ["first"]
    assert health.ok


def test_a_forgetful_redis_and_a_killed_worker_lose_nothing(deployment: Deployment) -> None:
    lived = opened(deployment.runtime)
    with deployment.program("beat"):
        with deployment.program(*WORKER) as worker:
            eventually(lambda: deployment.letters, within_s=WITHIN_S)
            acts(lived, 20)
            eventually(lambda: deployment.letters > 12, within_s=WITHIN_S)
            worker.kill()
        acts(lived, 20)
        eventually(lambda: deployment.broker.llen("thidua:ticks"), within_s=WITHIN_S)
        deployment.broker.flushall()

        with deployment.program(*WORKER):
            eventually(lambda: deployment.broker.llen("thidua:notices") > 20, within_s=WITHIN_S)
            deployment.broker.flushall()
            acts(lived, 1)
            eventually(deployment.everything_is_sent, within_s=WITHIN_S)

    assert deployment.letters_of("Trả lại") == 3 * 41


def test_a_server_with_a_broker_publishes_and_sends_nothing_itself(deployment: Deployment) -> None:
    parts = replace(deployment.runtime, broker=deployment.settings["THIDUA_BROKER"])

    with Composed().background(parts, ticking=True) as work:
        opened(work.runtime)
        eventually(lambda: deployment.broker.llen("thidua:notices") == 8)

    assert reading.notices(deployment.runtime) == {"published": 8}


def test_a_run_that_moves_its_own_clock_uses_no_broker(deployment: Deployment) -> None:
    parts = replace(deployment.runtime, broker=deployment.settings["THIDUA_BROKER"])

    with Composed().background(parts, ticking=False) as work:
        opened(work.runtime)
        work.settle(WITHIN_S)

    assert (deployment.broker.keys(), deployment.letters) == ([], 8)


def test_a_worker_told_to_stop_ends_well(deployment: Deployment) -> None:
    with deployment.program(*WORKER) as worker:
        worker.says("ready.")

        assert worker.stop() == 0
