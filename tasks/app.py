"""The Celery application: every setting that is not Celery's default, with its reason."""

from collections.abc import Mapping
from typing import Any

from celery import Celery
from kombu import Exchange, Queue

from tasks.schedule import beat_table
from workflow.runtime import Runtime

NOTICES, APPROVALS, TICKS = "notices", "approvals", "ticks"
QUEUES = (NOTICES, APPROVALS, TICKS)
INSIDE = "memory://localhost//"
PREFIX = "thidua:"


def make_app(runtime: Runtime, *, name: str = "", poll_s: float = 0.02) -> Celery:
    """Return an application for the runtime's broker, or for a worker in this process without one.

    `name` keeps the queues of several applications in one process apart. `poll_s` is how often a
    worker in this process looks at its queues.
    """
    app = Celery("thidua", broker=runtime.broker or INSIDE, backend=None, set_as_current=False)
    app.conf.update(messages(name))
    app.conf.update(working(runtime))
    app.conf.broker_transport_options = (
        transport(runtime) if runtime.broker else {"polling_interval": poll_s}
    )
    return app


def messages(name: str = "") -> Mapping[str, Any]:
    """Return what is set about messages: their form, their queues, when they are sent."""
    notices, approvals, ticks = (f"{queue}{name}" for queue in QUEUES)
    return {
        "accept_content": ["json"],  # whoever reaches the broker must not be able to run code
        "task_serializer": "json",
        "task_queues": [queue_of(one) for one in (notices, approvals, ticks)],
        "task_routes": {  # slow mail must not delay approvals, nor either of them the ticks
            "notices.*": {"queue": notices},
            "approvals.*": {"queue": approvals},
            "*": {"queue": ticks},
        },
        "task_default_queue": ticks,
        "task_create_missing_queues": False,  # a misspelt queue would fill up unread
        "task_ignore_result": True,  # results are rows; keys left in Redis would pile up
        "task_publish_retry": False,  # the relay puts back what it cannot publish
        "enable_utc": True,
        "timezone": "UTC",
        "beat_schedule": beat_table(),
        "beat_scheduler": "celery.beat:Scheduler",  # ticks need no memory, so no file of them
        "beat_max_loop_interval": 5,  # a frozen clock or a lost second is noticed soon
    }


def queue_of(name: str, **options: Any) -> Queue:  # noqa: ANN401 - as kombu takes them
    """Return a queue with its own key: without one, Celery binds every queue to all messages."""
    return Queue(name, Exchange(name), routing_key=name, **options)


def working(runtime: Runtime) -> Mapping[str, Any]:
    """Return what is set about workers: how they take messages, and when they are stopped."""
    lease_s = runtime.lease.total_seconds()
    return {
        "task_acks_late": True,  # with the next: the message of a killed worker comes back
        "task_reject_on_worker_lost": True,
        "task_soft_time_limit": max(1, 0.3 * lease_s),  # over before the lease is, or two workers
        "task_time_limit": max(2, 0.4 * lease_s),  # would hold one notice
        "worker_prefetch_multiplier": 1,  # a worker holds no messages that another could handle
        "worker_max_tasks_per_child": 500,  # against slow growth of memory
        "worker_max_memory_per_child": 250_000,
        "worker_soft_shutdown_timeout": 20,  # on SIGQUIT, time to finish what is being sent
        "worker_enable_remote_control": False,  # whoever reaches the broker could stop workers
        "worker_send_task_events": False,  # keys that nobody would read
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,  # standard output belongs to the command
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # for ever: Redis may come back at any time
        "broker_connection_timeout": 5,
    }


def transport(runtime: Runtime) -> Mapping[str, Any]:
    """Return what is set about the line to Redis."""
    return {
        "global_keyprefix": PREFIX,  # another product may live in the same Redis
        # Longer than any task, or a message comes back while its task still runs.
        "visibility_timeout": 2 * runtime.lease.total_seconds(),
        "unacked_restore_interval": 5,  # with the next: look for lost messages every 5 s, not 100
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,  # without one, a dead line is waited on for ever
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }
