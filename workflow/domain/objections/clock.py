"""What time does to objections: it passes them on, and stands still with the year."""

from datetime import datetime

from workflow.domain import timing
from workflow.domain.model import Book, Call, Draft
from workflow.domain.objections.events import ObjectionOverdue, ObjectionsPutOff, WindowEnd
from workflow.domain.objections.raising import carried
from workflow.domain.objections.state import KEY, Objection, objections_of
from workflow.domain.stages import year
from workflow.domain.timing import Timer


def about(objection: str) -> str:
    """Return how timers and notices name an objection."""
    return f"objection/{objection}"


def timers(book: Book) -> tuple[Timer, ...]:
    """Return the deadlines of every objection that waits for an answer and was not told late."""
    return tuple(
        timing.over(about(one.id), one.due)
        for one in objections_of(book).objections
        if one.status == "open" and not one.overdue
    )


def timer(book: Book, objection: str) -> tuple[Timer, ...]:
    """Return the deadline of one objection."""
    return tuple(one for one in timers(book) if one.about == about(objection))


def expire(book: Book, objection: Objection, call: Call) -> list[Draft]:
    """Return what follows when nobody answered in time: the next instance, or that it is late."""
    late = [Draft(stream=KEY, event=ObjectionOverdue(id=objection.id))]
    return carried(book, objection, "expired", call) or late


def put_off(book: Book, reason: str, call: Call) -> list[Draft]:
    """Return the event by which objections end later by as much as the year stood still."""
    state, by = objections_of(book), year.stood_still(book, call)
    since = call.at - by

    def later(moment: datetime) -> datetime:
        return timing.later(moment, by) if moment > since else moment

    event = ObjectionsPutOff(
        windows=tuple(
            WindowEnd(
                rule=one.rule, of=one.of, opened_at=one.opened_at, until=later(one.until)
            )
            for one in state.windows
        ),
        dues={one.id: later(one.due) for one in state.objections if one.status == "open"},
        again={
            one.id: later(one.again_until)
            for one in state.objections
            if one.status == "rejected" and one.again_until
        },
        reason=reason,
    )  # fmt: skip
    moves = event.windows or event.dues or event.again
    return [Draft(stream=KEY, event=event)] if moves else []
