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
from console.sentences.naming import award_name, unit_name
from definitions.schema.standing import RATINGS
from definitions.wording import Phrase
from workflow.domain.members import honours
from workflow.domain.members.honours import UnitHonours
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


def _grade(book: Book, text: str) -> object:
    """Return a class of the scale or the rating of a person by its word; a number as it is."""
    named = class_name(book, text)
    if named != text:
        return named
    return Phrase(f"rating_{text}") if text in RATINGS else _read(text)


def _compared(facts: Facts) -> str | None:
    if facts.get("value") in NOTHING:
        return "missing"
    return next((name for name in COMPARED if name in facts), None)


def _counted(facts: Facts) -> str | None:
    if facts.get("part") in NOTHING:
        return "missing"
    return "above" if "above" in facts else None


def _run(facts: Facts) -> str | None:
    if "times" in facts:
        return "times"
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
    "takes": award_name,
    "by": cutoff_said,
}
NAMED: dict[str, Callable[[Book, str], object]] = {
    "reached": _grade,
    "least": _grade,
    "level": lambda _book, level: Phrase(f"initiative_level_{level}"),
    "below": lambda _book, sanction: Phrase(f"discipline_{sanction}"),
    "award": award_name,
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
        "share": ("above", "missing"),
        "held_before": ("times", "missing"),
        "ballot": ("lower", "missing"),
        "equal": ("open", "decided"),
        "unregistered": DEMANDED,
    }
    for part in parts.get(condition, ("missing",) if condition in VARIANTS else ()):
        yield f"reason_{condition}_{part}"
