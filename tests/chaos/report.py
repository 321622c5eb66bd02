"""A run as text: seed, faults by kind, acts, how long it took to recover, every invariant."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import quantiles

from tests.chaos.invariants import LEAST_SUCCESS
from tests.chaos.run import Result

FAULTS_A_MINUTE = 10
SHOWN = 5
BY_LETTERS = frozenset({"worker", "scheduler", "redis"})
"""Parts whose recovery shows in letters that arrive; of all others, in acts that are answered."""


def void(result: Result) -> list[str]:
    """Return why a run proves nothing, if so."""
    done = sum(not one.missed for one in result.done)
    least = round(FAULTS_A_MINUTE * result.seconds / 60)
    reasons = [f"{done} faults of at least {least}"] if done < least else []
    return reasons + result.violations["I13"]


def violated(result: Result) -> bool:
    """Whether anything that was promised did not hold."""
    broken = any(found for name, found in result.violations.items() if name != "I13")
    return broken or bool(result.odd)


def report(result: Result) -> Iterator[str]:
    """Yield the lines of the report."""
    yield f"seed {result.seed}, {result.seconds:.0f} s"
    yield from _faults(result)
    yield from _acts(result)
    yield from _invariants(result)
    if reasons := void(result):
        yield f"VOID: {'; '.join(reasons)}"
    else:
        yield "VIOLATED" if violated(result) else "no violation"


def _faults(result: Result) -> Iterator[str]:
    done = [one for one in result.done if not one.missed]
    yield f"faults: {len(done)} (part not there: {len(result.done) - len(done)})"
    yield f"  {'kind':<18}{'times':>6}{'recovered p50':>15}{'p95':>8}{'max':>8}  (seconds)"
    took = recoveries(result)
    for kind, times in sorted(Counter(one.fault.kind for one in done).items()):
        p50, p95, most = _spread(took.get(kind, []))
        yield f"  {kind:<18}{times:>6}{p50:>15}{p95:>8}{most:>8}"
    if result.fell:
        yield f"ended by themselves and were started again: {', '.join(result.fell)}"


def recoveries(result: Result) -> dict[str, list[float]]:
    """Return, by kind of fault, how long after it was mended the next thing went well.

    For web processes and PostgreSQL: an act asked for after the mending, acknowledged. For the
    rest: a letter that arrived after it. Other faults may lie in between.
    """
    acts = sorted(
        (one.begun_s, one.answered_s) for one in result.asks if one.answered_s is not None
    )
    letters = sorted(at_s for moments in result.arrived.values() for at_s in moments)
    found = defaultdict(list)
    for one in result.done:
        if one.mended_s is None or one.missed:
            continue
        if one.fault.part.partition("-")[0] in BY_LETTERS:
            well = next((at_s for at_s in letters if at_s > one.mended_s), None)
        else:
            well = min((end for begun, end in acts if begun > one.mended_s), default=None)
        if well is not None:
            found[one.fault.kind].append(well - one.mended_s)
    return found


def _spread(took: Sequence[float]) -> tuple[str, str, str]:
    if not took:
        return ("-", "-", "-")
    cuts = quantiles(took, n=20, method="inclusive") if len(took) > 1 else [took[0]] * 19
    return (f"{cuts[9]:.2f}", f"{cuts[18]:.2f}", f"{max(took):.2f}")


def _acts(result: Result) -> Iterator[str]:
    asks = result.asks
    done = [one for one in asks if one.receipt is not None]
    unclear = [one for one in asks if one.unclear]
    waits = sorted(one.waited_s for one in asks if one.waited_s is not None)
    good = sum(one.succeeded for one in asks)
    p50, p95, most = _spread(waits)
    yield (
        f"acts: tried {len(asks)}, done {len(done)}, refused as they must be"
        f" {sum(bool(one.refused) and not one.meant for one in asks)}, refused otherwise"
        f" {sum(bool(one.refused) and one.meant for one in asks)}, never answered"
        f" {sum(one.answered_s is None for one in asks)}"
    )
    yield (
        f"      unknown at first {len(unclear)} ({sum(one.unclear for one in unclear)} tries), each"
        " asked again with its key until it was answered"
    )
    yield f"      waited p50 {p50} s, p95 {p95} s, max {most} s; in time {good / len(asks):.1%}"
    again = sum(len(moments) - 1 for moments in result.arrived.values())
    yield f"letters: {len(result.arrived)}, copies of them {again}"
    yield f"looks at one's own work: {result.looks}, and without an answer {result.blind}"


def _invariants(result: Result) -> Iterator[str]:
    yield from (f"an answer that no act may get: {one}" for one in result.odd)
    for name, found in result.violations.items():
        held = "held" if not found else f"VIOLATED {len(found)} times"
        yield f"  {name:<4}{held}" + (f" (least {LEAST_SUCCESS:.0%})" if name == "I13" else "")
        yield from (f"      {one}" for one in found[:SHOWN])
