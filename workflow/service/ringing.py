"""What happens when a deadline's moment has come: events, notices, or nothing, with the reason."""

from collections.abc import Callable
from datetime import datetime

from definitions.schema.rubric import Criterion
from definitions.schema.timing import Reminder
from workflow.domain import timing
from workflow.domain.approvals import clock
from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedOverdue
from workflow.domain.model import Call, Draft
from workflow.domain.nominations import dossier_deadlines, owed_dossiers
from workflow.domain.objections import clock as objecting
from workflow.domain.objections.state import objections_of
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise import state as praise
from workflow.domain.scores import criteria_groups, group_entries, period_deadlines
from workflow.domain.stages import year
from workflow.domain.stages.moving import StageRecord
from workflow.domain.telling import occasions
from workflow.domain.telling.occasions import Occasion
from workflow.service.desk import Desk, Page
from workflow.store import timers
from workflow.store.timers import TimerRow

STAGE_LEFT = "the stage was left"
STEP_DECIDED = "the step was decided"
OBJECTION_OVER = "the objection is over"
PRAISE_ANSWERED = "the proposal was answered"
FACT_IN = "every office has reported the fact"
GROUP_IN = "every entry of the group is in, or none is taken any more"
PERIOD_IN = "every sheet of the period is in"
DOSSIER_IN = "the file is there, or the award is open no more"
NOT_DUE = "it is not due any more"
TOLD = "it was told before"
PASSED = "the deadline has passed"
REPEATED = "a later reminder goes out with it"


def ring(desk: Desk, page: Page, row: TimerRow, call: Call) -> str | None:
    """Act on a timer that was claimed; return why nothing was done, if nothing was.

    Raises:
        KeyError: Nobody knows what such a timer is for.
    """
    rung = "remind" if "/remind/" in row.name else row.name.rpartition("/")[2]
    handler = HANDLERS[row.name.partition("/")[0], rung]
    return handler(desk, page, row, row.about.partition("/")[2], call)  # an id may hold a slash


def _stage_due(desk: Desk, page: Page, _row: TimerRow, stage_id: str, call: Call) -> str | None:
    current = _current(page, stage_id)
    if current is None:
        return STAGE_LEFT
    if current.due is None or current.due >= call.now:
        return NOT_DUE
    if current.overdue:
        return TOLD
    event = year.StageOverdue(stage=current.id, due=current.due)
    desk.record(page, [Draft(stream=year.KEY, event=event)], call)
    return None


def _stage_opens(desk: Desk, page: Page, row: TimerRow, stage_id: str, call: Call) -> str | None:
    if _current(page, stage_id) is None:
        return STAGE_LEFT
    occasion = occasions.stage_occasion(page.book, "stage_opened", stage_id)
    _tell(desk, page, occasion, _cause(row), call)
    return None


def _stage_remind(desk: Desk, page: Page, row: TimerRow, stage_id: str, call: Call) -> str | None:
    current = _current(page, stage_id)
    if current is None:
        return STAGE_LEFT
    ladder = page.book.definition.stage(stage_id).remind
    if why := _pointless(desk, row, ladder, current.due, call):
        return why
    occasion = occasions.stage_occasion(page.book, "stage_reminder", stage_id, at=call.at)
    _remind(desk, page, occasion, ladder, _cause(row), call)
    return None


def _current(page: Page, stage_id: str) -> StageRecord | None:
    """Return the stage that the year is in, where that is the one that a timer is about."""
    current = page.book.load(year.YearState, year.KEY).current
    return current if current and current.id == stage_id else None


def _step_due(desk: Desk, page: Page, _row: TimerRow, step_id: str, call: Call) -> str | None:
    matter, _ = clock.open_at(page.book, step_id, call)
    if matter is None:
        return STEP_DECIDED
    if matter.turn.due is None or matter.turn.due >= call.now:
        return NOT_DUE
    if matter.turn.expired:
        return TOLD
    desk.record(page, clock.expire(page.book, matter.step.id, call), call)
    return None


def _step_remind(desk: Desk, page: Page, row: TimerRow, step_id: str, call: Call) -> str | None:
    matter, _ = clock.open_at(page.book, step_id, call)
    if matter is None:
        return STEP_DECIDED
    ladder = matter.step.remind
    if why := _pointless(desk, row, ladder, matter.turn.due, call):
        return why
    occasion = occasions.step_occasion(page.book, "approval_reminder", step_id, at=call.at)
    _remind(desk, page, occasion, ladder, _cause(row), call)
    return None


def _objection_due(
    desk: Desk, page: Page, _row: TimerRow, objection: str, call: Call
) -> str | None:
    found = objections_of(page.book).find(objection)
    if found is None or found.status != "open":
        return OBJECTION_OVER
    if found.due >= call.now:
        return NOT_DUE
    if found.overdue:
        return TOLD
    desk.record(page, objecting.expire(page.book, found, call), call)
    return None


def _praise_due(desk: Desk, page: Page, _row: TimerRow, praise_id: str, call: Call) -> str | None:
    found = praise.find(page.book, praise_id)
    if found is None or found.due is None or not found.unanswered:
        return PRAISE_ANSWERED
    if found.due >= call.now:
        return NOT_DUE
    if found.overdue:
        return TOLD
    desk.record(page, praise_clock.expire(praise_id), call)
    return None


def _praise_remind(desk: Desk, page: Page, row: TimerRow, praise_id: str, call: Call) -> str | None:
    found, rules = praise.find(page.book, praise_id), page.book.definition.praise
    if found is None or not found.unanswered or not rules or not rules.answer:
        return PRAISE_ANSWERED
    ladder = rules.answer.remind
    if why := _pointless(desk, row, ladder, found.due, call):
        return why
    occasion = occasions.praise_occasion(page.book, "praise_reminder", praise_id)
    _remind(desk, page, occasion, ladder, _cause(row), call)
    return None


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
    if why := _pointless(desk, row, span.period.remind, due, call):
        return why
    occasion = occasions.period_occasion(page.book, "stage_reminder", span)
    _remind(desk, page, occasion, span.period.remind, _cause(row), call)
    return None


def _feed_due(desk: Desk, page: Page, _row: TimerRow, name: str, call: Call) -> str | None:
    fact = feeds.find(page.book, name)
    due = feeds.due_of(page.book, fact) if fact else None
    if fact is None or due is None or not feeds.lacking(page.book, fact):
        return FACT_IN
    if due >= call.now:
        return NOT_DUE
    desk.record(page, [Draft(stream=feeds.KEY, event=FeedOverdue(fact=name, due=due))], call)
    return None


def _feed_remind(desk: Desk, page: Page, row: TimerRow, name: str, call: Call) -> str | None:
    fact = feeds.find(page.book, name)
    due = feeds.due_of(page.book, fact) if fact else None
    if fact is None or due is None or not feeds.lacking(page.book, fact):
        return FACT_IN
    if why := _pointless(desk, row, fact.remind, due, call):
        return why
    occasion = occasions.feed_occasion(page.book, "facts_reminder", fact)
    _remind(desk, page, occasion, fact.remind, _cause(row), call)
    return None


def _group_opens(desk: Desk, page: Page, row: TimerRow, group_id: str, call: Call) -> str | None:
    group = _owing(page, group_id)
    if group is None:
        return GROUP_IN
    opens = criteria_groups.opens_of(page.book, group)
    if opens is None or opens > call.now:
        return NOT_DUE
    occasion = occasions.group_occasion(page.book, "stage_opened", group)
    _tell(desk, page, occasion, _cause(row), call)
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
    if why := _pointless(desk, row, group.remind, due, call):
        return why
    occasion = occasions.group_occasion(page.book, "stage_reminder", group)
    _remind(desk, page, occasion, group.remind, _cause(row), call)
    return None


def _owing(page: Page, group_id: str) -> Criterion | None:
    """Return the criteria group of that id, where units still owe entries of it."""
    group = criteria_groups.find(page.book, group_id)
    if group is None or criteria_groups.over(page.book):
        return None
    return group if group_entries.missing(page.book, group) else None


def _dossier_due(desk: Desk, page: Page, _row: TimerRow, award: str, call: Call) -> str | None:
    due = owed_dossiers.due_of(page.book, award)
    if due is None or award not in owed_dossiers.owed(page.book):
        return DOSSIER_IN
    if due >= call.now:
        return NOT_DUE
    drafts = dossier_deadlines.expire(page.book, award)
    desk.record(page, drafts, call)
    return None if drafts else TOLD


def _dossier_remind(desk: Desk, page: Page, row: TimerRow, award: str, call: Call) -> str | None:
    rule = owed_dossiers.rule_of(page.book, award)
    due = owed_dossiers.due_of(page.book, award)
    if rule is None or award not in owed_dossiers.owed(page.book):
        return DOSSIER_IN
    if why := _pointless(desk, row, rule.remind, due, call):
        return why
    occasion = occasions.award_dossier_occasion(page.book, "award_dossier_reminder", award)
    _remind(desk, page, occasion, rule.remind, _cause(row), call)
    return None


def _cause(row: TimerRow) -> str:
    return row.name.partition("/")[2]


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


def _remind(
    desk: Desk, page: Page, occasion: Occasion, ladder: list[Reminder], cause: str, call: Call
) -> None:
    _tell(desk, page, occasions.reminded(occasion, _rung(ladder, cause)), cause, call)


def _tell(desk: Desk, page: Page, occasion: Occasion, cause: str, call: Call) -> None:
    day = timing.hanoi_day(call.at)
    desk.tell(page, occasion, f"{cause}/{day}", call)


Handler = Callable[[Desk, Page, TimerRow, str, Call], str | None]
HANDLERS: dict[tuple[str, str], Handler] = {
    ("stage", "opens"): _stage_opens,
    ("stage", "remind"): _stage_remind,
    ("stage", "due"): _stage_due,
    ("step", "remind"): _step_remind,
    ("step", "due"): _step_due,
    ("objection", "due"): _objection_due,
    ("praise", "remind"): _praise_remind,
    ("praise", "due"): _praise_due,
    ("period", "remind"): _period_remind,
    ("period", "due"): _period_due,
    ("feed", "remind"): _feed_remind,
    ("feed", "due"): _feed_due,
    ("criteria_group", "opens"): _group_opens,
    ("criteria_group", "remind"): _group_remind,
    ("criteria_group", "due"): _group_due,
    ("dossier", "remind"): _dossier_remind,
    ("dossier", "due"): _dossier_due,
}
"""Every kind of timer, by what its name begins with and its rung, and who acts on it."""
