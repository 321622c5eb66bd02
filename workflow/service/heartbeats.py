"""Whether the background lives and keeps up: signs of life, and the oldest thing left undone."""

from dataclasses import dataclass
from datetime import timedelta

from workflow.runtime import Runtime
from workflow.store import heartbeats, outbox, timers
from workflow.store.engine import reader

FORGOTTEN_AFTER = timedelta(days=1)
SILENT_AFTER = timedelta(minutes=2)
LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the background is doing; ages in seconds.

    `heartbeats` holds the age of each worker's last sign of life. With several workers on one queue
    any of them takes the next beat, so the youngest of them is what counts.
    """

    ok: bool
    oldest_unsent_s: float | None
    overdue_timers: int
    heartbeats: dict[str, float]


def beat(runtime: Runtime, worker: str) -> None:
    """Write down that *worker* lives, and drop those that have long been gone."""
    now = runtime.clock.now()
    with runtime.engine.begin() as conn:
        heartbeats.beat(conn, worker, now)
        heartbeats.forget(conn, now - FORGOTTEN_AFTER)


def health(runtime: Runtime) -> Health:
    """Return what an outside probe needs to know."""
    now = runtime.clock.now()
    with reader(runtime.engine).begin() as conn:
        unsent = outbox.oldest_unsent(conn)
        overdue = timers.overdue(conn, now - LATE_AFTER)
        seen = heartbeats.last(conn)
    waited = (now - unsent) if unsent else timedelta()
    silence = min((now - at for at in seen.values()), default=None)
    return Health(
        ok=waited < LATE_AFTER and not overdue and silence is not None and silence < SILENT_AFTER,
        oldest_unsent_s=waited.total_seconds() if unsent else None,
        overdue_timers=overdue,
        heartbeats={worker: (now - at).total_seconds() for worker, at in seen.items()},
    )
