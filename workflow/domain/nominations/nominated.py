"""How each event changes the nomination."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow.domain.approvals.events import StepExpired, StepOpened
from workflow.domain.awards.proposal import NextProposed
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.nominations.dossiers import DossierReceived, first_of
from workflow.domain.nominations.lists import (
    Entry,
    Following,
    Later,
    Nomination,
    OneStep,
    Revocation,
    StepRecord,
    Writes,
    entry_of,
)
from workflow.domain.nominations.nominating import (
    AwardRevoked,
    JudgedAnew,
    LateDecided,
    NominationDecided,
    NominationProposed,
    NominationRejected,
    NominationReopened,
    NominationWithdrawn,
    RevocationAsked,
    StepDecided,
)

Afterwards = (
    LateDecided | RevocationAsked | AwardRevoked | DossierReceived | NextProposed | JudgedAnew
)
"""What may happen to some lines beside the chain, or after it."""


def evolve(  # noqa: C901, PLR0911 - one line for each event
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
                in_time=_in_time(state) if state else (),
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
        case NominationWithdrawn(), Nomination():
            return replace(state, status="returned", comment=event.reason)
        case NominationReopened(), Nomination():
            return replace(
                state, steps=state.steps[: event.steps], appraised=event.appraised,
                passed=event.passed, decided=event.decided, cut=event.cut,
            )  # fmt: skip
    raise OutOfPlace(event.kind)


def _in_time(before: Nomination) -> tuple[str, ...]:
    """Return the awards whose dossier was there by its day, however often the list went back."""
    came = (
        one.award
        for one in before.proposed
        if (had := first_of(before.dossiers_of(one), one.award)) and had.late_of(one.award) is None
    )
    return tuple(dict.fromkeys((*before.in_time, *came)))


def _afterwards(state: Nomination, event: Afterwards, call: Call) -> Nomination:
    """Return the nomination after what may happen to some lines beside the chain, or after it."""
    match event:
        case DossierReceived():
            return replace(state, dossiers=(*state.dossiers, event.dossier))
        case JudgedAnew():
            judged = Later(
                cause=event.cause, unit=event.unit, source=event.source, doubts=event.doubts,
                by=call.actor.person, at=call.at, others=event.others,
            )  # fmt: skip
            return replace(state, later=(*state.later, judged))
        case LateDecided():
            return _late(state, event, call)
        case RevocationAsked():
            return replace(state, revocations=(*state.revocations, asked(event, call)))
        case AwardRevoked():
            return replace(state, revocations=tuple(revoked(state.revocations, event, call)))
        case NextProposed():
            new = tuple(entry_of(one) for one in event.candidates)
            by, day = call.actor.person, event.proposed_on
            added = [Following(entry=one, proposer=by, proposed_on=day) for one in new]
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


def asked(event: RevocationAsked, call: Call) -> Revocation:
    """Return that an award is to be taken back."""
    return Revocation(
        entry=Entry(award=event.award, unit=event.unit, subject=event.subject),
        reason=event.reason, paper=event.paper, asked_by=call.actor.person, asked_at=call.at,
    )  # fmt: skip


def revoked(before: Iterable[Revocation], event: AwardRevoked, call: Call) -> Iterator[Revocation]:
    """Yield what was to be taken back, once somebody else has confirmed one of them."""
    wanted = Entry(award=event.award, unit=event.unit, subject=event.subject)
    for one in before:
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
    writes: Writes,
    entries: tuple[Entry, ...],
) -> Nomination:
    match writes:
        case "appraised":
            return replace(state, appraised=(*state.appraised, *entries))
        case "passed":
            return replace(state, passed=(*state.passed, *entries))
        case "decided":
            return replace(state, decided=(*state.decided, *entries))
