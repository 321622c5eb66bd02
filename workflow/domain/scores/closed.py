"""Whether the scores of the bloc are closed: no sheet moves any more, and no standard with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.scores.marks import Standard

KEY = "closing"
RANKING = "ranking"


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """The scores as they were closed; opened again, they move once more."""

    closed: bool
    by: str
    standards: tuple[Standard, ...] = ()


def closing_of(book: Book) -> Closing | None:
    """Return how the scores were closed; None while they are open."""
    found = book.find(Closing, KEY)
    return found if found and found.closed else None


def settled(book: Book) -> Iterator[Unmet]:
    """Yield that nothing about scores can change any more."""
    if RANKING in book.streams:
        yield Unmet(code="RANKING_FIXED", facts={})
    elif closing_of(book):
        yield Unmet(code="SCORES_CLOSED", facts={}, who=("head",))
