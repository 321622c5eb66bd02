"""What happens to a nomination: proposed, decided step by step, and to single lines afterwards."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from workflow.domain.awards.proposal import Candidate, LeftOuts, PassedOver
from workflow.domain.awards.quotas import Allotment
from workflow.domain.model import Event
from workflow.domain.nominations.lists import Doubt, Entry, Verdict, Writes
from workflow.domain.nominations.step_votes import LineVote


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationProposed(Event):
    """The bloc proposes. `own_units`: units of the proposer among the candidates, made visible."""

    kind: ClassVar[str] = "nomination_proposed"
    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    own_units: tuple[str, ...] = ()
    allotments: tuple[Allotment, ...] = ()
    proposed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDecided(Event):
    """An office approves what stands, less what it cuts, or returns the whole with a comment."""

    kind: ClassVar[str] = "step_decided"
    step: str
    verdict: Verdict
    writes: Writes
    entries: tuple[Entry, ...] = ()
    cut: LeftOuts = ()
    comment: str | None = None
    number: str | None = None
    signed_on: date | None = None
    held: tuple[Entry, ...] = ()
    votes: tuple[LineVote, ...] = ()
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LateDecided(Event):
    """An office decides on a line that was held when its step went by."""

    kind: ClassVar[str] = "late_decided"
    step: str
    award: str
    unit: str
    verdict: Literal["approve", "cut"]
    writes: Writes
    reason: str | None = None
    number: str | None = None
    signed_on: date | None = None
    votes: tuple[LineVote, ...] = ()
    subject: str | None = None
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RevocationAsked(Event):
    """The issuing office asks to take an award back."""

    kind: ClassVar[str] = "revocation_asked"
    award: str
    unit: str
    reason: str
    paper: str
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardRevoked(Event):
    """An award is taken back; the decided list stays as it was decided."""

    kind: ClassVar[str] = "award_revoked"
    award: str
    unit: str
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationReopened(Event):
    """The chain went back: only the first `steps` decisions stand, and these are the lists."""

    kind: ClassVar[str] = "nomination_reopened"
    steps: int
    appraised: tuple[Entry, ...] = ()
    passed: tuple[Entry, ...] = ()
    decided: tuple[Entry, ...] = ()
    cut: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationRejected(Event):
    """An office is against the whole proposal; the bloc may prepare another one."""

    kind: ClassVar[str] = "nomination_rejected"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationWithdrawn(Event):
    """The bloc takes its proposal back; `step` is the one that was open."""

    kind: ClassVar[str] = "nomination_withdrawn"
    reason: str
    step: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedAnew(Event):
    """Something was recorded after the proposal; `doubts` are all lines that do not hold then.

    `others`: units that the same list was about.
    """

    kind: ClassVar[str] = "judged_anew"
    cause: Literal["facts", "honours", "results"]
    unit: str
    source: str
    doubts: tuple[Doubt, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationDecided(Event):
    """No step is left: the decided list is complete."""

    kind: ClassVar[str] = "nomination_decided"
