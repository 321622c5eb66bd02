"""Timers as they lie now: of the stage that runs, of open steps, of what has a day of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from definitions.schema.stages import Stage
from workflow.domain import timing
from workflow.domain.approvals.state import approvals_of
from workflow.domain.approvals.subjects import step_of
from workflow.domain.eligibility import feeds
from workflow.domain.model import Book, Call, Event
from workflow.domain.nominations import dossier_deadlines
from workflow.domain.scores import criteria_groups, period_deadlines
from workflow.domain.stages import year
from workflow.domain.stages.course import SUSPENDED
from workflow.domain.timing import Timer


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadlines:
    """Timers to arm, and things whose timers are over (`stage/` means every stage)."""

    arm: tuple[Timer, ...] = ()
    cancel: tuple[str, ...] = ()


Rules = dict[type[Event], Callable[[Book, Any, Call], Deadlines]]
"""By the kind of event, what it does to the deadlines."""


def current(book: Book, call: Call, *, anew: bool) -> tuple[Timer, ...]:
    """Return the timers of the stage that the year is in, as they lie now.

    With *anew* also reminders that went out before: the moment they lead up to is another one. A
    due moment that was told as passed is not told twice.
    """
    now = book.load(year.YearState, year.KEY).current
    if now is None:
        return ()
    found = of_stage(book, book.definition.stage(now.id), now.opens, now.due, call)
    kept = found if anew else tuple(map(timing.once, found))
    return tuple(not_told(kept, told=now.overdue))


def steps(book: Book, call: Call, *, named: str | None = None) -> Iterator[Timer]:
    """Yield the timers of the open steps, or of the one *named*; none of them rings twice."""
    for turn in (one.turn for one in approvals_of(book).approvals):
        if turn and named in {None, turn.step}:
            found = map(timing.once, of_step(book, turn.step, turn.due, call))
            yield from not_told(tuple(found), told=turn.expired)


def unmoved(book: Book, call: Call) -> tuple[Timer, ...]:
    """Return what rings where no deadline has moved: reminders of stage and steps, and all days.

    Between two working days there may be other reminders than before. A year that stands still has
    none.
    """
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return ()
    found = (*current(book, call, anew=False), *steps(book, call))
    reminders = (one for one in found if not one.again)
    return (*reminders, *of_days(book, call))


def of_days(book: Book, call: Call) -> tuple[Timer, ...]:
    """Return what is still to be told of things with a day of their own; none of it twice."""
    return (
        *period_deadlines.timers(book, call.now),
        *criteria_groups.timers(book, call.now),
        *feeds.timers(book, call.now),
        *dossier_deadlines.timers(book, call.now),
    )


def not_told(timers: tuple[Timer, ...], *, told: bool) -> list[Timer]:
    """Return timers without that of being over time, where that was *told*."""
    return [one for one in timers if not (told and one.name == f"{one.about}/due")]


def over(*kinds: str) -> Callable[[Book, Any, Call], Deadlines]:
    """Return the rule of an event with which all timers of these *kinds* are over."""
    return lambda _book, _event, _call: Deadlines(cancel=kinds)


def of_stage(
    book: Book, stage: Stage, opens: datetime | None, due: datetime | None, call: Call
) -> tuple[Timer, ...]:
    """Return the timers of a stage that opens and is due then."""
    about = f"stage/{stage.id}"
    wanted = []
    if opens and opens > call.now:
        wanted.append(Timer(name=f"{about}/opens", due=opens, about=about))
    if due:
        rungs = timing.ladder(book, stage.remind, due, about)
        wanted += [rung for rung in rungs if rung.due > call.now]
        wanted.append(timing.over(about, due))
    return tuple(wanted)


def of_step(book: Book, step_id: str, due: datetime | None, call: Call) -> tuple[Timer, ...]:
    """Return the timers of a step that is due then."""
    if due is None:
        return ()
    about, remind = f"step/{step_id}", step_of(book, step_id).remind
    rungs = timing.ladder(book, remind, due, about)
    return (*(rung for rung in rungs if rung.due > call.now), timing.over(about, due))
