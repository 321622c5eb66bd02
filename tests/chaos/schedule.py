"""What goes wrong, and when: a pure function of the seed, so that any run can be had again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

KILL, FREEZE, STOP, EMPTY, CUT = "kill", "freeze", "stop", "empty", "cut"
"""SIGKILL; SIGSTOP, then SIGCONT; asked to end as an upgrade does; FLUSHALL; connections ended."""

WARM_UP_S, COOL_DOWN_S = 3.0, 4.0
"""Faults begin after the first of these, and the last one is over this long before the end."""

EVERY_S = (2.0, 5.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """At second `at_s` of the run something happens to one part, and is mended `lasts_s` later."""

    at_s: float
    what: str
    part: str
    lasts_s: float

    @property
    def kind(self) -> str:
        """The fault without the number of its part: `kill worker`."""
        return f"{self.what} {self.part.partition('-')[0]}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of fault: how often it is chosen beside the others, and how long it lasts."""

    what: str
    parts: tuple[str, ...]
    weight: int
    lasts_s: tuple[float, float]


WORKERS = ("worker-1", "worker-2")
SCHEDULERS = ("scheduler-1", "scheduler-2")
WEBS = ("web-1", "web-2")

CHOICES = (
    Choice(KILL, WORKERS, 5, (0.2, 2)),
    Choice(FREEZE, WORKERS, 3, (1, 12)),
    Choice(STOP, WORKERS, 1, (0.1, 1)),
    Choice(KILL, WEBS, 5, (0.2, 2)),
    Choice(FREEZE, WEBS, 2, (0.5, 4)),
    Choice(STOP, WEBS, 1, (0.1, 1)),
    Choice(KILL, SCHEDULERS, 2, (0.2, 3)),
    Choice(FREEZE, SCHEDULERS, 1, (1, 10)),
    Choice(KILL, ("redis",), 3, (0.1, 3)),
    Choice(FREEZE, ("redis",), 2, (0.5, 6)),
    Choice(EMPTY, ("redis",), 3, (0, 0)),
    Choice(CUT, ("redis",), 1, (0, 0)),
    Choice(KILL, ("postgres",), 3, (0.1, 2)),
    Choice(FREEZE, ("postgres",), 2, (0.3, 3)),
    Choice(STOP, ("postgres",), 1, (0.1, 1)),
    Choice(CUT, ("postgres",), 3, (0, 0)),
)
"""Everything that may go wrong; both of a pair may be down at once."""


def schedule(seed: int, seconds: float) -> tuple[Fault, ...]:
    """Return the faults of a run of *seconds*, in the order of time.

    A part is never given a second fault while the first lasts. At least twelve come in a minute.
    """
    return tuple(_faults(Random(seed), seconds))  # noqa: S311 - repeatable, not secret


def _faults(random: Random, seconds: float) -> Iterator[Fault]:
    mended: dict[str, float] = {}
    at_s = WARM_UP_S
    while at_s < seconds - COOL_DOWN_S:
        fault = _fault(random, at_s, mended, seconds - COOL_DOWN_S)
        if fault is not None:
            mended[fault.part] = fault.at_s + fault.lasts_s + MENDING_S
            yield fault
        at_s += random.uniform(*EVERY_S)


MENDING_S = 3.0
"""How long a part that was started again is left alone."""


def _fault(random: Random, at_s: float, mended: Mapping[str, float], end_s: float) -> Fault | None:
    free = list(_free(at_s, mended))
    if not free:
        return None
    choice = random.choices(free, [one.weight for one in free])[0]
    part = random.choice([one for one in choice.parts if mended.get(one, 0) <= at_s])
    lasts_s = min(random.uniform(*choice.lasts_s), end_s - at_s)
    return Fault(
        at_s=round(at_s, 3), what=choice.what, part=part, lasts_s=round(max(lasts_s, 0), 3)
    )


def _free(at_s: float, mended: Mapping[str, float]) -> Iterator[Choice]:
    """Yield the choices of which a part is whole."""
    for choice in CHOICES:
        if any(mended.get(part, 0) <= at_s for part in choice.parts):
            yield choice
