"""Days of criteria groups: a part of the rubric at its top may open and be due by itself.

The days are rules of the definition, counted from the last day of the scored months where they are
no fixed ones. They are resolved and recorded when the year is opened, and again whenever they
move. What follows from being late is what the stage of scoring says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import ClassVar

from definitions.schema.record import Text
from definitions.schema.rubric import Criterion, Rubric
from workflow.domain import timing
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.scores import part_years
from workflow.domain.scores.closed import RANKING
from workflow.domain.scores.sheet import STAGE
from workflow.domain.stages import year
from workflow.domain.stages.counted import Fate
from workflow.domain.stages.dues import Cause, at_work
from workflow.domain.timing import Timer

KEY = "criteria_groups"
Days = Mapping[str, datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class CriteriaGroupDays:
    """When groups open and are due, which were told to be over time, what a standstill put off."""

    opens: dict[str, datetime] = field(default_factory=dict)
    dues: dict[str, datetime] = field(default_factory=dict)
    overdue: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CriteriaGroupOverdue(Event):
    """The due moment of a group passed while entries of it were missing."""

    kind: ClassVar[str] = "criteria_group_overdue"
    group: str
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CriteriaGroupsDated(Event):
    """Groups open and are due then, or now do so at other times than they did."""

    kind: ClassVar[str] = "criteria_groups_dated"
    cause: Cause
    opens: dict[str, datetime] = field(default_factory=dict)
    dues: dict[str, datetime] = field(default_factory=dict)
    was: dict[str, datetime] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CriteriaGroupFate:
    """What becomes of the due moment of a group under the book's calendar."""

    group: Criterion
    fate: Fate
    was: datetime
    due: datetime


def about(group: str) -> str:
    """Return how timers and notices name a group."""
    return f"criteria_group/{group}"


def find(book: Book, group: str) -> Criterion | None:
    """Return the group of that id, if it has days of its own."""
    return next((one for one in book.definition.rubric.dated if one.id == group), None)


def named(book: Book, group: str) -> Text:
    """Return the title of a group of the rubric, with days of its own or without."""
    return next(one.title for one in book.definition.rubric.parts if one.id == group)


def undated(rubric: Rubric) -> Rubric:
    """Return a rubric without the days of its groups."""
    none: dict[str, object] = {"opens": None, "due": None, "remind": []}
    parts = [one.model_copy(update=none) for one in rubric.parts]
    return rubric.model_copy(update={"parts": parts})


def opens_of(book: Book, group: Criterion) -> datetime | None:
    """Return when entries of a group are taken from; None where it does not wait to be opened."""
    return _state(book).opens.get(group.id) if group.opens else None


def due_of(book: Book, group: Criterion) -> datetime | None:
    """Return the last moment for entries of a group; None where it has none of its own."""
    return _state(book).dues.get(group.id) if group.due else None


def over(book: Book) -> bool:
    """Whether nothing is entered any more: the stage of scoring was left, or results are fixed."""
    stage = book.definition.stage_of(STAGE)
    lived = book.load(year.YearState, year.KEY).lived(stage.id) if stage else None
    return RANKING in book.streams or (lived is not None and lived.left_at is not None)


def _state(book: Book) -> CriteriaGroupDays:
    return book.find(CriteriaGroupDays, KEY) or CriteriaGroupDays()


def _ruled(book: Book) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """Return when each group opens and is due by its rules."""
    groups = book.definition.rubric.dated
    since = timing.moment(part_years.scored_months(book)[-1][1], time(12))
    opens = {one.id: timing.opening(one.opens, book, since) for one in groups if one.opens}
    return opens, {one.id: timing.resolve(one.due, book, since) for one in groups if one.due}


def declared(book: Book) -> list[Draft]:
    """Return the event that says when the groups of a year that is opened open and are due."""
    opens, dues = _ruled(book)
    return _dated("opening", opens, dues, {}, None)


def _dated(cause: Cause, opens: Days, dues: Days, known: Days, reason: str | None) -> list[Draft]:
    """Return the event of these days; nothing where there are none."""
    if not opens and not dues:
        return []
    was = {name: one for name, one in known.items() if name in dues}
    event = CriteriaGroupsDated(
        cause=cause, opens=dict(opens), dues=dict(dues), was=was, reason=reason
    )
    return [Draft(stream=KEY, event=event)]


def anew(book: Book, now: datetime) -> Iterator[CriteriaGroupFate]:
    """Yield what becomes of each group that is still due, under the calendar of *book*.

    None moves into the past or out of it, and what a standstill put off stays put off.
    """
    state, (_, dues) = _state(book), _ruled(book)
    for group in book.definition.rubric.dated:
        known, until = due_of(book, group), dues.get(group.id)
        if known is None or until is None or known <= now or over(book):
            continue
        fate: Fate = "moves" if until > now else "would_be_past"
        if until == known or group.id in state.put_off:
            fate = "stays"
        due = until if fate == "moves" else known
        yield CriteriaGroupFate(group=group, fate=fate, was=known, due=due)


def by_calendar(book: Book, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which groups move with the calendar of *book*; what is open stays so."""
    state, (opens, _) = _state(book), _ruled(book)
    later = {
        name: at
        for name, at in opens.items()
        if name not in state.put_off
        and at != state.opens.get(name)
        and min(at, state.opens.get(name, now)) > now
    }
    dues = {one.group.id: one.due for one in anew(book, now) if one.fate == "moves"}
    return _dated("calendar", later, dues, state.dues, reason)


def ruled_otherwise(book: Book, after: Book) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """Return when groups open and are due that the definition of *after* rules otherwise."""
    before, now = _ruled(book), _ruled(after)
    opens, dues = (
        {name: at for name, at in new.items() if at != old.get(name)}
        for old, new in zip(before, now, strict=True)
    )
    return opens, dues


def by_definition(book: Book, after: Book, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which groups open and are due as the definition of *after* says.

    Its word is the newest, whatever had moved them before; but what is open stays open.
    """
    state, (opens, dues) = _state(book), ruled_otherwise(book, after)
    waiting = {name: at for name, at in opens.items() if state.opens.get(name, at) > now}
    return _dated("definition", waiting, dues, state.dues, reason)


def timers(book: Book, now: datetime, *, anew: bool = False) -> tuple[Timer, ...]:
    """Return what is still to be told of groups; with *anew*, reminders that went out as well."""
    if over(book) or not at_work(book):
        return ()
    found: list[Timer] = []
    for group in book.definition.rubric.dated:
        opens, until, name = opens_of(book, group), due_of(book, group), about(group.id)
        if opens and opens > now:
            found.append(Timer(name=f"{name}/opens", due=opens, about=name))
        if until and group.id not in _state(book).overdue:
            rungs = timing.ladder(book, group.remind, until, name)
            found += [replace(one, again=anew) for one in rungs if one.due > now]
            found.append(timing.over(name, until))
    return tuple(found)


def put_off(book: Book, call: Call) -> list[Draft]:
    """Return the event by which groups open and are due later by as much as the year stood."""
    by, state = year.stood_still(book, call), _state(book)
    since = call.at - by
    opens, dues = (
        {name: timing.later(at, by) for name, at in days.items() if at > since}
        for days in (state.opens, state.dues)
    )
    return _dated("suspension", opens, dues, state.dues, None)


def evolve(state: CriteriaGroupDays | None, event: Event, _call: Call) -> CriteriaGroupDays:
    """Return how the groups stand after *event*."""
    before = state or CriteriaGroupDays()
    match event:
        case CriteriaGroupOverdue():
            return replace(before, overdue=(*before.overdue, event.group))
        case CriteriaGroupsDated():
            return _moved(before, event)
    raise OutOfPlace(event.kind)


def _moved(before: CriteriaGroupDays, event: CriteriaGroupsDated) -> CriteriaGroupDays:
    """Return how groups stand when days moved, whatever their order: stored keys are sorted."""
    names = dict.fromkeys((*event.opens, *event.dues))
    kept = tuple(one for one in before.put_off if one not in names)
    return CriteriaGroupDays(
        opens=before.opens | event.opens,
        dues=before.dues | event.dues,
        overdue=tuple(one for one in before.overdue if one not in event.dues),
        put_off=(*kept, *sorted(names)) if event.cause == "suspension" else kept,
    )
