"""The nomination as it stands: its four lists, what was cut, and what happened to single lines."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from definitions.schema.approvals import Approval
from workflow.domain.awards.proposal import Candidate, LeftOut
from workflow.domain.eligibility.judging import Reason
from workflow.domain.nominations.dossiers import Dossier

KEY = "nomination"
Verdict = Literal["approve", "return"]
Writes = Literal["appraised", "passed", "decided"]
"""The list that a step writes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of a list: an award for a unit, or for a person or household of it."""

    award: str
    unit: str
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepRecord:
    """A step of the chain as it was decided."""

    step: str
    verdict: Verdict
    person: str
    at: datetime
    number: str | None = None
    signed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OneStep:
    """A line and a step of the chain: that went by without it, or that it took later."""

    step: str
    entry: Entry
    person: str | None = None
    number: str | None = None
    signed_on: date | None = None
    effective_on: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Following:
    """A line proposed later, for a place that came free; it takes every step by itself."""

    entry: Entry
    proposer: str
    proposed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Revocation:
    """An award that is to be taken back, and has been once somebody else confirmed it."""

    entry: Entry
    reason: str
    paper: str
    asked_by: str
    asked_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """A line that no longer meets what it was proposed by, and what it does not meet."""

    entry: Entry
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Later:
    """Something recorded since the bloc proposed, and every line that did not hold after it."""

    cause: str
    unit: str
    source: str
    doubts: tuple[Doubt, ...]
    by: str
    at: datetime
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Nomination:
    """The state of the nomination: its lists, and what was cut.

    Whose move it is stands in the approval of the stage. `open_step`, `open_until` and `expired`
    are of nominations that began before approvals had a history of their own. `in_time` names
    awards whose dossier had come in time when the list was proposed before, and went back.
    """

    status: Literal["proposed", "returned", "rejected", "decided"]
    proposer: str
    proposed: tuple[Entry, ...]
    appraised: tuple[Entry, ...] = ()
    passed: tuple[Entry, ...] = ()
    decided: tuple[Entry, ...] = ()
    cut: tuple[Entry, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    open_step: str | None = None
    open_until: datetime | None = None
    comment: str | None = None
    expired: tuple[str, ...] = ()
    missed: tuple[OneStep, ...] = ()
    late: tuple[OneStep, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    following: tuple[Following, ...] = ()
    proposed_on: date | None = None
    dossiers: tuple[Dossier, ...] = ()
    later: tuple[Later, ...] = ()
    in_time: tuple[str, ...] = ()

    def followed(self, entry: Entry) -> Following | None:
        """Return that *entry* was proposed later than the others."""
        return next((one for one in self.following if one.entry == entry), None)

    def proposed_day(self, entry: Entry) -> date | None:
        """Return the day on which a line was proposed: with the list, or later by itself."""
        later = self.followed(entry)
        return (later.proposed_on if later else None) or self.proposed_on

    def dossiers_of(self, entry: Entry) -> tuple[Dossier, ...]:
        """Return the dossiers that hold a line: of its award, and not from before its proposal."""
        day = self.proposed_day(entry)
        return tuple(
            one
            for one in self.dossiers
            if one.covers(entry.award) and (day is None or one.received_on >= day)
        )

    @property
    def first(self) -> tuple[Entry, ...]:
        """What was proposed at once, and lies before the offices as one list."""
        return tuple(entry for entry in self.proposed if self.followed(entry) is None)

    def revocation(self, entry: Entry) -> Revocation | None:
        """Return that *entry* is to be taken back, or has been."""
        return next((one for one in self.revocations if one.entry == entry), None)

    def standing(self, step: Approval) -> tuple[Entry, ...]:
        """Return what *step* decides on: proposed, not cut so far, of its awards."""
        return tuple(
            entry
            for entry in self.first
            if entry not in self.cut and (step.awards is None or entry.award in step.awards)
        )


def entry_of(one: Candidate | LeftOut) -> Entry:
    """Return the line of a list that something is about."""
    return Entry(award=one.award, unit=one.unit, subject=one.subject)
