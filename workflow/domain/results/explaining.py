"""Why a unit has its class and its rank: from the entries over every rule to the result.

Nothing here is stored: it is worked out from the history again, and so shows that it can be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from definitions.schema.periods import Period
from definitions.schema.record import Basis, Text
from definitions.schema.rubric import Criterion
from workflow.domain.eligibility import holds
from workflow.domain.eligibility.holds import Hold
from workflow.domain.members import groups
from workflow.domain.members.places import Place
from workflow.domain.model import Book
from workflow.domain.results import deviations, ordering, ranking, went_by
from workflow.domain.results.classing import Classed
from workflow.domain.results.deviations import Deviation
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores import part_years, periods, standards, tallying
from workflow.domain.scores.marks import Entered, Standard
from workflow.domain.scores.part_years import Membership
from workflow.domain.scores.proofs import ProofFile
from workflow.domain.scores.scoring import Total, assigned
from workflow.domain.scores.sheet import Change, Passage, Sheet, find, proven
from workflow.domain.scores.targets import of_unit


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
    facts: went_by.Facts = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    source: str | None = None
    evidence: tuple[str, ...] = ()
    files: tuple[ProofFile, ...] = ()
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
        classed=ordering.classed(book, place, total),
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
    places = state.places if state else ordering.provisional(book)
    others: Iterable[Place] = state.unranked if state else ordering.unranked(book)
    for place in (*places, *others):
        if place.unit == unit:
            return place
    raise KeyError(unit)


def order(book: Book) -> tuple[Place, ...]:
    """Return every unit's place, in order."""
    state = book.find(RankingState, ranking.KEY)
    return state.places if state else ordering.provisional(book)


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
    facts: went_by.Facts = {"points": leaf.unassigned_points or Decimal(0)}
    if not entries:
        way, facts = "empty", {}
    elif assigned(leaf, sheet.entries):
        values = tuple(entries.get(name) or Decimal(0) for name in names)
        entered = Entered(leaf=leaf, values=values, target=own.get(leaf.id), standard=standard)
        way, facts = went_by.way(book, entered)
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
        files=sheet.files.get(leaf.id, ()),
        without_evidence=leaf.evidence == "gate" and leaf.id not in proven(sheet),
        basis=line.basis,
    )


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
