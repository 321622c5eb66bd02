"""How a chain moves: it begins, a step passes or fails, the next one is worked out as it arrives.

Nothing is made for a step before its turn has come.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from definitions.schema.approvals import Approval as Step
from workflow.domain import timing
from workflow.domain.approvals import counting, folding, leaving, signers
from workflow.domain.approvals.events import (
    ApprovalEnded,
    ApprovalRequested,
    SignersChanged,
    StepCounted,
    StepOpened,
    StepPassed,
    StepRouted,
    StepStuck,
)
from workflow.domain.approvals.matters import Chain, Matter, Subject
from workflow.domain.approvals.state import KEY, approvals_of
from workflow.domain.model import Book, Call, Draft, Event

Opened = list[Draft]
Laid = Callable[[Book, str], tuple[Subject, Chain]]
"""Finds what an approval is about, and its steps."""


def with_state(book: Book, key: str, state: object) -> Book:
    """Return *book* as it is once a stream is in another state."""
    return replace(book, streams={**book.streams, key: state})


def after(book: Book, event: Event, call: Call) -> Book:
    """Return *book* as it is once an event of an approval has happened."""
    return with_state(book, KEY, folding.evolve(approvals_of(book), event, call))


def matter(book: Book, subject: Subject, stage: Chain) -> Matter:
    """Return the approval of a stage at its open step. Raises KeyError when none is open."""
    approval = approvals_of(book).of_stage(stage.id)
    if approval is None or approval.turn is None:
        raise KeyError(stage.id)
    turn = approval.turn
    step = next(one for one in stage.approvals if one.id == turn.step)
    return Matter(book=book, stage=stage, step=step, subject=subject, approval=approval, turn=turn)


def begin(book: Book, subject: Subject, stage: Chain, call: Call, comment: str | None) -> Opened:
    """Return what lays the work of a stage before its first office."""
    before = approvals_of(book).of_stage(stage.id)
    event = ApprovalRequested(
        stage=stage.id,
        of=subject.digest(book),
        steps=tuple(step.id for step in stage.approvals),
        comment=comment,
        earlier=before.everybody if before else (),
    )
    book = after(book, event, call)
    return [_draft(event), *go_on(book, subject, stage, stage.approvals, call)]


def go_on(
    book: Book, subject: Subject, stage: Chain, left: list[Step], call: Call
) -> Iterator[Draft]:
    """Yield what opens the first step *left* that has something to decide, or ends the chain."""
    following = next((step for step in left if subject.concerns(book, step)), None)
    if following is None:
        event = ApprovalEnded(stage=stage.id, outcome="approved")
        yield _draft(event)
        yield from subject.ended("approved", None, None)
        return
    since = subject.since(book, following, call.at)
    opened = StepOpened(
        step=following.id,
        due=timing.after(book, since, following.within) if since and following.within else None,
        calendar=book.overlay.version,
        since=since if since != call.at else None,
    )
    yield from _open(book, subject, stage, opened, call)


def open_step(
    book: Book, subject: Subject, stage: Chain, step: Step, due: datetime | None, call: Call
) -> Iterator[Draft]:
    """Yield that a step is open, and, where nobody is able to act on it, what becomes of that."""
    event = StepOpened(step=step.id, due=due, calendar=book.overlay.version)
    yield from _open(book, subject, stage, event, call)


def counted(found: Matter) -> Iterator[Draft]:
    """Yield from when the time of the open step counts, once what that waits for is there."""
    turn, within, book = found.turn, found.step.within, found.book
    since = found.subject.since(book, found.step, turn.opened_at)
    if within and since and turn.due is None and not turn.expired:
        due, version = timing.after(book, since, within), book.overlay.version
        yield _draft(StepCounted(step=turn.step, since=since, due=due, calendar=version))


def _open(
    book: Book, subject: Subject, stage: Chain, plain: StepOpened, call: Call
) -> Iterator[Draft]:
    opened = matter(after(book, plain, call), subject, stage)
    day = timing.hanoi_day(call.at)
    event = replace(plain, people=signers.people_of(counting.open_parts(opened, day)))
    yield _draft(event)
    opened = matter(after(book, event, call), subject, stage)
    if counting.standing(opened, day) == "stuck":
        yield from settle(opened, call)


def unstick(found: Matter, call: Call) -> Iterator[Draft]:
    """Yield where the sides go on which nobody is able to act: said aloud, never waived."""
    day = timing.hanoi_day(call.at)
    sides, moved = leaving.nobodys(found, day), [*leaving.handed_on(found, day)]
    yield from map(_draft, moved)
    fresh = tuple(one for one in sides if signers.routed_to(found, one) is None)
    movable = tuple(one for one in fresh if not one.startswith("+"))
    office = found.step.fallback
    if office and movable:
        yield _draft(
            StepRouted(step=found.step.id, sides=movable, office=office, why="nobody_able")
        )
    elif sides and not moved and not found.turn.stuck:
        yield _draft(StepStuck(step=found.step.id, sides=sides))


def settle(found: Matter, call: Call) -> Iterator[Draft]:
    """Yield what follows when a step has enough, or can have it no longer."""
    day = timing.hanoi_day(call.at)
    match counting.standing(found, day):
        case "passed":
            yield from pass_on(found, StepPassed(step=found.step.id), call)
        case "failed":
            yield from fail(found)
        case "stuck":
            drafts = [*unstick(found, call)]
            yield from drafts
            yield from ask(_after_all(found, drafts, call), call)
        case "waiting":
            yield from ask(found, call)


def ask(found: Matter, call: Call) -> Iterator[Draft]:
    """Yield that others may act than were asked so far: each is asked once in a turn."""
    people = signers.people_of(counting.open_parts(found, timing.hanoi_day(call.at)))
    came = tuple(one for one in people if one not in found.turn.asked)
    if came:
        yield _draft(SignersChanged(step=found.step.id, came=came))


def _after_all(found: Matter, drafts: list[Draft], call: Call) -> Matter:
    book = found.book
    for draft in drafts:
        book = after(book, draft.event, call)
    return matter(book, found.subject, found.stage)


def pass_on(found: Matter, event: StepPassed, call: Call) -> Iterator[Draft]:
    """Yield that a step is over, what the stage makes of it, and which step is next."""
    yield _draft(event)
    book = after(found.book, event, call)
    if event.outcome == "passed":
        drafts = found.subject.passed(replace(found, book=book), call)
        yield from drafts
        book = found.subject.after(book, drafts, call)
    chain = found.stage.approvals
    left = chain[chain.index(found.step) + 1 :]
    yield from go_on(book, found.subject, found.stage, left, call)


def fail(found: Matter) -> Iterator[Draft]:
    """Yield that the chain ends against, with the reasons that were given."""
    against = [one for one in found.turn.answers if one.verdict == "reject"]
    reason = "\n".join(one.comment for one in against if one.comment)
    yield _draft(ApprovalEnded(stage=found.stage.id, outcome="rejected", reason=reason))
    yield from found.subject.ended("rejected", found.step, reason)


def resume(book: Book, laid: Laid, stood: timedelta, call: Call, reason: str) -> Opened:
    """Return what opens every waiting step again after a suspension, its time moved by as much."""
    drafts: Opened = []
    for approval in approvals_of(book).approvals:
        turn = approval.turn
        if turn and not turn.expired:
            subject, chain = laid(book, approval.stage)
            due = timing.later(turn.due, stood) if turn.due else None
            event = StepOpened(
                step=turn.step, due=due, was=turn.due, reason=reason, calendar=turn.calendar
            )
            drafts += _open(book, subject, chain, event, call)
    return drafts


def _draft(event: Event) -> Draft:
    return Draft(stream=KEY, event=event)
