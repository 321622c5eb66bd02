"""Whether the background lives and keeps up: signs of life, and the oldest thing left undone."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import overload

from workflow.runtime import Runtime, SystemClock
from workflow.store import clock, figures, heartbeats, installation, outbox, timers, tries
from workflow.store.engine import reader
from workflow.store.heartbeats import Sign

FORGOTTEN_AFTER = timedelta(days=1)
SILENT_AFTER = timedelta(minutes=2)
NO_TICK_AFTER = timedelta(minutes=3)
LATE_AFTER = timedelta(minutes=5)
CLOCKS_WITHIN = timedelta(seconds=5)
"""How far a machine's clock may differ from the database's: leases are a hundred times as long."""

ALARMS = (
    "no_worker", "no_tick", "broker_evicts", "clock_differs", "restored", "notices_late",
    "deadlines_overdue", "stopped",
)  # fmt: skip
"""What turns a probe red. Each of them is an error to the doctor as well."""

SAFE_POLICY = "noeviction"
WORKER, SCHEDULER, WEB, TICK = "worker", "scheduler", "web", "tick"


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the background is doing; ages in seconds.

    `heartbeats` holds the age of each worker's last sign of life, `others` those of schedulers and
    web processes. `starting` says that no worker or tick has been heard of yet, and need not have
    been. `stopped` counts work that is not tried any more. `alarms` are codes, empty when all is
    well.
    """

    ok: bool
    starting: bool
    alarms: tuple[str, ...]
    oldest_unsent_s: float | None
    overdue_timers: int
    oldest_overdue_s: float | None
    stopped: int
    tick_s: float | None
    heartbeats: dict[str, float]
    others: dict[str, float]


def beat(runtime: Runtime, name: str, *, kind: str = WORKER, broker: str | None = None) -> None:
    """Write down that a process lives, and drop those that have long been gone.

    `broker`: what Redis does when it is full, where the process has looked.
    """
    now, offset = runtime.clock.now(), clock_offset(runtime)
    sign = Sign(worker=name, at=now, kind=kind, broker=broker, offset_us=_whole(offset))
    with runtime.engine.begin() as conn:
        heartbeats.beat(conn, sign)
        heartbeats.forget(conn, now - FORGOTTEN_AFTER)


def ticked(runtime: Runtime) -> None:
    """Write down that somebody looked for deadlines that are due."""
    with runtime.engine.begin() as conn:
        heartbeats.beat(conn, Sign(worker=TICK, at=runtime.clock.now(), kind=TICK))


def gone(runtime: Runtime, name: str) -> None:
    """Write down that a process has ended as asked."""
    with runtime.engine.begin() as conn:
        heartbeats.remove(conn, name)


def named(kind: str) -> str:
    """Return a name that no other process has: its kind, its number, its machine."""
    return f"{kind}-{os.getpid()}@{platform.node()}"


def signs(runtime: Runtime) -> list[Sign]:
    """Return the last sign of every process."""
    with reader(runtime.engine).begin() as conn:
        return heartbeats.last(conn)


def lately(seen: Iterable[Sign], now: datetime) -> list[Sign]:
    """Return the signs of processes that are not silent: what the others saw is over."""
    return [one for one in seen if now - one.at < SILENT_AFTER]


def ages(runtime: Runtime) -> dict[str, float]:
    """Return how many seconds ago each worker was last heard of."""
    now = runtime.clock.now()
    return {
        one.worker: (now - one.at).total_seconds() for one in signs(runtime) if one.kind == WORKER
    }


def clock_offset(runtime: Runtime) -> timedelta:
    """Return how far this machine's clock is ahead of the database's; zero on SQLite."""
    simulated = not isinstance(runtime.clock, SystemClock)  # agrees with no database, nor need it
    if simulated or runtime.engine.dialect.name == "sqlite":
        return timedelta()
    with reader(runtime.engine).begin() as conn:
        before, theirs, after = runtime.clock.now(), clock.now(conn), runtime.clock.now()
    return before + (after - before) / 2 - theirs


def health(runtime: Runtime, since: datetime | None = None) -> Health:
    """Return what an outside probe needs to know.

    `since`: when whoever asks began to look, so that nobody is called silent before they could
    have been heard.
    """
    now = runtime.clock.now()
    with reader(runtime.engine).begin() as conn:
        standing = figures.standing(conn, runtime.lease)
        overdue, oldest = figures.oldest_armed(conn, now - LATE_AFTER)
        seen = heartbeats.last(conn)
        state = installation.found(conn)
        stopped = timers.count_stopped(conn) + tries.count_stopped(conn)
    due = [one.due for one in standing if one.status in outbox.UNSENT and one.due]
    unsent = min((one for one in due if one <= now), default=None)
    found = _Seen(seen, now, since)
    alarms = [*found.alarms(), *(["restored"] if state and state.held_at else [])]
    alarms += ["notices_late"] if unsent and now - unsent >= LATE_AFTER else []
    alarms += ["deadlines_overdue"] if overdue else []
    alarms += ["stopped"] if stopped else []
    return Health(
        ok=not alarms,
        starting=found.starting,
        alarms=tuple(alarms),
        oldest_unsent_s=_age(unsent, now),
        overdue_timers=overdue,
        oldest_overdue_s=_age(oldest, now),
        stopped=stopped,
        tick_s=_age(found.ticked, now),
        heartbeats={one.worker: _age(one.at, now) for one in found.of(WORKER)},
        others={one.worker: _age(one.at, now) for one in found.of(SCHEDULER, WEB)},
    )


class _Seen:
    """The signs of life, as they stand at one moment."""

    def __init__(self, signs: list[Sign], now: datetime, since: datetime | None) -> None:
        self._signs, self._now, self._since = signs, now, since
        self._worked = max((one.at for one in self.of(WORKER)), default=None)
        self.ticked = max((one.at for one in self.of(TICK)), default=None)

    def of(self, *kinds: str) -> list[Sign]:
        """Return the signs of processes of these kinds."""
        return [one for one in self._signs if one.kind in kinds]

    @property
    def starting(self) -> bool:
        """Whether somebody is silent only for one who has not listened for long."""
        listened = self._since is not None and not self._silent(self._since, SILENT_AFTER)
        return listened and (self._worked is None or self.ticked is None)

    def alarms(self) -> list[str]:
        """Return what is wrong with the processes."""
        living = lately(self._signs, self._now)
        found = {
            "no_worker": self._silent(self._heard(self._worked), SILENT_AFTER),
            "no_tick": self._silent(self._heard(self.ticked), NO_TICK_AFTER),
            "broker_evicts": any(one.broker not in {None, SAFE_POLICY} for one in living),
            "clock_differs": any(abs(one.offset) > CLOCKS_WITHIN for one in living),
        }
        return [code for code, wrong in found.items() if wrong]

    def _heard(self, last: datetime | None) -> datetime | None:
        return max((one for one in (last, self._since) if one is not None), default=None)

    def _silent(self, last: datetime | None, after: timedelta) -> bool:
        return last is None or self._now - last >= after


@overload
def _age(moment: datetime, now: datetime) -> float: ...
@overload
def _age(moment: None, now: datetime) -> None: ...
@overload
def _age(moment: datetime | None, now: datetime) -> float | None: ...
def _age(moment: datetime | None, now: datetime) -> float | None:
    return (now - moment).total_seconds() if moment is not None else None


def _whole(offset: timedelta) -> int:
    return offset // timedelta(microseconds=1)
