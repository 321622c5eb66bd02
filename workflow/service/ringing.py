"""What happens when a deadline's moment has come: events, notices, or nothing, with the reason."""

from collections.abc import Callable
from datetime import datetime

from definitions.schema.timing import Reminder
from workflow.domain import occasions, timing, year
from workflow.domain.approvals import clock
from workflow.domain.approvals.matters import Matter
from workflow.domain.model import Call, Draft
from workflow.domain.moving import StageRecord
from workflow.domain.objections import clock as objecting
from workflow.domain.objections.state import objections_of
from workflow.domain.occasions import Occasion
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise import state as praise
from workflow.service.desk import Desk, Page
from workflow.store import timers
from workflow.store.timers import TimerRow

STAGE_LEFT = "the stage was left"
STEP_DECIDED = "the step was decided"
OBJECTION_OVER = "the objection is over"
PRAISE_ANSWERED = "the proposal was answered"
NOT_DUE = "it is not due any more"
TOLD = "it was told before"
PASSED = "the deadline has passed"
REPEATED = "a later reminder goes out with it"


def ring(desk: Desk, page: Page, row: TimerRow, call: Call) -> str | None:
    """Act on a timer that was claimed; return why nothing was done, if nothing was.

    Raises:
        KeyError: Nobody knows what such a timer is for.
    """
    kind, subject = row.name.partition("/")[0], row.about.partition("/")[2]
    rung = row.name.removeprefix(f"{row.about}/")  # an id may hold a slash
    return HANDLERS[kind](desk, page, row, (subject, rung), call)


def _stage(desk: Desk, page: Page, row: TimerRow, named: tuple[str, str], call: Call) -> str | None:
    stage_id, rung = named
    current = page.book.load(year.YearState, year.KEY).current
    if current is None or current.id != stage_id:
        return STAGE_LEFT
    if rung == "due":
        return _overdue(desk, page, current, call)
    if rung == "opens":
        occasion = occasions.stage_occasion(page.book, "stage_opened", stage_id)
        _tell(desk, page, occasion, f"{stage_id}/{rung}", call)
        return None
    ladder = page.book.definition.stage(stage_id).remind
    if why := _pointless(desk, row, ladder, current.due, call):
        return why
    occasion = occasions.stage_occasion(page.book, "stage_reminder", stage_id, at=call.at)
    _remind(desk, page, occasion, ladder, f"{stage_id}/{rung}", call)
    return None


def _overdue(desk: Desk, page: Page, current: StageRecord, call: Call) -> str | None:
    if current.due is None or current.due >= call.now:
        return NOT_DUE
    if current.overdue:
        return TOLD
    event = year.StageOverdue(stage=current.id, due=current.due)
    desk.record(page, [Draft(stream=year.KEY, event=event)], call)
    return None


def _step(desk: Desk, page: Page, row: TimerRow, named: tuple[str, str], call: Call) -> str | None:
    step_id, rung = named
    matter, _ = clock.open_at(page.book, step_id, call)
    if matter is None:
        return STEP_DECIDED
    if rung == "due":
        return _expired(desk, page, matter, call)
    ladder = matter.step.remind
    if why := _pointless(desk, row, ladder, matter.turn.due, call):
        return why
    occasion = occasions.step_occasion(page.book, "approval_reminder", step_id, at=call.at)
    _remind(desk, page, occasion, ladder, f"{step_id}/{rung}", call)
    return None


def _expired(desk: Desk, page: Page, matter: Matter, call: Call) -> str | None:
    if matter.turn.due is None or matter.turn.due >= call.now:
        return NOT_DUE
    if matter.turn.expired:
        return TOLD
    desk.record(page, clock.expire(page.book, matter.step.id, call), call)
    return None


def _objection(
    desk: Desk, page: Page, _row: TimerRow, named: tuple[str, str], call: Call
) -> str | None:
    found = objections_of(page.book).find(named[0])
    if found is None or found.status != "open":
        return OBJECTION_OVER
    if found.due >= call.now:
        return NOT_DUE
    if found.overdue:
        return TOLD
    desk.record(page, objecting.expire(page.book, found, call), call)
    return None


def _praise(
    desk: Desk, page: Page, row: TimerRow, named: tuple[str, str], call: Call
) -> str | None:
    praise_id, rung = named
    found, rules = praise.find(page.book, praise_id), page.book.definition.praise
    if found is None or found.due is None or not found.unanswered or not rules or not rules.answer:
        return PRAISE_ANSWERED
    if rung == "due":
        if found.due >= call.now:
            return NOT_DUE
        if found.overdue:
            return TOLD
        desk.record(page, praise_clock.expire(praise_id), call)
        return None
    ladder = rules.answer.remind
    if why := _pointless(desk, row, ladder, found.due, call):
        return why
    occasion = occasions.praise_occasion(page.book, "praise_reminder", praise_id)
    _remind(desk, page, occasion, ladder, f"{praise_id}/{rung}", call)
    return None


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


Handler = Callable[[Desk, Page, TimerRow, tuple[str, str], Call], str | None]
HANDLERS: dict[str, Handler] = {
    "stage": _stage,
    "step": _step,
    "objection": _objection,
    "praise": _praise,
}
"""What a timer's name begins with, and who acts on it."""
