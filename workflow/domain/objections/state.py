"""The objections of a year, the windows in which they may be raised, complaints by law."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from definitions.schema.objections import About, Correction, ObjectionRule
from workflow.domain.model import Book
from workflow.domain.stages import year
from workflow.domain.stages.course import DISSOLVED
from workflow.domain.stages.moving import Moved

KEY = "objections"
Status = Literal["open", "rejected", "upheld", "withdrawn"]
Outcome = Literal["upheld", "rejected"]
Time = Literal["window", "answer", "again"]
"""To object, to answer, to take a rejection further."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """The time in which a rule takes objections; `of` names the ballot, where it is about one.

    `calendar` is the overlay that its end was reckoned by; `moves` are those of that end.
    """

    rule: str
    of: str | None
    opened_at: datetime
    until: datetime
    calendar: int = 0
    moves: tuple[Moved, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What one instance said: how it came out, why, and who answered in which seat."""

    level: int
    outcome: Outcome
    reason: str
    person: str
    seat: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """One objection of the unit `objector` to a result of `unit`.

    `of` names the criterion, the ballot or the award. `level` counts the instances of its rule from
    0; `due` is when the present one must have answered. A rejection may be taken further up to
    `again_until`. `corrected` says that what follows from an upheld one is done.

    `since` is from when the time that runs now is counted, `calendar` the overlay that it was
    reckoned by, `moves` are those of it. What was raised before these were kept has no `since`.
    """

    id: str
    rule: str
    about: About
    objector: str
    unit: str
    of: str | None
    statement: str
    papers: tuple[str, ...]
    person: str
    at: datetime
    level: int
    due: datetime
    status: Status = "open"
    overdue: bool = False
    answers: tuple[Answered, ...] = ()
    again_until: datetime | None = None
    correction: Correction | None = None
    corrected: bool = False
    since: datetime | None = None
    calendar: int = 0
    moves: tuple[Moved, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """A complaint or denunciation that an authority received, by its paper.

    Never who denounced: `complainant` is of complaints alone.
    """

    id: str
    channel: str
    unit: str
    paper: str
    received: date
    recorded_by: str
    complainant: str | None = None
    conclusion: Literal["upheld", "rejected", "withdrawn"] | None = None
    answer: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Objections:
    """The state of the stream."""

    windows: tuple[Window, ...] = ()
    objections: tuple[Objection, ...] = ()
    complaints: tuple[Complaint, ...] = ()

    def find(self, objection: str) -> Objection | None:
        """Return the objection of that id."""
        return next((one for one in self.objections if one.id == objection), None)

    def window(self, rule: str, of: str | None) -> Window | None:
        """Return the window of a rule, for that ballot where it is about one."""
        return next((one for one in self.windows if (one.rule, one.of) == (rule, of)), None)

    def complaint(self, complaint: str) -> Complaint | None:
        """Return the complaint of that id."""
        return next((one for one in self.complaints if one.id == complaint), None)


def objections_of(book: Book) -> Objections:
    """Return the objections of a year; none where nothing has happened."""
    return book.find(Objections, KEY) or Objections()


def rule_of(book: Book, name: str) -> ObjectionRule | None:
    """Return the rule of that id."""
    return next((one for one in book.definition.objections if one.id == name), None)


def unsettled(book: Book, at: datetime) -> Iterator[Objection]:
    """Yield the objections that something still has to come of, in the order they were raised.

    Nothing comes of any once the bloc has ceased to be.
    """
    if book.load(year.YearState, year.KEY).state == DISSOLVED:
        return
    for one in objections_of(book).objections:
        again = one.status == "rejected" and one.again_until and one.again_until >= at
        owed = one.status == "upheld" and not one.corrected
        if one.status == "open" or again or owed:
            yield one
