"""The bloc takes its proposal back while nothing of it is decided, to make it anew.

Results are not corrected under a list that lies before the offices: it goes back first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain.approvals import subjects
from workflow.domain.approvals.events import StepReturned
from workflow.domain.approvals.state import KEY as APPROVALS
from workflow.domain.approvals.state import PREPARER
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Words
from workflow.domain.nominations.lists import KEY, Nomination
from workflow.domain.nominations.nominating import NominationWithdrawn


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawNomination(Given):
    """Take the proposal of the bloc back, and say why."""

    reason: Words


def withdraw_prevents(book: Book, _given: WithdrawNomination, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nothing lies before the offices, or something is decided."""
    state = book.find(Nomination, KEY)
    if state is None or state.status != "proposed":
        yield Unmet(code="NOTHING_TO_TAKE_BACK", facts={}, who=("head",))
    elif state.decided:
        facts: dict[str, object] = {"count": len(state.decided)}
        yield Unmet(code="PARTLY_DECIDED", facts=facts, who=("admin",))


def withdraw(book: Book, given: WithdrawNomination, call: Call) -> list[Draft]:
    """Record that it is taken back; no office has anything to decide any more."""
    book, first = subjects.carried_over(book, call)
    stage = book.definition.stage_of(KEY)
    matter = subjects.matter_of(book, stage) if stage else None
    step = matter.step.id if matter else None
    event = NominationWithdrawn(reason=given.reason, step=step)
    back = [
        Draft(
            stream=APPROVALS,
            event=StepReturned(step=step, to=PREPARER, owner=None, comment=given.reason),
        )
    ] if step else []  # fmt: skip
    return [*first, *back, Draft(stream=KEY, event=event)]
