"""What the rules of awards propose: candidates with their basis, the others, what is still open."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from annotated_types import MaxLen

from workflow.domain.awards.cutoffs import OpenCutoff
from workflow.domain.awards.quotas import Allotment
from workflow.domain.eligibility.conditions import Reason, Spent
from workflow.domain.model import Event, Id, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A unit proposed for an award, or a person or household of it, with the published basis.

    `rule` names the rule for people by which it is.
    """

    award: str
    unit: str
    rank: int
    basis: tuple[Reason, ...]
    subject: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A unit not proposed for an award: barred, conditions not met, no number left, left out."""

    award: str
    unit: str
    why: str
    reasons: tuple[Reason, ...] = ()
    note: str | None = None
    subject: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A unit or a person of it that the bloc leaves out of an award, or an office cuts, and why."""

    award: Id
    unit: Id
    reason: Words
    subject: Id | None = None


Line = tuple[str, str, str | None]
"""An award, a unit, and a person or household of it where the line is about one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What was proposed before: lines that keep their places, and lines that do not come back.

    Of the lines that keep their places some have `fallen`: nothing serves for them any more, and
    whoever they were about is free for another award.
    """

    lines: frozenset[Line] = frozenset()
    fallen: frozenset[Line] = frozenset()
    gone: frozenset[Line] = frozenset()


NOTHING_KEPT = Kept()

LeftOuts = Annotated[tuple[LeftOut, ...], MaxLen(1000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the rules propose for the whole bloc, how many there may be, and what is still open.

    `spent` is what served for it and serves for no other award.
    """

    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    allotments: tuple[Allotment, ...] = ()
    open: tuple[OpenCutoff, ...] = ()
    spent: frozenset[Spent] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class NextProposed(Event):
    """The bloc proposes whoever is next, for a place that came free after it had proposed."""

    kind: ClassVar[str] = "next_proposed"
    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    allotments: tuple[Allotment, ...] = ()
    proposed_on: date | None = None
