"""What is told of facts that offices report by a day."""

from collections.abc import Iterator
from typing import Any

from definitions.schema.facts import Fact
from workflow.domain.eligibility import feeds
from workflow.domain.model import Book, Call, Draft
from workflow.domain.telling.occasions.occasion import Occasion, on_another_day


def overdue(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if fact := feeds.find(book, event.fact):
        yield feed_occasion(book, "facts_overdue", fact)


def moved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    for name in event.was if event.reason else ():
        fact = feeds.find(book, name)
        if fact and feeds.lacking(book, fact):
            yield on_another_day(feed_occasion(book, "facts_due_moved", fact), event, name)


def feed_occasion(book: Book, on: str, fact: Fact) -> Occasion:
    """Return an occasion about a fact, for the offices that still have to report it."""
    first, *others = feeds.lacking(book, fact)
    due = feeds.due_of(book, fact)
    facts: dict[str, object] = {
        "fact": fact.title,
        "office": [book.definition.office_title(one) for one in (first, *others)],
        "due": due,
    }
    about = feeds.about(fact.id)
    return Occasion(on=on, office=first, also=tuple(others), facts=facts, about=about, until=due)
