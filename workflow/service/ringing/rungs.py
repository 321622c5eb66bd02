"""What timers have in common: something owed by a moment, over time once, reminded of before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from definitions.schema.timing import Reminder
from workflow.domain import timing
from workflow.domain.model import Book, Call, Draft
from workflow.domain.telling import occasions
from workflow.domain.telling.occasions import Occasion
from workflow.service.desk import Desk, Page
from workflow.store import timers
from workflow.store.timers import TimerRow

NOT_DUE = "it is not due any more"
TOLD = "it was told before"
PASSED = "the deadline has passed"
REPEATED = "a later reminder goes out with it"

Handler = Callable[[Desk, Page, TimerRow, str, Call], str | None]
"""Acts on a timer about the thing of that id; returns why nothing was done, if nothing was."""

Handlers = Mapping[tuple[str, str], Handler]
"""By what a timer is about and its rung."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """Something that is still to be done by a moment.

    `reminder` is what its reminders tell of, `expire` what is recorded once it is over time, `told`
    whether that was recorded before.
    """

    due: datetime | None
    expire: Callable[[], list[Draft]]
    remind: list[Reminder] = field(default_factory=list)
    reminder: Callable[[], Occasion] | None = None
    told: bool = False


Find = Callable[[Book, str, Call], Owed | None]
"""Finds what a timer is about by its id; None where nothing of it is owed any more."""


def over_time(find: Find, done: str) -> Handler:
    """Return what records that something is over time; *done* says that it is not owed any more."""

    def ring(desk: Desk, page: Page, _row: TimerRow, name: str, call: Call) -> str | None:
        found = find(page.book, name, call)
        if found is None:
            return done
        if found.due is None or found.due >= call.now:
            return NOT_DUE
        if found.told:
            return TOLD
        desk.record(page, found.expire(), call)
        return None

    return ring


def reminded(find: Find, done: str) -> Handler:
    """Return what reminds of something; *done* says that it is not owed any more."""

    def ring(desk: Desk, page: Page, row: TimerRow, name: str, call: Call) -> str | None:
        found = find(page.book, name, call)
        if found is None or found.reminder is None:
            return done
        if why := _pointless(desk, row, found.remind, found.due, call):
            return why
        rung = _rung(found.remind, row.name)
        tell(desk, page, occasions.reminded(found.reminder(), rung), row, call)
        return None

    return ring


def _pointless(
    desk: Desk, row: TimerRow, ladder: list[Reminder], due: datetime | None, call: Call
) -> str | None:
    """Return why a reminder need not go out: its deadline is past, or a later one does as well."""
    rung = _rung(ladder, row.name)
    if rung.before and due and due < call.now:
        return PASSED
    later = (_rung(ladder, name) for name in timers.rungs_due(desk.conn, row, call.now))
    if any((one.to, one.office) == (rung.to, rung.office) for one in later):
        return REPEATED
    return None


def _rung(ladder: list[Reminder], name: str) -> Reminder:
    return ladder[int(name.rpartition("/")[2])]


def tell(desk: Desk, page: Page, occasion: Occasion, row: TimerRow, call: Call) -> None:
    """Tell of an occasion, at most once a day for one timer."""
    cause = row.name.partition("/")[2]
    desk.tell(page, occasion, f"{cause}/{timing.hanoi_day(call.at)}", call)
