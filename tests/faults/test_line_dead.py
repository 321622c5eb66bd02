"""The line to Redis goes dead and nobody is told: acts go on, and letters leave once it heals."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from console.cluster.redis import RedisServer
from tests.eventually import eventually
from tests.faults.proxies import Proxy, proxied
from tests.tasks.deployment import BEAT, WORKER, Deployment, acts
from tests.years import Lived, opened

pytestmark = pytest.mark.timeout(300)

DEAD_S = 12
"""Longer than a worker waits for an answer of Redis."""

HEALED_WITHIN_S = 90
QUICK_S = 4
"""Sooner than whoever asks a Redis that does not answer gives up: acts do not ask it."""


@pytest.fixture
def line(redis_server: RedisServer) -> Iterator[Proxy]:
    """The line to Redis."""
    with proxied(redis_server.port) as proxy:
        yield proxy


@pytest.fixture
def behind(line: Proxy, tmp_path: Path, postgres: str) -> Iterator[Deployment]:
    """An installation that reaches Redis over that line alone."""
    deployed = Deployment(tmp_path, f"redis://127.0.0.1:{line.port}/0", postgres)
    yield deployed
    deployed.runtime.engine.dispose()


def slowest(lived: Lived, until_s: float) -> float:
    """Act until that moment; return how long the slowest act took, in seconds."""
    worst, pause = 0.0, Event()
    while (begun := monotonic()) < until_s:
        acts(lived, 1, units=("binh",))
        worst = max(worst, monotonic() - begun)
        pause.wait(0.1)
    return worst


def test_f24_on_a_dead_line_acts_go_on_and_letters_leave_when_it_heals(
    behind: Deployment, line: Proxy
) -> None:
    with behind.program(*BEAT), behind.program(*WORKER) as worker, behind.remote_relay() as web:
        worker.says("ready.", within_s=60)
        lived = opened(web)
        eventually(behind.everything_is_sent, within_s=60)

        line.swallowing.set()
        worst = slowest(lived, monotonic() + DEAD_S)
        owed = sum(behind.statuses().values())
        line.swallowing.clear()

        eventually(behind.everything_is_sent, within_s=HEALED_WITHIN_S)

    assert worst < QUICK_S
    assert behind.letters >= owed > 0  # ticks may have found more to tell since
