"""The end of a ballot that votes did not bring about: an officer's word, or its being void."""

from collections.abc import Iterator
from dataclasses import dataclass

from definitions.schema.ballots import BallotRule
from workflow.domain import access
from workflow.domain.ballots.casting import key, own_barred, running
from workflow.domain.ballots.closing import mine
from workflow.domain.ballots.events import (
    BallotVoided,
    DeadlockEnded,
    EnvelopesDestroyed,
    VoidAsked,
)
from workflow.domain.ballots.state import Ballot, Outcome, rule_of
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class EndDeadlock(Given):
    """Choose, of the items that votes left open, those that carry."""

    ballot: Id
    chosen: tuple[Id, ...] = ()
    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidBallot(Given):
    """Ask for a ballot to be void."""

    ballot: Id
    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmVoid(Given):
    """Agree, as a second person, that a ballot is void."""

    ballot: Id


@dataclass(frozen=True, kw_only=True, slots=True)
class DestroyEnvelopes(Given):
    """Remove the envelopes of a secret ballot, after the time for complaints."""

    ballot: Id
    reason: Words


def deadlock_prevents(book: Book, given: EndDeadlock, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the officer from settling it."""
    barred = tuple(running(book, given.ballot, "decide"))
    yield from barred
    if barred:
        return
    ballot = book.load(Ballot, key(given.ballot))
    rule, left = rule_of(book, ballot.rule), [item.id for item in ballot.left]
    officer = rule.deadlock.seat if rule.deadlock else "admin"
    if call.actor.seat != officer and not access.plays(book, call, officer):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": [officer]}, who=(officer,))
    for name in [one for one in given.chosen if one not in left]:
        yield Unmet(code="NO_SUCH_ITEM", facts={"item": name, "items": left})
    own = access.own_units(book, call)
    for item in ballot.left:
        if any(own_barred(rule, item, unit) for unit in own):
            yield Unmet(code="OWN_UNIT", facts={"unit": item.title or item.id}, who=("admin",))
    yield from _seats_prevent(rule, ballot, given)


def _seats_prevent(rule: BallotRule, ballot: Ballot, given: EndDeadlock) -> Iterator[Unmet]:
    if rule.seats is None:
        return
    seats = rule.seats - sum(one == "passed" for one in ballot.settled.values())
    wrong = len(set(given.chosen)) != seats if rule.fill else len(set(given.chosen)) > seats
    if wrong:
        facts: dict[str, object] = {"chosen": len(set(given.chosen)), "seats": seats}
        yield Unmet(code="SEATS_NOT_FILLED", facts=facts)


def end_deadlock(book: Book, given: EndDeadlock, _call: Call) -> list[Draft]:
    """Record the officer's choice; what is not chosen is cut."""
    settled: dict[str, Outcome] = {
        item.id: "passed" if item.id in given.chosen else "cut"
        for item in book.load(Ballot, key(given.ballot)).left
    }
    event = DeadlockEnded(chosen=given.chosen, reason=given.reason, settled=settled)
    return [Draft(stream=key(given.ballot), event=event)]


def void_asked_prevents(book: Book, given: VoidBallot, call: Call) -> Iterator[Unmet]:
    """Yield what prevents somebody from asking for a ballot to be void."""
    yield from mine(book, given.ballot, call, "annul")


def ask_void(_book: Book, given: VoidBallot, _call: Call) -> list[Draft]:
    """Record that somebody asks for it."""
    return [Draft(stream=key(given.ballot), event=VoidAsked(reason=given.reason))]


def void_prevents(book: Book, given: ConfirmVoid, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a ballot from being void: nobody asked, or the same person did."""
    yield from running(book, given.ballot, "annul")
    ballot = book.find(Ballot, key(given.ballot))
    if ballot is not None and ballot.void_asked_by is None:
        yield Unmet(code="VOID_NOT_ASKED", facts={"ballot": given.ballot}, who=("head",))
    elif ballot is not None and ballot.void_asked_by in {call.actor.person, call.recorder}:
        yield Unmet(code="SECOND_PERSON", facts={"person": ballot.void_asked_by})


def void(_book: Book, given: ConfirmVoid, _call: Call) -> list[Draft]:
    """Record that the ballot is void."""
    return [Draft(stream=key(given.ballot), event=BallotVoided())]


def destroy_prevents(book: Book, given: DestroyEnvelopes, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the envelopes from being removed."""
    yield from mine(book, given.ballot, call, "destroy")


def destroy(_book: Book, given: DestroyEnvelopes, _call: Call) -> list[Draft]:
    """Record that the envelopes are removed; the same transaction empties the box."""
    event = EnvelopesDestroyed(reason=given.reason)
    return [Draft(stream=key(given.ballot), event=event)]
