"""Playing cases in simulated time: deadlines on the way fire, every act goes to the service."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from definitions.errors import ThiduaError
from workflow.cases.loading import Loaded
from workflow.cases.planning import OPENING, Step
from workflow.cases.seating import seats_of
from workflow.domain.errors import Refused, Unmet
from workflow.domain.members.roster import Mandate, Person, SeatHeld, Unit
from workflow.domain.model import Book
from workflow.runtime import Runtime, SimulatedClock
from workflow.service import acts, deadlines, notices, reading, years
from workflow.service.commands import Command
from workflow.service.opening import OpenYear


class CaseStopped(ThiduaError):
    """A case went otherwise than written: refused where it was to be done, or the reverse.

    `book` is the year that an act was refused in, so that people and units can be named.
    """

    code = "case_stopped"

    def __init__(self, step: Step, unmet: tuple[Unmet, ...], book: Book | None = None) -> None:
        self.step = step
        self.book = book
        self.unmet = unmet
        super().__init__(
            act=step.id,
            do=step.do,
            path=step.path,
            line=step.line,
            expected=list(step.refused),
            found=[one.code for one in unmet],
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far the playing is: so many steps of so many, and the one just done."""

    done: int
    total: int
    step: Step


def not_waiting() -> None:
    """Wait for nothing: there is no background."""


def clock_for(*cases: Loaded) -> SimulatedClock:
    """Return a clock that stands where the earliest of the cases begins."""
    return SimulatedClock(min(step.at for case in cases for step in case.steps))


def play(
    runtime: Runtime, *cases: Loaded, settle: Callable[[], None] = not_waiting
) -> Iterator[Progress]:
    """Play cases, together and in the order of time; yield after every step.

    Command ids come from the case, so that what was played before is answered and not done again.
    *settle* waits until what may leave has left: time passes moments at which notices leave, and
    how fast they do must not decide which reminders have become pointless by then.

    Raises:
        CaseStopped: An act was refused, or not refused, against what is written.
        TypeError: The runtime's clock is not a simulated one.
    """
    if not isinstance(runtime.clock, SimulatedClock):
        message = "a case is played in simulated time"
        raise TypeError(message)
    known = {summary.bloc for summary in reading.list_years(runtime)}
    todo = sorted(
        ((case, step) for case in cases for step in case.steps), key=lambda pair: pair[1].at
    )
    for done, (case, step) in enumerate(todo, start=1):
        _pass_time(runtime, runtime.clock, step.at, settle)
        # A refusal leaves no trace, so there is nothing of it to find in what was played before.
        if not (step.refused and case.case.bloc.id in known):
            _do(replace(runtime, catalogue=case.catalogue), case, step)
        yield Progress(done=done, total=len(todo), step=step)
    for until in sorted(case.case.until for case in cases if case.case.until):
        _pass_time(runtime, runtime.clock, until, settle)
    while leaving := notices.next_leaving(runtime):
        runtime.clock.move_to(leaving)
        settle()


def _pass_time(
    runtime: Runtime, clock: SimulatedClock, moment: datetime, settle: Callable[[], None]
) -> None:
    """Move the clock to *moment*, stopping at every deadline and every waiting notice before it."""
    while True:
        due, leaving = deadlines.next_due(runtime), notices.next_leaving(runtime)
        following = min((one for one in (due, leaving) if one), default=None)
        if following is None or following > moment:
            break
        clock.move_to(following)
        if following == leaving:
            settle()
        if following == due and not deadlines.fire_due(runtime):
            break
    clock.move_to(moment)


def _do(runtime: Runtime, case: Loaded, step: Step) -> None:
    try:
        if step.do == OPENING:
            years.open_year(runtime, opening(case), step.actor, command_id=step.id)
        else:
            acts.perform(runtime, _command(step))
    except Refused as refused:
        if {one.code for one in refused.unmet} != set(step.refused):
            opened = step.year in {one.id for one in reading.list_years(runtime)}
            book = reading.load_book(runtime, step.year) if opened else None
            raise CaseStopped(step, refused.unmet, book) from refused
    else:
        if step.refused:
            raise CaseStopped(step, ())


def _command(step: Step) -> Command:
    return Command(year=step.year, do=step.do, actor=step.actor, given=step.given, id=step.id)


def opening(case: Loaded) -> OpenYear:
    """Return the first year of a case as it is opened."""
    written, first = case.case, case.case.years[0]
    return OpenYear(
        bloc=written.bloc.id,
        bloc_name=written.bloc.name,
        year=first.year,
        definition=case.definitions[first.year].id,
        units=tuple(
            Unit(id=unit.id, name=unit.name, kind=unit.kind, parent=unit.parent)
            for unit in written.units
        ),
        people=tuple(
            Person(
                id=one.id, name=one.name, title=one.title, email=one.email, language=one.language
            )
            for one in written.people
        ),
        seats=tuple(
            SeatHeld(person=one.id, seat=held.seat, start=held.start, end=held.to)
            for one in written.people
            for held in seats_of(one)
        ),
        mandates=tuple(
            Mandate(role=one.role, unit=one.unit, start=one.start, end=one.to, paper=one.paper)
            for one in first.mandates
        ),
    )
