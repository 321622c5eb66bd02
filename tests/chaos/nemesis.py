"""Does to a running installation what the schedule says, and mends it as a supervisor would."""

import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from console.cluster.installation import Installation
from console.cluster.processes import POSTGRES, Process
from console.cluster.programs import NotStarted
from tests.chaos.schedule import CUT, EMPTY, FREEZE, KILL, STOP, Fault

LOOK_EVERY_S = 0.5
CONNECT_WITHIN_S = 2


@dataclass(kw_only=True)
class Done:
    """A fault as it came about, in seconds of the run. `missed`: the part was not there."""

    fault: Fault
    begun_s: float
    mended_s: float | None = None
    missed: bool = False


@dataclass
class Nemesis:
    """Injects faults, each mended in a thread of its own; restarts what ends by itself."""

    running: Installation
    now_s: Callable[[], float]
    done: list[Done] = field(default_factory=list)
    fell: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._locks = {name: Lock() for name in self.running.processes}
        self._over = Event()
        self._supervisor = Thread(target=self._supervise, name="supervisor", daemon=True)

    def act_out(self, faults: Sequence[Fault], seconds: float) -> None:
        """Do all of it at its time; return when the run is over and everything is whole again."""
        self._supervisor.start()
        with ThreadPoolExecutor(len(self.running.processes)) as menders:
            results = []
            for fault in faults:
                self._until(fault.at_s)
                results.append(menders.submit(self._inflict, fault))
            self._until(seconds)
            for result in results:
                result.result()
        self._over.set()
        self._supervisor.join()
        self._whole()

    def _until(self, at_s: float) -> None:
        self._over.wait(max(0, at_s - self.now_s()))

    def _inflict(self, fault: Fault) -> None:
        """Do one thing to one part and mend it; a second one waits for the first."""
        part = self.running.processes[fault.part]
        with self._locks[fault.part]:
            done = Done(fault=fault, begun_s=self.now_s())
            self.done.append(done)
            try:
                HURTING[fault.what](self.running, part)
            except (psycopg.Error, RedisError):
                done.missed = True
                return
            self._over.wait(fault.lasts_s)
            if fault.what == FREEZE:
                part.program.send(signal.SIGCONT)
            elif fault.what in {KILL, STOP}:
                self._again(part)
            done.mended_s = self.now_s()

    def _again(self, part: Process) -> None:
        """Start a part until it stays, as a supervisor does while what it needs is away."""
        until = monotonic() + 120
        while True:
            try:
                return part.again()
            except NotStarted:
                if monotonic() > until:
                    raise
                part.program.kill()

    def _supervise(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            self._whole(told=True)

    def _whole(self, *, told: bool = False) -> None:
        """Start again whatever has ended with nobody having ended it."""
        for name, part in self.running.processes.items():
            if self._locks[name].acquire(blocking=False):
                try:
                    if not part.program.alive:
                        self.fell += [f"{self.now_s():.1f} s {name}"] if told else []
                        self._again(part)
                finally:
                    self._locks[name].release()


def _kill(_running: Installation, part: Process) -> None:
    part.program.kill()


def _freeze(_running: Installation, part: Process) -> None:
    part.program.send(signal.SIGSTOP)


def _stop(_running: Installation, part: Process) -> None:
    part.program.stop(signal.SIGINT if part.kind == POSTGRES else signal.SIGTERM, within_s=20)


def _empty(running: Installation, _part: Process) -> None:
    with _redis(running) as client:
        client.flushall()


def _cut(running: Installation, part: Process) -> None:
    """End every connection to a server; their owners find out when they use them."""
    if part.kind == POSTGRES:
        url = running.postgres.url.replace("+psycopg", "", 1)
        with psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_WITHIN_S) as conn:
            conn.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        return
    with _redis(running) as client, suppress(RedisError):
        client.client_kill_filter(_type="normal", skipme=True)


def _redis(running: Installation) -> Redis:
    return Redis.from_url(
        running.redis.url, socket_timeout=CONNECT_WITHIN_S, socket_connect_timeout=CONNECT_WITHIN_S
    )


HURTING: dict[str, Callable[[Installation, Process], None]] = {
    KILL: _kill, FREEZE: _freeze, STOP: _stop, EMPTY: _empty, CUT: _cut,
}  # fmt: skip
