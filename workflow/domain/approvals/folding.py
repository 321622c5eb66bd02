"""From events to the state of the approvals of a bloc year."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workflow.domain.approvals import events as happened
from workflow.domain.approvals.handed import HANDED, Handed
from workflow.domain.approvals.state import (
    PREPARER,
    Answer,
    Approval,
    Approvals,
    Last,
    Routed,
    Turn,
)
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.stages.machine import Move, build, next_state
from workflow.domain.stages.moving import Moved

VERBS = (
    "approve", "reject", "return", "withdraw", "transfer", "delegate", "give_opinion",
    "add_signer", "remove_signer", "urge", "comment",
)  # fmt: skip
"""What people do to an open step."""

MACHINE = build(
    ["none", "open", "returned", "rejected", "approved", "void"],
    [
        *(Move(trigger="request", source=source, target="open")
          for source in ("none", "returned", "rejected", "approved")),
        *(Move(trigger=verb, source="open", target="open") for verb in VERBS),
        Move(trigger="withdraw", source="approved", target="open"),
        *(Move(trigger="comment", source=ended, target=ended)
          for ended in ("returned", "rejected", "approved")),
        Move(trigger="go_on", source="open", target="open"),
        *(Move(trigger=f"end_{end}", source="open", target=end)
          for end in ("returned", "rejected", "approved", "void")),
    ],
)  # fmt: skip
"""Where an approval may go. Whether a verb is allowed to somebody is asked of the rules first."""


def evolve(state: Approvals | None, event: Event, call: Call) -> Approvals:
    """Return the approvals after *event*."""
    before = state or Approvals()
    match event:
        case happened.ApprovalRequested():
            return _with(before, _requested(before.of_stage(event.stage), event, call))
        case happened.ApprovalContinued():
            return _with(before, _continued(event))
        case happened.ApprovalEnded():
            return _with(before, _ended(before.of_stage(event.stage), event))
    found = before.of_step(getattr(event, "step", ""))
    if found is None or type(event) not in FOLDS:
        raise OutOfPlace(event.kind)
    trigger, fold = FOLDS[type(event)]
    next_state(MACHINE, found.status, trigger)
    return _with(before, fold(found, event, call))


def _with(state: Approvals, changed: Approval) -> Approvals:
    others = [one for one in state.approvals if one.stage != changed.stage]
    return Approvals(approvals=tuple(sorted((*others, changed), key=lambda one: one.stage)))


def _requested(before: Approval | None, event: happened.ApprovalRequested, call: Call) -> Approval:
    next_state(MACHINE, before.status if before else "none", "request")
    return Approval(
        stage=event.stage, status="open", of=event.of, steps=event.steps,
        preparers=call.hands, comment=event.comment, earlier=event.earlier,
    )  # fmt: skip


def _continued(event: happened.ApprovalContinued) -> Approval:
    turns = tuple(
        Turn(step=one.step, opened_at=one.at, outcome="passed", answers=(
            Answer(person=one.person, owner=one.person, seat="", side=None, verdict="approve",
                   at=one.at),
        ))
        for one in event.decided
    )  # fmt: skip
    return Approval(
        stage=event.stage, status="open", of=event.of, steps=event.steps,
        preparers=(event.preparer,), turns=turns,
    )  # fmt: skip


def _ended(before: Approval | None, event: happened.ApprovalEnded) -> Approval:
    if before is None:
        raise OutOfPlace(event.kind)
    next_state(MACHINE, before.status, f"end_{event.outcome}")
    return replace(before, status=event.outcome, comment=event.reason)


def _now(approval: Approval, event: Any) -> Turn:  # noqa: ANN401 - any event of a step
    if approval.turn is None or approval.turn.step != event.step:
        raise OutOfPlace(event.kind)
    return approval.turn


def _turned(approval: Approval, turn: Turn) -> Approval:
    return replace(approval, turns=(*approval.turns[:-1], turn))


def _opened(approval: Approval, event: happened.StepOpened, call: Call) -> Approval:
    turn = approval.turn
    if turn and turn.step == event.step:
        again = replace(turn, due=event.due, asked=event.people)
        return _turned(approval, _put_off(again, event, call))
    fresh = Turn(
        step=event.step, opened_at=call.at, due=event.due, asked=event.people,
        calendar=event.calendar, since=event.since,
    )  # fmt: skip
    return replace(approval, turns=(*approval.turns, fresh))


def _put_off(turn: Turn, event: happened.StepOpened, call: Call) -> Turn:
    """Return a turn after its year stood still; earlier releases did not keep since when."""
    if event.was is None or event.due is None or event.was == event.due:
        return turn
    move = Moved(
        cause="suspension", was=event.was, due=event.due, reason=event.reason or "",
        by=call.actor.person, on=call.at,
    )  # fmt: skip
    return replace(turn, moves=(*turn.moves, move))


def _counted(approval: Approval, event: happened.StepCounted, _call: Call) -> Approval:
    turn = replace(_now(approval, event), due=event.due, since=event.since, calendar=event.calendar)
    return _turned(approval, turn)


def _moved(approval: Approval, event: happened.StepMoved, call: Call) -> Approval:
    turn = _now(approval, event)
    move = Moved(
        cause="calendar", was=event.was, due=event.due, reason=event.reason,
        by=call.actor.person, on=call.at, calendar=event.calendar,
    )  # fmt: skip
    return _turned(approval, replace(turn, due=event.due, moves=(*turn.moves, move)))


def _approved(approval: Approval, event: happened.StepApproved, call: Call) -> Approval:
    return _answered(approval, event, Answer(
        person=call.actor.person, owner=event.owner, seat=call.actor.seat, side=event.side,
        verdict="approve", at=call.at, capacity=event.capacity, paper=event.paper,
        comment=event.comment, cut=event.cut, number=event.number, signed_on=event.signed_on,
        effective_on=event.effective_on,
    ))  # fmt: skip


def _rejected(approval: Approval, event: happened.StepRejected, call: Call) -> Approval:
    return _answered(approval, event, Answer(
        person=call.actor.person, owner=event.owner, seat=call.actor.seat, side=event.side,
        verdict="reject", at=call.at, capacity=event.capacity, paper=event.paper,
        comment=event.reason,
    ))  # fmt: skip


def _answered(approval: Approval, event: Event, answer: Answer) -> Approval:
    turn = _now(approval, event)
    if any(answer.people & one.people for one in turn.answers):
        raise OutOfPlace(event.kind)
    last = Last(verb=answer.verdict, step=turn.step, person=answer.person, at=answer.at)
    answered = replace(turn, answers=(*turn.answers, answer))
    return replace(_turned(approval, answered), last=last)


def _returned(approval: Approval, event: happened.StepReturned, call: Call) -> Approval:
    _now(approval, event)
    last = Last(verb="return", step=event.step, person=call.actor.person, at=call.at)
    back = replace(approval, comment=event.comment, last=last)
    if event.to == PREPARER:
        next_state(MACHINE, approval.status, "end_returned")
        return replace(back, status="returned")
    places = [turn.step for turn in approval.turns[:-1]]
    if event.to not in places:
        raise OutOfPlace(event.kind)
    return replace(back, turns=approval.turns[: places.index(event.to)])


def _withdrawn(approval: Approval, event: happened.DecisionWithdrawn, call: Call) -> Approval:
    turns = approval.turns[:-1] if event.undone else approval.turns
    if not turns or turns[-1].step != event.step:
        raise OutOfPlace(event.kind)
    turn, person = turns[-1], call.actor.person
    said = tuple(one for one in turn.answers if one.person != person)
    asked = tuple(one for one in turn.delegations if one.owner != person or one.opinion is not None)
    return replace(
        approval,
        status="open",
        turns=(*turns[:-1], replace(turn, answers=said, delegations=asked, outcome=None)),
    )


def _urged(approval: Approval, event: happened.SignersUrged, call: Call) -> Approval:
    return _turned(approval, replace(_now(approval, event), urged_at=call.now))


def _commented(approval: Approval, _event: happened.StepCommented, _call: Call) -> Approval:
    return approval


def _passed(approval: Approval, event: happened.StepPassed, _call: Call) -> Approval:
    return _turned(approval, replace(_now(approval, event), outcome=event.outcome))


def _expired(approval: Approval, event: happened.StepExpired, _call: Call) -> Approval:
    return _turned(approval, replace(_now(approval, event), expired=True))


def _routed(approval: Approval, event: happened.StepRouted, _call: Call) -> Approval:
    turn = _now(approval, event)
    kept = [one for one in turn.routed if one.side not in event.sides]
    fresh = [Routed(side=side, office=event.office) for side in event.sides]
    return _turned(approval, replace(turn, routed=(*kept, *fresh), stuck=False))


def _stuck(approval: Approval, event: happened.StepStuck, _call: Call) -> Approval:
    return _turned(approval, replace(_now(approval, event), stuck=True))


def _changed(approval: Approval, event: happened.SignersChanged, _call: Call) -> Approval:
    turn = _now(approval, event)
    return _turned(approval, replace(turn, asked=(*turn.asked, *event.came), stuck=False))


Fold = Callable[[Approval, Any, Call], Approval]


def _on_turn(fold: Handed) -> Fold:
    """Return the fold of an event that changes the open turn and nothing else."""
    return lambda approval, event, call: _turned(approval, fold(_now(approval, event), event, call))


FOLDS: dict[type[Event], tuple[str, Fold]] = {
    happened.StepOpened: ("go_on", _opened),
    happened.StepCounted: ("go_on", _counted),
    happened.StepMoved: ("go_on", _moved),
    happened.StepApproved: ("approve", _approved),
    happened.StepRejected: ("reject", _rejected),
    happened.StepReturned: ("return", _returned),
    happened.DecisionWithdrawn: ("withdraw", _withdrawn),
    **{kind: (verb, _on_turn(fold)) for kind, (verb, fold) in HANDED.items()},
    happened.SignersUrged: ("urge", _urged),
    happened.StepCommented: ("comment", _commented),
    happened.StepPassed: ("go_on", _passed),
    happened.StepExpired: ("go_on", _expired),
    happened.StepRouted: ("go_on", _routed),
    happened.StepStuck: ("go_on", _stuck),
    happened.SignersChanged: ("go_on", _changed),
}
"""What each event of a step is to the machine, and how it is folded."""
