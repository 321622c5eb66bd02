"""Dossiers of awards that are owed: by which rule, to which office, and when they are due.

A dossier is owed from the day on which the bloc proposes the award until it is in, or the award is
cut or decided; whether the year has closed meanwhile does not matter. It holds the report of each
who is proposed, so what came before somebody was proposed does not hold theirs. The day is resolved
and recorded with the proposal, and again whenever it moves. NĐ 98/2023, Điều 32.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from definitions.schema.dossiers import DossierRule
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.eligibility import holds, ruling
from workflow.domain.eligibility.ruling import Dates
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Book, Call, Event
from workflow.domain.nominations.dossiers import Dossier, first_of
from workflow.domain.nominations.lists import KEY as NOMINATION
from workflow.domain.nominations.lists import Entry, Nomination
from workflow.domain.stages.dues import Cause, Dues

KEY = "dossiers"


@dataclass(frozen=True, kw_only=True, slots=True)
class DossiersDue(Event):
    """The dossiers of awards are due then, or are now due at another time than they were."""

    kind: ClassVar[str] = "dossiers_due"
    cause: Cause
    dues: dict[str, datetime]
    was: dict[str, datetime] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierOverdue(Event):
    """The last day for the dossier of an award passed, and it was not there."""

    kind: ClassVar[str] = "dossier_overdue"
    award: str
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """The dossier of an award that is owed: by which rule, and when; `due` is not yet declared."""

    award: str
    rule: DossierRule
    due: datetime | None


def rule_of(book: Book, award: str) -> DossierRule | None:
    """Return by when the dossier of an award has to be where, by the rules of its proposal."""
    state = book.find(Nomination, NOMINATION)
    dates = Dates(year=book.year, proposed=state.proposed_on if state else None)
    units = [one for one in ruling.award_rules(book.definition, dates) if one.id == award]
    people = [
        one for one in ruling.people_rules(book.definition, dates)
        if one.award == award and one.decided_by == "offices"
    ]  # fmt: skip
    said = [*(one.dossier for one in units), *(one.dossier for one in people)]
    return next(filter(None, said), None)


def office_of(book: Book, award: str) -> str | None:
    """Return the office that has to have the dossier: the one named, or the first that sees it."""
    rule, stage = rule_of(book, award), book.definition.stage_of(NOMINATION)
    if rule and rule.office:
        return rule.office
    chain = stage.approvals if stage else []
    return next((one.office for one in chain if one.awards is None or award in one.awards), None)


def office_title(book: Book, award: str) -> Text | Phrase:
    """Return the name of the office that has to have the dossier."""
    office = office_of(book, award)
    return book.definition.office_title(office) if office else Phrase("office_of_nobody")


def open_lines(book: Book) -> list[Entry]:
    """Return the lines that are proposed and neither cut, decided nor barred by a breach."""
    state = book.find(Nomination, NOMINATION)
    if state is None or state.status not in {"proposed", "decided"}:
        return []
    over = {*state.cut, *state.decided}
    return [
        one
        for one in state.proposed
        if one not in over and not holds.barred(book, one.award, one.unit, one.subject)
    ]


def owed(book: Book) -> dict[str, Owed]:
    """Return, by award, the dossiers that are owed and not there: of lines proposed and open."""
    found: dict[str, Owed] = {}
    for one in open_lines(book):
        rule = rule_of(book, one.award)
        if rule and lacks(book, one):
            found[one.award] = Owed(award=one.award, rule=rule, due=due_of(book, one.award))
    return found


def lacks(book: Book, entry: Entry) -> bool:
    """Whether a rule asks for the dossier of a line, and it is not there."""
    return rule_of(book, entry.award) is not None and received(book, entry) is None


def received(book: Book, entry: Entry) -> Dossier | None:
    """Return the dossier of a line as the office that has to have it first received it."""
    state = book.load(Nomination, NOMINATION)
    return first_of(state.dossiers_of(entry), entry.award, office_of(book, entry.award))


def proposers(book: Book, award: str) -> tuple[str, ...]:
    """Return who proposed an award that is open: with the list, or later by itself."""
    state = book.load(Nomination, NOMINATION)
    lines = [one for one in state.proposed if one.award == award]
    later = [found.proposer if (found := state.followed(one)) else state.proposer for one in lines]
    return tuple(dict.fromkeys(later))


def due_of(book: Book, award: str) -> datetime | None:
    """Return the last moment for the dossier of an award; None where no rule says one.

    None as well where it comes again.
    """
    rule = rule_of(book, award)
    return dues_of(book).dues.get(award) if rule and not again(book, award, rule) else None


def again(book: Book, award: str, rule: DossierRule) -> bool:
    """Whether a dossier had come by its fixed day before the list went back: it is not late now."""
    state = book.find(Nomination, NOMINATION)
    return state is not None and award in state.in_time and rule.due.after_entry is None


def dues_of(book: Book) -> Dues:
    """Return when dossiers are due, as it was recorded; none at first."""
    return book.find(Dues, KEY) or Dues()


def evolve(state: Dues | None, event: Event, _call: Call) -> Dues:
    """Return how the dossiers stand after *event*."""
    before = state or Dues()
    match event:
        case DossierOverdue():
            return before.told(event.award)
        case DossiersDue():
            return before.moved(event.dues, event.cause)
    raise OutOfPlace(event.kind)
