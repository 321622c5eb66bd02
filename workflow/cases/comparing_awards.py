"""What an expectation about an award looks at: who has it, its money, rules and dossier; or not."""

from workflow.cases.expectations import AwardFound, DossierFound, NoAwardFound
from workflow.cases.stored import Found, Stored, distinct
from workflow.domain.eligibility import ruling
from workflow.domain.model import Book
from workflow.domain.nominations import own_awards
from workflow.domain.nominations.dating import Dated, dated
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.nominations.paying import bonus_of
from workflow.domain.timing import hanoi_day
from workflow.service.reading import history


def award(stored: Stored, wanted: AwardFound) -> Found:
    """Yield what is expected of an award, and what is stored of it."""
    lines = [one for one in _listed(stored, wanted.on) if one.award == wanted.id]
    units = [one.unit for one in lines if one.subject is None]
    if wanted.count is not None:
        yield "count", wanted.count, len(lines)
    if wanted.unit is not None:
        yield "unit", wanted.unit, wanted.unit if wanted.unit in units else None
    if wanted.units is not None:
        yield "units", sorted(wanted.units), sorted(units)
    if wanted.people is not None:
        yield "people", sorted(wanted.people), sorted(one.subject for one in lines if one.subject)
    if wanted.bonus is not None:
        paid = [bonus_of(stored.book, one) for one in lines]
        yield "bonus", [wanted.bonus], distinct(one.amount if one else None for one in paid)
    if wanted.rule_set is not None:
        sets = [_rule_set(stored.book, one) for one in lines]
        yield "rule_set", [wanted.rule_set], distinct(sets)
    if wanted.dossier:
        yield from _dossier(wanted.dossier, [dated(stored.book, one) for one in lines])


def _dossier(wanted: DossierFound, lines: list[Dated]) -> Found:
    if wanted.due_on:
        days = distinct(hanoi_day(one.due) if one.due else None for one in lines)
        yield "due_on", [wanted.due_on], days
    if wanted.received_on:
        received = distinct(one.dossier.received_on if one.dossier else None for one in lines)
        yield "received_on", [wanted.received_on], received
    if wanted.late is not None:
        yield "late", [wanted.late], distinct(one.late is not None for one in lines)


def _rule_set(book: Book, entry: Entry) -> str | None:
    found = ruling.rule_set_of(book.definition, dated(book, entry).dates)
    return found.id if found else None


def _listed(stored: Stored, name: str) -> tuple[Entry, ...]:
    if name == "decided":
        return own_awards.decided(stored.book)
    nomination = stored.book.find(Nomination, NOMINATION)
    return getattr(nomination, name) if nomination else ()


def no_award(stored: Stored, wanted: NoAwardFound) -> Found:
    """Yield that somebody has no award, and why not."""
    held = [
        one.award
        for one in _listed(stored, "decided")
        if (one.unit, one.subject) == (wanted.unit, wanted.person)
        and wanted.id in {None, one.award}
    ]
    yield "awards", [], held
    if wanted.unmet:
        found = _reasons(stored, wanted)
        yield "unmet", wanted.unmet, wanted.unmet if wanted.unmet in found else sorted(found)


def _reasons(stored: Stored, wanted: NoAwardFound) -> set[str]:
    """Return why the rules last passed the unit over: conditions and facts that it did not meet."""
    proposed = [
        line.data
        for line in history(stored.runtime, stored.book.id)
        if line.kind == "nomination_proposed"
    ]
    return {
        name
        for one in (proposed[-1]["passed_over"] if proposed else [])
        if (one["unit"], one.get("subject")) == (wanted.unit, wanted.person)
        and wanted.id in {None, one["award"]}
        for reason in one["reasons"]
        if not reason["met"]
        for name in (reason["condition"], reason["facts"].get("fact", reason["condition"]))
    }
