"""What an event does to the deadlines of its bloc year: timers to arm, timers that are over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from definitions.schema.stages import Stage
from workflow.domain import nomination, timing, year
from workflow.domain.model import Book, Call, Event
from workflow.domain.timing import Timer


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadlines:
    """Timers to arm, and things whose timers are over (`stage/` means every stage)."""

    arm: tuple[Timer, ...] = ()
    cancel: tuple[str, ...] = ()


def follow(book: Book, event: Event, call: Call) -> Deadlines:
    """Return what *event* does to the deadlines; the book is as it stands after."""
    rule = RULES.get(type(event))
    return rule(book, event, call) if rule else Deadlines()


def _entered(book: Book, event: year.StageEntered, call: Call) -> Deadlines:
    stage = book.definition.stage(event.stage)
    armed = _of_stage(book, stage, event.opens, event.due, call)
    return Deadlines(arm=armed, cancel=("stage/",))


def _resumed(book: Book, _event: year.YearResumed, call: Call) -> Deadlines:
    """Arm again what stood still; a due moment that was told as passed is not told twice."""
    armed: list[Timer] = []
    current = book.load(year.YearState, year.KEY).current
    if current:
        stage = book.definition.stage(current.id)
        found = _of_stage(book, stage, current.opens, current.due, call)
        armed += _not_told(found, told=current.overdue)
    waiting = book.find(nomination.Nomination, nomination.KEY)
    if waiting and waiting.open_step:
        found = _of_step(book, waiting.open_step, waiting.open_until, call)
        armed += _not_told(found, told=waiting.open_step in waiting.expired)
    return Deadlines(arm=tuple(armed))


def _not_told(timers: tuple[Timer, ...], *, told: bool) -> list[Timer]:
    return [one for one in timers if not (told and one.name == f"{one.about}/due")]


def _over(*kinds: str) -> Callable[[Book, Any, Call], Deadlines]:
    return lambda _book, _event, _call: Deadlines(cancel=kinds)


def _opened(book: Book, event: nomination.StepOpened, call: Call) -> Deadlines:
    return Deadlines(arm=_of_step(book, event.step, event.due, call), cancel=("step/",))


def _of_stage(
    book: Book, stage: Stage, opens: datetime | None, due: datetime | None, call: Call
) -> tuple[Timer, ...]:
    about = f"stage/{stage.id}"
    wanted = []
    if opens and opens > call.now:
        wanted.append(Timer(name=f"{about}/opens", due=opens, about=about))
    if due:
        rungs = timing.ladder(book.definition, stage.remind, due, about)
        wanted += [rung for rung in rungs if rung.due > call.now]
        wanted.append(Timer(name=f"{about}/due", due=due, about=about))
    return tuple(wanted)


def _of_step(book: Book, step_id: str, due: datetime | None, call: Call) -> tuple[Timer, ...]:
    if due is None:
        return ()
    about, remind = f"step/{step_id}", nomination.step_of(book, step_id).remind
    rungs = timing.ladder(book.definition, remind, due, about)
    return (
        *(rung for rung in rungs if rung.due > call.now),
        Timer(name=f"{about}/due", due=due, about=about),
    )


RULES: dict[type[Event], Callable[[Book, Any, Call], Deadlines]] = {
    year.StageEntered: _entered,
    year.YearResumed: _resumed,
    year.YearSuspended: _over("stage/", "step/"),
    year.YearClosed: _over("stage/"),
    year.YearDissolved: _over("stage/", "step/"),
    nomination.StepOpened: _opened,
    nomination.StepDecided: _over("step/"),
}
"""Events that move deadlines; all others leave them as they are."""
