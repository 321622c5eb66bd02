"""Casting: each voter once, in their own name, by proxy, or in writing when absent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from definitions.schema.ballots import BallotRule
from workflow.domain.ballots import opening
from workflow.domain.ballots.events import OpinionRecorded, ProxyGiven, VoteCast
from workflow.domain.ballots.folding import MACHINE
from workflow.domain.ballots.sealing import is_envelope, sealed_size
from workflow.domain.ballots.state import KIND, Answer, Ballot, Item, rule_of
from workflow.domain.ballots.turnout import at_a_table
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Name
from workflow.domain.stages.machine import allows


@dataclass(frozen=True, kw_only=True, slots=True)
class CastVote(Given):
    """Vote. `answers` by item; or, in a secret ballot, the `sealed` envelope (hexadecimal).

    `voter` is named when voting as somebody's proxy. An envelope may be replaced until the close.
    """

    ballot: Id
    answers: dict[Id, Answer] = field(default_factory=dict)
    sealed: str | None = None
    voter: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveProxy(Given):
    """Name in writing who votes in one's place."""

    ballot: Id
    to: Id
    paper: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordOpinion(Given):
    """Enter the written answer of a voter who is absent."""

    ballot: Id
    voter: Id
    answers: dict[Id, Answer]
    paper: Name


def key(ballot: str) -> str:
    """Return the stream of a ballot."""
    return f"{KIND}/{ballot}"


def running(book: Book, ballot: str, trigger: str = "vote") -> Iterator[Unmet]:
    """Yield that there is no such ballot, or that it does not take this any more."""
    found = book.find(Ballot, key(ballot))
    if found is None:
        yield Unmet(code="NO_SUCH_BALLOT", facts={"ballot": ballot})
    elif not allows(MACHINE, found.status, trigger):
        yield Unmet(code="BALLOT_STATUS", facts={"ballot": ballot, "ballot_status": found.status})


def voter_of(book: Book, ballot: Ballot, call: Call) -> str:
    """Return whom the actor votes for in their own name: their unit, or themself."""
    by_person = rule_of(book, ballot.rule).voters.office is not None
    return call.actor.person if by_person else call.actor.unit or call.actor.person


def cast_prevents(book: Book, given: CastVote, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a vote: not a voter, no proxy, an answer that the paper does not have."""
    barred = tuple(running(book, given.ballot))
    yield from barred
    if barred:
        return
    ballot = book.load(Ballot, key(given.ballot))
    rule, own = rule_of(book, ballot.rule), voter_of(book, ballot, call)
    voter = given.voter or own
    if own not in ballot.voters:
        yield Unmet(code="NOT_A_VOTER", facts={"voter": opening.named(book, own)})
    if voter != own:
        proxy = ballot.proxies.get(voter)
        if proxy is None or proxy.to != own:
            yield Unmet(code="NO_PROXY", facts={"voter": opening.named(book, voter)})
    elif voter in ballot.proxies:
        yield Unmet(code="PROXY_GIVEN", facts={"to": opening.named(book, ballot.proxies[voter].to)})
    if voter in ballot.written:
        yield Unmet(code="ANSWERED_IN_WRITING", facts={"voter": opening.named(book, voter)})
    if ballot.present is not None and own not in ballot.present:
        yield Unmet(code="NOT_PRESENT", facts={"unit": opening.named(book, own)})
    yield from _paper_prevents(rule, ballot, voter, given, call)


def _paper_prevents(
    rule: BallotRule, ballot: Ballot, voter: str, given: CastVote, call: Call
) -> Iterator[Unmet]:
    if at_a_table(rule, sealed=bool(ballot.trustees)):
        yield Unmet(code="COUNTED_BY_TELLERS", facts={"ballot": rule.title})
    elif rule.method != "secret":
        if given.sealed is not None:
            yield Unmet(code="NOT_SECRET", facts={"ballot": rule.title})
        if voter in ballot.cast:
            yield Unmet(code="VOTED_ALREADY", facts={"ballot": rule.title})
        yield from answers_prevent(rule, ballot, voter, given.answers)
    else:
        if call.recorder:
            yield Unmet(code="VOTE_NOT_ONES_OWN", facts={"ballot": rule.title})
        size = sealed_size(len(ballot.left), len(ballot.trustees))
        if given.answers or not is_envelope(given.sealed, size):
            yield Unmet(code="ENVELOPE_WRONG", facts={"size": size})


def answers_prevent(
    rule: BallotRule, ballot: Ballot, voter: str, answers: Mapping[str, Answer]
) -> Iterator[Unmet]:
    """Yield what is wrong with the answers of one voter: all items of the round, and no others."""
    left = {item.id: item for item in ballot.left}
    for name in [one for one in answers if one not in left]:
        yield Unmet(code="NO_SUCH_ITEM", facts={"item": name, "items": list(left)})
    for item in left.values():
        answer = answers.get(item.id)
        if own_barred(rule, item, voter):
            if answer not in {None, "blank"}:
                yield Unmet(code="OWN_UNIT_VOTE", facts={"item": item.id})
        elif answer is None:
            yield Unmet(code="ANSWER_MISSING", facts={"item": item.title or item.id})
        elif answer == "lower" and item.award not in rule.lower:
            yield Unmet(code="NO_LOWER_TITLE", facts={"item": item.title or item.id})
    agreed = sum(answer == "agree" for answer in answers.values())
    if rule.choose_most and agreed > rule.choose_most:
        yield Unmet(code="TOO_MANY_CHOSEN", facts={"chosen": agreed, "most": rule.choose_most})


def own_barred(rule: BallotRule, item: Item, voter: str) -> bool:
    """Whether a voter keeps out of an item because it is about their own unit."""
    return rule.own_unit != "votes" and item.unit == voter


def cast(book: Book, given: CastVote, call: Call) -> list[Draft]:
    """Record that a voter has voted; what, only where the ballot is open."""
    ballot = book.load(Ballot, key(given.ballot))
    own = voter_of(book, ballot, call)
    voter = given.voter or own
    event = VoteCast(voter=voter, answers=dict(given.answers), proxy=own if voter != own else None)
    return [Draft(stream=key(given.ballot), event=event)]


def proxy_prevents(book: Book, given: GiveProxy, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a proxy: not allowed, too many for one, a chain, or voted already."""
    barred = tuple(running(book, given.ballot))
    yield from barred
    if barred:
        return
    ballot = book.load(Ballot, key(given.ballot))
    rule, own = rule_of(book, ballot.rule), voter_of(book, ballot, call)
    for one in [one for one in (own, given.to) if one not in ballot.voters]:
        yield Unmet(code="NOT_A_VOTER", facts={"voter": opening.named(book, one)})
    held = [one for one, proxy in ballot.proxies.items() if proxy.to == given.to and one != own]
    if len(held) >= rule.proxies_most:
        facts: dict[str, object] = {
            "to": opening.named(book, given.to), "most": rule.proxies_most
        }  # fmt: skip
        yield Unmet(code="TOO_MANY_PROXIES", facts=facts)
    passed_on = any(proxy.to == own for proxy in ballot.proxies.values())
    if given.to == own or given.to in ballot.proxies or passed_on:
        yield Unmet(code="PROXY_CHAIN", facts={"to": opening.named(book, given.to)})
    if own in ballot.cast or own in ballot.written:
        yield Unmet(code="VOTED_ALREADY", facts={"ballot": rule.title})


def give_proxy(book: Book, given: GiveProxy, call: Call) -> list[Draft]:
    """Record the proxy."""
    own = voter_of(book, book.load(Ballot, key(given.ballot)), call)
    event = ProxyGiven(voter=own, to=given.to, paper=given.paper)
    return [Draft(stream=key(given.ballot), event=event)]


def opinion_prevents(book: Book, given: RecordOpinion, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a written answer from being entered."""
    barred = tuple(running(book, given.ballot))
    yield from barred
    if barred:
        return
    ballot = book.load(Ballot, key(given.ballot))
    rule = rule_of(book, ballot.rule)
    yield from opening.run_prevents(book, rule, ballot.items, call)
    if not rule.written:
        yield Unmet(code="NOT_IN_WRITING", facts={"ballot": rule.title})
    if given.voter not in ballot.voters:
        yield Unmet(code="NOT_A_VOTER", facts={"voter": opening.named(book, given.voter)})
    if given.voter in (ballot.present or ()) or given.voter in ballot.cast:
        yield Unmet(code="NOT_ABSENT", facts={"voter": opening.named(book, given.voter)})
    yield from answers_prevent(rule, ballot, given.voter, given.answers)


def record_opinion(_book: Book, given: RecordOpinion, _call: Call) -> list[Draft]:
    """Record the written answer."""
    event = OpinionRecorded(voter=given.voter, answers=dict(given.answers), paper=given.paper)
    return [Draft(stream=key(given.ballot), event=event)]
