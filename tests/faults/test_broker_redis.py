"""Redis that forgets, fills, freezes, drops its lines. Rows F16 to F23, F25 to F27, F61."""

import random
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from console.cluster.redis import RedisServer
from tasks.demands import client
from tasks.notices import SEND
from tasks.registering import app_of
from tasks.relay import relay
from tests.eventually import eventually
from tests.tasks.deployment import BEAT, EACH, SECOND, TROUBLED, WITHIN_S, WORKER, Deployment, acts
from workflow.service import heartbeats, notices


def test_f16_a_relay_that_dies_before_publishing_delays_and_loses_nothing(
    deployment: Deployment,
) -> None:
    deployment.opened()
    assert len(notices.claim(deployment.remote)) == 8

    with deployment.program(*BEAT), deployment.program(*WORKER):
        deployment.is_sent()


def test_f17_two_relays_share_the_work_and_publish_each_key_once(deployment: Deployment) -> None:
    acts(deployment.opened(), 20)
    remote = deployment.remote
    apps = [app_of(remote) for _ in range(3)]

    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(lambda app: relay(app, remote), apps))

    assert deployment.queued() == 8 + 60 * EACH
    assert deployment.statuses() == {"published": 8 + 60 * EACH}


def test_f18_a_redis_killed_and_empty_again_costs_only_time(
    deployment: Deployment, redis_server: RedisServer
) -> None:
    lived = deployment.opened()
    with deployment.program(*BEAT), deployment.program(*WORKER):
        acts(lived, 7)
        eventually(lambda: deployment.letters > 5, within_s=WITHIN_S)
        redis_server.program.kill()
        acts(lived, 2)
        redis_server.again()
        deployment.is_sent()

    assert deployment.letters == 8 + 27 * EACH


NOTICED = ("Couldn't ack", "onnection to broker lost")
"""Of a Redis that dies under a task: Celery fails to acknowledge it, or sees the line go first."""


def test_f18_and_f21_a_worker_left_deaf_by_a_redis_that_died_hears_again(
    deployment: Deployment, redis_server: RedisServer
) -> None:
    deployment.opened()
    alone = ("worker", "--concurrency", "1", *WORKER[3:])
    with (
        deployment.program(*BEAT),
        deployment.program(*alone, app=TROUBLED, TROUBLE="once:of-an") as worker,
    ):
        eventually((deployment.home / "met").exists, within_s=WITHIN_S)
        redis_server.program.kill()
        eventually(lambda: any(one in worker.said for one in NOTICED), within_s=WITHIN_S)
        redis_server.again()
        deployment.is_sent()


def test_f19_queues_deleted_under_the_worker_are_filled_again(deployment: Deployment) -> None:
    lived = deployment.opened()
    with deployment.program(*BEAT), deployment.program(*WORKER):
        acts(lived, 20)
        eventually(lambda: deployment.letters > 5, within_s=WITHIN_S)
        deployment.redis.flushall()
        deployment.is_sent()


def test_f20_messages_of_an_old_dump_find_nothing_to_do(deployment: Deployment) -> None:
    lived = deployment.opened()
    with deployment.remote_relay():
        eventually(lambda: deployment.queued() == 8)
    dump = deployment.redis.lrange("thidua:notices", 0, -1)
    with deployment.program(*BEAT), deployment.program(*WORKER):
        deployment.is_sent()
        before = deployment.rows()
        deployment.redis.rpush("thidua:notices", *dump)
        eventually(lambda: deployment.queued() == 0, within_s=WITHIN_S)
        acts(lived, 1)
        deployment.is_sent()

    after = deployment.rows()
    assert {key: after[key] for key in before} == before


def test_f21_a_worker_takes_messages_again_after_its_lines_were_cut(
    deployment: Deployment, redis_server: RedisServer
) -> None:
    lived = deployment.opened()
    with deployment.program(*BEAT), deployment.program(*WORKER):
        deployment.is_sent()
        for _ in range(10):
            deployment.redis.client_kill_filter(_type="normal", skipme=True)
            acts(lived, 1, ("binh",))
        deployment.is_sent()
        for _ in range(3):
            redis_server.program.kill()
            redis_server.again()
        acts(lived, 1)
        deployment.is_sent()


def test_f22_and_f23_a_redis_that_is_frozen_or_gone_slows_no_act(
    deployment: Deployment, redis_server: RedisServer
) -> None:
    with deployment.remote_relay() as publishing:
        lived = deployment.opened(publishing)
        eventually(lambda: set(deployment.statuses()) == {"published"})
        redis_server.program.send(signal.SIGSTOP)
        frozen = seconds(lambda: acts(lived, 5))
        redis_server.program.kill()
        gone = seconds(lambda: acts(lived, 5))
        redis_server.again()
    with deployment.program(*BEAT), deployment.program(*WORKER):
        deployment.is_sent()

    assert max(frozen, gone) < 4
    assert deployment.letters == 8 + 30 * EACH


def seconds(work: Callable[[], None]) -> float:
    """Return how many seconds some work took."""
    begun = monotonic()
    work()
    return monotonic() - begun


def test_f25_a_full_redis_is_left_alone_and_loses_nothing(deployment: Deployment) -> None:
    lived = deployment.opened()
    deployment.redis.config_set("maxmemory", "1mb")
    remote = deployment.remote
    app = app_of(remote)
    taken = relay(app, remote)
    acts(lived, 5)
    again = relay(app, remote)
    deployment.redis.config_set("maxmemory", "0")

    with deployment.program(*BEAT), deployment.program(*WORKER):
        deployment.is_sent()

    assert (taken, again) == (False, False)
    assert deployment.letters == 8 + 15 * EACH


def test_f26_a_redis_that_evicts_is_refused_and_a_change_is_told(deployment: Deployment) -> None:
    with deployment.program(*BEAT), deployment.program(*WORKER):
        eventually(lambda: heartbeats.health(deployment.runtime).ok, within_s=WITHIN_S)
        deployment.redis.config_set("maxmemory-policy", "allkeys-lru")
        eventually(
            lambda: "broker_evicts" in heartbeats.health(deployment.runtime).alarms,
            within_s=WITHIN_S,
        )
    for arguments in (SECOND, BEAT):
        with deployment.program(*arguments) as refused:
            assert refused.ended(WITHIN_S) == 78
            assert "allkeys-lru" in refused.said
            assert "Redis đang đặt maxmemory-policy" in refused.said


def test_f27_each_message_five_times_in_any_order_has_one_effect(deployment: Deployment) -> None:
    acts(deployment.opened(), 5)
    remote = deployment.remote
    app = app_of(remote)
    keys = notices.claim(remote) * 5
    random.Random(27).shuffle(keys)  # noqa: S311 - an order, not a secret
    for key in keys:
        app.send_task(SEND, (key,))

    with deployment.program(*WORKER), deployment.program(*SECOND):
        deployment.is_sent()
        eventually(lambda: deployment.queued() == 0, within_s=WITHIN_S)

    assert {row[1] for row in deployment.rows().values()} == {1}


def test_f61_a_message_that_this_release_cannot_read_goes_back_to_its_row(
    deployment: Deployment,
) -> None:
    deployment.opened()
    remote = deployment.remote
    app = app_of(remote)
    keys = notices.claim(remote)
    for key in keys[:4]:
        app.send_task("notices.send_of_the_next_release", (key,))
    for key in keys[4:]:
        app.send_task(SEND, (key, "something new"))

    with deployment.program(*BEAT), deployment.program(*WORKER):
        deployment.is_sent()


def test_the_witness_outlives_what_is_flushed_in_one_place(deployment: Deployment) -> None:
    deployment.opened()
    notices.claim(deployment.remote)
    before = deployment.remote.witness.seen()
    client(deployment.broker).flushall()

    assert before
    assert deployment.remote.witness.seen() == before
