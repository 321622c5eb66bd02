"""Facts about units that bar or open an award: discipline, ratings; each with its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from annotated_types import MinLen

from definitions.schema.facts import Fact
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Event, Given, Id, Name

KIND = "facts"
Value = bool | int | str
MOST = 10**9
"""No count is larger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one of several offices has reported of a fact that is added up, and its source."""

    value: int
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitFacts:
    """What is recorded about one unit: fact id to its value, where it was learnt, and by whom.

    `parts` holds, for facts that several offices report, what each has; the value is there when
    all have. `late` says how many working days after its day a fact came.
    """

    values: dict[str, Value]
    sources: dict[str, str]
    by: tuple[str, ...] = ()
    parts: dict[str, dict[str, Part]] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)

    def has(self, fact: Fact, office: str | None = None) -> bool:
        """Whether a fact is recorded; with *office*, whether that office has reported it."""
        if office and fact.added_up:
            return office in self.parts.get(fact.id, {})
        return fact.id in self.values


@dataclass(frozen=True, kw_only=True, slots=True)
class FactsRecorded(Event):
    """Facts about a unit are recorded; a later value takes the place of an earlier one.

    `office` is the one that reports them. Of facts that several report, `parts` are what it says,
    and `values` the sums, once all have said theirs.
    """

    kind: ClassVar[str] = "facts_recorded"
    unit: str
    values: dict[str, Value]
    source: str
    by: tuple[str, ...] = ()
    office: str | None = None
    parts: dict[str, int] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFacts(Given):
    """Record facts about a unit, with their source: a report, a list, a letter.

    `office`: whose list on paper the administrator enters.
    """

    unit: Id
    values: Annotated[dict[Id, Value], MinLen(1)]
    source: Name
    office: Id | None = None


def record_prevents(book: Book, given: RecordFacts, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the facts from being recorded: unknown names, values of another kind."""
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    yield from values_prevent(book, given.values, reporter(call, given.office))


def values_prevent(book: Book, values: Mapping[str, Value], office: str | None) -> Iterator[Unmet]:
    """Yield the facts that are unknown, of another kind, or for another office than *office*."""
    known = {fact.id: fact for fact in book.definition.facts}
    for name, value in values.items():
        fact = known.get(name)
        if fact is None:
            yield Unmet(code="NO_SUCH_FACT", facts={"fact": name, "known": sorted(known)})
            continue
        if not _fits(fact, value):
            yield Unmet(code="FACT_OF_OTHER_KIND", facts={"fact": fact.title, "value": value})
        if fact.offices and office not in fact.offices:
            titles = [book.definition.office_title(one) for one in fact.offices]
            facts: dict[str, object] = {"fact": fact.title, "offices": titles}
            who = (*fact.reporters, "admin")
            yield Unmet(code="FACT_REPORTED_BY_OTHERS", facts=facts, who=who)


def reporter(call: Call, office: str | None) -> str | None:
    """Return the office whose list is recorded: the actor's own, or of whom it came on paper.

    Only the administrator enters what came on paper, with its source.
    """
    own = call.actor.office
    if call.actor.seat == "admin" or office == own:
        return office
    return None if office else own


def _fits(fact: Fact, value: Value) -> bool:
    match fact.kind:
        case "count":
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
        case "flag":
            return isinstance(value, bool)
        case "choice":
            return value in fact.choices


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """Who says something about units: which office, by what paper, and who entered it."""

    source: str
    by: tuple[str, ...]
    office: str | None


def recorded(
    book: Book, unit: str, values: Mapping[str, Value], said: Said, late: Mapping[str, int]
) -> FactsRecorded:
    """Return the event that records facts of a unit, which are *late* by so many working days."""
    known = {fact.id: fact for fact in book.definition.facts}
    state = book.find(UnitFacts, f"{KIND}/{unit}")
    whole, parts = dict[str, Value](), dict[str, int]()
    for name, value in values.items():
        if not known[name].added_up:
            whole[name] = value
            continue
        parts[name] = int(value)
        before = state.parts.get(name, {}) if state else {}
        each = {office: part.value for office, part in before.items()} | {
            said.office or "": int(value)
        }
        if each.keys() >= set(known[name].offices):
            whole[name] = sum(each[office] for office in known[name].offices)
    reported = any(known[name].offices for name in values)
    return FactsRecorded(
        unit=unit, values=whole, source=said.source, by=said.by,
        office=said.office if reported else None, parts=parts, late=dict(late),
    )  # fmt: skip


def recorders(book: Book) -> tuple[str, ...]:
    """Return everybody who recorded facts about any unit."""
    found = book.each(UnitFacts, KIND).values()
    return tuple(dict.fromkeys(person for one in found for person in one.by))


def missing_facts(book: Book) -> Iterator[Unmet]:
    """Yield one condition that names every unit with a fact not yet recorded that nobody reports.

    What offices report is asked of them: see `eligibility.feeds`.
    """
    roster, found = book.load(Roster, ROSTER), book.each(UnitFacts, KIND)
    wanted = {fact.id for fact in book.definition.facts if not fact.offices}
    known = {unit: set(recorded.values) for unit, recorded in found.items()}
    short = [unit for unit in roster.unit_ids() if wanted - known.get(unit, set())]
    if short:
        names = [roster.name(unit) for unit in short]
        yield Unmet(
            code="FACTS_MISSING",
            facts={"count": len(short), "of": len(roster.units), "units": names},
            who=("head",),
        )


def expected_of(book: Book, name: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Return who is to record a fact: the offices that report it, else *otherwise*."""
    fact = next((one for one in book.definition.facts if one.id == name), None)
    return (fact.reporters if fact else ()) or otherwise


def evolve(state: UnitFacts | None, event: Event, _call: Call) -> UnitFacts:
    """Return what is recorded about a unit after *event*."""
    if isinstance(event, FactsRecorded):
        before = state or UnitFacts(values={}, sources={})
        parts = before.parts | {name: _part(before, event, name) for name in event.parts}
        return UnitFacts(
            values=before.values | event.values,
            sources=before.sources | {name: _source(parts, event, name) for name in event.values},
            by=tuple(dict.fromkeys((*before.by, *event.by))),
            parts=parts,
            late=before.late | event.late,
        )
    raise OutOfPlace(event.kind)


def _part(before: UnitFacts, event: FactsRecorded, name: str) -> dict[str, Part]:
    said = Part(value=event.parts[name], source=event.source)
    return before.parts.get(name, {}) | {event.office or "": said}


def _source(parts: Mapping[str, Mapping[str, Part]], event: FactsRecorded, name: str) -> str:
    each = (one.source for one in parts.get(name, {}).values())
    return "; ".join(dict.fromkeys(each)) or event.source
