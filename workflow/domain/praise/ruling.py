"""What offices do with a proposal for praise, told by its id: give it, decline it, return it.

The verbs of approvals do the same and more, told by the step.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflow.domain.approvals import deciding, subjects
from workflow.domain.approvals.given import ApproveStep, RejectStep, ReturnStep
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import PREPARER
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Name, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidePraise(Given):
    """Decide as an office: the last one gives the number and the day of its decision.

    To decline and to return, which goes one step back, take a comment.
    """

    id: Id
    verdict: Literal["give", "decline", "return"] = "give"
    comment: Words | None = None
    number: Name | None = None
    signed_on: date | None = None
    effective_on: date | None = None


def _waiting(book: Book, call: Call) -> dict[str, Matter]:
    """Return the proposals that wait for an office, each at its open step."""
    book, _ = subjects.carried_over(book, call)
    open_now = subjects.open_matters(book)
    return {one.subject.praise: one for one in open_now if one.subject.praise is not None}


def decide_prevents(book: Book, given: DecidePraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an office's decision: no open step, another's step, hands, the paper."""
    waiting = _waiting(book, call)
    matter = waiting.get(given.id)
    if matter is None:
        facts: dict[str, object] = {"praise": given.id, "known": list(waiting)}
        yield Unmet(code="PRAISE_NOT_WAITING", facts=facts)
        return
    if given.verdict != "give" and not given.comment:
        yield Unmet(code="PRAISE_REASON", who=(call.actor.seat,))
    match verb := _verb(matter, given):
        case ApproveStep():
            yield from deciding.approve_prevents(book, verb, call)
        case RejectStep():
            yield from deciding.reject_prevents(book, verb, call)
        case ReturnStep():
            yield from deciding.return_prevents(book, verb, call)


def decide(book: Book, given: DecidePraise, call: Call) -> list[Draft]:
    """Record what the office decided, and what follows from it."""
    match verb := _verb(_waiting(book, call)[given.id], given):
        case ApproveStep():
            return deciding.approve(book, verb, call)
        case RejectStep():
            return deciding.reject(book, verb, call)
        case ReturnStep():
            return deciding.send_back(book, verb, call)


def _verb(matter: Matter, given: DecidePraise) -> ApproveStep | RejectStep | ReturnStep:
    step = matter.step.id
    if given.verdict == "decline":
        return RejectStep(step=step, reason=given.comment or "")
    if given.verdict == "return":
        before = [turn.step for turn in matter.approval.turns[:-1]]
        return ReturnStep(
            step=step, comment=given.comment or "", to=before[-1] if before else PREPARER
        )
    return ApproveStep(
        step=step, comment=given.comment, number=given.number, signed_on=given.signed_on,
        effective_on=given.effective_on,
    )  # fmt: skip
