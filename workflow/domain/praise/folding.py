"""From events to the state of the proposals for praise."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.praise import events as happened
from workflow.domain.praise.state import Praise, PraiseDecision, PraiseRevocation, Praises
from workflow.domain.stages.moving import Moved


def evolve(state: Praises | None, event: Event, call: Call) -> Praises:
    """Return the proposals after *event*."""
    before = state or Praises()
    if isinstance(event, happened.PraiseProposed):
        fresh = _proposed(event, call)
        if before.find(event.id):
            return _with(before, fresh)
        return Praises(praises=(*before.praises, fresh))
    fold, known = FOLDS.get(type(event)), before.find(getattr(event, "id", ""))
    if fold is None or known is None:
        raise OutOfPlace(event.kind)
    return _with(before, fold(known, event, call))


def _with(state: Praises, changed: Praise) -> Praises:
    return Praises(praises=tuple(changed if one.id == changed.id else one for one in state.praises))


def _proposed(event: happened.PraiseProposed, call: Call) -> Praise:
    return Praise(
        id=event.id,
        unit=event.unit,
        reason=event.reason,
        round=event.round,
        proposer=call.actor.person,
        person=event.person,
        campaign=event.campaign,
        award=event.award,
        to=event.to,
        achievement=event.achievement,
        asked_at=call.at if event.due else None,
        due=event.due,
        calendar=event.calendar,
        event_on=event.event_on,
        last_day=event.last_day,
    )


def _answered(praise: Praise, event: happened.PraiseAnswered, _call: Call) -> Praise:
    if event.answer == "return":
        return replace(praise, back="proposer", comment=event.comment, due=None, moves=())
    return replace(
        praise, answer=event.answer, comment=event.comment, answered_by=event.by, back=None
    )


def _decided(praise: Praise, event: happened.PraiseDecided, call: Call) -> Praise:
    decision = PraiseDecision(
        step=event.step,
        verdict=event.verdict,
        person=call.actor.person,
        at=call.at,
        comment=event.comment,
        number=event.number,
        signed_on=event.signed_on,
        effective_on=event.effective_on,
    )
    return replace(praise, decisions=(*praise.decisions, decision))


def _returned(praise: Praise, event: happened.PraiseReturned, call: Call) -> Praise:
    return replace(
        praise, answer=None, answered_by=None, decisions=(), back="bloc", comment=event.comment,
        asked_at=call.at if event.due else None, due=event.due, calendar=event.calendar,
        overdue=False, moves=(),
    )  # fmt: skip


def _reopened(praise: Praise, event: happened.PraiseReopened, _call: Call) -> Praise:
    return replace(praise, decisions=praise.decisions[: event.decisions])


def _withdrawn(praise: Praise, _event: happened.PraiseWithdrawn, _call: Call) -> Praise:
    return replace(praise, withdrawn=True, back=None)


def _overdue(praise: Praise, _event: happened.PraiseOverdue, _call: Call) -> Praise:
    return replace(praise, overdue=True)


def _moved(praise: Praise, event: happened.PraiseMoved, call: Call) -> Praise:
    move = Moved(
        cause=event.cause, was=event.was, due=event.due, reason=event.reason,
        by=call.actor.person, on=call.at, calendar=event.calendar,
    )  # fmt: skip
    return replace(praise, due=event.due, moves=(*praise.moves, move))


def _revocation(praise: Praise, event: happened.PraiseRevocationAsked, call: Call) -> Praise:
    asked = PraiseRevocation(
        reason=event.reason, paper=event.paper, asked_by=call.actor.person, asked_at=call.at
    )
    return replace(praise, revocation=asked)


def _revoked(praise: Praise, event: happened.PraiseRevoked, call: Call) -> Praise:
    if praise.revocation is None:
        raise OutOfPlace(event.kind)
    confirmed = replace(praise.revocation, confirmed_by=call.actor.person, confirmed_at=call.at)
    return replace(praise, revocation=confirmed)


FOLDS: dict[type[Event], Callable[[Praise, Any, Call], Praise]] = {
    happened.PraiseAnswered: _answered,
    happened.PraiseDecided: _decided,
    happened.PraiseReturned: _returned,
    happened.PraiseReopened: _reopened,
    happened.PraiseWithdrawn: _withdrawn,
    happened.PraiseOverdue: _overdue,
    happened.PraiseMoved: _moved,
    happened.PraiseRevocationAsked: _revocation,
    happened.PraiseRevoked: _revoked,
}
"""What happens to a proposal once it was made, and how it is folded."""
