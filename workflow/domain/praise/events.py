"""What happens to a proposal for praise."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from definitions.schema.awards import SubjectKind
from definitions.schema.praise import Round
from workflow.domain.model import Event
from workflow.domain.praise.state import Answer, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseProposed(Event):
    """Somebody typical is proposed for praise; or once more, after it came back.

    `due` is when the bloc's answer is due, by the overlay `calendar`. `event_on` is the day of what
    it is asked for; `last_day` is the day on which it had to be proposed, where that was over.
    """

    kind: ClassVar[str] = "praise_proposed"
    id: str
    unit: str
    reason: str
    round: Round
    person: str | None = None
    campaign: str | None = None
    award: str | None = None
    to: SubjectKind = "collective"
    achievement: str | None = None
    due: datetime | None = None
    calendar: int = 0
    event_on: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseAnswered(Event):
    """The bloc gives the praise, or lays it before the offices; it declines, or sends it back."""

    kind: ClassVar[str] = "praise_answered"
    id: str
    answer: Answer
    comment: str | None = None
    by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseDecided(Event):
    """An office decides on a proposal in its step."""

    kind: ClassVar[str] = "praise_decided"
    id: str
    step: str
    verdict: Verdict
    comment: str | None
    number: str | None
    signed_on: date | None
    effective_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseReturned(Event):
    """An office sends a proposal back to the bloc, which answers it anew."""

    kind: ClassVar[str] = "praise_returned"
    id: str
    comment: str | None
    due: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseReopened(Event):
    """An earlier step is open again: only the first `decisions` stand."""

    kind: ClassVar[str] = "praise_reopened"
    id: str
    decisions: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseWithdrawn(Event):
    """Whoever proposed it takes it back, before the bloc has answered."""

    kind: ClassVar[str] = "praise_withdrawn"
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseOverdue(Event):
    """The bloc has not answered in time."""

    kind: ClassVar[str] = "praise_overdue"
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseMoved(Event):
    """The bloc's answer is due at another time: the year stood still, or the calendar changed."""

    kind: ClassVar[str] = "praise_moved"
    id: str
    cause: Literal["suspension", "calendar"]
    was: datetime
    due: datetime
    reason: str
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseRevocationAsked(Event):
    """The issuing office asks to take praise back."""

    kind: ClassVar[str] = "praise_revocation_asked"
    id: str
    reason: str
    paper: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseRevoked(Event):
    """Praise is taken back; that it was given stays."""

    kind: ClassVar[str] = "praise_revoked"
    id: str
