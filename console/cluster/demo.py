"""The demo on an installation: its years in simulated time, then the present time, then checks.

Two clocks must not meet: a year of 2018 that is still being lived has deadlines which the real
clock of a scheduler finds long past. So the workers take no ticks while time is simulated, and
whoever moves the clock acts on deadlines. Notices are sent by the workers at once; reminders that
by the real clock come years too late are dropped by them, as they must be.
When the years have been lived the workers are replaced by ones that take ticks. They find what an
installation finds that was asleep for years, and act on each deadline once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from console.cluster.asking import asked_again
from console.cluster.installation import Installation
from workflow.cases.planning import Step
from workflow.runtime import Runtime
from workflow.service import heartbeats, notices, reading, verifying

WORKERS = SCHEDULERS = 2
TICKS = "ticks,approvals"
"""The queues of what happens by itself."""

AWAKE_WITHIN_S = 180
LOOK_EVERY_S = 0.2


class StillBusy(Exception):
    """The installation did not finish what lay there in time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """Something that must hold after the demo, and what was found."""

    code: str
    held: bool
    facts: dict[str, object] = field(default_factory=dict)


def start_without_ticks(running: Installation) -> None:
    """Start every process of the product; the workers leave to others what happens by itself."""
    for number in range(1, WORKERS + 1):
        running.worker(f"worker-{number}", "--concurrency", "2", "-X", TICKS)
    for number in range(1, SCHEDULERS + 1):
        running.scheduler(f"scheduler-{number}")
    running.web("web-1")
    running.wait_until_ready()


def take_ticks(running: Installation, runtime: Runtime) -> None:
    """Replace one worker after the other, and wait until all that lay there has been done.

    Raises:
        StillBusy: It took too long.
    """
    for process in running.of("worker"):
        command = [word for word in process.program.command if word not in {"-X", TICKS}]
        running.replace(process, *command)
    notices.reclaim(runtime)
    until = monotonic() + AWAKE_WITHIN_S
    while not _at_rest(runtime):
        if monotonic() > until:
            message = f"{heartbeats.health(runtime)}; {reading.notices(runtime)}"
            raise StillBusy(message)
        sleep(LOOK_EVERY_S)


def _at_rest(runtime: Runtime) -> bool:
    health = heartbeats.health(runtime)
    return bool(health.heartbeats) and not health.overdue_timers and not notices.busy(runtime)


def checked(
    running: Installation, runtime: Runtime, steps: Sequence[Step], missed: int
) -> list[Check]:
    """Return what holds of an installation at rest.

    *steps* were lived; *missed* expectations of the cases failed.
    """
    return [
        _all_run(running),
        Check(code="cluster_expected", held=not missed, facts={"count": missed}),
        _known(running, runtime, steps),
        _histories(runtime),
        _sent_once(running, runtime),
        _healthy(runtime),
    ]


def _all_run(running: Installation) -> Check:
    states = running.states
    ended = [one.name for one in states if one.state != "running"]
    return Check(code="cluster_runs", held=not ended, facts={"count": len(states), "ended": ended})


def _known(running: Installation, runtime: Runtime, steps: Sequence[Step]) -> Check:
    """Every act asked for again over HTTP is answered, and not one event is added."""
    before = _events(runtime)
    asked, known = asked_again(running, steps)
    held = asked == known and _events(runtime) == before
    return Check(code="cluster_known", held=held, facts={"asked": asked, "known": known})


def _events(runtime: Runtime) -> int:
    return sum(one.events for one in reading.list_years(runtime))


def _histories(runtime: Runtime) -> Check:
    years = verifying.histories_known(runtime)
    broken = [year for year in years if not verifying.verify(runtime, year).verified]
    return Check(
        code="cluster_verified", held=not broken, facts={"count": len(years), "broken": broken}
    )


def _sent_once(running: Installation, runtime: Runtime) -> Check:
    """Every notice left by one attempt, waits, or came too late; every mail is one file.

    The workers live in the present: a reminder of a deadline of 2018 is of no use to anybody.
    """
    tried, letters = reading.attempts(runtime), _letters(running.folder)
    dropped = sum(count for (status, _), count in tried.items() if status == "superseded")
    once, later = tried.get(("sent", 1), 0), tried.get(("owed", 0), 0)
    owed = sum(tried.values())
    return Check(
        code="cluster_sent_once",
        held=owed == once + later + dropped and reading.mails(runtime) == letters,
        facts={
            "owed": owed, "count": once, "letters": letters, "later": later, "dropped": dropped,
        },
    )  # fmt: skip


def _letters(folder: Path) -> int:
    return sum(1 for _ in (folder / "mail").rglob("*.eml"))


def _healthy(runtime: Runtime) -> Check:
    health = heartbeats.health(runtime)
    return Check(
        code="cluster_healthy",
        held=health.ok,
        facts={"count": len(health.heartbeats), "overdue": health.overdue_timers},
    )
