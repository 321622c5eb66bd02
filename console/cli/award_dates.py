"""Whom an award is for, its dates kept apart, and the rule set that they choose."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import NOTHING
from console.cli.written import both
from console.sentences.grounds import article, basis_said
from console.sentences.moments import iso
from definitions.schema.record import Basis
from workflow.domain.eligibility import ruling
from workflow.domain.members import people
from workflow.domain.model import Book
from workflow.domain.nominations.dating import dated, overtaken
from workflow.domain.nominations.nomination import Entry
from workflow.domain.nominations.owed_dossiers import office_title, rule_of
from workflow.domain.timing import hanoi_day

Json = dict[str, Any]


def subject_document(book: Book, entry: Entry) -> Json | None:
    """Return the person or household of a line by name; None where it is about the unit."""
    if entry.subject is None:
        return None
    kind = people.kind_of(book, entry.unit, entry.subject)
    name = people.name_of(book, entry.unit, entry.subject)
    return {"id": entry.subject, "kind": kind, "name": name}


def dates_document(book: Book, entry: Entry) -> Json:
    """Return every date of an award; what has not come yet is null."""
    found = dated(book, entry)
    dossier, decision = found.dossier, found.decision
    return {
        "achievement_year": found.year,
        "proposed_on": found.proposed_on.isoformat() if found.proposed_on else None,
        "dossier_received_on": dossier.received_on.isoformat() if dossier else None,
        "dossier_number": dossier.number if dossier else None,
        "dossier_due": iso(found.due),
        "dossier_late_working_days": found.late.working_days if found.late else None,
        "decision_number": decision.number if decision else None,
        "decided_on": decision.signed_on.isoformat() if decision else None,
        "effective_on": decision.effective_on.isoformat() if decision else None,
    }


def rule_set_document(book: Book, entry: Entry) -> Json | None:
    """Return the rule set that governs an award, who decides it there, and how it is known."""
    dates = dated(book, entry).dates
    known = ruling.known(book.definition, entry.award, dates)
    if known is None or known.rule_set is None:
        return None
    return {
        "id": known.rule_set.id,
        "title": both(known.rule_set.title),
        "by": known.rule_set.by,
        "day": dates.asked(known.rule_set.by).isoformat(),
        "decided_by": list(known.decided_by),
        "status": known.status,
        "basis": [article(one) for one in known.basis],
        "overtaken": overtaken(book, entry),
    }


def basis_of_rule(book: Book, entry: Entry, rule: str | None) -> Sequence[Basis]:
    """Return where the rule comes from, in the version that the day of the proposal asks for."""
    definition, dates = book.definition, dated(book, entry).dates
    if rule:
        return next((one.basis for one in definition.people_awards if one.id == rule), [])
    rules = ruling.award_rules(definition, replace(dates, received=None, decided=None))
    return next((one.basis for one in rules if one.id == entry.award), [])


def dates_text(asked: Asked, book: Book, line: Json) -> Iterator[str]:
    """Yield the rule set of a line, and its dates once there are any."""
    if found := line["rule_set"]:
        offices = [told(asked, f"authority_{one}") for one in found["decided_by"]]
        title = asked.choose(found["title"]["vi"], found["title"]["en"])
        authority = ", ".join(offices) or NOTHING
        facts = {"title": title, "day": _day(found["day"]), "authority": authority}
        yield told(asked, "explain_award_rule_set", **facts)
        if found["status"] == "unverified":
            yield told(asked, "explain_award_rule_set_unverified")
        if found["overtaken"]:
            yield told(asked, "explain_award_overtaken")
    dates = line["dates"]
    if dates["proposed_on"]:
        yield told(
            asked, "explain_award_dates", year=str(dates["achievement_year"]),
            proposed=_day(dates["proposed_on"]),
            received=_day(dates["dossier_received_on"]),
            number=dates["decision_number"] or NOTHING,
            decided=_day(dates["decided_on"]),
            effective=_day(dates["effective_on"]),
        )  # fmt: skip
        yield from _dossier(asked, book, line)
    elif dates["decided_on"]:
        yield told(
            asked, "explain_award_own", year=str(dates["achievement_year"]),
            number=dates["decision_number"] or NOTHING, decided=_day(dates["decided_on"]),
            effective=_day(dates["effective_on"]),
        )  # fmt: skip


def _dossier(asked: Asked, book: Book, line: Json) -> Iterator[str]:
    """Yield by when the dossier of an award has to be where, and that it came late."""
    award, dates = line["award"], line["dates"]
    rule = rule_of(book, award)
    if rule and dates["dossier_due"]:
        yield told(
            asked, "explain_award_dossier_due", office=office_title(book, award),
            due=hanoi_day(datetime.fromisoformat(dates["dossier_due"])),
            basis=basis_said(rule.basis),
        )  # fmt: skip
    days = dates["dossier_late_working_days"]
    if days is not None:
        sentence = "explain_award_dossier_late" if days else "explain_award_dossier_after"
        yield told(asked, sentence, days=days)


def _day(written: str | None) -> date | str:
    return date.fromisoformat(written) if written else NOTHING
