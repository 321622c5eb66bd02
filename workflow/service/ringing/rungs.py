"""What every timer has: why it need not ring any more, and the telling of one rung of a ladder."""

from collections.abc import Callable, Mapping
from datetime import datetime

from definitions.schema.timing import Reminder
from workflow.domain import timing
from workflow.domain.model import Call
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


def _cause(row: TimerRow) -> str:
    return row.name.partition("/")[2]


def pointless(
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


def remind(
    desk: Desk, page: Page, occasion: Occasion, ladder: list[Reminder], row: TimerRow, call: Call
) -> None:
    """Tell those whom a rung names of what they are reminded of."""
    tell(desk, page, occasions.reminded(occasion, _rung(ladder, row.name)), row, call)


def tell(desk: Desk, page: Page, occasion: Occasion, row: TimerRow, call: Call) -> None:
    """Tell of an occasion, at most once a day for one timer."""
    day = timing.hanoi_day(call.at)
    desk.tell(page, occasion, f"{_cause(row)}/{day}", call)
