"""What is told of registrations that come late or change: whoever takes them on has to know."""

from collections.abc import Iterator
from typing import Any

from definitions.wording import Phrase
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.registration.running import stage_left
from workflow.domain.telling.occasions.occasion import Occasion


def submitted(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that a unit registers late, or after the year has left that stage."""
    event: Any = draft.event
    if event.late or stage_left(book):
        yield _changed(book, draft, Phrase("registration_came_late"))


def amended(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that a unit registers otherwise than before."""
    event: Any = draft.event
    yield _changed(book, draft, Phrase("registration_was_amended", {"reason": event.reason}))


def withdrawn(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that a unit has taken its registration back."""
    event: Any = draft.event
    yield _changed(book, draft, Phrase("registration_was_withdrawn", {"reason": event.reason}))


def _changed(book: Book, draft: Draft, what: Phrase) -> Occasion:
    member = book.load(Roster, ROSTER).name(draft.stream.partition("/")[2])
    return Occasion(on="registration_changed", facts={"member": member, "what": what})
