"""Why a unit has its class and its rank: from the entries over every rule to the result.

Nothing here is stored: it is worked out from the history again, and so shows that it can be.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from definitions.schema.periods import Period
from definitions.schema.ranking import Tie
from definitions.schema.record import Basis, Text
from definitions.schema.rubric import Criterion
from definitions.wording import Phrase
from workflow.domain import (
    deviations,
    groups,
    holds,
    marks,
    part_years,
    periods,
    ranking,
    standards,
    tallying,
    ties,
)
from workflow.domain.classing import Classed
from workflow.domain.deviations import Deviation
from workflow.domain.holds import Hold
from workflow.domain.marks import Entered, Standard
from workflow.domain.model import Book
from workflow.domain.part_years import Membership
from workflow.domain.places import Place
from workflow.domain.ranking import RankingState
from workflow.domain.scoring import Total, assigned
from workflow.domain.sheet import Change, Passage, Sheet, find
from workflow.domain.targets import of_unit
from workflow.domain.ties import Result, Settling

Facts = dict[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One criterion of a sheet: what was entered, by which way it makes points, what changed it.

    `basis` is its own, or that of the nearest criterion above it that has one.
    """

    criterion: str
    title: Text
    depth: int
    points: Decimal
    of: Decimal
    way: str | None = None
    entries: Mapping[str, Decimal | None] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    source: str | None = None
    evidence: tuple[str, ...] = ()
    without_evidence: bool = False
    basis: Basis | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One period of the year: what it makes, how much of that counts, and everything behind it.

    `summed`: the points before any cap or bound; `lost`: what deviations take from them.
    """

    period: Period
    total: Total
    weight: Fraction
    lines: tuple[Line, ...]
    summed: Decimal
    lost: Decimal
    trail: tuple[Passage, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """A unit's result with everything behind it.

    `summed`: the points before any cap or bound; `lost`: what deviations take from them. A year in
    periods has its lines in its parts.
    """

    unit: str
    place: Place
    total: Total
    classed: Classed
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    membership: Membership
    summed: Decimal
    lost: Decimal
    trail: tuple[Passage, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    class_held: Hold | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TieStep:
    """One way that was tried on units that were equal: what it went by, and whom it set apart."""

    way: Tie
    values: Mapping[str, Decimal]
    settled: bool


def explain(book: Book, unit: str) -> Explained:
    """Return the whole reason of a unit's points and class. Raises KeyError without entries."""
    total = tallying.tally(book, [unit])[unit]
    place, sheet = place_of(book, unit), find(book, unit)
    one = book.definition.rubric.periods is None
    lines = _all_lines(book, unit, sheet, total) if one else ()
    return Explained(
        unit=unit,
        place=place,
        total=total,
        classed=ranking.classed(book, place, total),
        lines=lines,
        parts=tuple(_parts(book, unit, total)),
        membership=part_years.membership(book, unit),
        summed=_summed(lines),
        lost=_lost(book, unit),
        trail=sheet.trail,
        deviations=deviations.of_unit(book, unit),
        class_held=holds.class_held(book, unit),
    )


def _parts(book: Book, unit: str, total: Total) -> Iterator[Part]:
    """Yield the periods that the year's total is made of."""
    declared = book.definition.rubric.periods
    if declared is None:
        return
    weights = periods.weights_of(book.definition.rubric, list(total.periods))
    for name, made in total.periods.items():
        sheet = find(book, unit, name)
        lines = _all_lines(book, unit, sheet, made, name)
        yield Part(
            period=declared.period(name),
            total=made,
            weight=weights[name],
            lines=lines,
            summed=_summed(lines),
            lost=_lost(book, unit),
            trail=sheet.trail,
        )


def _all_lines(
    book: Book, unit: str, sheet: Sheet, total: Total, period: str | None = None
) -> tuple[Line, ...]:
    lines = _lines(book, unit, sheet, total, tallying.standards_of(book, period))
    return (*lines, *_adjustments(book, sheet, total))


def _summed(lines: Iterable[Line]) -> Decimal:
    return sum((line.points for line in lines if line.depth == 0), Decimal(0))


def _lost(book: Book, unit: str) -> Decimal:
    """Return what deviations take from a total."""
    return deviations.deducted(book, unit).get(deviations.TOTAL, Decimal(0))


def place_of(book: Book, unit: str) -> Place:
    """Return a unit's place, provisional while the ranking is not fixed; 0 where it has none.

    Raises:
        KeyError: The unit has entered nothing.
    """
    state = book.find(RankingState, ranking.KEY)
    places = state.places if state else ranking.provisional(book)
    others: Iterable[Place] = state.unranked if state else ranking.unranked(book)
    for place in (*places, *others):
        if place.unit == unit:
            return place
    raise KeyError(unit)


def order(book: Book) -> tuple[Place, ...]:
    """Return every unit's place, in order."""
    state = book.find(RankingState, ranking.KEY)
    return state.places if state else ranking.provisional(book)


def ties_of(book: Book, unit: str) -> Iterator[TieStep]:
    """Yield the ways that were tried on *unit* and those that had the same result."""
    state = book.find(RankingState, ranking.KEY)
    decided = tuple(place.unit for place in order(book))
    settling = Settling(book=book, order=decided, ballots=state.ballots if state else {})
    equal = next((one for one in ranking.equal(book) if unit in {r.unit for r in one}), [])
    for way in book.definition.ranking.ties if len(equal) > 1 else ():
        keyed = {one.unit: ties.KEYS[way.name](settling, way, one) for one in equal}
        values = {name: _shown(settling, way, name, key[-1]) for name, key in keyed.items()}
        yield TieStep(way=way, values=values, settled=len(set(keyed.values())) > 1)
        equal = _still(settling, equal, way, unit)
        if len(equal) == 1:
            return


def _still(settling: Settling, equal: list[Result], way: Tie, unit: str) -> list[Result]:
    parts = ties.split(settling, equal, way)
    return next(part for part in parts if any(one.unit == unit for one in part))


def _shown(settling: Settling, way: Tie, unit: str, key: Decimal) -> Decimal:
    """Return what a way goes by as people know it: more points, more votes, an earlier place."""
    if way.official_order or way.decision:
        return key + 1
    if way.share_of_women:
        return Decimal(settling.fact(unit, way.share_of_women.fact) or 0)
    return abs(key) if way.ballot or way.external or way.criterion else -key


def _lines(
    book: Book, unit: str, sheet: Sheet, total: Total, against: tuple[Standard, ...]
) -> Iterator[Line]:
    found = standards.of_group(against, groups.of(book).get(unit, ""))
    own = of_unit(book, unit)
    for depth, node, basis in _walk(book.definition.rubric.parts, 0, None):
        line = Line(
            criterion=node.id,
            title=node.title,
            depth=depth,
            points=total.nodes[node.id],
            of=total.maxima[node.id],
            basis=basis,
        )
        yield line if node.parts else _leaf(book, sheet, node, line, found.get(node.id), own)


def _walk(
    parts: list[Criterion], depth: int, above: Basis | None
) -> Iterator[tuple[int, Criterion, Basis | None]]:
    for part in parts:
        basis = part.basis or above
        yield depth, part, basis
        yield from _walk(part.parts, depth + 1, basis)


def _leaf(
    book: Book,
    sheet: Sheet,
    leaf: Criterion,
    line: Line,
    standard: Standard | None,
    own: Mapping[str, Decimal | None],
) -> Line:
    names = leaf.entry_names
    entries = {name: sheet.entries[name] for name in names if name in sheet.entries}
    way = "unassigned"
    facts: Facts = {"points": leaf.unassigned_points or Decimal(0)}
    if not entries:
        way, facts = "empty", {}
    elif assigned(leaf, sheet.entries):
        values = tuple(entries.get(name) or Decimal(0) for name in names)
        entered = Entered(leaf=leaf, values=values, target=own.get(leaf.id), standard=standard)
        way, facts = _way(book, entered)
    return Line(
        criterion=leaf.id,
        title=leaf.title,
        depth=line.depth,
        points=line.points,
        of=line.of,
        way=way,
        entries=entries,
        facts={"max": leaf.max, **facts},
        changes=tuple(one for one in sheet.changes if one.criterion in names),
        source=next((sheet.imported[name] for name in names if name in sheet.imported), None),
        evidence=sheet.evidence.get(leaf.id, ()),
        without_evidence=leaf.evidence == "gate" and not sheet.evidence.get(leaf.id),
        basis=line.basis,
    )


def _way(book: Book, entered: Entered) -> tuple[str, Facts]:
    """Return the way and what it went by; without a target, one is told apart by a name."""
    way = entered.score.way
    facts: Facts = {"entry": entered.value, **FACTS[way](entered)}
    rule, lead = entered.score.against_best, entered.standard
    if way == "imported":
        facts["agency"] = book.definition.office_title(entered.leaf.agency or "")
    if rule and marks.target_of(rule, entered.target) is None:
        way = "best_of_group"
    if lead:
        facts |= {"leader": lead.leader, "reached": lead.reached, "target_of_leader": lead.of}
        facts |= {"best_unit": lead.best_unit, "best": lead.best}
    if way == "against_best" and (lead is None or lead.leader is None):
        way = "against_best_alone"
    if way == "best_of_group" and (lead is None or lead.best_unit is None):
        way = "best_of_group_alone"
    return (_way_of_steps(facts) if way == "steps" else way), facts


def _adjustments(book: Book, sheet: Sheet, total: Total) -> Iterator[Line]:
    for one in book.definition.rubric.adjustments:
        times = sheet.times.get(one.id, Decimal(0))
        yield Line(
            criterion=one.id,
            title=one.title,
            depth=0,
            points=total.nodes[one.id],
            of=one.bound,
            way=one.kind,
            entries={one.id: times},
            facts={"entry": times, "each": one.points_each, "bound": one.bound},
            changes=tuple(change for change in sheet.changes if change.criterion == one.id),
            basis=one.basis,
        )


def _of_steps(one: Entered) -> Facts:
    bands = one.score.steps.bands if one.score.steps else []
    for band in bands:
        if band.at_least <= one.value and (band.below is None or one.value < band.below):
            return {"at_least": band.at_least, "below": band.below, "made": band.points}
    return {}


def _way_of_steps(facts: Facts) -> str:
    """Return how a step is told: between two bounds, from one bound up, or none that holds."""
    if "made" not in facts:
        return "steps_none"
    return "steps" if facts["below"] is not None else "steps_open"


def _fields(name: str, *fields: str) -> Callable[[Entered], Facts]:
    """Return what picks *fields* of the rule *name* for a sentence."""

    def pick(one: Entered) -> Facts:
        rule = getattr(one.score, name)
        return {key: getattr(rule, key) for key in fields}

    return pick


def _unit(one: Entered) -> Text | Phrase:
    measure = one.leaf.entered
    return one.leaf.unit_title or Phrase(f"unit_{measure.kind if measure else 'points'}")


def _against(one: Entered) -> Facts:
    rule = one.score.against_best
    target = marks.target_of(rule, one.target) if rule else None
    return {"target": target, "baseline": rule.baseline if rule else None}


def _balance(one: Entered) -> Facts:
    bonus, penalty = one.values
    rule = one.score.bonus_penalty
    most = rule.most if rule and rule.most is not None else one.leaf.max
    rest = _fields("bonus_penalty", "bonus_each", "penalty_each", "least")(one)
    return {"bonus": bonus, "penalty": penalty, "most": most, **rest}


def _drawn(one: Entered) -> Facts:
    rest = _fields("sample", "size", "most")(one)
    return {"sum": sum(one.values, Decimal(0)), **rest}


def _nothing(_one: Entered) -> Facts:
    return {}


FACTS: dict[str, Callable[[Entered], Facts]] = {
    "manual": _nothing,
    "pass_fail": _nothing,
    "ratio": lambda one: {"target": one.leaf.target, "unit": _unit(one)},
    "count": _fields("count", "points_each", "unit"),
    "against_best": _against,
    "best_of_group": _nothing,
    "bonus_penalty": _balance,
    "steps": _of_steps,
    "sample": _drawn,
    "from_rank": lambda one: {"rank": marks.rank_in(one)},
    "percent_lost": _fields("percent_lost", "points_each"),
    "lapses": _fields("lapses", "points_each", "least"),
    "plan_points": _fields("plan_points", "percent_each"),
    "imported": lambda one: {
        "scale": (one.score.imported.scale if one.score.imported else None) or one.leaf.max
    },
}
"""What each way goes by, for a sentence; exactly those of `marks.MARKS`, a test compares."""
