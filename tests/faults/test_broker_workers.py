"""Workers that die, hang and are frozen: rows F06 to F12 of the fault table."""

import signal
from pathlib import Path

import pytest

from tasks.notices import SEND
from tasks.registering import app_of
from tests.eventually import eventually
from tests.processes import Program
from tests.tasks.deployment import BEAT, EACH, SECOND, TROUBLED, WITHIN_S, WORKER, Deployment, acts
from workflow.service import heartbeats, notices

SOLO = (*WORKER[:2], "1", *WORKER[3:])


def met(deployment: Deployment) -> list[str]:
    """Return the process of each attempt on the troublesome mail."""
    file: Path = deployment.home / "met"
    return file.read_text("ascii").split() if file.exists() else []


def tried(deployment: Deployment) -> set[tuple[str, int, int]]:
    """Return status, attempts and crashes of the two troublesome mails."""
    return {one for key, one in deployment.rows().items() if key.endswith("|of-an")}


def test_f06_a_worker_killed_in_mid_task_sends_each_notice_once(deployment: Deployment) -> None:
    deployment.opened()

    with deployment.program(*BEAT):
        with deployment.program(*SOLO, app=TROUBLED, TROUBLE="once:of-an") as worker:
            eventually(lambda: met(deployment), within_s=WITHIN_S)
            worker.kill()
        with deployment.program(*SECOND, app=TROUBLED, TROUBLE="once:of-an"):
            deployment.is_sent()

    assert tried(deployment) == {("sent", 2, 1), ("sent", 1, 0)}


@pytest.mark.parametrize("how", ["kill", "memory"])
def test_f07_and_f11_what_kills_every_worker_is_stopped_and_shown(
    deployment: Deployment, how: str
) -> None:
    deployment.opened()

    with (
        deployment.program(*BEAT),
        deployment.program(*WORKER, app=TROUBLED, TROUBLE=f"{how}:of-an"),
    ):
        eventually(lambda: deployment.letters == 6, within_s=WITHIN_S)
        eventually(lambda: tried(deployment) == {("dead", 5, 5)}, within_s=WITHIN_S)

    assert deployment.answers()["too_many_crashes"] == 2
    assert len(met(deployment)) == 10


def test_f08_a_worker_that_wakes_after_its_lease_changes_nothing(deployment: Deployment) -> None:
    deployment.opened()

    with (
        deployment.program(*BEAT),
        deployment.program(*SOLO, app=TROUBLED, TROUBLE="once:of-an") as zombie,
    ):
        eventually(lambda: met(deployment), within_s=WITHIN_S)
        zombie.send(signal.SIGSTOP)
        with deployment.program(*SECOND, app=TROUBLED, TROUBLE="once:of-an"):
            deployment.is_sent()
            before = deployment.rows()
            zombie.send(signal.SIGCONT)
            eventually(lambda: "TimeLimitExceeded" in zombie.said, within_s=WITHIN_S)

    assert deployment.rows() == before
    assert tried(deployment) == {("sent", 2, 1), ("sent", 1, 0)}


def test_f09_a_message_lost_between_redis_and_worker_is_published_again(
    deployment: Deployment,
) -> None:
    deployment.opened()
    app = app_of(deployment.remote)
    keys = notices.claim(deployment.remote)
    with deployment.program(*WORKER) as worker:
        eventually(deployment.health_with_a_heartbeat, within_s=WITHIN_S)
        eventually(lambda: frozen_while_it_waits(deployment, worker), within_s=WITHIN_S)
        for key in keys:
            app.send_task(SEND, (key,))
        worker.kill()
    lost = 8 - deployment.queued()

    with deployment.program(*BEAT), deployment.program(*SECOND):
        deployment.is_sent()

    assert lost > 0


def frozen_while_it_waits(deployment: Deployment, worker: Program) -> bool:
    """Freeze a worker; thaw it again unless Redis has a message to hand to it."""
    worker.send(signal.SIGSTOP)
    if deployment.redis.info("clients")["blocked_clients"]:
        return True
    worker.send(signal.SIGCONT)
    return False


def test_f10_asked_twice_to_stop_under_load_a_worker_loses_nothing(deployment: Deployment) -> None:
    lived = deployment.opened()
    acts(lived, 20)

    with deployment.program(*BEAT):
        with deployment.program(*WORKER) as worker:
            eventually(lambda: deployment.letters > 5, within_s=WITHIN_S)
            worker.process.send_signal(signal.SIGTERM)
            worker.process.send_signal(signal.SIGTERM)
            worker.ended()
        with deployment.program(*SECOND):
            deployment.is_sent()

    assert deployment.letters == 8 + 60 * EACH


def test_f10_told_to_stop_softly_a_worker_gives_back_what_it_cannot_finish(
    deployment: Deployment,
) -> None:
    deployment.settings["THIDUA_LEASE_S"] = "300"  # longer than a worker has to finish
    deployment.opened()

    with deployment.program(*BEAT):
        softly = {"TROUBLE": "once:of-an", "REMAP_SIGTERM": "SIGQUIT"}
        with deployment.program(*SOLO, app=TROUBLED, **softly) as worker:
            eventually(lambda: met(deployment), within_s=WITHIN_S)
            worker.process.send_signal(signal.SIGTERM)
            worker.ended(60)

    assert "WorkerLostError" not in worker.said
    assert deployment.queued() + deployment.letters == 8
    assert sum(deployment.statuses().values()) == 8


def test_f12_a_task_that_hangs_is_cut_and_its_notice_comes_back(deployment: Deployment) -> None:
    deployment.opened()

    with deployment.program(*BEAT), deployment.program(*WORKER, app=TROUBLED, TROUBLE="once:of-an"):
        deployment.is_sent()

    assert tried(deployment) == {("sent", 2, 1), ("sent", 1, 0)}


def test_the_leases_of_a_dead_worker_are_no_alarm(deployment: Deployment) -> None:
    deployment.opened()
    notices.claim(deployment.runtime)

    alarms = heartbeats.health(deployment.runtime).alarms

    assert "notices_late" not in alarms
