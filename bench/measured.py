"""What was measured: one figure beside its target, and one peer at the same work."""

from dataclasses import dataclass, field
from typing import Literal

Sense = Literal["at_least", "at_most", "exactly"]
SIGNS: dict[Sense, str] = {"at_least": "≥", "at_most": "≤", "exactly": "="}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One figure. `ratio` is to raw work of the same run, or a count where the name says so.

    `figures` holds what the ratio was made of, in the unit that each name ends with.
    """

    id: str
    name: str
    ratio: float
    target: float
    sense: Sense = "at_least"
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def held(self) -> bool:
        """Whether the target is reached, by the figure as it is written down."""
        found = round(self.ratio, DIGITS)
        if self.sense == "exactly":
            return found == self.target
        return found >= self.target if self.sense == "at_least" else found <= self.target


DIGITS = 3


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Acts a second of so many clients, the ratio to raw beside them, and the latency of one."""

    clients: int
    per_s: float
    ratio: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Another engine at the same work; `missing` says why it could not be measured."""

    name: str
    version: str | None = None
    paces: tuple[Pace, ...] = ()
    missing: str | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one measurement found."""

    targets: tuple[Measured, ...] = ()
    peers: tuple[Peer, ...] = ()
