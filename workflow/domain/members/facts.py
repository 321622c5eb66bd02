"""Facts about units that bar or open an award: discipline, ratings; each with its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import MinLen

from definitions.schema.facts import Fact
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

KIND = "facts"
Value = bool | int | str
MOST = 10**9
"""No count is larger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitFacts:
    """What is recorded about one unit: fact id to its value, where it was learnt, and by whom."""

    values: dict[str, Value]
    sources: dict[str, str]
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FactsRecorded(Event):
    """Facts about a unit are recorded; a later value takes the place of an earlier one."""

    kind: ClassVar[str] = "facts_recorded"
    unit: str
    values: dict[str, Value]
    source: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFacts(Given):
    """Record facts about a unit, with their source: a report, a list, a letter."""

    unit: Id
    values: Annotated[dict[Id, Value], MinLen(1)]
    source: Name


def record_prevents(book: Book, given: RecordFacts, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents the facts from being recorded: unknown names, values of another kind."""
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    known = {fact.id: fact for fact in book.definition.facts}
    for name, value in given.values.items():
        if name not in known:
            yield Unmet(code="NO_SUCH_FACT", facts={"fact": name, "known": sorted(known)})
        elif not _fits(known[name], value):
            yield Unmet(code="FACT_OF_OTHER_KIND", facts={"fact": name, "value": value})


def _fits(fact: Fact, value: Value) -> bool:
    match fact.kind:
        case "count":
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
        case "flag":
            return isinstance(value, bool)
        case "choice":
            return value in fact.choices


def record(_book: Book, given: RecordFacts, call: Call) -> list[Draft]:
    """Record the facts, and who did."""
    event = FactsRecorded(unit=given.unit, values=given.values, source=given.source, by=call.hands)
    return [Draft(stream=f"{KIND}/{given.unit}", event=event)]


def recorders(book: Book) -> tuple[str, ...]:
    """Return everybody who recorded facts about any unit."""
    found = book.each(UnitFacts, KIND).values()
    return tuple(dict.fromkeys(person for one in found for person in one.by))


def missing_facts(book: Book) -> Iterator[Unmet]:
    """Yield one condition that names every unit with a fact of the definition not yet recorded."""
    roster, found = book.load(Roster, ROSTER), book.each(UnitFacts, KIND)
    wanted = {fact.id for fact in book.definition.facts}
    known = {unit: set(recorded.values) for unit, recorded in found.items()}
    short = [unit for unit in roster.unit_ids() if wanted - known.get(unit, set())]
    if short:
        names = [roster.name(unit) for unit in short]
        yield Unmet(
            code="FACTS_MISSING",
            facts={"count": len(short), "of": len(roster.units), "units": names},
            who=("head",),
        )


def evolve(state: UnitFacts | None, event: Event, _call: Call) -> UnitFacts:
    """Return what is recorded about a unit after *event*."""
    if isinstance(event, FactsRecorded):
        before = state or UnitFacts(values={}, sources={})
        return UnitFacts(
            values=before.values | event.values,
            sources=before.sources | dict.fromkeys(event.values, event.source),
            by=tuple(dict.fromkeys((*before.by, *event.by))),
        )
    raise OutOfPlace(event.kind)
