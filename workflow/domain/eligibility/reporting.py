"""Recording facts: of one unit, or what one list says of every unit of the bloc at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.domain.eligibility import feeds
from workflow.domain.errors import Unmet
from workflow.domain.members import facts
from workflow.domain.members.facts import RecordFacts, Said, Value
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Name


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportFacts(Given):
    """Record what one list says: of the units on it their `values`, of all other members `rest`.

    `office`: whose list on paper the administrator enters.
    """

    source: Name
    values: dict[Id, dict[Id, Value]] = field(default_factory=dict)
    rest: dict[Id, Value] = field(default_factory=dict)
    office: Id | None = None


def report_prevents(book: Book, given: ReportFacts, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a list from being recorded: strangers, and what prevents each value."""
    members, office = book.load(Roster, ROSTER).unit_ids(), facts.reporter(call, given.office)
    for unit in [unit for unit in given.values if unit not in members]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    if not any(covered(book, given).values()):
        yield Unmet(code="NOTHING_REPORTED", facts={})
    found: list[Unmet] = []
    for values in (*given.values.values(), given.rest):
        found += [one for one in facts.values_prevent(book, values, office) if one not in found]
    yield from found


def covered(book: Book, given: ReportFacts) -> dict[str, Mapping[str, Value]]:
    """Return what the list says of each member that it says anything of, in official order."""
    said = {
        unit: given.rest | given.values.get(unit, {})
        for unit in book.load(Roster, ROSTER).unit_ids()
    }
    return {unit: values for unit, values in said.items() if values}


def report(book: Book, given: ReportFacts, call: Call) -> list[Draft]:
    """Record what the list says of each unit."""
    said = _said(given, call)
    return [_draft(book, unit, values, said, call) for unit, values in covered(book, given).items()]


def record(book: Book, given: RecordFacts, call: Call) -> list[Draft]:
    """Record the facts of one unit, and who did."""
    return [_draft(book, given.unit, given.values, _said(given, call), call)]


def _said(given: RecordFacts | ReportFacts, call: Call) -> Said:
    office = facts.reporter(call, given.office)
    return Said(source=given.source, by=call.hands, office=office)


def _draft(book: Book, unit: str, values: Mapping[str, Value], said: Said, call: Call) -> Draft:
    late = feeds.late_of(book, unit, values, said.office, call)
    event = facts.recorded(book, unit, values, said, late)
    return Draft(stream=f"{facts.KIND}/{unit}", event=event)
