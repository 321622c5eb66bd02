"""Classes: the band of the result, and a floor for every criterion, and conditions besides.

A unit whose band is reached but whose floor or condition is not loses what the definition says:
exactly one class, or down to the next that holds, or to the lowest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from definitions.schema.awards import Condition
from definitions.schema.classes import Band
from definitions.schema.rubric import Criterion, Rubric
from workflow.domain.eligibility.conditions import Judgement, Reason
from workflow.domain.scores.scoring import Total, class_of

HUNDRED = Decimal(100)
SEVERITY = ("one_class_down", "next_that_holds", "lowest")
"""From the mildest to the hardest."""

Judge = Callable[[Condition], Judgement]


@dataclass(frozen=True, kw_only=True, slots=True)
class BelowFloor:
    """A criterion that stays under the floor of a class: so many points of so many."""

    criterion: str
    points: Decimal
    of: Decimal
    least_percent: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One class that was looked at: what of it is not met, and every condition as judged.

    `lacking` names the facts that are not recorded and without which nothing can be said.
    """

    class_id: str
    floors: tuple[BelowFloor, ...] = ()
    conditions_met: bool = True
    reasons: tuple[Reason, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.floors and self.conditions_met


@dataclass(frozen=True, kw_only=True, slots=True)
class Classed:
    """The class of a unit: the band of its result, and why it is another class, if it is."""

    class_id: str | None
    band: str | None = None
    result: Decimal = Decimal(0)
    effect: str | None = None
    looks: tuple[Look, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The facts that must be recorded before this is more than a guess."""
        return tuple(dict.fromkeys(fact for one in self.looks for fact in one.lacking))


def classify(rubric: Rubric, total: Total, judge: Judge) -> Classed:
    """Return the class that *total* makes."""
    result = total.percent if rubric.class_rule.by == "percent" else total.points
    reached = class_of(rubric, result)
    below = sorted(rubric.classes, key=lambda band: -band.at_least)
    bands = below[[one.id for one in below].index(reached) :] if reached else []
    if not bands:
        return Classed(class_id=None, result=result)
    first = look(rubric, bands[0], total, judge)
    if first.holds:
        return Classed(class_id=reached, band=reached, result=result, looks=(first,))
    effect = _effect(rubric, first)
    looks = (first, *_further(rubric, bands[1:], total, judge, effect))
    return Classed(
        class_id=_fallen(bands, looks, effect),
        band=reached,
        result=result,
        effect=effect,
        looks=looks,
    )


def _effect(rubric: Rubric, missed: Look) -> str:
    rule = rubric.class_rule
    found = [rule.floor_missed] if missed.floors else []
    found += [] if missed.conditions_met else [rule.condition_missed]
    return max(found, key=SEVERITY.index)


def _further(
    rubric: Rubric, bands: list[Band], total: Total, judge: Judge, effect: str
) -> Iterator[Look]:
    """Yield the classes below that were looked at, up to the first that holds."""
    for band in bands if effect == "next_that_holds" else ():
        found = look(rubric, band, total, judge)
        yield found
        if found.holds:
            return


def _fallen(bands: list[Band], looks: tuple[Look, ...], effect: str) -> str:
    if effect == "one_class_down":
        return bands[min(1, len(bands) - 1)].id
    holding = next((one.class_id for one in looks if one.holds), None)
    return holding or bands[-1].id


def look(rubric: Rubric, band: Band, total: Total, judge: Judge) -> Look:
    """Return whether what *band* demands besides its result is met."""
    judged = judge(band.when) if band.when else None
    return Look(
        class_id=band.id,
        floors=tuple(below_floors(rubric, band, total)),
        conditions_met=judged is None or judged.met,
        reasons=judged.reasons if judged else (),
        lacking=judged.lacking if judged else (),
    )


def below_floors(rubric: Rubric, band: Band, total: Total) -> Iterator[BelowFloor]:
    """Yield the criteria under the floor of *band*. What is not assigned has no floor."""
    if band.every_criterion is None:
        return
    least = band.every_criterion.percent
    for name in _floored(rubric, band.every_criterion.of):
        points, of = total.nodes[name], total.maxima[name]
        if of and points * HUNDRED < least * of:
            yield BelowFloor(criterion=name, points=points, of=of, least_percent=least)


def _floored(rubric: Rubric, of: str | list[str]) -> list[str]:
    if isinstance(of, list):
        return of
    found: list[Criterion] = rubric.parts if of == "parts" else rubric.leaves()
    return [one.id for one in found]
