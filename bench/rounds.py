"""Rounds that take turns, so that a busy moment of the machine falls on all who are compared."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter


def turns(
    contenders: Mapping[str, Callable[[], float]], rounds: int
) -> dict[str, tuple[float, ...]]:
    """Let each contender have one turn a round, the first turn changing; return what each said."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(rounds):
        first = number % len(names)
        for name in [*names[first:], *names[:first]]:
            found[name].append(contenders[name]())
    return {name: tuple(values) for name, values in found.items()}


def ratio(product: Sequence[float], raw: Sequence[float]) -> float:
    """Return the median of the ratios within each round."""
    return median(one / other for one, other in zip(product, raw, strict=True))


def rate(act: Callable[[int], object], acts: int) -> float:
    """Return acts a second over so many acts."""
    start = perf_counter()
    for number in range(acts):
        act(number)
    return acts / (perf_counter() - start)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a *share* of *values* does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
