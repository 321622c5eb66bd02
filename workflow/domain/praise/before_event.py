"""Praise that is asked for an event, a conference: proposed so long before it, or it comes late.

What came back to whoever proposed it is not later for that, as long as the event is on its day.
"""

from collections.abc import Iterator
from datetime import date

from definitions.holidays_of import known_year
from definitions.schema.praise import BeforeEvent, Round
from definitions.schema.timing import Span
from definitions.wording import Phrase
from workflow.domain import timing
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call
from workflow.domain.praise.state import Praise


def prevents(
    book: Book, event_on: date | None, on: Round, before: Praise | None, call: Call
) -> Iterator[Unmet]:
    """Yield that it is too late to ask for praise *on* such an occasion; *before* as it stood."""
    last, rule = last_day(book, event_on, on, before, call), _rule(book)
    if last and rule and rule.late == "refuse" and rule.status != "unverified":
        facts: dict[str, object] = {
            "event": event_on,
            "last": last,
            "span": rule.span,
            "basis": rule.basis or Phrase("basis_none"),
        }
        yield Unmet(code="PRAISE_TOO_LATE", facts=facts)


def last_day(
    book: Book, event_on: date | None, on: Round, before: Praise | None, call: Call
) -> date | None:
    """Return the day on which praise had to be proposed; None where it is in time.

    Raises:
        YearOutOfCalendar: No calendar reaches the year of the event.
    """
    rule = _rule(book)
    if rule is None or event_on is None or on in rule.but:
        return None
    if before and before.event_on == event_on and before.round not in rule.but:
        return before.last_day
    known_year(event_on.year)
    span = rule.span
    last = book.calendar.shift(event_on, Span(-span.length, span.unit))
    return last if timing.hanoi_day(call.handed_in) > last else None


def _rule(book: Book) -> BeforeEvent | None:
    rules = book.definition.praise
    return rules.before_event if rules else None
