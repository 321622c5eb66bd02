"""Deadlines of the steps of approvals."""

from workflow.domain.approvals import events as approving
from workflow.domain.approvals.state import approvals_of
from workflow.domain.deadlines.arming import Deadlines, Rules, of_step, steps
from workflow.domain.model import Book, Call
from workflow.domain.stages import year
from workflow.domain.stages.course import SUSPENDED


def _opened(book: Book, event: approving.StepOpened, call: Call) -> Deadlines:
    armed = of_step(book, event.step, event.due, call)
    return Deadlines(arm=armed, cancel=(f"step/{event.step}",))


def _step_counted(book: Book, event: approving.StepCounted, call: Call) -> Deadlines:
    return Deadlines(arm=of_step(book, event.step, event.due, call))


def _step_moved(book: Book, event: approving.StepMoved, call: Call) -> Deadlines:
    """Arm what moved with the calendar; what was told before is not told twice."""
    about = f"step/{event.step}"
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    return Deadlines(arm=tuple(steps(book, call, named=event.step)), cancel=(about,))


def _step_over(_book: Book, event: approving.StepPassed, _call: Call) -> Deadlines:
    return Deadlines(cancel=(f"step/{event.step}",))


def _undone(_book: Book, event: approving.DecisionWithdrawn, _call: Call) -> Deadlines:
    return Deadlines(cancel=(f"step/{event.undone}",) if event.undone else ())


def _ended(book: Book, event: approving.ApprovalEnded, _call: Call) -> Deadlines:
    approval = approvals_of(book).of_stage(event.stage)
    return Deadlines(cancel=tuple(f"step/{one}" for one in approval.steps) if approval else ())


RULES: Rules = {
    approving.StepOpened: _opened,
    approving.StepMoved: _step_moved,
    approving.StepCounted: _step_counted,
    approving.StepPassed: _step_over,
    approving.StepReturned: _step_over,
    approving.DecisionWithdrawn: _undone,
    approving.ApprovalEnded: _ended,
}
