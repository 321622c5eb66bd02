"""What an event does to the deadlines of its bloc year: timers to arm, timers that are over.

By what they are about: `years` and stages, `approvals`, `days`, `answers`; `arming` has what they
share.
"""

from workflow.domain.deadlines import answers, approvals, days, years
from workflow.domain.deadlines.arming import Deadlines, Rules, unmoved
from workflow.domain.model import Book, Call, Event

__all__ = ["RULES", "Deadlines", "follow", "unmoved"]

RULES: Rules = {**years.RULES, **approvals.RULES, **days.RULES, **answers.RULES}
"""Events that move deadlines; all others leave them as they are."""


def follow(book: Book, event: Event, call: Call) -> Deadlines:
    """Return what *event* does to the deadlines; the book is as it stands after."""
    rule = RULES.get(type(event))
    return rule(book, event, call) if rule else Deadlines()
