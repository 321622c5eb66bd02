"""One run: act, hurt, mend, work everything off, and look at what is left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.chaos.acting import Client
from tests.chaos.evidence import Ask, Evidence, Head
from tests.chaos.ground import Ground, ground
from tests.chaos.invariants import INVARIANTS
from tests.chaos.nemesis import Done, Nemesis
from tests.chaos.schedule import schedule
from tests.eventually import eventually
from workflow.service import heartbeats, notices

ANSWERED_WITHIN_S = 60
AT_REST_WITHIN_S = 180
BOUND = timedelta(minutes=3)
WINDOWS = frozenset({"worker", "postgres"})
"""Parts whose death or delay may come between the mail server's yes and our note of it."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a run. `fell`: what ended by itself; `odd`: answers that no act may get.

    `looks`: how often people were shown their own work meanwhile; `blind`: how often they were not.
    """

    seed: int
    seconds: float
    done: list[Done]
    fell: list[str]
    asks: list[Ask]
    arrived: dict[str, list[float]]
    violations: dict[str, list[str]]
    odd: list[str] = field(default_factory=list)
    looks: int = 0
    blind: int = 0


def run(folder: Path, seed: int, seconds: float, tell: Callable[[str], None]) -> Result:
    """Play one run in *folder*, and check it."""
    with ground(folder, seed, seconds) as on:
        on.place.begin()
        nemesis = Nemesis(on.running, lambda: on.place.now_s)
        on.onlooker.start()
        for client in on.clients:
            client.start()
        tell(f"seed {seed}: {len(on.clients)} clients, {seconds:.0f} s")
        nemesis.act_out(schedule(seed, seconds), seconds)
        tell("faults are over; working off")
        odd = [told for client in on.clients for told in _stopped(client)]
        on.onlooker.stop(ANSWERED_WITHIN_S)
        on.runtime.engine.dispose()  # its connections led to a server that was killed since
        _come_to_rest(on)
        tell("checking")
        evidence = _evidence(on, nemesis)
        return Result(
            seed=seed, seconds=seconds, done=nemesis.done, fell=nemesis.fell,
            asks=list(evidence.asks), arrived=dict(on.postbox.arrived),
            violations={name: list(check(evidence)) for name, check in INVARIANTS.items()}, odd=odd,
            looks=len(on.onlooker.looks), blind=on.onlooker.blind,
        )  # fmt: skip


def _stopped(client: Client) -> Iterator[str]:
    """Stop a client, and yield what went wrong with it, if anything."""
    try:
        client.stop(ANSWERED_WITHIN_S)
    except TimeoutError:
        return  # its last act was never answered, as I2 will say
    except Exception as failure:  # noqa: BLE001 - the report is wanted whatever it was
        yield repr(failure)


def _come_to_rest(on: Ground) -> None:
    """Wait until nothing is left to do; what still is after that long, the invariants will say."""

    def at_rest() -> bool:
        health = heartbeats.health(on.runtime)
        return not health.overdue_timers and not notices.busy(on.runtime)

    try:
        eventually(at_rest, within_s=AT_REST_WITHIN_S, every_s=0.5)
    except AssertionError:
        return


def _evidence(on: Ground, nemesis: Nemesis) -> Evidence:
    heads: list[Head] = [head for client in on.clients for head in client.heads]
    crashes = [one for one in nemesis.done if one.fault.part.partition("-")[0] in WINDOWS]
    return Evidence(
        runtime=on.runtime,
        asks=[ask for client in on.clients for ask in client.asks],
        arrived=on.postbox.arrived,
        crashes=len(crashes) + len(nemesis.fell),
        heads=heads,
        looks=on.onlooker.looks,
        bound=BOUND,
    )
