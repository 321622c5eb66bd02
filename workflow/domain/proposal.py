"""What the rules of awards propose: candidates with their basis, the others, what is still open."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import MaxLen

from workflow.domain.conditions import Reason
from workflow.domain.cutoffs import OpenCutoff
from workflow.domain.model import Event, Id, Words
from workflow.domain.quotas import Allotment


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A unit proposed for an award, with the published basis."""

    award: str
    unit: str
    rank: int
    basis: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A unit not proposed for an award: barred, conditions not met, no number left, left out."""

    award: str
    unit: str
    why: str
    reasons: tuple[Reason, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A unit that the bloc leaves out of an award, or an office cuts, and why."""

    award: Id
    unit: Id
    reason: Words


LeftOuts = Annotated[tuple[LeftOut, ...], MaxLen(1000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the rules propose for the whole bloc, how many there may be, and what is still open."""

    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    allotments: tuple[Allotment, ...] = ()
    open: tuple[OpenCutoff, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NextProposed(Event):
    """The bloc proposes whoever is next, for a place that came free after it had proposed."""

    kind: ClassVar[str] = "next_proposed"
    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    allotments: tuple[Allotment, ...] = ()
