"""Deadlines that have come: each is claimed and acted on in one transaction, once, by any tick."""

from collections.abc import Callable
from datetime import datetime

from workflow.domain import nomination, occasions, timing, year
from workflow.domain.model import SYSTEM, Call, Draft
from workflow.domain.occasions import Occasion
from workflow.domain.recipients import owed
from workflow.runtime import Runtime
from workflow.service.desk import Desk, Page, outbox_row
from workflow.store import timers
from workflow.store.engine import reader
from workflow.store.timers import TimerRow

BATCH = 100


def next_due(runtime: Runtime) -> datetime | None:
    """Return the moment of the earliest armed deadline."""
    with reader(runtime.engine).begin() as conn:
        return timers.next_due(conn)


def fire_due(runtime: Runtime) -> int:
    """Act on every deadline whose moment has come; return how many this call took."""
    fired = 0
    while due := _due(runtime):
        fired += sum(_fire(runtime, row) for row in due)
        if len(due) < BATCH:
            break
    if fired:
        runtime.nudge()
    return fired


def _due(runtime: Runtime) -> list[TimerRow]:
    with reader(runtime.engine).begin() as conn:
        return timers.due(conn, runtime.clock.now(), BATCH)


def _fire(runtime: Runtime, row: TimerRow) -> bool:
    with runtime.engine.begin() as conn:
        if not timers.claim(conn, row):
            return False
        # Deterministic, so that a history replayed in simulated time has the same ids.
        desk = Desk(conn, f"timer:{row.year_id}:{row.name}:{row.due:%Y%m%dT%H%M%S}")
        page = desk.open(row.year_id, subjects=None)
        now = runtime.clock.now()
        _act(desk, page, row, Call(actor=SYSTEM, at=max(row.due, _last(page, row)), now=now))
        desk.flush()
    return True


def _last(page: Page, row: TimerRow) -> datetime:
    current = page.book.load(year.YearState, year.KEY).current
    return current.entered_at if current else row.due


def _act(desk: Desk, page: Page, row: TimerRow, call: Call) -> None:
    kind, _, rest = row.name.partition("/")
    subject, _, rung = rest.partition("/")
    HANDLERS[kind](desk, page, subject, rung, call)
    desk.follow(page)


def _stage(desk: Desk, page: Page, stage_id: str, rung: str, call: Call) -> None:
    current = page.book.load(year.YearState, year.KEY).current
    if current is None or current.id != stage_id:
        return
    if rung == "due" and current.due:
        event = year.StageOverdue(stage=stage_id, due=current.due)
        desk.record(page, [Draft(stream=year.KEY, event=event)], call)
    elif rung == "opens":
        _tell(page, occasions.stage_occasion(page.book, "stage_opened", stage_id), rung, call)
    else:
        reminder = page.book.definition.stage(stage_id).remind[int(rung.rpartition("/")[2])]
        only = None if reminder.to == "missing" else reminder.to
        occasion = occasions.stage_occasion(
            page.book, "stage_reminder", stage_id, at=call.at, only=only
        )
        _tell(page, occasion, f"{stage_id}/{rung}", call)


def _step(desk: Desk, page: Page, step_id: str, rung: str, call: Call) -> None:
    state = page.book.find(nomination.Nomination, nomination.KEY)
    if state is None or state.open_step != step_id:
        return
    if rung == "due":
        event = nomination.StepExpired(step=step_id)
        desk.record(page, [Draft(stream=nomination.KEY, event=event)], call)
    else:
        occasion = occasions.step_occasion(page.book, "approval_reminder", step_id)
        _tell(page, occasion, f"{step_id}/{rung}", call)


def _tell(page: Page, occasion: Occasion, cause: str, call: Call) -> None:
    day = timing.hanoi_day(call.at)
    for one in owed(page.book, occasion, call.at):
        page.owed.append(outbox_row(page.row.id, f"{cause}/{day}", one, call))


HANDLERS: dict[str, Callable[[Desk, Page, str, str, Call], None]] = {"stage": _stage, "step": _step}
"""What a timer's name begins with, and who acts on it."""
