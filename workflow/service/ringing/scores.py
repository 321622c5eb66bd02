"""Work on scores with a day of its own: the sheets of a period, the entries of a criteria group."""

from functools import partial

from definitions.schema.rubric import Criterion
from workflow.domain.model import Book, Call, Draft
from workflow.domain.scores import criteria_group_entries, criteria_groups, period_deadlines
from workflow.domain.telling import occasions
from workflow.service.desk import Desk, Page
from workflow.service.ringing.rungs import NOT_DUE, Handlers, Owed, over_time, reminded, tell
from workflow.store.timers import TimerRow

GROUP_IN = "every entry of the group is in, or none is taken now"
PERIOD_IN = "every sheet of the period is in"


def _period(book: Book, period: str, _call: Call) -> Owed | None:
    span = period_deadlines.span_of(book, period)
    due = period_deadlines.due_of(book, span) if span else None
    if span is None or due is None or not period_deadlines.missing(book, period):
        return None
    over = period_deadlines.PeriodOverdue(period=period, due=due)
    return Owed(
        due=due,
        expire=lambda: [Draft(stream=period_deadlines.KEY, event=over)],
        remind=span.period.remind,
        reminder=partial(occasions.period_occasion, book, "stage_reminder", span),
    )


def _group(book: Book, group_id: str, call: Call) -> Owed | None:
    group = _owing(book, group_id, call)
    due = criteria_groups.due_of(book, group) if group else None
    if group is None or due is None:
        return None
    over = criteria_groups.CriteriaGroupOverdue(group=group_id, due=due)
    return Owed(
        due=due,
        expire=lambda: [Draft(stream=criteria_groups.KEY, event=over)],
        remind=group.remind,
        reminder=partial(occasions.criteria_group_occasion, book, "stage_reminder", group),
    )


def _group_opens(desk: Desk, page: Page, row: TimerRow, group_id: str, call: Call) -> str | None:
    group = _owing(page.book, group_id, call)
    if group is None:
        return GROUP_IN
    opens = criteria_groups.opens_of(page.book, group)
    if opens is None or opens > call.now:
        return NOT_DUE
    tell(desk, page, occasions.criteria_group_occasion(page.book, "stage_opened", group), row, call)
    return None


def _owing(book: Book, group_id: str, call: Call) -> Criterion | None:
    """Return the criteria group of that id, where units still owe entries of it, and may enter."""
    group = criteria_groups.find(book, group_id)
    if group is None or criteria_groups.over(book):
        return None
    if not criteria_group_entries.could_enter(book, call.now):
        return None
    return group if criteria_group_entries.missing(book, group) else None


HANDLERS: Handlers = {
    ("period", "remind"): reminded(_period, PERIOD_IN),
    ("period", "due"): over_time(_period, PERIOD_IN),
    ("criteria_group", "opens"): _group_opens,
    ("criteria_group", "remind"): reminded(_group, GROUP_IN),
    ("criteria_group", "due"): over_time(_group, GROUP_IN),
}
