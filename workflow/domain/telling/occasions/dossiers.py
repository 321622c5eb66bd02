"""What is told of dossiers of awards: to whoever proposed them, and to the office that waits."""

from collections.abc import Iterator
from typing import Any

from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations import dossier_deadlines, owed_dossiers
from workflow.domain.telling.occasions.occasion import Occasion, on_another_day


def award_dossier_occasion(book: Book, on: str, award: str) -> Occasion:
    """Return an occasion about the dossier of an award, for whoever proposed it."""
    due = owed_dossiers.due_of(book, award)
    facts: dict[str, object] = {
        "award": book.definition.award_title(award),
        "office": owed_dossiers.office_title(book, award),
        "due": due,
    }
    return Occasion(
        on=on,
        office=owed_dossiers.office_of(book, award),
        people=owed_dossiers.proposers(book, award),
        facts=facts,
        about=dossier_deadlines.about(award),
        until=due,
    )


def overdue(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield award_dossier_occasion(book, "award_dossier_overdue", event.award)


def moved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield the dossiers that are due at another time than they were, for a reason."""
    event: Any = draft.event
    for award in event.was if event.reason else ():
        yield on_another_day(
            award_dossier_occasion(book, "award_dossier_moved", award), event, award
        )
