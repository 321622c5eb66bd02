"""Unmet conditions as sentences in both languages, with whose move each is and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from console.sentences.grounds import basis_said
from console.sentences.moments import iso, working_days_left
from console.sentences.naming import dressed, mover_name
from console.sentences.reasons import reason_said
from definitions.filling import shown
from definitions.schema.record import Basis
from definitions.wording import Phrase, say
from workflow.domain import access
from workflow.domain.eligibility.judging import Reason
from workflow.domain.errors import Unmet
from workflow.domain.model import Book

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One unmet condition, ready to be said: its sentence and its movers by language."""

    code: str
    sentences: dict[str, str]
    who: dict[str, list[str]]
    seats: tuple[str, ...]
    due: datetime | None
    days_left: int | None
    units_named: bool


def conditions(
    unmet: Iterable[Unmet], book: Book | None = None, at: datetime | None = None
) -> list[Condition]:
    """Return *unmet* in words; *book* gives the names, *at* the day on which roles are held."""
    return [_condition(one, book, at) for one in unmet]


def refusal(
    unmet: Iterable[Unmet], book: Book | None = None, at: datetime | None = None
) -> dict[str, object]:
    """Return the document of a refusal: every unmet condition."""
    return {"refused": [entry(one) for one in conditions(unmet, book, at)]}


def entry(condition: Condition) -> dict[str, object]:
    """Return one condition as it stands in a document."""
    return {
        "code": condition.code,
        "vi": condition.sentences["vi"],
        "en": condition.sentences["en"],
        "who": condition.who["vi"],
        "who_en": condition.who["en"],
        "who_seats": list(condition.seats),
        "due": iso(condition.due),
        "working_days_left": condition.days_left,
    }


def _condition(unmet: Unmet, book: Book | None, at: datetime | None) -> Condition:
    names = [mover_name(book, one, at) for one in unmet.who]
    seats = access.seats_for(book, unmet.who, at) if book and at else unmet.who
    return Condition(
        code=unmet.code,
        sentences={language: sentence(unmet, book, language) for language in LANGUAGES},
        who={language: [shown(one, language) for one in names] for language in LANGUAGES},
        seats=tuple(dict.fromkeys(seats)),
        due=unmet.due,
        days_left=working_days_left(book, unmet.due, at),
        units_named=_units_named(unmet),
    )


def sentence(unmet: Unmet, book: Book | None, language: str) -> str:
    """Return the sentence of a condition; for one met at a meeting, with which act it was."""
    words = say(unmet.code, dressed(_judged(unmet.facts, book), book), language)
    if "act" not in unmet.facts:
        return words
    facts = {
        "number": unmet.facts["act"],
        "act": Phrase(f"act_{unmet.facts['do']}"),
        "sentence": words,
    }
    return say("refused_at_meeting", facts, language)


def _judged(facts: Mapping[str, object], book: Book | None) -> dict[str, object]:
    """Return *facts* with conditions that were judged as sentences, and bases in words."""
    return {name: _said(value, book) for name, value in facts.items()}


def _said(value: object, book: Book | None) -> object:
    if isinstance(value, Basis):
        return basis_said(value)
    if book is None or not isinstance(value, list):
        return value
    return [
        reason_said(book, one.condition, one.facts) if isinstance(one, Reason) else one
        for one in value
    ]


def _units_named(unmet: Unmet) -> bool:
    """Whether those whose move it is are exactly the units that the sentence names."""
    units = unmet.facts.get("units")
    all_units = all(one.startswith("unit:") for one in unmet.who)
    return isinstance(units, list) and all_units and len(units) == len(unmet.who) > 1
