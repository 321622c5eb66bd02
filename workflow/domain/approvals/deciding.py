"""Approve, reject, return: the three answers, and how one is taken back."""

from collections.abc import Iterator

from workflow.domain import timing
from workflow.domain.approvals import counting, course, finding, papers, subjects
from workflow.domain.approvals.events import (
    DecisionWithdrawn,
    StepApproved,
    StepOpened,
    StepRejected,
    StepReturned,
)
from workflow.domain.approvals.given import (
    ApproveStep,
    DecideStep,
    RejectStep,
    ReturnStep,
    WithdrawDecision,
)
from workflow.domain.approvals.matters import Line, Matter
from workflow.domain.approvals.state import (
    KEY,
    PREPARER,
    Answer,
    Approval,
    Turn,
    approvals_of,
)
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState


def approve_prevents(book: Book, given: ApproveStep, call: Call) -> Iterator[Unmet]:
    """Yield what prevents somebody from approving."""
    found = finding.find(book, given.step, call)
    if found is None:
        yield from finding.not_open(book, given.step, call)
        return
    matter = found.matter
    yield from _answer_prevents(matter, given, call)
    lines = matter.subject.lines(matter.book, matter.step)
    for one in given.cut:
        if (one.award, one.unit, one.subject) not in lines:
            facts: dict[str, object] = {"award": one.award, "unit": one.unit}
            yield Unmet(code="NOT_ON_THE_LIST", facts=facts)
    yield from matter.subject.votes(matter, _cut(found, given, call))
    yield from matter.subject.approving(matter, given.number)
    today = timing.hanoi_day(call.at)
    signed = given.signed_on or today
    if signed > today:
        yield Unmet(code="DECISION_TO_COME", facts={"day": signed})
    yield from matter.subject.days(matter.book, matter.step, (signed, given.effective_on))


def _cut(found: finding.Found, given: ApproveStep, call: Call) -> frozenset[Line]:
    """Return what the step cuts if it passes by this approval, else what is cut by this alone.

    So whoever approves cuts what may not pass, and no step passes with a line of which too few did.
    """
    matter, cut = found.matter, given.cut
    if not any(finding.part_prevents(matter, call, given.owner)):
        after = _answered(found, call, _approval(found, given, call))
        day = timing.hanoi_day(call.at)
        if counting.standing(after, day) == "passed":
            cut = counting.cut(after, day)
    return frozenset((one.award, one.unit, one.subject) for one in cut)


def _answer_prevents(
    matter: Matter, given: ApproveStep | RejectStep, call: Call
) -> Iterator[Unmet]:
    """Yield what prevents somebody from answering at all: no part in it, no such capacity."""
    yield from finding.part_prevents(matter, call, given.owner)
    yield from papers.capacity_prevents(
        matter.step, given.capacity, given.paper, timing.hanoi_day(call.at)
    )


def approve(book: Book, given: ApproveStep, call: Call) -> list[Draft]:
    """Record the approval, and what follows from it."""
    found, _, _ = _part(book, given.step, given.owner, call)
    return _then(found, call, _approval(found, given, call))


def _approval(found: finding.Found, given: ApproveStep, call: Call) -> StepApproved:
    """Return the approval as it is recorded. Raises KeyError when the actor has no part."""
    part = finding.own_part(found.matter, call, given.owner)
    if part is None:
        raise KeyError(given.step)
    return StepApproved(
        step=given.step, side=part.side, owner=part.owner, capacity=given.capacity,
        paper=given.paper, comment=given.comment, cut=given.cut, number=given.number,
        signed_on=given.signed_on, effective_on=given.effective_on,
    )  # fmt: skip


def _part(
    book: Book, step: str, owner: str | None, call: Call
) -> tuple[finding.Found, str, str | None]:
    """Return the open step, and whose part the actor acts in; the rules were asked before."""
    found = finding.find(book, step, call)
    part = finding.own_part(found.matter, call, owner) if found else None
    if found is None or part is None:
        raise KeyError(step)
    return found, part.owner, part.side


def _then(found: finding.Found, call: Call, event: Event) -> list[Draft]:
    """Return what had to be recorded first, an event, and what follows from it."""
    settled = course.settle(_answered(found, call, event), call)
    return [*found.first, Draft(stream=KEY, event=event), *settled]


def _answered(found: finding.Found, call: Call, event: Event) -> Matter:
    matter = found.matter
    book = course.after(matter.book, event, call)
    return course.matter(book, matter.subject, matter.stage)


def reject_prevents(book: Book, given: RejectStep, call: Call) -> Iterator[Unmet]:
    """Yield what prevents somebody from being against."""
    found = finding.find(book, given.step, call)
    if found is None:
        yield from finding.not_open(book, given.step, call)
    else:
        yield from _answer_prevents(found.matter, given, call)


def reject(book: Book, given: RejectStep, call: Call) -> list[Draft]:
    """Record that somebody is against, and what follows from it."""
    found, owner, side = _part(book, given.step, given.owner, call)
    return _then(found, call, StepRejected(
        step=given.step, side=side, owner=owner, reason=given.reason, capacity=given.capacity,
        paper=given.paper,
    ))  # fmt: skip


def return_prevents(book: Book, given: ReturnStep, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a file from being returned: not one's turn, or no such earlier step."""
    found = finding.find(book, given.step, call)
    if found is None:
        yield from finding.not_open(book, given.step, call)
        return
    yield from finding.part_prevents(found.matter, call, given.owner)
    earlier = [turn.step for turn in found.matter.approval.turns[:-1]]
    if given.to != PREPARER and given.to not in earlier:
        facts: dict[str, object] = {"to": given.to, "steps": [*earlier, PREPARER]}
        yield Unmet(code="NO_EARLIER_STEP", facts=facts)


def send_back(book: Book, given: ReturnStep, call: Call) -> list[Draft]:
    """Record that a file goes back, and open the step it goes to."""
    found, owner, _ = _part(book, given.step, given.owner, call)
    event = StepReturned(step=given.step, to=given.to, owner=owner, comment=given.comment)
    return [*found.first, *back(found.matter, event, call)]


def back(matter: Matter, event: StepReturned, call: Call) -> Iterator[Draft]:
    """Yield that a file goes back: to whoever prepared it, or to a step that opens again."""
    yield Draft(stream=KEY, event=event)
    if event.to == PREPARER:
        yield from matter.subject.returned(matter.book, matter.step, event.comment, call)
        return
    book = course.after(matter.book, event, call)
    yield from _again(book, matter, event.to, call)


def _again(book: Book, matter: Matter, step: str, call: Call) -> Iterator[Draft]:
    """Yield the lists as they stood before *step*, and that it is open again in its own time."""
    approval = approvals_of(book).of_stage(matter.stage.id)
    drafts = matter.subject.reopened(book, approval.turns if approval else ())
    yield from drafts
    book = matter.subject.after(book, drafts, call)
    chain = matter.stage.approvals
    left = chain[[one.id for one in chain].index(step) :]
    yield from course.go_on(book, matter.subject, matter.stage, left, call)


def decide_prevents(book: Book, given: DecideStep, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the decision that is given in one word."""
    if given.verdict == "approve":
        yield from approve_prevents(book, _approving(given), call)
        return
    returning = ReturnStep(step=given.step, comment=given.comment or "-")
    yield from return_prevents(book, returning, call)
    found = finding.find(book, given.step, call)
    if found and not given.comment:
        who = (f"office:{found.matter.step.office}",)
        yield Unmet(code="COMMENT_MISSING", facts={}, who=who)


def decide(book: Book, given: DecideStep, call: Call) -> list[Draft]:
    """Record the decision that is given in one word."""
    if given.verdict == "approve":
        return approve(book, _approving(given), call)
    return send_back(book, ReturnStep(step=given.step, comment=given.comment or ""), call)


def _approving(given: DecideStep) -> ApproveStep:
    return ApproveStep(
        step=given.step, cut=given.cut, comment=given.comment, number=given.number,
        signed_on=given.signed_on, effective_on=given.effective_on, capacity=given.capacity,
        paper=given.paper,
    )  # fmt: skip


def withdraw_prevents(book: Book, given: WithdrawDecision, call: Call) -> Iterator[Unmet]:
    """Yield why there is nothing to take back, or no more: the next has acted, the chain ended."""
    turn, following = _own_turn(book, given.step, call)
    if turn is None:
        yield Unmet(code="NOTHING_TO_WITHDRAW", facts={"step": given.step})
        return
    approval = approvals_of(book).of_step(given.step)
    if approval and _over(book, approval):
        yield Unmet(code="APPROVAL_IS_OVER", facts={"step": given.step, "status": approval.status})
        return
    last = approval.turns[-1] if approval else turn
    if (following is None and last is not turn) or _followed(turn, call.actor.person):
        yield Unmet(code="NEXT_HAS_ACTED", facts={"step": last.step})


def _over(book: Book, approval: Approval) -> bool:
    """Whether a chain has ended for good; what the year has not gone by yet can be taken back."""
    if approval.status != "approved":
        return approval.status != "open"
    current = book.load(YearState, YEAR).current
    here = current is not None and current.id == approval.stage
    return not here or subjects.laid(book, approval.stage)[0].final


def _followed(turn: Turn, person: str) -> bool:
    """Whether somebody whose turn came after has answered in the same step."""
    mine = [_rank(turn, one) for one in turn.answers if one.person == person]
    return bool(mine) and any(_rank(turn, one) > min(mine) for one in turn.answers)


def _rank(turn: Turn, answer: Answer) -> int:
    """Return when an answer is due: of signers before the offices, theirs, of those after them."""
    added = (one.place for one in turn.signers if one.person == answer.owner)
    place = next(added, "beside") if answer.side is None else "beside"
    return ("before", "beside", "after").index(place)


def _own_turn(book: Book, step: str, call: Call) -> tuple[Turn | None, Turn | None]:
    """Return the turn in which the actor said something, and the one after it if nobody acted."""
    approval = approvals_of(book).of_step(step)
    turn = approval.lived(step) if approval else None
    person = call.actor.person
    if approval is None or turn is None or not _said(turn, person):
        return None, None
    place = approval.turns.index(turn)
    later = approval.turns[place + 1 :]
    fresh = len(later) == 1 and not later[0].acted
    return turn, later[0] if fresh else None


def _said(turn: Turn, person: str) -> bool:
    waiting = any(one.owner == person and one.opinion is None for one in turn.delegations)
    return waiting or any(one.person == person for one in turn.answers)


def withdraw(book: Book, given: WithdrawDecision, call: Call) -> list[Draft]:
    """Record that something is taken back; the step that had opened on it is undone."""
    turn, following = _own_turn(book, given.step, call)
    ended = approvals_of(book).of_step(given.step)
    if turn is None or ended is None:
        raise KeyError(given.step)
    subject, stage = subjects.laid(book, ended.stage)
    event = DecisionWithdrawn(step=given.step, undone=following.step if following else None)
    before, book = book, course.after(book, event, call)
    matter = course.matter(book, subject, stage)
    drafts = [Draft(stream=KEY, event=event)]
    if following is None and ended.status == "open":
        return [*drafts, *course.settle(matter, call)]
    approval = approvals_of(book).of_stage(stage.id)
    lists = matter.subject.reopened(before, approval.turns if approval else ())
    reopened = StepOpened(step=given.step, due=turn.due, people=turn.asked)
    return [*drafts, *lists, Draft(stream=KEY, event=reopened)]
