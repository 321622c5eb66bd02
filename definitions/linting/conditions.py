"""Walking the conditions of awards with their places, and telling which can never hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from definitions.linting.ground import Ground
from definitions.linting.rubrics import highest_percent
from definitions.problems import Path
from definitions.schema.awards import Condition, FactIs


@dataclass(frozen=True, kw_only=True)
class Barred:
    """A condition that no unit can ever meet, and why."""

    code: str
    path: Path
    facts: Mapping[str, object]


def walk(condition: Condition, path: Path) -> Iterator[tuple[Condition, Path]]:
    """Yield *condition* and everything inside it, each with its path."""
    yield condition, path
    for key, inside in (("all", condition.all), ("any", condition.any)):
        for at, one in enumerate(inside or []):
            yield from walk(one, (*path, key, at))


def every_condition(ground: Ground) -> Iterator[tuple[Condition, Path]]:
    """Yield the conditions of all rules of awards, for units and for people, with their paths."""
    for at, rule in enumerate(ground.definition.awards):
        yield from walk(rule.when, ("awards", at, "when"))
        for number, version in enumerate(rule.versions):
            if version.when:
                yield from walk(version.when, ("awards", at, "versions", number, "when"))
    for at, one in enumerate(ground.definition.people_awards):
        yield from walk(one.when, ("people_awards", at, "when"))


def can_hold(condition: Condition, barred: set[Path], path: Path) -> bool:
    """Return whether *condition* can hold, when those at the paths *barred* cannot."""
    if condition.status == "unverified":
        return True  # what is unverified warns and never bars
    if path in barred:
        return False
    inside = [
        can_hold(one, barred, (*path, condition.name, at))
        for at, one in enumerate(condition.all or condition.any or [])
    ]
    return any(inside) if condition.any else all(inside)


def what_bars(ground: Ground, condition: Condition, path: Path) -> Iterator[Barred]:
    """Yield every condition in the tree that cannot be met by any unit."""
    offered = _offered(ground)
    rubric = ground.definition.rubric
    best = None if rubric.unwritten else highest_percent(rubric)
    facts: Mapping[str, object]
    for one, place in walk(condition, path):
        if one.status == "unverified":
            continue
        if one.registered and not offered.intersection(one.registered):
            facts = {"awards": one.registered}
            yield Barred(code="never_offered", path=(*place, "registered"), facts=facts)
        wanted = one.percent_at_least
        if best is not None and wanted is not None and wanted > best:
            yield _too_high(wanted, best, (*place, "percent_at_least"))
        for first, second in combinations(_facts(one), 2):
            if _contradict(first, second):
                facts = {"fact": first.id}
                yield Barred(code="facts_contradict", path=(*place, "all"), facts=facts)


def _too_high(wanted: Decimal, best: Decimal, path: Path) -> Barred:
    return Barred(code="percent_too_high", path=path, facts={"wanted": wanted, "best": best})


def _offered(ground: Ground) -> set[str]:
    offers = [stage.offers for stage in ground.definition.stages if stage.offers]
    return {award for one in offers for award in (*one.collective, *one.recognitions)}


def _facts(condition: Condition) -> list[FactIs]:
    """Return the comparisons that must all hold at once."""
    inside = condition.all or []
    return [one.fact for one in inside if one.fact and one.status != "unverified"]


def _contradict(first: FactIs, second: FactIs) -> bool:
    if first.id != second.id:
        return False
    if first.flag is not None and second.flag is not None:
        return first.flag != second.flag
    for low, high in ((first.at_least, second.at_most), (second.at_least, first.at_most)):
        if low is not None and high is not None:
            return low > high
    if first.one_of and second.one_of:
        return set(first.one_of).isdisjoint(second.one_of)
    return False
