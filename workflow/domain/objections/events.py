"""What happens to objections and complaints."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal

from definitions.schema.objections import About, Correction
from workflow.domain.model import Event
from workflow.domain.objections.state import (
    Outcome,
)
from workflow.domain.stages.moving import Cause

Why = Literal["expired", "rejected", "nobody"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionsOpened(Event):
    """From now until a moment, units may object under a rule."""

    kind: ClassVar[str] = "objections_opened"
    rule: str
    until: datetime
    of: str | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionRaised(Event):
    """A unit objects; the instance of that level has until `due`, counted from `since`.

    `calendar` is the overlay that this was reckoned by, here and below.
    """

    kind: ClassVar[str] = "objection_raised"
    id: str
    rule: str
    about: About
    objector: str
    unit: str
    of: str | None
    statement: str
    papers: tuple[str, ...]
    level: int
    due: datetime
    since: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionCarried(Event):
    """An objection goes to the next instance: time is over, or the unit takes it further."""

    kind: ClassVar[str] = "objection_carried"
    id: str
    level: int
    due: datetime
    why: Why
    since: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionOverdue(Event):
    """The last instance has not answered in time; it still has to."""

    kind: ClassVar[str] = "objection_overdue"
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionAnswered(Event):
    """An instance upholds an objection, with what follows, or rejects it.

    A rejection may be taken further until `again_until`, counted from `since`.
    """

    kind: ClassVar[str] = "objection_answered"
    id: str
    outcome: Outcome
    reason: str
    correction: Correction | None = None
    again_until: datetime | None = None
    since: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionWithdrawn(Event):
    """The unit takes its objection back."""

    kind: ClassVar[str] = "objection_withdrawn"
    id: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionMade(Event):
    """What follows from an objection that was upheld is done."""

    kind: ClassVar[str] = "correction_made"
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowEnd:
    """When a window ends."""

    rule: str
    of: str | None
    opened_at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionsPutOff(Event):
    """The year stood still: windows, answers and second tries end later.

    Where there is no `reason`, it was recorded before that was kept, and before moves were.
    """

    kind: ClassVar[str] = "objections_put_off"
    windows: tuple[WindowEnd, ...] = ()
    dues: dict[str, datetime] = field(default_factory=dict)
    again: dict[str, datetime] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowMoved(Event):
    """A window ends at another time, since the calendar or the definition is another."""

    kind: ClassVar[str] = "objection_window_moved"
    rule: str
    of: str | None
    cause: Cause
    was: datetime
    until: datetime
    reason: str
    calendar: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionMoved(Event):
    """An objection is to be answered, or may be taken further, until another time than before."""

    kind: ClassVar[str] = "objection_moved"
    id: str
    time: Literal["answer", "again"]
    cause: Cause
    was: datetime
    due: datetime
    reason: str
    calendar: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplaintRecorded(Event):
    """An authority has a complaint or a denunciation before it."""

    kind: ClassVar[str] = "complaint_recorded"
    id: str
    channel: str
    unit: str
    paper: str
    received: date
    complainant: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplaintConcluded(Event):
    """The authority has answered, by its paper."""

    kind: ClassVar[str] = "complaint_concluded"
    id: str
    conclusion: Literal["upheld", "rejected", "withdrawn"]
    paper: str
