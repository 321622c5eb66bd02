"""Why a condition is met or not, in words: what it demands, and what was found instead."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from console.sentences.grounds import (
    ballot_name,
    class_name,
    cutoff_said,
    fact_name,
    held_name,
)
from console.sentences.naming import unit_name
from definitions.wording import Phrase
from workflow.domain import honours
from workflow.domain.honours import UnitHonours
from workflow.domain.model import Book

NUMBER = re.compile(r"-?\d+(\.\d+)?")
NOTHING = frozenset({"-", ""})
"""How a reason records that there is nothing."""

COMPARED = ("at_most", "at_least", "flag", "one_of")
DEMANDED = ("nation", "locality")
"""Who may demand a registration, so that going without one counts."""

Facts = Mapping[str, str]


def reason_said(book: Book, condition: str, facts: Facts) -> Phrase:
    """Return one judged condition as a sentence: what is demanded, and what there is."""
    way = VARIANTS.get(condition)
    code = f"{condition}_{way(facts)}" if way and way(facts) else condition
    return Phrase(
        f"reason_{code}", {name: _shown(book, name, text) for name, text in facts.items()}
    )


def _shown(book: Book, name: str, text: str) -> object:
    """Return a recorded fact as people read it: a name for an id, a number, yes or no."""
    if name in LISTED:
        return [LISTED[name](book, one) for one in text.split(", ") if one not in NOTHING] or None
    if name in NAMED and text not in NOTHING:
        return NAMED[name](book, text)
    return _read(text)


def _read(text: str) -> object:
    if text in NOTHING or text == "None":
        return None
    if text in {"True", "False"}:
        return text == "True"
    return Decimal(text) if NUMBER.fullmatch(text) else text


def _idea(book: Book, name: str) -> object:
    """Return an initiative by its title, whoever brought it."""
    found = book.each(UnitHonours, honours.KIND).values()
    return next((one.title for each in found for one in each.initiatives if one.id == name), name)


def _class_or_number(book: Book, text: str) -> object:
    named = class_name(book, text)
    return _read(text) if named == text else named


def _compared(facts: Facts) -> str | None:
    if facts.get("value") in NOTHING:
        return "missing"
    return next((name for name in COMPARED if name in facts), None)


def _counted(facts: Facts) -> str | None:
    return "missing" if facts.get("part") in NOTHING else None


def _run(facts: Facts) -> str | None:
    return None if facts.get("missing") in NOTHING else "missing"


def _voted(facts: Facts) -> str | None:
    if facts.get("outcome") in NOTHING:
        return "missing"
    return "lower" if facts.get("wanted") == "lower" else None


def _parted(facts: Facts) -> str | None:
    if facts.get("by") in NOTHING:
        return "open"
    return "decided" if "reason" in facts else None


def _demanded(facts: Facts) -> str | None:
    return facts.get("by")


VARIANTS: dict[str, Callable[[Facts], str | None]] = {
    "fact": _compared,
    "share": _counted,
    "held_before": _run,
    "ballot": _voted,
    "equal": _parted,
    "unregistered": _demanded,
}
"""Conditions that are told in more than one way, by what was found."""

LISTED: dict[str, Callable[[Book, str], object]] = {
    "wanted": held_name,
    "registered": held_name,
    "missing": lambda _book, year: year,
    "free": _idea,
    "served": _idea,
    "equals": unit_name,
    "by": cutoff_said,
}
NAMED: dict[str, Callable[[Book, str], object]] = {
    "reached": class_name,
    "least": _class_or_number,
    "fact": fact_name,
    "rule": ballot_name,
    "outcome": lambda _book, outcome: Phrase(f"came_out_{outcome}"),
    "of": lambda book, names: [_of(book, one) for one in names.split(", ")],
}


def _of(book: Book, name: str) -> object:
    """Return what a share is counted of, or what was held: a fact, an award, a class, a rating."""
    said = fact_name(book, name)
    return held_name(book, name) if said == name else said


def codes(condition: str) -> Iterator[str]:
    """Yield every sentence by which a condition may be told; a test asks for each of them."""
    if condition != "unregistered":
        yield f"reason_{condition}"
    parts: dict[str, tuple[str, ...]] = {
        "fact": (*COMPARED, "missing"),
        "ballot": ("lower", "missing"),
        "equal": ("open", "decided"),
        "unregistered": DEMANDED,
    }
    for part in parts.get(condition, ("missing",) if condition in VARIANTS else ()):
        yield f"reason_{condition}_{part}"
