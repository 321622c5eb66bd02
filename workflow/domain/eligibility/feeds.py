"""Facts that offices report by a day: what each still has to report, and when it is due.

The day is a rule of the definition. It is resolved and recorded when the year is opened, and again
whenever it moves. What comes after it counts all the same, and is marked late.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from definitions.schema.awards import Condition
from definitions.schema.facts import Fact
from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.facts import KIND as FACTS
from workflow.domain.members.facts import UnitFacts
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.stages import dues, year
from workflow.domain.stages.dues import Cause, Dues
from workflow.domain.timing import Timer

KEY = "feeds"


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedOverdue(Event):
    """The due moment of a fact passed while an office had not reported it of every unit."""

    kind: ClassVar[str] = "feed_overdue"
    fact: str
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedsDue(Event):
    """Facts are to be reported by then, or now by another time than they were."""

    kind: ClassVar[str] = "feeds_due"
    cause: Cause
    dues: dict[str, datetime]
    was: dict[str, datetime] = field(default_factory=dict)
    reason: str | None = None


def about(fact: str) -> str:
    """Return how timers and notices name a fact that is reported."""
    return f"feed/{fact}"


def find(book: Book, name: str) -> Fact | None:
    """Return the fact of that id; None where nobody reports it."""
    return next((one for one in book.definition.facts if one.id == name and one.offices), None)


def due_of(book: Book, fact: Fact) -> datetime | None:
    """Return by when a fact is to be reported; None where it has no day."""
    return _state(book).dues.get(fact.id) if fact.due else None


def _state(book: Book) -> Dues:
    return book.find(Dues, KEY) or Dues()


def lacking(book: Book, fact: Fact) -> dict[str, tuple[str, ...]]:
    """Return the offices that have not reported a fact of every unit, and of which they have not.

    Units are in official order.
    """
    found, members = book.each(UnitFacts, FACTS), book.load(Roster, ROSTER).unit_ids()
    short = {
        office: tuple(
            unit for unit in members if unit not in found or not found[unit].has(fact, office)
        )
        for office in fact.offices
    }
    return {office: units for office, units in short.items() if units}


def unreported(book: Book, facts: Iterable[Fact] | None = None) -> Iterator[Unmet]:
    """Yield, for each of these facts and office, that it is still to be reported, and by when."""
    roster = book.load(Roster, ROSTER)
    for fact in book.definition.facts if facts is None else facts:
        for office, units in lacking(book, fact).items():
            said: dict[str, object] = {
                "fact": fact.title,
                "office": book.definition.office_title(office),
                "count": len(units),
                "of": len(roster.units),
            }
            who, due = (f"office:{office}",), due_of(book, fact)
            yield Unmet(code="FACT_NOT_REPORTED", facts=said, who=who, due=due)


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield what is to be reported by a day and is not, while the year runs."""
    if book.load(year.YearState, year.KEY).current:
        yield from unreported(book, [one for one in book.definition.facts if due_of(book, one)])


def overdue(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield what was to be reported before *at* and is not."""
    yield from (one for one in waiting(book) if one.due and one.due < at)


def asked_by_awards(book: Book) -> Iterator[Unmet]:
    """Yield what awards ask about and is still to be reported."""
    asked = {name for rule in book.definition.awards for name in _asked(rule.when)}
    yield from unreported(book, [one for one in book.definition.facts if one.id in asked])


def _asked(condition: Condition) -> Iterator[str]:
    if condition.fact:
        yield condition.fact.id
    if condition.share:
        yield from (condition.share.fact, condition.share.of)
    for one in (*(condition.all or ()), *(condition.any or ())):
        yield from _asked(one)


def late_of(
    book: Book, unit: str, names: Iterable[str], office: str | None, call: Call
) -> dict[str, int]:
    """Return those facts that *office* reports of a unit for the first time after their day.

    Each with the working days after that day; 0 on the day itself.
    """
    state, late = book.find(UnitFacts, f"{FACTS}/{unit}"), dict[str, int]()
    joined = book.load(Roster, ROSTER).joined.get(unit)
    for name in names:
        fact = find(book, name)
        due = due_of(book, fact) if fact else None
        if due and joined and timing.hanoi_day(due) < joined:
            continue  # nobody could report of it before it was there
        if fact and due and call.handed_in > due and not (state and state.has(fact, office)):
            days = timing.hanoi_day(due), timing.hanoi_day(call.handed_in)
            late[name] = book.calendar.working_days_between(*days)
    return late


def _resolved(book: Book) -> dict[str, datetime]:
    """Return when each fact is due by its rule."""
    begun = timing.moment(date(book.year, 1, 1), timing.START_OF_DAY)
    return {
        fact.id: timing.resolve(fact.due, book, begun) for fact in book.definition.facts if fact.due
    }


def declared(book: Book) -> list[Draft]:
    """Return the event that says when the facts of a year that is opened are to be reported."""
    resolved = _resolved(book)
    return [_due("opening", resolved, Dues())] if resolved else []


def _due(
    cause: Cause, moved: Mapping[str, datetime], state: Dues, reason: str | None = None
) -> Draft:
    event = FeedsDue(cause=cause, dues=dict(moved), was=state.before(moved), reason=reason)
    return Draft(stream=KEY, event=event)


def by_calendar(book: Book, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which days move with the calendar of *book*."""
    if book.load(year.YearState, year.KEY).current is None:
        return []
    moved = _state(book).otherwise(_resolved(book), now)
    return [_due("calendar", moved, _state(book), reason)] if moved else []


def by_definition(book: Book, after: Book, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which facts are due as the definition of *after* rules otherwise."""
    otherwise = dues.ruled_otherwise(_resolved(book), _resolved(after))
    moved = _state(book).ruled(otherwise, now)
    return [_due("definition", moved, _state(book), reason)] if moved else []


def timers(book: Book, now: datetime, *, anew: bool = False) -> tuple[Timer, ...]:
    """Return what is still to be told of facts; with *anew*, reminders that went out as well."""
    if not dues.at_work(book):
        return ()
    ladders = [(one.id, due_of(book, one), one.remind) for one in book.definition.facts]
    found = dues.timers(book, _state(book), ladders, about, now)
    return tuple(found if anew else map(timing.once, found))


def put_off(book: Book, call: Call) -> list[Draft]:
    """Return the event by which facts are due later by as much as the year stood still."""
    later = dues.later(book, _state(book), call)
    return [_due("suspension", later, _state(book))] if later else []


def evolve(state: Dues | None, event: Event, _call: Call) -> Dues:
    """Return when facts are due, and what was told, after *event*."""
    before = state or Dues()
    match event:
        case FeedOverdue():
            return before.told(event.fact)
        case FeedsDue():
            return before.moved(event.dues, event.cause)
    raise OutOfPlace(event.kind)
