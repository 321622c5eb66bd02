"""What is paid for the awards of a year: each line by its own decision, and beside the others."""

from collections.abc import Iterator

from workflow.domain.awards.money import Bonus, bonus, paid
from workflow.domain.members import people
from workflow.domain.model import Book
from workflow.domain.nominations import own_awards
from workflow.domain.nominations.dating import dated
from workflow.domain.nominations.nomination import Entry


def bonus_of(book: Book, entry: Entry) -> Bonus | None:
    """Return what is paid for a line; None while it is not decided, or where nothing is said."""
    mine = _alone(book, entry)
    return paid(book.definition, mine, _others(book, entry)) if mine else None


def _alone(book: Book, entry: Entry) -> Bonus | None:
    decision = dated(book, entry).decision
    if decision is None:
        return None
    to = people.kind_of(book, entry.unit, entry.subject)
    return bonus(book.definition, entry.award, decision.signed_on, to)


def _others(book: Book, entry: Entry) -> Iterator[Bonus]:
    """Yield the bonuses of the other awards of the same subject that stand."""
    for one in own_awards.decided(book):
        gone = own_awards.revocation_of(book, one)
        same = (one.unit, one.subject) == (entry.unit, entry.subject) and one != entry
        if same and not (gone and gone.confirmed_by) and (found := _alone(book, one)):
            yield found
