"""What happens to approvals by itself: time runs out, other people hold an office today."""

from collections.abc import Iterator

from workflow.domain import timing
from workflow.domain.approvals import counting, course, deciding, signers, subjects
from workflow.domain.approvals.events import (
    PartReturned,
    StepExpired,
    StepPassed,
    StepReturned,
    StepRouted,
)
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import KEY, PREPARER
from workflow.domain.model import Book, Call, Draft


def open_at(book: Book, step: str, call: Call) -> tuple[Matter | None, list[Draft]]:
    """Return the chain at *step* if that is open, and what has to be recorded first."""
    book, first = subjects.carried_over(book, call)
    matter = subjects.matter_at(book, step)
    return (matter if matter and matter.turn.step == step else None), first


def expire(book: Book, step: str, call: Call) -> list[Draft]:
    """Return what becomes of a step whose time is over; it is never taken for approved."""
    matter, first = open_at(book, step, call)
    if matter is None:
        return []
    event = StepExpired(step=step)
    after = course.matter(course.after(matter.book, event, call), matter.subject, matter.stage)
    return [*first, Draft(stream=KEY, event=event), *_by_policy(after, call)]


def _by_policy(matter: Matter, call: Call) -> Iterator[Draft]:
    match matter.step.on_expiry:
        case "escalate":
            yield from _escalate(matter, call)
        case "return":
            event = StepReturned(step=matter.step.id, to=PREPARER, owner=None, comment=None)
            yield from deciding.back(matter, event, call)
        case "no_answer" if matter.step != matter.stage.approvals[-1]:
            passed = StepPassed(
                step=matter.step.id,
                outcome="passed" if _nobody_against(matter, call) else "unanswered",
            )
            yield from course.pass_on(matter, passed, call)


def _escalate(matter: Matter, call: Call) -> Iterator[Draft]:
    """Yield that the office named for that case decides in the place of those that did not."""
    office, now = matter.step.expired_to, counting.standings(matter, timing.hanoi_day(call.at))
    sides = tuple(name for name, one in now.items() if one != "passed" and name[0] != "+")
    if office is None or not sides:
        return
    event = StepRouted(step=matter.step.id, sides=sides, office=office, why="expired")
    yield Draft(stream=KEY, event=event)
    after = course.after(matter.book, event, call)
    yield from course.settle(course.matter(after, matter.subject, matter.stage), call)


def _nobody_against(matter: Matter, call: Call) -> bool:
    """Whether every side asks only that nobody who answers is against, and somebody answered."""
    now = signers.parts(matter, timing.hanoi_day(call.at))
    if any(part.place and part.answer is None for part in now):
        return False
    for side in matter.step.sides:
        mine = [part for part in now if part.side == side.office]
        said = mine if side.needs == "all" else [part for part in mine if part.answer]
        if counting.side_standing(side.needs, said) != "passed":
            return False
    return True


def recheck(matter: Matter, call: Call) -> list[Draft]:
    """Return what follows from who holds which office today: others are asked, or nobody is able.

    What was given to people who hold none any more comes back. Nothing on a day on which nothing
    changed.
    """
    drafts, step = list[Draft](), matter.step.id
    for owner, taker in list(signers.come_back(matter, timing.hanoi_day(call.at))):
        event = PartReturned(step=step, owner=owner, to=taker)
        drafts.append(Draft(stream=KEY, event=event))
        after = course.after(matter.book, event, call)
        matter = course.matter(after, matter.subject, matter.stage)
    return [*drafts, *course.settle(matter, call)]
