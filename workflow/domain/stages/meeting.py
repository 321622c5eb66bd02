"""Meetings: one record for many acts, of one bloc year or of two, all in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

KIND = "meeting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """The state of one meeting's record."""

    meeting: str
    title: str
    place: str | None
    chair: str | None
    present: tuple[str, ...]
    absent: tuple[str, ...]
    guests: tuple[str, ...]
    excused: tuple[str, ...] = ()

    @property
    def unexcused(self) -> tuple[str, ...]:
        """The members who stayed away without an excuse."""
        return tuple(unit for unit in self.absent if unit not in self.excused)


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingHeld(Event):
    """A meeting was held; the acts recorded with it carry its key."""

    kind: ClassVar[str] = "meeting_held"
    meeting: str
    title: str
    place: str | None
    chair: str | None
    present: tuple[str, ...]
    absent: tuple[str, ...]
    guests: tuple[str, ...]
    acts: int
    excused: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldMeeting(Given):
    """Record a meeting of a kind that the definition knows. Without `present`: all members.

    `excused`: those of the absent who gave a reason.
    """

    id: Id
    meeting: Id
    title: Name
    place: Name | None = None
    chair: Id | None = None
    present: tuple[Id, ...] | None = None
    guests: tuple[Name, ...] = ()
    excused: tuple[Id, ...] = ()


def hold_prevents(book: Book, given: HoldMeeting, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents the meeting from being recorded."""
    known = [one.id for one in book.definition.meetings]
    if given.meeting not in known:
        yield Unmet(code="NO_SUCH_MEETING", facts={"meeting": given.meeting, "known": known})
    members = book.load(Roster, ROSTER).unit_ids()
    named = [*(given.present or ()), *given.excused, *filter(None, [given.chair])]
    for unit in [one for one in named if one not in members]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    if f"{KIND}/{given.id}" in book.streams:
        yield Unmet(code="MEETING_RECORDED", facts={"meeting": given.id})
    yield from _attendance_prevents(book, given)


def _attendance_prevents(book: Book, given: HoldMeeting) -> Iterator[Unmet]:
    """Yield that somebody is excused who was there, or that too few were."""
    roster = book.load(Roster, ROSTER)
    members = frozenset(roster.unit_ids())
    present = members if given.present is None else members & frozenset(given.present)
    for unit in [one for one in given.excused if one in present]:
        yield Unmet(code="EXCUSED_AND_PRESENT", facts={"unit": roster.name(unit)})
    kind = next((one for one in book.definition.meetings if one.id == given.meeting), None)
    if kind is None or kind.quorum is None:
        return
    base = members if kind.absent.counted else members - frozenset(given.excused)
    if len(present) < Fraction(kind.quorum) * len(base):
        facts: dict[str, object] = {
            "present": len(present), "of": len(base), "quorum": kind.quorum
        }  # fmt: skip
        yield Unmet(code="NO_QUORUM", facts=facts, who=("head",))


def hold(book: Book, given: HoldMeeting, acts: int) -> list[Draft]:
    """Record the meeting, with who was present and how many acts were done at it."""
    members = book.load(Roster, ROSTER).unit_ids()
    present = members if given.present is None else given.present
    event = MeetingHeld(
        meeting=given.meeting,
        title=given.title,
        place=given.place,
        chair=given.chair,
        present=present,
        absent=tuple(unit for unit in members if unit not in present),
        guests=given.guests,
        acts=acts,
        excused=given.excused,
    )
    return [Draft(stream=f"{KIND}/{given.id}", event=event)]


def not_held(book: Book, kind: str) -> Iterator[Unmet]:
    """Yield that no meeting of *kind* is recorded yet."""
    held = book.each(Meeting, KIND).values()
    if not any(one.meeting == kind for one in held):
        title = next((one.title for one in book.definition.meetings if one.id == kind), kind)
        yield Unmet(code="MEETING_NOT_HELD", facts={"meeting": title}, who=("head",))


def evolve(_state: Meeting | None, event: Event, _call: Call) -> Meeting:
    """Return the meeting's record after *event*."""
    if isinstance(event, MeetingHeld):
        return Meeting(
            meeting=event.meeting,
            title=event.title,
            place=event.place,
            chair=event.chair,
            present=event.present,
            absent=event.absent,
            guests=event.guests,
            excused=event.excused,
        )
    raise OutOfPlace(event.kind)
