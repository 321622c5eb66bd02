"""What is told of members: a role that nobody holds any more."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from definitions.schema.record import Text
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.telling.occasions.occasion import Occasion


def left(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield each role that a unit leaves vacant, for whoever gives it to another unit."""
    event: Any = draft.event
    roster, after = book.load(Roster, ROSTER), event.end + timedelta(days=1)
    labels: dict[str, Text] = dict(book.definition.labels)
    for one in roster.mandates:
        ends_now = one.unit == event.unit and one.end == event.end
        if ends_now and not roster.holders(one.role, after):
            facts = {
                "role": labels[one.role],
                "member": roster.name(event.unit),
                "until": event.end,
            }
            yield Occasion(on="role_vacant", facts=facts, about=f"role/{one.role}")
