"""The nomination as it stands: its four lists, what was cut, and what each event does to them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from definitions.schema.approvals import Approval
from workflow.domain.approvals.events import StepExpired, StepOpened
from workflow.domain.dossiers import Dossier, DossierReceived
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.proposal import Candidate, LeftOut, LeftOuts, NextProposed, PassedOver
from workflow.domain.quotas import Allotment
from workflow.domain.step_votes import LineVote

KEY = "nomination"
Verdict = Literal["approve", "return"]


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
class Nomination:
    """The state of the nomination: its lists, and what was cut.

    Whose move it is stands in the approval of the stage. `open_step`, `open_until` and `expired`
    are of nominations that began before approvals had a history of their own.
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

    def followed(self, entry: Entry) -> Following | None:
        """Return that *entry* was proposed later than the others."""
        return next((one for one in self.following if one.entry == entry), None)

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
    writes: Literal["appraised", "passed", "decided"]
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
    writes: Literal["appraised", "passed", "decided"]
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
class NominationDecided(Event):
    """No step is left: the decided list is complete."""

    kind: ClassVar[str] = "nomination_decided"


Afterwards = LateDecided | RevocationAsked | AwardRevoked | DossierReceived | NextProposed
"""What may happen to some lines beside the chain, or after it."""


def entry_of(one: Candidate | LeftOut) -> Entry:
    """Return the line of a list that something is about."""
    return Entry(award=one.award, unit=one.unit, subject=one.subject)


def evolve(  # noqa: C901 - one line for each event
    state: Nomination | None, event: Event, call: Call
) -> Nomination:
    """Return the nomination after *event*."""
    if isinstance(event, Afterwards) and state:
        return _afterwards(state, event, call)
    match event, state:
        case NominationProposed(), _:
            return Nomination(
                status="proposed",
                proposer=call.actor.person,
                proposed=tuple(entry_of(one) for one in event.candidates),
                proposed_on=event.proposed_on,
            )
        case StepOpened(), Nomination():
            return replace(state, open_step=event.step, open_until=event.due)
        case StepDecided(), Nomination():
            return _decided(state, event, call)
        case StepExpired(), Nomination():
            return replace(state, expired=(*state.expired, event.step))
        case NominationDecided(), Nomination():
            return replace(state, status="decided")
        case NominationRejected(), Nomination():
            return replace(state, status="rejected", comment=event.reason)
        case NominationReopened(), Nomination():
            return replace(
                state, steps=state.steps[: event.steps], appraised=event.appraised,
                passed=event.passed, decided=event.decided, cut=event.cut,
            )  # fmt: skip
    raise OutOfPlace(event.kind)


def _afterwards(state: Nomination, event: Afterwards, call: Call) -> Nomination:
    """Return the nomination after what may happen to some lines beside the chain, or after it."""
    match event:
        case DossierReceived():
            return replace(state, dossiers=(*state.dossiers, event.dossier))
        case LateDecided():
            return _late(state, event, call)
        case RevocationAsked():
            asked = Revocation(
                entry=Entry(award=event.award, unit=event.unit, subject=event.subject),
                reason=event.reason, paper=event.paper,
                asked_by=call.actor.person, asked_at=call.at,
            )  # fmt: skip
            return replace(state, revocations=(*state.revocations, asked))
        case AwardRevoked():
            return replace(state, revocations=tuple(_revoked(state, event, call)))
        case NextProposed():
            new = tuple(entry_of(one) for one in event.candidates)
            added = [Following(entry=one, proposer=call.actor.person) for one in new]
            proposed, following = (*state.proposed, *new), (*state.following, *added)
            return replace(state, proposed=proposed, following=following)


def _late(state: Nomination, event: LateDecided, call: Call) -> Nomination:
    entry = Entry(award=event.award, unit=event.unit, subject=event.subject)
    taken = OneStep(
        step=event.step,
        entry=entry,
        person=call.actor.person,
        number=event.number,
        signed_on=event.signed_on,
        effective_on=event.effective_on,
        at=call.at,
    )
    after = replace(state, late=(*state.late, taken))
    if event.verdict == "cut":
        return replace(after, cut=(*after.cut, entry))
    return _written(after, event.writes, (entry,))


def _revoked(state: Nomination, event: AwardRevoked, call: Call) -> Iterator[Revocation]:
    wanted = Entry(award=event.award, unit=event.unit, subject=event.subject)
    for one in state.revocations:
        confirmed = replace(one, confirmed_by=call.actor.person, confirmed_at=call.at)
        yield confirmed if one.entry == wanted else one


def _decided(state: Nomination, event: StepDecided, call: Call) -> Nomination:
    record = StepRecord(
        step=event.step,
        verdict=event.verdict,
        person=call.actor.person,
        at=call.at,
        number=event.number,
        signed_on=event.signed_on,
        effective_on=event.effective_on,
    )
    after = replace(
        state, steps=(*state.steps, record), open_step=None, open_until=None, comment=event.comment
    )
    if event.verdict == "return":
        return replace(after, status="returned")
    gone = tuple(entry_of(one) for one in event.cut)
    missed = tuple(OneStep(step=event.step, entry=entry) for entry in event.held)
    after = replace(after, cut=(*after.cut, *gone), missed=(*after.missed, *missed))
    return _written(after, event.writes, event.entries)


def _written(
    state: Nomination,
    writes: Literal["appraised", "passed", "decided"],
    entries: tuple[Entry, ...],
) -> Nomination:
    match writes:
        case "appraised":
            return replace(state, appraised=(*state.appraised, *entries))
        case "passed":
            return replace(state, passed=(*state.passed, *entries))
        case "decided":
            return replace(state, decided=(*state.decided, *entries))
