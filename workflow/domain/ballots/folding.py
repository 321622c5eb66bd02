"""A ballot is the fold of what happened to it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workflow.domain.ballots.events import (
    BallotOpened,
    BallotSealed,
    BallotVoided,
    DeadlockEnded,
    EnvelopesDestroyed,
    OpinionRecorded,
    ProxyGiven,
    RoundCounted,
    VoidAsked,
    VoteCast,
)
from workflow.domain.ballots.state import Ballot, Proxy
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.stages.machine import Move, build

MACHINE = build(
    ("open", "sealed", "deadlocked", "closed", "void"),
    [
        Move(trigger="vote", source="open", target="open"),
        Move(trigger="seal", source="open", target="sealed"),
        *(
            Move(trigger=trigger, source=source, target=target)
            for source in ("open", "sealed")
            for trigger, target in (
                ("settle", "closed"), ("repeat", "open"), ("deadlock", "deadlocked"),
            )
        ),
        Move(trigger="decide", source="deadlocked", target="closed"),
        *(Move(trigger="annul", source=one, target="void") for one in ("open", "sealed")),
        Move(trigger="annul", source="deadlocked", target="void"),
        Move(trigger="destroy", source="closed", target="closed"),
        Move(trigger="destroy", source="void", target="void"),
    ],
)  # fmt: skip


def evolve(state: Ballot | None, event: Event, call: Call) -> Ballot:
    """Return the ballot after *event*."""
    if isinstance(event, BallotOpened) and state is None:
        return _opened(event, call)
    if state is None or type(event) not in FOLDS:
        raise OutOfPlace(event.kind)
    return FOLDS[type(event)](state, event, call)


def _opened(event: BallotOpened, call: Call) -> Ballot:
    return Ballot(
        rule=event.rule,
        status="open",
        items=event.items,
        voters=event.voters,
        present=event.present,
        trustees=event.trustees,
        staff=dict(event.staff),
        opened_at=call.at,
        opened_by=call.actor.person,
    )


def _cast(state: Ballot, event: VoteCast, _call: Call) -> Ballot:
    cast = state.cast if event.voter in state.cast else (*state.cast, event.voter)
    votes = {**state.votes, event.voter: event.answers} if event.answers else state.votes
    return replace(state, cast=cast, votes=votes)


def _counted(state: Ballot, event: RoundCounted, _call: Call) -> Ballot:
    after = replace(
        state,
        rounds=(*state.rounds, event.round),
        settled={**state.settled, **event.settled},
        envelopes=(),
    )
    if event.deadlocked:
        return replace(after, status="deadlocked")
    if not after.left:
        return replace(after, status="closed")
    return replace(after, status="open", round=state.round + 1, cast=(), votes={}, written={})


def _proxy(state: Ballot, event: ProxyGiven, _call: Call) -> Ballot:
    proxy = Proxy(to=event.to, paper=event.paper)
    return replace(state, proxies={**state.proxies, event.voter: proxy})


def _written(state: Ballot, event: OpinionRecorded, _call: Call) -> Ballot:
    return replace(state, written={**state.written, event.voter: event.answers})


def _sealed(state: Ballot, event: BallotSealed, _call: Call) -> Ballot:
    return replace(state, status="sealed", envelopes=event.envelopes)


def _ended(state: Ballot, event: DeadlockEnded, _call: Call) -> Ballot:
    return replace(state, status="closed", settled={**state.settled, **event.settled})


def _void_asked(state: Ballot, _event: VoidAsked, call: Call) -> Ballot:
    return replace(state, void_asked_by=call.recorder or call.actor.person)


def _voided(state: Ballot, _event: BallotVoided, _call: Call) -> Ballot:
    return replace(state, status="void")


def _destroyed(state: Ballot, _event: EnvelopesDestroyed, _call: Call) -> Ballot:
    return replace(state, envelopes=())


FOLDS: dict[type[Event], Callable[[Ballot, Any, Call], Ballot]] = {
    ProxyGiven: _proxy,
    VoteCast: _cast,
    OpinionRecorded: _written,
    BallotSealed: _sealed,
    RoundCounted: _counted,
    DeadlockEnded: _ended,
    VoidAsked: _void_asked,
    BallotVoided: _voided,
    EnvelopesDestroyed: _destroyed,
}
