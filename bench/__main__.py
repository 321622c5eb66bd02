"""`python -m bench`: every target, in several rounds that take turns, the median of them."""

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Protocol

from bench.memory import Bare, Fenced
from bench.product import Product
from bench.raw import Raw
from bench.report import FILE, Measured, keep, table

ROUNDS = 9
DISK = (("normal", 0.25, 300), ("full", 0.50, 150))
"""How SQLite waits for the disk; the ratio aimed at; acts in a round."""


class Acting(Protocol):
    """Something that does the same acts in turn."""

    def act(self, number: int) -> None:
        """Do the act of that number."""


def main() -> None:
    """Measure, print, and keep the results."""
    found = [on_disk(*one) for one in DISK] + [in_memory()]
    sys.stdout.write(f"{table(found)}\n{FILE}\n")
    keep(found)


def on_disk(synchronous: str, target: float, acts: int) -> Measured:
    """Measure whole acts on SQLite."""
    with (
        TemporaryDirectory() as folder,
        Raw(Path(folder, "raw.sqlite"), synchronous) as raw,
        Product(Path(folder, "product.sqlite"), synchronous) as product,
    ):
        name = f"acts on SQLite, synchronous {synchronous.upper()}"
        return beside(f"sqlite_{synchronous}", name, target, (raw, product), acts)


def in_memory() -> Measured:
    """Measure guard and transition alone."""
    return beside("memory", "guard and transition in memory", 0.70, (Bare(), Fenced()), 30_000)


def beside(
    name: str, title: str, target: float, pair: tuple[Acting, Acting], acts: int
) -> Measured:
    """Let both take turns, and return the medians of their rates and of their ratio."""
    raw, product = pair
    for warming in pair:
        rate(warming, acts)
    rounds = [(rate(raw, acts), rate(product, acts)) for _ in range(ROUNDS)]
    return Measured(
        id=name,
        name=title,
        target=target,
        raw=median(one for one, _ in rounds),
        product=median(other for _, other in rounds),
        ratio=median(other / one for one, other in rounds),
    )


def rate(acting: Acting, acts: int) -> float:
    """Return acts a second. *acts* is a multiple of the cycle, so that every round is alike."""
    start = perf_counter()
    for number in range(acts):
        acting.act(number)
    return acts / (perf_counter() - start)


if __name__ == "__main__":
    main()
