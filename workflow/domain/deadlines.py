"""What an event does to the deadlines of its bloc year: timers to arm, timers that are over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from definitions.schema.stages import Stage
from workflow.domain import timing
from workflow.domain.adoption.state import DefinitionAdopted
from workflow.domain.approvals import events as approving
from workflow.domain.approvals.state import approvals_of
from workflow.domain.approvals.subjects import step_of
from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedsDue
from workflow.domain.model import Book, Call, Event
from workflow.domain.nominations import dossier_deadlines
from workflow.domain.nominations.dossiers import DossierReceived
from workflow.domain.nominations.lists import KEY as NOMINATION
from workflow.domain.nominations.lists import Nomination
from workflow.domain.nominations.owed_dossiers import DossiersDue, owed
from workflow.domain.objections import clock
from workflow.domain.objections import events as objecting
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise import events as praising
from workflow.domain.results.ranking import RankingFixed
from workflow.domain.scores import criteria_groups, period_deadlines
from workflow.domain.scores.criteria_groups import CriteriaGroupsDated
from workflow.domain.scores.period_deadlines import PeriodsDue
from workflow.domain.stages import year
from workflow.domain.stages.course import SUSPENDED
from workflow.domain.stages.moving import DeadlineMoved
from workflow.domain.timing import Timer

PARTS = ("period/", "criteria_group/", "feed/")
"""What is due within the year's scoring, of which nothing is told once the results are fixed."""


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


def _moved(book: Book, event: DeadlineMoved, call: Call) -> Deadlines:
    """Arm what moved. By whom people moved it, reminders go out anew; not so by the calendar."""
    about = f"stage/{event.stage}"
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    return Deadlines(arm=current(book, call, anew=event.cause != "calendar"), cancel=(about,))


def current(book: Book, call: Call, *, anew: bool) -> tuple[Timer, ...]:
    """Return the timers of the stage that the year is in, as they lie now.

    With *anew* also reminders that went out before: the moment they lead up to is another one. A
    due moment that was told as passed is not told twice.
    """
    now = book.load(year.YearState, year.KEY).current
    if now is None:
        return ()
    found = _of_stage(book, book.definition.stage(now.id), now.opens, now.due, call)
    kept = found if anew else tuple(map(_once, found))
    return tuple(_not_told(kept, told=now.overdue))


def _steps(book: Book, call: Call, *, named: str | None = None) -> Iterator[Timer]:
    """Yield the timers of the open steps, or of the one *named*; none of them rings twice."""
    for turn in (one.turn for one in approvals_of(book).approvals):
        if turn and named in {None, turn.step}:
            found = map(_once, _of_step(book, turn.step, turn.due, call))
            yield from _not_told(tuple(found), told=turn.expired)


def unmoved(book: Book, call: Call) -> tuple[Timer, ...]:
    """Return the reminders of the current stage and the open steps as they lie now.

    Where a deadline stays, there may be others than before between two working days. A year that
    stands still has none.
    """
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return ()
    found = (*current(book, call, anew=False), *_steps(book, call))
    reminders = (one for one in found if not one.again)
    return (*reminders, *_of_days(book, call))


def _of_days(book: Book, call: Call) -> tuple[Timer, ...]:
    """Return what is still to be told of things with a day of their own; none of it twice."""
    return (
        *period_deadlines.timers(book, call.now),
        *criteria_groups.timers(book, call.now),
        *feeds.timers(book, call.now),
        *dossier_deadlines.timers(book, call.now),
    )


def _adopted(book: Book, _event: DefinitionAdopted, call: Call) -> Deadlines:
    """Arm the current stage as the other definition has its ladder; what was told stays told."""
    praised = praise_clock.timers(book, call, again=False)
    armed = (*current(book, call, anew=False), *praised, *_of_days(book, call))
    return Deadlines(arm=armed, cancel=("stage/", "praise/", *PARTS, "dossier/"))


def _once(timer: Timer) -> Timer:
    return timer if timer.name == f"{timer.about}/due" else replace(timer, again=False)


def _resumed(book: Book, _event: year.YearResumed, call: Call) -> Deadlines:
    """Arm again what stood still; what was told before is not told twice."""
    armed = [*current(book, call, anew=False)]
    for one in approvals_of(book).approvals:
        if one.turn:
            found = _of_step(book, one.turn.step, one.turn.due, call)
            armed += _not_told(found, told=one.turn.expired)
    armed += clock.timers(book)
    armed += praise_clock.timers(book, call, again=False)
    armed += _of_days(book, call)
    return Deadlines(arm=tuple(armed))


def _step_moved(book: Book, event: approving.StepMoved, call: Call) -> Deadlines:
    """Arm what moved with the calendar; what was told before is not told twice."""
    about = f"step/{event.step}"
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    return Deadlines(arm=tuple(_steps(book, call, named=event.step)), cancel=(about,))


def _not_told(timers: tuple[Timer, ...], *, told: bool) -> list[Timer]:
    return [one for one in timers if not (told and one.name == f"{one.about}/due")]


def _over(*kinds: str) -> Callable[[Book, Any, Call], Deadlines]:
    return lambda _book, _event, _call: Deadlines(cancel=kinds)


def _opened(book: Book, event: approving.StepOpened, call: Call) -> Deadlines:
    armed = _of_step(book, event.step, event.due, call)
    return Deadlines(arm=armed, cancel=(f"step/{event.step}",))


def _step_over(_book: Book, event: approving.StepPassed, _call: Call) -> Deadlines:
    return Deadlines(cancel=(f"step/{event.step}",))


def _undone(_book: Book, event: approving.DecisionWithdrawn, _call: Call) -> Deadlines:
    return Deadlines(cancel=(f"step/{event.undone}",) if event.undone else ())


def _ended(book: Book, event: approving.ApprovalEnded, _call: Call) -> Deadlines:
    approval = approvals_of(book).of_stage(event.stage)
    return Deadlines(cancel=tuple(f"step/{one}" for one in approval.steps) if approval else ())


def _periods_due(book: Book, event: PeriodsDue, call: Call) -> Deadlines:
    """Arm what moved; reminders go out anew but where the calendar alone moved it."""
    anew = event.cause != "calendar"
    return Deadlines(arm=period_deadlines.timers(book, call.now, anew=anew), cancel=("period/",))


def _feeds_due(book: Book, event: FeedsDue, call: Call) -> Deadlines:
    """Arm what moved, as `_periods_due` does."""
    anew = event.cause != "calendar"
    return Deadlines(arm=feeds.timers(book, call.now, anew=anew), cancel=("feed/",))


def _groups_dated(book: Book, event: CriteriaGroupsDated, call: Call) -> Deadlines:
    """Arm what moved; reminders go out anew but where the calendar alone moved it."""
    again = event.cause != "calendar"
    armed = criteria_groups.timers(book, call.now, again=again)
    return Deadlines(arm=armed, cancel=("criteria_group/",))


def _dossiers_due(book: Book, event: DossiersDue, call: Call) -> Deadlines:
    """Arm what moved or was proposed; reminders go out anew but where the calendar moved it."""
    anew = event.cause != "calendar"
    return Deadlines(arm=dossier_deadlines.timers(book, call.now, anew=anew), cancel=("dossier/",))


def _dossier_in(book: Book, event: DossierReceived, _call: Call) -> Deadlines:
    """Cancel what is told of files that are there now."""
    state, lacking = book.load(Nomination, NOMINATION), owed(book)
    awards = dict.fromkeys(one.award for one in state.proposed if event.dossier.covers(one.award))
    return Deadlines(
        cancel=tuple(dossier_deadlines.about(one) for one in awards if one not in lacking)
    )


def _step_counted(book: Book, event: approving.StepCounted, call: Call) -> Deadlines:
    return Deadlines(arm=_of_step(book, event.step, event.due, call))


def _objected(
    book: Book, event: objecting.ObjectionRaised | objecting.ObjectionCarried, _call: Call
) -> Deadlines:
    return Deadlines(arm=clock.timer(book, event.id), cancel=(clock.about(event.id),))


def _objection_over(
    _book: Book, event: objecting.ObjectionAnswered | objecting.ObjectionWithdrawn, _call: Call
) -> Deadlines:
    return Deadlines(cancel=(clock.about(event.id),))


def _answer_moved(book: Book, event: objecting.ObjectionMoved, _call: Call) -> Deadlines:
    """Arm what moved; the time to take a rejection further rings for nobody."""
    about = clock.about(event.id)
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    return Deadlines(arm=clock.timer(book, event.id), cancel=(about,))


def _put_off(book: Book, _event: objecting.ObjectionsPutOff, _call: Call) -> Deadlines:
    return Deadlines(arm=clock.timers(book), cancel=("objection/",))


def _praised(
    book: Book, event: praising.PraiseProposed | praising.PraiseReturned, call: Call
) -> Deadlines:
    armed = praise_clock.timer(book, event.id, call)
    return Deadlines(arm=armed, cancel=(praise_clock.about(event.id),))


def _praise_moved(book: Book, event: praising.PraiseMoved, call: Call) -> Deadlines:
    about = praise_clock.about(event.id)
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    moved = tuple(one for one in praise_clock.timers(book, call, again=False) if one.about == about)
    return Deadlines(arm=moved, cancel=(about,))


def _praise_over(
    _book: Book, event: praising.PraiseAnswered | praising.PraiseWithdrawn, _call: Call
) -> Deadlines:
    return Deadlines(cancel=(praise_clock.about(event.id),))


def _of_stage(
    book: Book, stage: Stage, opens: datetime | None, due: datetime | None, call: Call
) -> tuple[Timer, ...]:
    about = f"stage/{stage.id}"
    wanted = []
    if opens and opens > call.now:
        wanted.append(Timer(name=f"{about}/opens", due=opens, about=about))
    if due:
        rungs = timing.ladder(book, stage.remind, due, about)
        wanted += [rung for rung in rungs if rung.due > call.now]
        wanted.append(timing.over(about, due))
    return tuple(wanted)


def _of_step(book: Book, step_id: str, due: datetime | None, call: Call) -> tuple[Timer, ...]:
    if due is None:
        return ()
    about, remind = f"step/{step_id}", step_of(book, step_id).remind
    rungs = timing.ladder(book, remind, due, about)
    return (*(rung for rung in rungs if rung.due > call.now), timing.over(about, due))


EVERYTHING = ("stage/", "step/", "objection/", "praise/", *PARTS, "dossier/")
"""What a year that stands still, or has ceased to be, waits for no more."""

RULES: dict[type[Event], Callable[[Book, Any, Call], Deadlines]] = {
    year.StageEntered: _entered,
    DeadlineMoved: _moved,
    DefinitionAdopted: _adopted,
    year.YearResumed: _resumed,
    year.YearSuspended: _over(*EVERYTHING),
    year.YearClosed: _over("stage/", *PARTS),
    year.YearDissolved: _over(*EVERYTHING),
    PeriodsDue: _periods_due,
    CriteriaGroupsDated: _groups_dated,
    FeedsDue: _feeds_due,
    RankingFixed: _over("period/", "criteria_group/"),
    approving.StepOpened: _opened,
    approving.StepMoved: _step_moved,
    approving.StepCounted: _step_counted,
    DossiersDue: _dossiers_due,
    DossierReceived: _dossier_in,
    approving.StepPassed: _step_over,
    approving.StepReturned: _step_over,
    approving.DecisionWithdrawn: _undone,
    approving.ApprovalEnded: _ended,
    objecting.ObjectionRaised: _objected,
    objecting.ObjectionCarried: _objected,
    objecting.ObjectionAnswered: _objection_over,
    objecting.ObjectionWithdrawn: _objection_over,
    objecting.ObjectionsPutOff: _put_off,
    praising.PraiseProposed: _praised,
    praising.PraiseReturned: _praised,
    praising.PraiseMoved: _praise_moved,
    praising.PraiseAnswered: _praise_over,
    praising.PraiseWithdrawn: _praise_over,
    objecting.ObjectionMoved: _answer_moved,
}
"""Events that move deadlines; all others leave them as they are."""
