"""Deadlines of the year as a whole, and of the stage that runs."""

from workflow.domain.adoption.state import DefinitionAdopted
from workflow.domain.approvals.state import approvals_of
from workflow.domain.deadlines.arming import (
    Deadlines,
    Rules,
    current,
    not_told,
    of_days,
    of_stage,
    of_step,
    over,
)
from workflow.domain.model import Book, Call
from workflow.domain.objections import clock
from workflow.domain.praise import clock as praise_clock
from workflow.domain.stages import year
from workflow.domain.stages.course import SUSPENDED
from workflow.domain.stages.moving import DeadlineMoved

OF_THE_YEAR = ("period/", "criteria_group/", "feed/")
"""What has a day of its own within the year, and ends with it."""

EVERYTHING = ("stage/", "step/", "objection/", "praise/", *OF_THE_YEAR, "dossier/")
"""What a year that stands still, or has ceased to be, waits for no more."""


def _entered(book: Book, event: year.StageEntered, call: Call) -> Deadlines:
    stage = book.definition.stage(event.stage)
    armed = of_stage(book, stage, event.opens, event.due, call)
    return Deadlines(arm=armed, cancel=("stage/",))


def _moved(book: Book, event: DeadlineMoved, call: Call) -> Deadlines:
    """Arm what moved. By whom people moved it, reminders go out anew; not so by the calendar."""
    about = f"stage/{event.stage}"
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    return Deadlines(arm=current(book, call, anew=event.cause != "calendar"), cancel=(about,))


def _adopted(book: Book, _event: DefinitionAdopted, call: Call) -> Deadlines:
    """Arm the current stage as the other definition has its ladder; what was told stays told."""
    praised = praise_clock.timers(book, call, again=False)
    armed = (*current(book, call, anew=False), *praised, *of_days(book, call))
    return Deadlines(arm=armed, cancel=("stage/", "praise/", *OF_THE_YEAR, "dossier/"))


def _resumed(book: Book, _event: year.YearResumed, call: Call) -> Deadlines:
    """Arm again what stood still; what was told before is not told twice."""
    armed = [*current(book, call, anew=False)]
    for one in approvals_of(book).approvals:
        if one.turn:
            found = of_step(book, one.turn.step, one.turn.due, call)
            armed += not_told(found, told=one.turn.expired)
    armed += clock.timers(book)
    armed += praise_clock.timers(book, call, again=False)
    armed += of_days(book, call)
    return Deadlines(arm=tuple(armed))


RULES: Rules = {
    year.StageEntered: _entered,
    DeadlineMoved: _moved,
    DefinitionAdopted: _adopted,
    year.YearResumed: _resumed,
    year.YearSuspended: over(*EVERYTHING),
    year.YearClosed: over("stage/", *OF_THE_YEAR),
    year.YearDissolved: over(*EVERYTHING),
}
