"""How much is done: a whole run, or a glance that only shows that everything still runs."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Rounds, seconds, numbers of things and sizes of blocs; `say` tells what is being done."""

    rounds: int
    seconds: float
    acts: int
    moves: int
    years: int
    meetings: int
    notices: int
    crowd: int
    blocs: tuple[int, int, int]
    say: Callable[[str], None] = print


def whole(say: Callable[[str], None]) -> Effort:
    """Return the effort whose figures are kept."""
    return Effort(
        rounds=7, seconds=0.6, acts=300, moves=30_000, years=10_000, meetings=20, notices=1_000,
        crowd=16, blocs=(10, 68, 500), say=say,
    )  # fmt: skip


def glance(say: Callable[[str], None]) -> Effort:
    """Return the effort of a smoke test, whose figures mean nothing."""
    return Effort(
        rounds=1, seconds=0.02, acts=6, moves=60, years=20, meetings=1, notices=20, crowd=4,
        blocs=(2, 4, 8), say=say,
    )  # fmt: skip
