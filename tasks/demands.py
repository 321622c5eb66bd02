"""What must hold before a process of its own takes work: versions, settings, Redis, the clock.

Checked at the start, and refused when it does not hold: every promise of the background rests on
it. What can change while the process runs is looked at again with every sign of life.
"""

import logging
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError
from packaging.version import Version
from redis import Redis
from redis.exceptions import RedisError

from definitions.errors import ThiduaError
from workflow.runtime import BrokerSeen, Runtime
from workflow.service import heartbeats
from workflow.service.heartbeats import SAFE_POLICY
from workflow.store import promises

logger = logging.getLogger(__name__)
WITHIN = {"celery": ("5.7", "5.8"), "kombu": ("5.7", "5.8")}
"""The releases whose redelivery, soft shutdown and watch over dead lines this relies on."""

FIXED: Mapping[str, object] = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_ignore_result": True,
    "accept_content": ["json"],
    "task_serializer": "json",
    "worker_enable_remote_control": False,
    "task_create_missing_queues": False,
    "result_backend": None,
    "task_always_eager": False,
}


class WrongVersion(ThiduaError):
    """A library of another release is installed than the promises rest on."""

    code = "library_version"


class WrongSetting(ThiduaError):
    """Something was set, in the environment or on the command line, that breaks a promise."""

    code = "worker_setting"


class BrokerMissing(ThiduaError):
    """Workers and schedulers of their own need a broker to meet at."""

    code = "broker_missing"


class EvictingBroker(ThiduaError):
    """Redis may throw messages away when it is full."""

    code = "broker_evicts"


class WrongClock(ThiduaError):
    """The machine's clock and the database's differ by more than leases can bear."""

    code = "clock_differs"


def demand(app: Celery, runtime: Runtime) -> None:
    """Check everything that can be checked before work is taken.

    A broker that does not answer is no fault: it is looked at again once it does.

    Raises:
        WrongVersion, WrongSetting, EvictingBroker, WrongClock: It does not hold.
    """
    say_promises(runtime)
    demand_versions({name: version(name) for name in WITHIN})
    demand_settings(app, runtime)
    demand_broker(runtime)
    demand_clock(runtime)


def say_promises(runtime: Runtime) -> None:
    """Log what the database server is set to that may lose what was acknowledged.

    No reason to stop: whoever set it may want it so, and `thidua doctor` goes on saying it.
    """
    for one in promises.findings(runtime.engine):
        if one.grave:
            logger.error("%s: %s", one.code, one.facts)


def demand_versions(found: Mapping[str, str]) -> None:
    """Check the releases in use. Raises WrongVersion."""
    for name, release in found.items():
        least, below = WITHIN[name]
        if not Version(least) <= Version(release) < Version(below):
            raise WrongVersion(name=name, found=release, least=least, below=below)


def demand_settings(app: Celery, runtime: Runtime) -> None:
    """Check settings, and that limits, lease and redelivery follow in that order.

    Raises:
        WrongSetting: Names the setting, what it is, and what it must be.
    """
    for name, wanted in FIXED.items():
        if app.conf[name] != wanted:
            raise WrongSetting(name=name, found=str(app.conf[name]), wanted=str(wanted))
    soft, hard = app.conf.task_soft_time_limit, app.conf.task_time_limit
    demand_order(soft, hard, runtime, app.conf.broker_transport_options)


def demand_options(app: Celery, runtime: Runtime, worker: Any) -> None:  # noqa: ANN401 - Celery's worker
    """Check what the command line laid over the settings. Raises WrongSetting."""
    if worker.prefetch_multiplier != 1:
        found = str(worker.prefetch_multiplier)
        raise WrongSetting(name="worker_prefetch_multiplier", found=found, wanted="1")
    options = app.conf.broker_transport_options
    demand_order(worker.soft_time_limit, worker.time_limit, runtime, options)


def demand_order(
    soft_s: float | None, hard_s: float | None, runtime: Runtime, options: Mapping[str, Any]
) -> None:
    """Check that a task ends before its lease, and that before redelivery. Raises WrongSetting."""
    lease_s = runtime.lease.total_seconds()
    rising = (soft_s or 0, hard_s or 0, lease_s, options.get("visibility_timeout", 0))
    if not 0 < rising[0] < rising[1] < rising[2] < rising[3]:
        wanted = "0 < soft < hard < lease < visibility"
        found = " < ".join(format(one, "g") for one in rising)
        raise WrongSetting(name="task_time_limit", found=found, wanted=wanted)


def demand_broker(runtime: Runtime) -> None:
    """Check that Redis, if it answers, keeps every message. Raises EvictingBroker."""
    policy = policy_of(runtime.broker)
    if policy not in {None, SAFE_POLICY}:
        raise EvictingBroker(policy=policy, wanted=SAFE_POLICY)


def demand_clock(runtime: Runtime) -> None:
    """Check that the machine's clock agrees with the database's. Raises WrongClock."""
    offset = heartbeats.clock_offset(runtime)
    if abs(offset) > heartbeats.CLOCKS_WITHIN:
        seconds = round(offset.total_seconds(), 1)
        most = heartbeats.CLOCKS_WITHIN.total_seconds()
        raise WrongClock(seconds=format(seconds, "g"), most=format(most, "g"))


def policy_of(broker: str | None) -> str | None:
    """Return what Redis does when it is full; None when it does not answer, or there is none.

    From INFO, not CONFIG: the product's own Redis user need not be allowed to configure anything.
    """
    return look_at(broker).policy if broker else None


def look_at(broker: str) -> BrokerSeen:
    """Ask Redis what it does when it is full; it may not answer, or not to us."""
    try:
        with client(broker) as redis:
            return BrokerSeen(policy=redis.info("memory").get("maxmemory_policy"))
    except (RedisError, OperationalError, OSError) as fault:
        return BrokerSeen(failed=str(fault) or type(fault).__name__)


def client(broker: str) -> Redis:
    """Return a client of the broker that waits for seconds and not for ever."""
    limits: dict[str, Any] = {"socket_timeout": 5, "socket_connect_timeout": 5}
    if broker.startswith("redis+socket://"):
        path = broker.removeprefix("redis+socket://").partition("?")[0]
        return Redis(unix_socket_path=path, **limits)
    return Redis.from_url(broker, **limits)
