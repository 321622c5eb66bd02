"""Awards that heads of units decided, as lines beside those of the bloc's nomination."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from console.cli.asked import Asked
from console.cli.award_dates import (
    basis_of_rule,
    dates_document,
    rule_set_document,
    subject_document,
)
from console.cli.award_money import bonus_document
from console.cli.saying import told
from console.sentences.grounds import article
from console.sentences.moments import iso
from console.sentences.naming import award_name, unit_name
from workflow.domain.awards.quotas import Allotment
from workflow.domain.eligibility import holds
from workflow.domain.eligibility.judging import Reason
from workflow.domain.model import Book
from workflow.domain.nominations import own_awards
from workflow.domain.nominations.lists import Revocation
from workflow.domain.nominations.nomination import Entry
from workflow.domain.nominations.own_awards import Given, OwnDecision
from workflow.domain.nominations.paying import bonus_of

Json = dict[str, Any]


def own_lines(book: Book) -> Iterator[Json]:
    """Yield a line for everybody who was given an award by the head of their unit."""
    for unit, found in own_awards.everywhere(book).items():
        for decision in found.decisions:
            for one in decision.given:
                entry = Entry(award=decision.award, unit=unit, subject=one.subject)
                yield _line(book, entry, decision, one.basis)


def own_document(book: Book) -> list[Json]:
    """Return every decision of the head of a unit, by its paper."""
    return [
        {
            "unit": unit, "award": one.award, "number": one.number,
            "signed_on": one.signed_on.isoformat(), "effective_on": one.effective_on.isoformat(),
            "minutes": one.minutes, "subjects": [each.subject for each in one.given],
            "revoked": [each.subject for each in one.given if _revoked(book, unit, one, each)],
        }
        for unit, found in own_awards.everywhere(book).items()
        for one in found.decisions
    ]  # fmt: skip


def _revoked(book: Book, unit: str, one: OwnDecision, given: Given) -> bool:
    entry = Entry(award=one.award, unit=unit, subject=given.subject)
    gone = own_awards.revocation_of(book, entry)
    return gone is not None and gone.confirmed_by is not None


def own_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield a line for each decision of the head of a unit."""
    for one in own_document(book):
        yield told(
            asked, "own_decision", unit=unit_name(book, one["unit"]),
            award=award_name(book, one["award"]), count=len(one["subjects"]), number=one["number"],
            day=date.fromisoformat(one["signed_on"]),
        )  # fmt: skip


def _line(book: Book, entry: Entry, decision: OwnDecision, basis: Sequence[Reason]) -> Json:
    gone = own_awards.revocation_of(book, entry)
    numbers = [number_document(plain(one)) for one in decision.allotments if not one.cap]
    return {
        "award": entry.award,
        "unit": entry.unit,
        "name": unit_name(book, entry.unit),
        "subject": subject_document(book, entry),
        "status": "revoked" if gone and gone.confirmed_by else "own",
        "why": None,
        "note": None,
        "rank": None,
        "rule": [article(one) for one in basis_of_rule(book, entry, decision.rule)],
        "rule_id": decision.rule,
        "number": next(iter(numbers), None),
        "caps": [number_document(plain(one)) for one in decision.allotments if one.cap],
        "conditions": [reason_document(plain(one)) for one in basis],
        "lists": [],
        "steps": [],
        "holds": [*holds_document(book, entry)],
        "doubts": [],
        "waits_for": None,
        "proposed_later": False,
        "revocation": revocation_document(gone),
        "money": bonus_document(bonus_of(book, entry)),
        "dates": dates_document(book, entry),
        "rule_set": rule_set_document(book, entry),
    }


def plain(one: Reason | Allotment) -> Json:
    """Return a reason or a number as it is stored with a proposal."""
    return {name: getattr(one, name) for name in one.__slots__}


def number_document(number: Json) -> Json:
    """Return one number of an award, with what it was worked out from."""
    names = ("most", "of", "base", "share", "rounding", "warns", "basis", "group", "unit")
    return {name: number.get(name) for name in names}


def reason_document(reason: Json) -> Json:
    """Return one condition as it was judged."""
    return {
        "condition": reason["condition"],
        "met": reason["met"],
        "warned": reason.get("warned", False),
        "facts": reason.get("facts") or {},
        "basis": reason.get("basis"),
    }


def holds_document(book: Book, entry: Entry) -> Iterator[Json]:
    """Yield what holds an award up, or did."""
    state = book.find(holds.Holds, holds.KEY) or holds.Holds()
    for one in state.holds:
        if one.covers(entry.award, entry.unit, entry.subject):
            yield {
                "ground": one.ground, "source": one.source, "since": one.since.isoformat(),
                "placed_by": one.placed_by, "conclusion": one.conclusion,
                "concluded_by": one.concluded_by, "paper": one.paper,
            }  # fmt: skip


def revocation_document(one: Revocation | None) -> Json | None:
    """Return that an award is to be taken back, or has been."""
    if one is None:
        return None
    return {
        "reason": one.reason, "paper": one.paper, "asked_by": one.asked_by,
        "asked_at": iso(one.asked_at), "confirmed_by": one.confirmed_by,
    }  # fmt: skip
