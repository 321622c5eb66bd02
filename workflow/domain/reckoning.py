"""Deadlines reckoned anew when the calendar has changed: what moves, what stays, and why.

A deadline that people have set stays where they set it. None moves into the past: nobody could
keep it. What was put off while the year stood still stays put off by as much.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workflow.domain import timing
from workflow.domain.approvals import subjects
from workflow.domain.approvals.events import StepMoved
from workflow.domain.approvals.state import KEY as APPROVALS
from workflow.domain.approvals.state import approvals_of
from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedsDue
from workflow.domain.model import SYSTEM, Book, Call, Draft, Event
from workflow.domain.nominations import dossier_deadlines
from workflow.domain.nominations.owed_dossiers import DossiersDue
from workflow.domain.objections import clock as objection_clock
from workflow.domain.objections import times
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise.events import PraiseMoved
from workflow.domain.scores import criteria_groups, period_deadlines
from workflow.domain.scores.period_deadlines import PeriodsDue
from workflow.domain.stages import counted, year
from workflow.domain.stages.counted import Counted, Fate, by_shipped, by_suspension
from workflow.domain.stages.course import SUSPENDED
from workflow.domain.stages.moving import DeadlineMoved, StageRecord
from workflow.domain.stages.year import YearState

ALWAYS = datetime.min.replace(tzinfo=UTC)
"""Before any moment: nothing that is due after it is past."""

BY_PEOPLE = frozenset({"extension", "shortening"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reckoned:
    """What becomes of a deadline under the book's calendar.

    `about` says what it is the time of, as timers and notices name it: `stage/scoring`,
    `step/appraise`, `objection/k1` (`objections/results`: the time to object by a rule),
    `criteria_group/I`, `period/h1`, `feed/fires`, `dossier/MERIT`, `praise/q1`.
    """

    about: str
    fate: Fate
    was: datetime
    due: datetime
    opened: datetime | None = None
    opens: datetime | None = None

    @property
    def kind(self) -> str:
        """Of what kind that is which it is the time of: a stage, a step, an objection."""
        return self.about.partition("/")[0]

    @property
    def name(self) -> str:
        """The id of what it is the time of; it may hold a slash."""
        return self.about.partition("/")[2]


def reckoned(book: Book, now: datetime) -> Reckoned | None:
    """Return what becomes of the current deadline; None where there is none."""
    state = book.load(YearState, year.KEY)
    current = state.current
    rule = book.definition.stage(current.id).due if current else None
    if current is None or current.due is None or rule is None:
        return None
    due = timing.later(timing.resolve(rule, book, current.entered_at), delay(current))
    opens = _opens(book, current, now)
    fate = _fate(book, current, due, opens, now)
    if state.state == SUSPENDED and fate == "would_be_past":
        fate = "moves"  # it does not run: resuming puts it off again
    moves = fate == "moves"
    return Reckoned(
        about=f"stage/{current.id}",
        fate=fate,
        was=current.due,
        due=due if moves else current.due,
        opened=current.opens,
        opens=opens if moves else current.opens,
    )


def steps(book: Book, now: datetime) -> Iterator[Reckoned]:
    """Yield what becomes of the deadline of every open step, also after its stage or its year.

    One that is over time was told and dealt with as such, and is left alone.
    """
    stands = book.load(YearState, year.KEY).state == SUSPENDED
    for approval in approvals_of(book).approvals:
        turn = approval.turn
        step = subjects.step_of(book, turn.step) if turn else None
        if turn and turn.due and step and step.within and not turn.expired:
            time = Counted(
                since=turn.since or turn.opened_at, span=step.within, due=turn.due,
                moves=turn.moves, calendar=turn.calendar,
            )  # fmt: skip
            fate, due = counted.anew(book, time, ALWAYS if stands else now)
            yield Reckoned(about=f"step/{turn.step}", fate=fate, was=turn.due, due=due)


def objections(book: Book, now: datetime) -> Iterator[Reckoned]:
    """Yield what becomes of every time for objections that runs."""
    return map(_of_objections, times.anew(book, now))


def _of_objections(one: times.Anew) -> Reckoned:
    found = one.running
    about = objection_clock.about(found.objection) if found.objection else _window(found.rule)
    return Reckoned(about=about, fate=one.fate, was=found.time.due, due=one.due)


def _window(rule: str) -> str:
    return f"objections/{rule}"


def days(book: Book, now: datetime) -> Iterator[Reckoned]:
    """Yield what becomes of days of their own: of criteria groups, and of all others that move."""
    for one in criteria_groups.anew(book, now):
        about = criteria_groups.about(one.group.id)
        yield Reckoned(about=about, fate=one.fate, was=one.was, due=one.due)
    for draft in _of_days(book, "", Call(actor=SYSTEM, at=now, now=now)):
        yield from _moves(draft.event)


def _moves(event: Event) -> Iterator[Reckoned]:
    """Yield what an event moves from one day to another; criteria groups are told apart."""
    for about, was, due in days_of(event):
        yield Reckoned(about=about, fate="moves", was=was or due, due=due)
    if isinstance(event, PraiseMoved):
        about = praise_clock.about(event.id)
        yield Reckoned(about=about, fate="moves", was=event.was, due=event.due)


def days_of(event: Event) -> Iterator[tuple[str, datetime | None, datetime]]:
    """Yield what an event of days of their own is about, when that was due, and when it is now."""
    if isinstance(event, PeriodsDue | FeedsDue | DossiersDue):
        for name, due in event.dues.items():
            yield ABOUT[type(event)](name), event.was.get(name), due


def by_definition(book: Book, after: Book, reason: str, now: datetime) -> Iterator[Draft]:
    """Yield the events by which days of their own are as the definition of *after* rules them."""
    yield from period_deadlines.by_definition(book, after, reason, now)
    yield from criteria_groups.by_definition(book, after, reason, now)
    yield from feeds.by_definition(book, after, reason, now)
    yield from dossier_deadlines.reckoned(after, "definition", reason, now)


ABOUT: Mapping[type[Event], Callable[[str], str]] = {
    PeriodsDue: period_deadlines.about,
    FeedsDue: feeds.about,
    DossiersDue: dossier_deadlines.about,
}
"""How timers name what an event gives days of its own to."""


def _of_days(book: Book, reason: str, call: Call) -> Iterator[Draft]:
    """Yield the events that move days of their own."""
    yield from praise_clock.moved(book, call, reason)
    yield from dossier_deadlines.reckoned(book, "calendar", reason, call.now)
    yield from period_deadlines.by_calendar(book, reason, call.now)
    yield from feeds.by_calendar(book, reason, call.now)
    yield from criteria_groups.by_calendar(book, reason, call.now)


def _fate(
    book: Book, current: StageRecord, due: datetime, opens: datetime | None, now: datetime
) -> Fate:
    if any(move.cause in BY_PEOPLE for move in current.moves):
        return "set_by_people"
    if _moved_unseen(book, current):
        return "put_off_unrecorded"
    if due == current.due and opens == current.opens:
        return "stays"
    if due != current.due and due <= now:
        return "would_be_past"
    return "moves"


def _opens(book: Book, current: StageRecord, now: datetime) -> datetime | None:
    """Return when the stage opens under the book's calendar; what is open stays open."""
    rule = book.definition.stage(current.id).opens
    if rule is None or current.opens is None or current.opens <= now:
        return current.opens
    return timing.later(timing.opening(rule, book, current.entered_at), delay(current))


def delay(current: StageRecord) -> timedelta:
    """Return by how much the stage was put off while the year stood still."""
    return by_suspension(current.moves)


def _moved_unseen(book: Book, current: StageRecord) -> bool:
    """Whether the stage was put off before such moves were kept: then its time cannot be undone."""
    rule = book.definition.stage(current.id).due
    if current.moves or current.calendar or rule is None:
        return False
    return timing.resolve(rule, by_shipped(book), current.entered_at) != current.due


def drafts(book: Book, reason: str, call: Call) -> list[Draft]:
    """Return the events that move deadlines of the year; nothing of those that stay."""
    found = reckoned(book, call.now)
    moved = [] if found is None or found.fate != "moves" else [_stage_moved(book, found, reason)]
    moved += [
        _step_moved(book, one, reason) for one in steps(book, call.now) if one.fate == "moves"
    ]
    moved += [
        times.moved(one, "calendar", reason, book.overlay.version)
        for one in times.anew(book, call.now)
        if one.fate == "moves"
    ]
    return [*moved, *_of_days(book, reason, call)]


def _step_moved(book: Book, found: Reckoned, reason: str) -> Draft:
    event = StepMoved(
        step=found.name, was=found.was, due=found.due, reason=reason,
        calendar=book.overlay.version,
    )  # fmt: skip
    return Draft(stream=APPROVALS, event=event)


def _stage_moved(book: Book, found: Reckoned, reason: str) -> Draft:
    event = DeadlineMoved(
        stage=found.name,
        cause="calendar",
        was=found.was,
        due=found.due,
        opened=found.opened,
        opens=found.opens,
        reason=reason,
        calendar=book.overlay.version,
    )
    return Draft(stream=year.KEY, event=event)
