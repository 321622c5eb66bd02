"""Work on scores with a day of its own: the sheets of a period, the entries of a criteria group."""

from definitions.schema.rubric import Criterion
from workflow.domain.model import Call, Draft
from workflow.domain.scores import criteria_group_entries, criteria_groups, period_deadlines
from workflow.domain.telling import occasions
from workflow.service.desk import Desk, Page
from workflow.service.ringing.rungs import NOT_DUE, Handlers, pointless, remind, tell
from workflow.store.timers import TimerRow

GROUP_IN = "every entry of the group is in, or none is taken any more"
PERIOD_IN = "every sheet of the period is in"


def _period_due(desk: Desk, page: Page, _row: TimerRow, period: str, call: Call) -> str | None:
    due = period_deadlines.due(page.book, period)
    if due is None or not period_deadlines.missing(page.book, period):
        return PERIOD_IN
    if due >= call.now:
        return NOT_DUE
    event = period_deadlines.PeriodOverdue(period=period, due=due)
    desk.record(page, [Draft(stream=period_deadlines.KEY, event=event)], call)
    return None


def _period_remind(desk: Desk, page: Page, row: TimerRow, period: str, call: Call) -> str | None:
    span = period_deadlines.span_of(page.book, period)
    due = period_deadlines.due_of(page.book, span) if span else None
    if span is None or due is None or not period_deadlines.missing(page.book, period):
        return PERIOD_IN
    if why := pointless(desk, row, span.period.remind, due, call):
        return why
    occasion = occasions.period_occasion(page.book, "stage_reminder", span)
    remind(desk, page, occasion, span.period.remind, row, call)
    return None


def _group_opens(desk: Desk, page: Page, row: TimerRow, group_id: str, call: Call) -> str | None:
    group = _owing(page, group_id)
    if group is None:
        return GROUP_IN
    opens = criteria_groups.opens_of(page.book, group)
    if opens is None or opens > call.now:
        return NOT_DUE
    occasion = occasions.criteria_group_occasion(page.book, "stage_opened", group)
    tell(desk, page, occasion, row, call)
    return None


def _group_due(desk: Desk, page: Page, _row: TimerRow, group_id: str, call: Call) -> str | None:
    group = _owing(page, group_id)
    due = criteria_groups.due_of(page.book, group) if group else None
    if group is None or due is None:
        return GROUP_IN
    if due >= call.now:
        return NOT_DUE
    event = criteria_groups.CriteriaGroupOverdue(group=group_id, due=due)
    desk.record(page, [Draft(stream=criteria_groups.KEY, event=event)], call)
    return None


def _group_remind(desk: Desk, page: Page, row: TimerRow, group_id: str, call: Call) -> str | None:
    group = _owing(page, group_id)
    due = criteria_groups.due_of(page.book, group) if group else None
    if group is None or due is None:
        return GROUP_IN
    if why := pointless(desk, row, group.remind, due, call):
        return why
    occasion = occasions.criteria_group_occasion(page.book, "stage_reminder", group)
    remind(desk, page, occasion, group.remind, row, call)
    return None


def _owing(page: Page, group_id: str) -> Criterion | None:
    """Return the criteria group of that id, where units still owe entries of it."""
    group = criteria_groups.find(page.book, group_id)
    if group is None or criteria_groups.over(page.book):
        return None
    return group if criteria_group_entries.missing(page.book, group) else None


HANDLERS: Handlers = {
    ("period", "remind"): _period_remind,
    ("period", "due"): _period_due,
    ("criteria_group", "opens"): _group_opens,
    ("criteria_group", "remind"): _group_remind,
    ("criteria_group", "due"): _group_due,
}
