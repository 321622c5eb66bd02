"""What becomes of a step's turn when parts of it are handed on, come back, or signers are added."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workflow.domain.approvals import events as happened
from workflow.domain.approvals.state import Delegation, Signer, Transfer, Turn
from workflow.domain.model import Call, Event


def _transferred(turn: Turn, event: happened.StepTransferred, _call: Call) -> Turn:
    moved = Transfer(owner=event.owner, to=event.to)
    signers = tuple(
        replace(one, person=event.to) if one.person == event.owner else one for one in turn.signers
    )
    return replace(turn, transfers=(*turn.transfers, moved), signers=signers)


def _delegated(turn: Turn, event: happened.StepDelegated, _call: Call) -> Turn:
    asked = Delegation(owner=event.owner, to=event.to)
    return replace(turn, delegations=(*turn.delegations, asked))


def _opinion(turn: Turn, event: happened.OpinionGiven, call: Call) -> Turn:
    given = tuple(
        replace(one, opinion=event.opinion)
        if (one.owner, one.to, one.opinion) == (event.owner, call.actor.person, None)
        else one
        for one in turn.delegations
    )
    return replace(turn, delegations=given)


def _part_returned(turn: Turn, event: happened.PartReturned, _call: Call) -> Turn:
    gone = (event.owner, event.to)
    moved = any((one.owner, one.to) == gone for one in turn.transfers)
    left = replace(
        turn,
        transfers=tuple(one for one in turn.transfers if (one.owner, one.to) != gone),
        delegations=tuple(
            one for one in turn.delegations if (one.owner, one.to) != gone or one.opinion
        ),
    )
    signers = tuple(
        replace(one, person=event.owner) if moved and one.person == event.to else one
        for one in turn.signers
    )
    return replace(left, signers=signers)


def _signer_added(turn: Turn, event: happened.SignerAdded, call: Call) -> Turn:
    added = Signer(person=event.person, place=event.place, by=call.actor.person)
    if event.instead:
        signers = tuple(added if one.person == event.instead else one for one in turn.signers)
        return replace(turn, signers=signers, stuck=False)
    return replace(turn, signers=(*turn.signers, added))


def _signer_removed(turn: Turn, event: happened.SignerRemoved, _call: Call) -> Turn:
    left = tuple(one for one in turn.signers if one.person != event.person)
    return replace(turn, signers=left)


def _signer_routed(turn: Turn, event: happened.SignerRouted, _call: Call) -> Turn:
    return _signer_now(turn, event, lambda one: replace(one, office=event.office))


def _signer_returned(turn: Turn, event: happened.SignerReturned, _call: Call) -> Turn:
    return _signer_now(turn, event, lambda one: replace(one, returned=True))


def _signer_now(
    turn: Turn,
    event: happened.SignerRouted | happened.SignerReturned,
    change: Callable[[Signer], Signer],
) -> Turn:
    signers = tuple(
        change(one) if one.person == event.person else one for one in turn.signers
    )  # fmt: skip
    return replace(turn, signers=signers, stuck=False)


Handed = Callable[[Turn, Any, Call], Turn]

HANDED: dict[type[Event], tuple[str, Handed]] = {
    happened.StepTransferred: ("transfer", _transferred),
    happened.StepDelegated: ("delegate", _delegated),
    happened.OpinionGiven: ("give_opinion", _opinion),
    happened.PartReturned: ("go_on", _part_returned),
    happened.SignerAdded: ("add_signer", _signer_added),
    happened.SignerRemoved: ("remove_signer", _signer_removed),
    happened.SignerRouted: ("go_on", _signer_routed),
    happened.SignerReturned: ("go_on", _signer_returned),
}
"""What each of these events is to the machine, and how it is folded into the turn."""
