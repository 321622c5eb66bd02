"""Who gets the places where a number ends: equals are parted by the rule's ways, or stay open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from definitions.schema.awards import CutoffTie
from workflow.domain.awards import cutoffs, rooms
from workflow.domain.awards.cutoffs import Cutoff, OpenCutoff, Waits
from workflow.domain.awards.taking import (
    Able,
    Applied,
    Parting,
    Run,
    barred,
    judged,
    pass_over,
    take,
)
from workflow.domain.eligibility import holds
from workflow.domain.members.places import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """Equals for whom there are too few places, or who would use up the same thing."""

    able: tuple[Able, ...]
    parting: Parting
    contested: bool

    @property
    def places(self) -> list[Place]:
        """Their places in the ranking."""
        return [one.place for one in self.able]

    @property
    def units(self) -> tuple[str, ...]:
        """The units."""
        return tuple(one.unit for one in self.places)


def settle(
    run: Run,
    now: Applied,
    equal: Sequence[Place],
    ways: Sequence[CutoffTie],
    parting: Parting | None = None,
) -> None:
    """Give equals their places; where there are too few, part them by the ways that are left."""
    able = tuple(_able(run, now, equal, parting))
    contested = _contested(able)
    if not able:
        return
    if not contested and rooms.fits(run, now, able):
        for one in able:
            take(run, now, one, parting)
        return
    parting = parting or Parting(equals=tuple(one.place.unit for one in able))
    crossing = Crossing(able=able, parting=parting, contested=contested)
    apart = [] if contested else rooms.by_group(run, now, able)
    if len(apart) > 1:
        for part in apart:
            alone = replace(parting, equals=tuple(one.unit for one in part))
            settle(run, now, part, ways, alone)
    elif ways[0].take:
        _end(run, now, crossing, ways[0])
    else:
        _part(run, now, crossing, ways)


def _able(
    run: Run, now: Applied, equal: Sequence[Place], parting: Parting | None
) -> Iterator[Able]:
    for place in equal:
        one = Able(place=place, judgement=judged(run, now.rule, place))
        why = _why_not(run, now, one) or rooms.none_left(run, now, place.unit)
        if why is None:
            yield one
        else:
            parted = bool(parting and parting.by and why in {"number_reached", "group_full"})
            pass_over(run, now, one, "equal" if parted else why, parting if parted else None)


def _why_not(run: Run, now: Applied, one: Able) -> str | None:
    rule, unit = now.rule, one.place.unit
    if (rule.group or rule.id, unit) in run.taken:
        return "holds_another"
    if barred(run, rule, unit):
        return "barred"
    if not one.judgement.met:
        return "conditions"
    if (rule.id, unit, None) in run.kept.gone:
        return "fallen"
    if (rule.id, unit) in run.out:
        return "left_out"
    if rule.held == "passed_on" and holds.held(run.book, rule.id, unit):
        return "held"
    if now.closed & {None, run.groups.get(unit, "")}:
        return "equals_none"
    return None


def _contested(able: Sequence[Able]) -> bool:
    """Whether two of them would use up the same thing: who is first would decide."""
    pairs = combinations([set(one.judgement.uses) for one in able], 2)
    return any(first & second for first, second in pairs)


def _part(run: Run, now: Applied, crossing: Crossing, ways: Sequence[CutoffTie]) -> None:
    """Part equals by the first way, and go on with each part."""
    cut, way = Cutoff(book=run.book, rule=now.rule, votes=run.votes), ways[0]
    if lacking := cutoffs.lacking(cut, way, crossing.units):
        _open(run, now, crossing, way, lacking)
        return
    parting, parts = crossing.parting, cutoffs.split(cut, way, crossing.places)
    if len(parts) > 1:
        decision = cut.decided(crossing.units) if way.decision else None
        reason = decision.reason if decision else None
        label = way.label if way in now.rule.ties else way.name
        parting = replace(parting, by=(*parting.by, label), reason=reason)
    for part in parts:
        settle(run, now, part, ways[1:], parting)


def _end(run: Run, now: Applied, crossing: Crossing, way: CutoffTie) -> None:
    """Take all of them, over the number but within what caps it; or none, and nobody after them."""
    parting = replace(crossing.parting, by=(*crossing.parting.by, way.label))
    if way.take == "none":
        alone = len(crossing.able) <= rooms.in_bloc(run, now)
        now.closed.add(run.groups.get(crossing.units[0]) if alone else None)
        for one in crossing.able:
            pass_over(run, now, one, "equals_none", parting)
    elif crossing.contested or len(crossing.able) > rooms.in_bloc(run, now, number=False):
        _part(run, now, crossing, [cutoffs.LAST])
    else:
        for one in crossing.able:
            take(run, now, one, parting)


def _open(
    run: Run, now: Applied, crossing: Crossing, way: CutoffTie, lacking: Sequence[str]
) -> None:
    """Leave equals open: say what is waited for, and whose move it is."""
    places = rooms.for_equals(run, now, crossing.units)
    now.awaited.append((rooms.common_group(run, crossing.units), places))
    for one in crossing.able:
        pass_over(run, now, one, "equal_open", crossing.parting)
    lines = {(now.rule.group or now.rule.id, unit) for unit in crossing.units}
    if not run.waiting & lines:  # what waits for an earlier award may look otherwise after it
        run.open.append(_open_cutoff(run, now, crossing, way, places, lacking))
    run.waiting |= lines


def _open_cutoff(
    run: Run, now: Applied, crossing: Crossing, way: CutoffTie, places: int, lacking: Sequence[str]
) -> OpenCutoff:
    told = way.external or way.share_of_women
    waits: Waits = "fact" if told else "ballot" if way.ballot else "decision"
    return OpenCutoff(
        award=now.rule.id,
        units=crossing.units,
        places=places,
        waits="initiative" if crossing.contested and waits == "decision" else waits,
        who=cutoffs.movers(run.book, now.rule, way, crossing.units),
        what=told.fact if told else way.ballot,
        lacking=tuple(lacking),
    )
