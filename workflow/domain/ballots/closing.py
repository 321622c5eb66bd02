"""Closing: the round is counted, by the program or by tellers, and settles what it can."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from definitions.schema.ballots import BallotRule
from workflow.domain.ballots import counting, opening, sealing
from workflow.domain.ballots.box import Box
from workflow.domain.ballots.casting import key, own_barred, running
from workflow.domain.ballots.counting import Poll
from workflow.domain.ballots.events import BallotSealed, RoundCounted
from workflow.domain.ballots.state import Ballot, Outcome, Round, rule_of
from workflow.domain.ballots.turnout import at_a_table
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseBallot(Given):
    """Take no more votes, and count. A secret ballot is sealed, until its keys are brought."""

    ballot: Id


def close_prevents(book: Book, given: CloseBallot, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the ballot from being closed."""
    found = yield from mine(book, given.ballot, call, "seal")
    if found is None:
        return
    ballot, rule = found
    if at_a_table(rule, sealed=bool(ballot.trustees)):
        yield Unmet(code="COUNTED_BY_TELLERS", facts={"ballot": rule.title})
        return
    yield from quorum_prevents(rule, ballot, _there(rule, ballot))
    if rule.method == "consensus":
        against = [
            opening.named(book, one)
            for one, answers in sorted({**ballot.votes, **ballot.written}.items())
            if any(answer != "agree" for answer in answers.values())
        ]
        if against:
            yield Unmet(code="NOT_AGREED", facts={"units": against}, who=("head",))


def mine(
    book: Book, name: str, call: Call, trigger: str
) -> Generator[Unmet, None, tuple[Ballot, BallotRule] | None]:
    """Yield what bars the actor from running a ballot; return it with its rule, if there is one."""
    barred = tuple(running(book, name, trigger))
    yield from barred
    if barred:
        return None
    ballot = book.load(Ballot, key(name))
    rule = rule_of(book, ballot.rule)
    yield from opening.run_prevents(book, rule, ballot.items, call)
    return ballot, rule


def _there(rule: BallotRule, ballot: Ballot) -> int:
    """Return how many count towards the quorum."""
    by_proxy = {one for one in ballot.cast if one in ballot.proxies}
    there = set(ballot.cast) - by_proxy if ballot.present is None else set(ballot.present)
    there |= by_proxy if "proxy" in rule.quorum_with else set()
    there |= set(ballot.written) if "written" in rule.quorum_with else set()
    return len(there)


def quorum_prevents(rule: BallotRule, ballot: Ballot, there: int) -> Iterator[Unmet]:
    """Yield that too few are there."""
    if not counting.quorate(rule, there, ballot.size):
        facts: dict[str, object] = {"present": there, "of": ballot.size, "quorum": rule.quorum}
        yield Unmet(code="NO_QUORUM", facts=facts, who=("head",))


def close(book: Book, given: CloseBallot, _call: Call) -> list[Draft]:
    """Record the count; or, of a secret ballot, what is in the box."""
    ballot = book.load(Ballot, key(given.ballot))
    rule = rule_of(book, ballot.rule)
    if ballot.trustees:
        hashes = sorted(sealing.digest(one) for one in Box.of(book, given.ballot).envelopes)
        return [Draft(stream=key(given.ballot), event=BallotSealed(envelopes=tuple(hashes)))]
    votes = [*ballot.votes.values(), *ballot.written.values()]
    turn = counting.count(poll_of(rule, ballot, taking_part(ballot)), votes)
    return [Draft(stream=key(given.ballot), event=settled_by(rule, ballot, turn))]


def taking_part(ballot: Ballot) -> set[str]:
    """Return who is there, has voted, or has answered in writing."""
    return {*(ballot.present or ()), *ballot.cast, *ballot.written}


def poll_of(rule: BallotRule, ballot: Ballot, there: set[str], number: int | None = None) -> Poll:
    """Return what a round is counted from; *number* of those present where tellers give it."""
    seats = None
    if rule.seats is not None:
        seats = rule.seats - sum(one == "passed" for one in ballot.settled.values())
    present = len(there) if number is None else number
    out = {
        item.id: sum(own_barred(rule, item, one) for one in ballot.voters)
        if rule.own_unit == "leaves_base"
        else 0
        for item in ballot.left
    }
    gone = {
        item.id: out[item.id] if number is not None or item.unit in there else 0
        for item in ballot.left
    }
    base = ballot.size if rule.absent.counted else min(present, ballot.size)
    counted = out if rule.absent.counted else gone
    return Poll(
        rule=rule,
        number=ballot.round,
        items=ballot.left,
        voters={name: max(0, base - less) for name, less in counted.items()},
        present={name: max(0, present - less) for name, less in gone.items()},
        seats_left=seats,
        present_in_all=present,
    )


def settled_by(rule: BallotRule, ballot: Ballot, turn: Round) -> RoundCounted:
    """Return the round with what it settles; what it does not is voted on again, or decided."""
    outcomes: dict[str, Outcome] = {one.item: one.outcome for one in turn.counted}
    carried = sum(one == "passed" for one in (*ballot.settled.values(), *outcomes.values()))
    wanting = rule.fill and rule.seats is not None and carried < rule.seats
    open_still = {
        name for name, outcome in outcomes.items()
        if outcome == "tied" or (wanting and outcome == "failed")
    }  # fmt: skip
    last = turn.number >= rule.rounds
    if last and rule.deadlock is None:
        open_still = set()
    return RoundCounted(
        round=turn,
        settled={name: one for name, one in outcomes.items() if name not in open_still},
        deadlocked=last and bool(open_still),
    )
