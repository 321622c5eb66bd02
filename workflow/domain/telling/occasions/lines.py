"""What is told of single lines of the nomination: those that go by themselves, or are taken back.

Beside the list each of them is easily forgotten: the office whose move it is has passed the others
long ago, and the unit has had its notice of the awards of the year.
"""

from collections.abc import Iterator
from typing import Any

from workflow.domain.awards.parting import named
from workflow.domain.eligibility import holds
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations import nomination, released
from workflow.domain.nominations.nomination import Entry
from workflow.domain.telling.occasions import results
from workflow.domain.telling.occasions.occasion import Occasion


def let_go(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield, of the lines that a hold kept back, those that an office must now decide on alone."""
    event: Any = draft.event
    about = (event.unit, event.subject)
    yield from _waiting(
        book,
        [
            entry
            for entry in released.waiting(book)
            if (entry.unit, entry.subject) == about and event.award in {None, entry.award}
        ],
    )


def proposed_later(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield the lines that were proposed after the list, for places that came free."""
    event: Any = draft.event
    yield from _waiting(book, [nomination.entry_of(one) for one in event.candidates])


def decided_alone(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    """Yield whose move a line is next; or, after its last step, what its unit is awarded."""
    event: Any = draft.event
    entry = nomination.entry_of(event)
    if entry in book.load(nomination.Nomination, nomination.KEY).decided:
        mine = results.decided(book, draft, call)
        yield from (one for one in mine if one.units == (entry.unit,))
    else:
        yield from _waiting(book, [entry])


def revoked(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that an award was taken back, for the unit that had it."""
    event: Any = draft.event
    facts = _facts(book, nomination.entry_of(event))
    yield Occasion(on="award_revoked", units=(event.unit,), facts=facts)


def _waiting(book: Book, entries: list[Entry]) -> Iterator[Occasion]:
    steps = released.waiting(book)
    for entry in entries:
        step = steps.get(entry)
        if step and not holds.held(book, entry.award, entry.unit, entry.subject):
            facts = _facts(book, entry) | {
                "step": step.title,
                "office": book.definition.office_title(step.office),
            }
            about = f"line/{entry.award}/{entry.unit}/{entry.subject or ''}"
            yield Occasion(on="line_waits", office=step.office, facts=facts, about=about)


def _facts(book: Book, entry: Entry) -> dict[str, object]:
    return {
        "award": book.definition.award_title(entry.award),
        "name": named(book, entry.unit, entry.subject),
    }
