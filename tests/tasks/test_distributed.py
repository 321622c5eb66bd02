"""Worker and beat as processes of their own over a real Redis, which may forget everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.tasks.deployment import BEAT, EACH, SECOND, WITHIN_S, WORKER, Deployment, acts
from tests.years import opened
from worker import Composed
from workflow.service import heartbeats, reading


@pytest.fixture
def deployment(tmp_path: Path, broker: str) -> Iterator[Deployment]:
    deployed = Deployment(tmp_path, broker)
    deployed.redis.flushall()
    yield deployed
    deployed.runtime.engine.dispose()


def test_what_is_owed_is_sent_by_other_processes(deployment: Deployment) -> None:
    with deployment.program("beat"), deployment.program(*WORKER):
        lived = opened(deployment.runtime)
        acts(lived, 3)

        eventually(deployment.everything_is_sent, within_s=WITHIN_S)
        assert deployment.letters == 8 + 9 * EACH


def test_every_worker_gives_its_own_sign_of_life_unasked(deployment: Deployment) -> None:
    def heard() -> set[str]:
        return {name.partition("@")[0] for name in heartbeats.health(deployment.runtime).heartbeats}

    with deployment.program(*WORKER), deployment.program(*SECOND):
        eventually(lambda: heard() == {"first", "second"}, within_s=WITHIN_S)


def test_a_worker_that_ends_as_asked_is_missed_by_nobody(deployment: Deployment) -> None:
    with deployment.program(*WORKER) as worker:
        eventually(deployment.health_with_a_heartbeat, within_s=WITHIN_S)
        worker.stop()

    assert heartbeats.health(deployment.runtime).heartbeats == {}


def test_a_scheduler_and_its_ticks_are_heard_of(deployment: Deployment) -> None:
    with deployment.program(*BEAT), deployment.program(*WORKER):
        eventually(lambda: heartbeats.health(deployment.runtime).ok, within_s=WITHIN_S)

    [scheduler] = heartbeats.health(deployment.runtime).others
    assert scheduler.startswith("scheduler-")


def test_a_forgetful_redis_and_a_killed_worker_lose_nothing(deployment: Deployment) -> None:
    lived = opened(deployment.runtime)
    with deployment.program("beat"):
        with deployment.program(*WORKER) as worker:
            eventually(lambda: deployment.letters, within_s=WITHIN_S)
            acts(lived, 20)
            eventually(lambda: deployment.letters > 12, within_s=WITHIN_S)
            worker.kill()
        acts(lived, 20)
        eventually(lambda: deployment.queued("ticks"), within_s=WITHIN_S)
        deployment.redis.flushall()

        with deployment.program(*WORKER):
            eventually(lambda: deployment.queued() > 20, within_s=WITHIN_S)
            deployment.redis.flushall()
            acts(lived, 1)
            eventually(deployment.everything_is_sent, within_s=WITHIN_S)

    assert deployment.letters_of("Trả lại") == 3 * 41


def test_a_server_with_a_broker_publishes_and_sends_nothing_itself(deployment: Deployment) -> None:
    parts = deployment.remote

    with Composed().background(parts, ticking=True) as work:
        opened(work.runtime)
        eventually(lambda: deployment.queued() == 8)

    assert reading.notices(deployment.runtime) == {"published": 8}


def test_a_run_that_moves_its_own_clock_uses_no_broker(deployment: Deployment) -> None:
    parts = deployment.remote

    with Composed().background(parts, ticking=False) as work:
        opened(work.runtime)
        work.settle(WITHIN_S)

    assert (deployment.redis.keys(), deployment.letters) == ([b"thidua:witness"], 8)


def test_a_worker_told_to_stop_ends_well(deployment: Deployment) -> None:
    with deployment.program(*WORKER) as worker:
        worker.says("ready.")

        assert worker.stop() == 0
