"""Conditions on what serves for an award and may serve once: years of a run, initiatives."""

from collections.abc import Iterator
from typing import Any

from definitions.schema.awards import Condition, HeldBefore
from definitions.schema.standing import LEVELS
from workflow.domain.eligibility.judging import Judgement, Standing, leaf
from workflow.domain.members.honours import Initiative


def held(condition: Condition, standing: Standing) -> Judgement:
    """Judge a run of years: all or enough of them held, and not served before where it counts."""
    wanted = condition.held_before
    if wanted is None:
        return leaf(condition, met=False)
    last = standing.year if wanted.ending == "this_year" else standing.year - 1
    years = range(last - wanted.years + 1, last + 1)
    there = [year for year in years if _held_in(wanted, standing, year)]
    needed = wanted.at_least or wanted.years
    serving = there[-needed:]
    owner = f"year/{standing.owner}"
    times: dict[str, Any] = {"times": wanted.at_least} if wanted.at_least else {}
    return leaf(
        condition,
        met=len(there) >= needed,
        uses=tuple((owner, str(year)) for year in serving) if wanted.consumed else (),
        of=", ".join(wanted.of),
        years=f"{years[0]}-{last}",
        missing=", ".join(str(year) for year in years if year not in there) or "-",
        source="; ".join(dict.fromkeys(_sources(wanted, standing, years))) or "-",
        **times,
    )


def _held_in(wanted: HeldBefore, standing: Standing, year: int) -> bool:
    if wanted.consumed and (f"year/{standing.owner}", str(year)) in standing.spent:
        return False
    held = standing.honours.of_year(wanted.of, year) if standing.honours else ()
    if wanted.consumed and any(one.used_for for one in held):
        return False
    return bool(held) or (year == standing.year and standing.reached in wanted.of)


def _sources(wanted: HeldBefore, standing: Standing, years: range) -> Iterator[str]:
    for year in years:
        for one in standing.honours.of_year(wanted.of, year) if standing.honours else ():
            yield f"{one.source} ({one.used_for})" if one.used_for else one.source


def initiatives(condition: Condition, standing: Standing) -> Judgement:
    """Judge initiatives: each serves once, so what has served anywhere does not count."""
    least = condition.initiatives_at_least or 0
    recorded = standing.honours.initiatives if standing.honours else ()
    free = [
        one for one in recorded if not one.used_for and ("initiative", one.id) not in standing.spent
    ]
    served = [one.id for one in recorded if one not in free]
    return leaf(
        condition,
        met=len(free) >= least,
        uses=tuple(("initiative", one.id) for one in free[:least]),
        least=least,
        free=", ".join(one.id for one in free) or "-",
        served=", ".join(served) or "-",
    )


def initiative(condition: Condition, standing: Standing) -> Judgement:
    """Judge initiatives of a level or above it; each serves once."""
    wanted = condition.initiative
    if wanted is None:
        return leaf(condition, met=False)
    recorded = standing.honours.initiatives if standing.honours else ()
    high = [one for one in recorded if _level(one) >= LEVELS.index(wanted.level)]
    free = [
        one for one in high if not one.used_for and ("initiative", one.id) not in standing.spent
    ]
    served = [one.id for one in high if one not in free]
    return leaf(
        condition,
        met=len(free) >= wanted.at_least,
        uses=tuple(("initiative", one.id) for one in free[: wanted.at_least]),
        level=wanted.level,
        least=wanted.at_least,
        free=", ".join(one.id for one in free) or "-",
        served=", ".join(served) or "-",
    )


def _level(one: Initiative) -> int:
    return LEVELS.index(one.level) if one.level else 0
