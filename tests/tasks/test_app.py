"""The settings that a promise rests on, and the one schedule."""

from dataclasses import replace
from datetime import timedelta

import pytest
from celery import Celery

from tasks.registering import app_of
from tasks.schedule import EVERY_S
from workflow.runtime import Runtime


@pytest.fixture
def remote(runtime: Runtime) -> Celery:
    return app_of(replace(runtime, broker="redis://localhost/0"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("task_ignore_result", True),
        ("accept_content", ["json"]),
        ("worker_enable_remote_control", False),
        ("task_create_missing_queues", False),
    ],
)
def test_what_must_be_set_is_set(remote: Celery, name: str, value: object) -> None:
    assert remote.conf[name] == value


@pytest.mark.parametrize("lease_s", [3, 300, 3600])
def test_a_task_ends_before_its_lease_and_that_before_redelivery(
    runtime: Runtime, lease_s: int
) -> None:
    conf = app_of(
        replace(runtime, lease=timedelta(seconds=lease_s), broker="redis://localhost/0")
    ).conf

    limits = (conf.task_soft_time_limit, conf.task_time_limit)
    visibility = conf.broker_transport_options["visibility_timeout"]
    assert sorted([*limits, lease_s, visibility]) == [*limits, lease_s, visibility]


def test_notices_and_ticks_do_not_wait_for_each_other(remote: Celery) -> None:
    queues = {name: remote.amqp.router.route({}, name)["queue"] for name in own(remote)}

    assert {name: queue.name for name, queue in queues.items()} == {
        "notices.send": "notices",
        "approvals.recheck": "approvals",
        "relay.publish": "ticks",
        "deadlines.tick": "ticks",
        "answers.drop": "ticks",
        "heartbeats.beat": "ticks",
    }
    assert {(one.exchange.name, one.routing_key) for one in queues.values()} == {
        ("notices", "notices"),
        ("approvals", "approvals"),
        ("ticks", "ticks"),
    }


def test_the_schedule_holds_every_task_but_sending_and_signs_of_life(remote: Celery) -> None:
    assert {*EVERY_S, "heartbeats.beat", "notices.send"} == own(remote)
    assert {entry["task"] for entry in remote.conf.beat_schedule.values()} == set(EVERY_S)


def own(app: Celery) -> set[str]:
    return {name for name in app.tasks if not name.startswith("celery.")}
