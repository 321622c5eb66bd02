"""Names that a running year has used, and that must still name the same in whatever it takes up."""

from collections.abc import Iterator

from definitions.schema.definition import Definition
from definitions.schema.facts import Fact
from workflow.domain.eligibility.holds import KEY as HOLDS
from workflow.domain.eligibility.holds import Holds
from workflow.domain.errors import Unmet
from workflow.domain.members.facts import KIND as FACTS
from workflow.domain.members.facts import UnitFacts
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.objections.state import objections_of
from workflow.domain.registration.state import KIND as REGISTRATION
from workflow.domain.registration.state import Registration
from workflow.domain.stages.lateness import KIND as LATENESS
from workflow.domain.stages.lateness import Lateness
from workflow.domain.stages.meeting import KIND as MEETING
from workflow.domain.stages.meeting import Meeting

OFFICE = "office:"


def prevents(book: Book, new: Definition) -> Iterator[Unmet]:
    """Yield names in use that *new* lacks, and facts that it records otherwise."""
    for part, used in _used(book).items():
        known = {one.id for one in getattr(new, part)}
        lacking = sorted(used - known)
        if lacking:
            yield Unmet(code="NAMES_IN_USE", facts={"part": part, "names": lacking})
    kinds, recorded = {fact.id: fact for fact in new.facts}, set(_facts(book))
    for fact in book.definition.facts:
        if fact.id in recorded and _recorded_as(kinds.get(fact.id, fact)) != _recorded_as(fact):
            yield Unmet(code="FACT_RECORDED_OTHERWISE", facts={"fact": fact.title})


def _recorded_as(fact: Fact) -> object:
    """Return what of a fact its values rest on; who reports one alone, and by when, may change."""
    parts = frozenset(fact.offices) if fact.added_up else None
    return fact.title, fact.kind, fact.choices, parts


def _used(book: Book) -> dict[str, set[str]]:
    return {
        "offices": set(_offices(book)),
        "meetings": {one.meeting for one in book.each(Meeting, MEETING).values()},
        "facts": set(_facts(book)),
        "catalogue": set(_awards(book)),
        "notices": {one.id for one in book.definition.notices},
        "objections": objections(book),
    }


def objections(book: Book) -> set[str]:
    """Return the ways of objecting that were opened, or by which a unit objected."""
    state = objections_of(book)
    return {one.rule for one in state.windows} | {one.rule for one in state.objections}


def _offices(book: Book) -> Iterator[str]:
    """Yield the offices that somebody holds, or that have let somebody hand in late."""
    for held in book.load(Roster, ROSTER).seats:
        if held.seat.startswith(OFFICE):
            yield held.seat.removeprefix(OFFICE)
    for late in book.each(Lateness, LATENESS).values():
        yield from (permit.office for permit in late.permits)


def _facts(book: Book) -> Iterator[str]:
    for one in book.each(UnitFacts, FACTS).values():
        yield from (*one.values, *one.parts)


def _awards(book: Book) -> Iterator[str]:
    """Yield the awards that units registered for, or that are held back."""
    for one in book.each(Registration, REGISTRATION).values():
        yield from (*one.collective, *one.recognitions, *(each.award for each in one.individual))
    holds = book.find(Holds, HOLDS)
    yield from (one.award for one in (holds.holds if holds else ()) if one.award)
