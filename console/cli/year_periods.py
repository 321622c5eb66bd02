"""Periods on the page of a bloc year: when each is due, and whether sheets of it are missing."""

from collections.abc import Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.written import both
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from workflow.domain.model import Book
from workflow.domain.scores import period_deadlines, periods


def periods_document(book: Book) -> list[dict[str, Any]]:
    """Return each period with its days, its due moment and who has not handed in, as a document."""
    return [
        {
            "id": span.period.id,
            "title": both(span.period.title),
            "start": span.start.isoformat(),
            "end": span.end.isoformat(),
            "due": iso(period_deadlines.due_of(book, span)),
            "missing": list(period_deadlines.missing(book, span.period.id)),
        }
        for span in periods.spans(book)
    ]


def periods_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield when each period is due that has a day of its own, and who has not handed in."""
    dated = [(one, period_deadlines.due_of(book, one)) for one in periods.spans(book)]
    if any(due for _, due in dated):
        yield ""
        yield told(asked, "part_periods")
    for span, due in dated:
        if due:
            units = period_deadlines.missing(book, span.period.id)
            names = [unit_name(book, unit) for unit in units]
            code = "period_due" if names else "period_due_all_in"
            yield told(asked, code, period=span.period.title, due=due, units=names)
