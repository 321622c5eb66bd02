"""Figures for Prometheus, read from the database at the moment they are asked for.

Nothing is counted in memory, so any number of web processes say the same.
"""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from console.api.token import required
from workflow.runtime import Runtime
from workflow.service import watching
from workflow.service.heartbeats import ALARMS
from workflow.service.watching import Watched
from workflow.store.figures import UNDONE


def routes(runtime: Runtime, token: str) -> APIRouter:
    """Return the route of the figures, which *token* opens."""
    router, since = APIRouter(dependencies=[Depends(required(token))]), runtime.clock.now()

    @router.get("/metrics")
    def metrics() -> Response:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Figures(watching.watch(runtime, since)))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router


class _Figures(Collector):
    def __init__(self, seen: Watched) -> None:
        self._seen = seen

    def collect(self) -> Iterable[Metric]:
        """Yield every figure."""
        yield from _background(self._seen)
        yield from _state(self._seen)


def _background(seen: Watched) -> Iterator[Metric]:
    health = seen.health
    alarms = GaugeMetricFamily("thidua_alarm", "1 while this is wrong", labels=["code"])
    for code in ALARMS:
        alarms.add_metric([code], float(code in health.alarms))
    yield alarms
    beats = GaugeMetricFamily(
        "thidua_heartbeat_age_seconds", "since a process last lived", labels=["name", "kind"]
    )
    for sign in seen.signs:
        ages = {**health.heartbeats, **health.others}
        if sign.worker in ages:
            beats.add_metric([sign.worker, sign.kind], ages[sign.worker])
    yield beats
    if health.tick_s is not None:
        yield _one("thidua_tick_age_seconds", "since deadlines were looked for", health.tick_s)
    overdue = health.oldest_overdue_s or 0
    yield _one("thidua_deadlines_overdue", "armed and past by 5 minutes", health.overdue_timers)
    yield _one("thidua_oldest_overdue_deadline_seconds", "how late the oldest is", overdue)
    yield _one("thidua_work_stopped", "deadlines and years not tried any more", health.stopped)
    unsent = health.oldest_unsent_s or 0
    yield _one("thidua_oldest_unsent_notice_seconds", "how late the oldest is", unsent)


def _state(seen: Watched) -> Iterator[Metric]:
    notices = GaugeMetricFamily("thidua_notices", "notices not sent", labels=["status"])
    for status in UNDONE:
        notices.add_metric([status], seen.notices.get(status, 0))
    yield notices
    yield _one("thidua_years_nobodys_move", "bloc years waiting for nobody", len(seen.nobodys))
    yield _one("thidua_years_unreadable", "bloc years that cannot be read", len(seen.unreadable))
    yield _one("thidua_publishing_held", "1 after a restore, until confirmed", bool(seen.held_at))
    yield _one("thidua_installation_epoch", "how often a restore was confirmed", seen.epoch)
    yield _one("thidua_clock_offset_seconds", "this machine's ahead", seen.clock_offset_s)
    wrong = seen.settings_wrong
    yield _one("thidua_database_settings_wrong", "what may lose acknowledged acts", wrong)
    yield _one("thidua_database_bytes", "size of the database", seen.size)


def _one(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=float(value))
