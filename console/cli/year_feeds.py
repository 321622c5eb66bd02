"""Facts that offices report, on the page of a bloc year: by when, what is missing, what is late."""

from collections.abc import Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.written import both
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from definitions.schema.facts import Fact
from workflow.domain.eligibility import feeds
from workflow.domain.members.facts import KIND, UnitFacts
from workflow.domain.model import Book


def feeds_document(book: Book) -> list[dict[str, Any]]:
    """Return each fact that is reported: offices, due moment, what is missing, late by unit."""
    return [
        {
            "id": fact.id,
            "title": both(fact.title),
            "topics": [both(topic) for topic in fact.topics],
            "offices": list(fact.offices),
            "due": iso(feeds.due_of(book, fact)),
            "missing": {office: list(units) for office, units in feeds.lacking(book, fact).items()},
            "late": _late(book, fact),
        }
        for fact in _reported(book)
    ]


def _reported(book: Book) -> list[Fact]:
    return [fact for fact in book.definition.facts if fact.offices]


def _late(book: Book, fact: Fact) -> dict[str, int]:
    """Return the working days by which a fact came late, by unit."""
    found = book.each(UnitFacts, KIND)
    return {unit: one.late[fact.id] for unit, one in found.items() if fact.id in one.late}


def feeds_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield of each fact who reports it, by when, and what is missing or was late."""
    if reported := _reported(book):
        yield ""
        yield told(asked, "part_feeds")
    for fact in reported:
        offices = [book.definition.office_title(office) for office in fact.offices]
        due = feeds.due_of(book, fact)
        yield told(asked, "feed_due" if due else "feed", fact=fact.title, offices=offices, due=due)
        for office, units in feeds.lacking(book, fact).items():
            title = book.definition.office_title(office)
            yield told(asked, "feed_missing", office=title, count=len(units))
        if late := _late(book, fact):
            names = [unit_name(book, unit) for unit in late]
            most = max(late.values())
            yield told(asked, "feed_late" if most else "feed_after", units=names, days=most)
