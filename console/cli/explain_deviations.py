"""Deviations of the year in an explanation: what happened, what it means, what it costs."""

from collections.abc import Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.written import both
from console.sentences.grounds import criterion_name
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.eligibility.holds import Hold
from workflow.domain.model import Book
from workflow.domain.results.deviations import Deviation
from workflow.domain.results.explaining import Explained


def deviation_lines(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    """Yield each deviation of a unit as a line, under a heading; nothing where there is none."""
    if found.deviations:
        yield ""
        yield told(asked, "explain_deviations")
    for one in found.deviations:
        facts = {
            "where": one.where,
            "count": one.count,
            "effect": Phrase(f"deviation_effect_{one.effect}", _cost(book, one)),
            "note": Phrase(f"deviation_note_{one.note}") if one.note else "",
        }
        yield told(asked, f"deviation_{one.kind}", **facts)


def _cost(book: Book, one: Deviation) -> dict[str, object]:
    if not one.points:
        return {}
    from_where = criterion_name(book, one.on) if one.on else Phrase("deviation_total")
    return {"points": one.points, "from_where": from_where}


def deviation_document(one: Deviation) -> dict[str, Any]:
    """Return one deviation as it stands in a document."""
    where = both(one.where) if isinstance(one.where, Text) else {"vi": one.where, "en": one.where}
    return {
        "kind": one.kind,
        "where": where,
        "effect": one.effect,
        "count": one.count,
        "points": format(one.points.normalize(), "f"),
        "on": one.on,
        "note": one.note,
    }


def held_document(one: Hold | None) -> dict[str, Any] | None:
    """Return what holds a class."""
    return (
        {"ground": one.ground, "source": one.source, "since": one.since.isoformat()}
        if one
        else None
    )
