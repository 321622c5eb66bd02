"""What a run is played on: an installation, blocs with deadlines inside the run, eight clients."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select, update

from console.api.token import token_in
from console.cluster.installation import Installation, installation
from tests.chaos.acting import Client, Place
from tests.chaos.doing import Doings, approving, registering, voting
from tests.chaos.looking import Onlooker
from tests.chaos.mail import Postbox, postbox
from tests.factories import ADMIN, FOLDER, opening, plainest
from worker import Composed
from workflow.runtime import Runtime
from workflow.service.years import open_year
from workflow.settings import Settings
from workflow.store.schema import timers

BLOCS = 3
UNITS = ("binh", "chau")
DECIDING: Mapping[str, Doings] = {"voting": voting, "approving": approving}
QUIET_EVERY_S = 6
"""One bloc in so many seconds of the run does nothing, so that its deadlines come."""

LEASE_S = 20
"""Short, so that killed workers lose what they hold within the run; a task is cut at 0.4 of it."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Everything that a run needs, running."""

    running: Installation
    runtime: Runtime
    postbox: Postbox
    place: Place
    clients: list[Client]
    onlooker: Onlooker


@contextmanager
def ground(folder: Path, seed: int, seconds: float) -> Iterator[Ground]:
    """Start all of it, and end all of it."""
    place = Place()
    with (
        postbox(lambda: place.now_s) as letters,
        installation(folder, settings=_settings(letters)) as running,
    ):
        parts = Settings(dir=folder, database=running.postgres.url, lease_s=LEASE_S)
        runtime = Composed().runtime(parts, folders=(FOLDER,))
        try:
            years = _opened(runtime, seed, seconds)
            _start(running)
            place.addresses = [part.address or "" for part in running.of("web")]
            place.token = token_in(folder)
            clients = list(_clients(place, years))
            yield Ground(
                running=running, runtime=runtime, postbox=letters, place=place, clients=clients,
                onlooker=Onlooker(runtime, lambda: place.now_s),
            )  # fmt: skip
        finally:
            runtime.engine.dispose()


def _clients(place: Place, years: Mapping[str, str]) -> Iterator[Client]:
    """Yield eight: two in each of three blocs that register, one that votes, one that approves."""
    for bloc, year in years.items():
        if bloc in DECIDING:
            yield Client(place, year, bloc, DECIDING[bloc])
        else:
            yield from (Client(place, year, unit, registering(unit)) for unit in UNITS)


def _settings(letters: Postbox) -> dict[str, str]:
    return {"THIDUA_SMTP": letters.url, "THIDUA_LEASE_S": str(LEASE_S)}


def _start(running: Installation) -> None:
    for number in (1, 2):
        running.worker(f"worker-{number}", "--concurrency", "2")
        running.scheduler(f"scheduler-{number}")
        running.web(f"web-{number}")
    running.wait_until_ready()


def _opened(runtime: Runtime, seed: int, seconds: float) -> dict[str, str]:
    """Open the blocs of a year to come; return those in which clients act, with their years."""
    year = runtime.clock.now().year + 1
    busy = [f"bloc-{number}" for number in range(BLOCS)]
    quiet = [f"quiet-{number}" for number in range(round(seconds / QUIET_EVERY_S))]
    for bloc in (*busy, *quiet):
        open_year(runtime, opening(plainest(), bloc=bloc, year=year), ADMIN)
    for bloc in DECIDING:
        definition = runtime.catalogue.load("deciding")
        open_year(runtime, opening(definition, bloc=bloc, year=year), ADMIN)
    _bring_forward(runtime, [f"{bloc}/{year}" for bloc in quiet], seed, seconds)
    return {bloc: f"{bloc}/{year}" for bloc in (*busy, *DECIDING)}


def _bring_forward(runtime: Runtime, years: list[str], seed: int, seconds: float) -> None:
    """Let deadlines of next year come within the run: no definition is written in seconds."""
    random, now = Random(seed), runtime.clock.now()  # noqa: S311 - repeatable, not secret
    with runtime.engine.begin() as conn:
        armed = select(timers.c.year_id, timers.c.name).where(timers.c.year_id.in_(years))
        for year, name in conn.execute(armed.order_by(timers.c.year_id, timers.c.name)).all():
            due = now + timedelta(seconds=random.uniform(15, 15 + 0.8 * seconds))
            this = (timers.c.year_id == year) & (timers.c.name == name)
            conn.execute(update(timers).where(this).values(due=due))
