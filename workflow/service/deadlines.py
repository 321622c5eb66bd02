"""Deadlines that have come: each is claimed and acted on in one transaction, once, by any tick."""

from collections.abc import Callable
from datetime import datetime

from definitions.schema.timing import Reminder
from workflow.domain import nomination, occasions, timing, year
from workflow.domain.errors import StaleStream
from workflow.domain.model import SYSTEM, Call, Draft
from workflow.domain.occasions import Occasion
from workflow.domain.recipients import owed
from workflow.runtime import Runtime
from workflow.service.desk import Desk, Page, outbox_row
from workflow.store import books, timers
from workflow.store.engine import reader
from workflow.store.timers import TimerRow


def next_due(runtime: Runtime) -> datetime | None:
    """Return the moment of the earliest armed deadline."""
    with reader(runtime.engine).begin() as conn:
        return timers.next_due(conn)


def fire_due(runtime: Runtime) -> int:
    """Act on every deadline whose moment has come; return how many this call took.

    Raises:
        ExceptionGroup: Some could not be acted on. They stay armed, and all others were acted on.
    """
    fired, passed, failures = 0, -1, list[Exception]()
    while passed:  # acting on one deadline may arm another that is due as well
        passed, failures = _pass(runtime)
        fired += passed
    if fired:
        runtime.nudge()
    if failures:
        message = "deadlines that could not be acted on"
        raise ExceptionGroup(message, failures)
    return fired


def _pass(runtime: Runtime) -> tuple[int, list[Exception]]:
    """Try everything that is due once; return how many were taken, and what went wrong."""
    with reader(runtime.engine).begin() as conn:
        due = timers.due(conn, runtime.clock.now())
    taken, failures = 0, []
    for row in due:
        try:
            taken += _fire(runtime, row)
        except StaleStream:
            continue  # an act of the same year was first: the timer stays armed for the next pass
        except Exception as failure:  # noqa: BLE001 - one year's fault must not stop all the others
            failure.add_note(f"{row.year_id}: {row.name}")
            failures.append(failure)
    return taken, failures


def _fire(runtime: Runtime, row: TimerRow) -> bool:
    with runtime.engine.begin() as conn:
        books.lock_year(conn, row.year_id)
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
        occasion = occasions.stage_occasion(page.book, "stage_opened", stage_id)
        _tell(page, occasion, f"{stage_id}/{rung}", call)
    else:
        ladder = page.book.definition.stage(stage_id).remind
        occasion = occasions.stage_occasion(page.book, "stage_reminder", stage_id, at=call.at)
        _remind(page, occasion, ladder, f"{stage_id}/{rung}", call)


def _step(desk: Desk, page: Page, step_id: str, rung: str, call: Call) -> None:
    state = page.book.find(nomination.Nomination, nomination.KEY)
    if state is None or state.open_step != step_id:
        return
    if rung == "due":
        event = nomination.StepExpired(step=step_id)
        desk.record(page, [Draft(stream=nomination.KEY, event=event)], call)
    else:
        ladder = nomination.step_of(page.book, step_id).remind
        occasion = occasions.step_occasion(page.book, "approval_reminder", step_id)
        _remind(page, occasion, ladder, f"{step_id}/{rung}", call)


def _remind(page: Page, occasion: Occasion, ladder: list[Reminder], cause: str, call: Call) -> None:
    rung = ladder[int(cause.rpartition("/")[2])]
    _tell(page, occasions.reminded(occasion, rung), cause, call)


def _tell(page: Page, occasion: Occasion, cause: str, call: Call) -> None:
    day = timing.hanoi_day(call.at)
    for one in owed(page.book, occasion, call.at):
        page.owed.append(outbox_row(page.row.id, f"{cause}/{day}", one, call))


HANDLERS: dict[str, Callable[[Desk, Page, str, str, Call], None]] = {"stage": _stage, "step": _step}
"""What a timer's name begins with, and who acts on it."""
