"""Opening the envelopes of a secret ballot: every key at once, every ballot at once, no names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflow.domain.ballots import counting, opening, sealing
from workflow.domain.ballots.box import Box
from workflow.domain.ballots.casting import answers_prevent, key
from workflow.domain.ballots.closing import mine, poll_of, settled_by, taking_part
from workflow.domain.ballots.state import Ballot, rule_of
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Name


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenEnvelopes(Given):
    """Bring the trustees' private keys together, and count. Keys are kept nowhere."""

    ballot: Id
    keys: dict[Id, Name]


def envelopes_prevent(book: Book, given: OpenEnvelopes, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the envelopes from being opened: keys, or a box that was changed."""
    mine_is = yield from mine(book, given.ballot, call, "settle")
    if mine_is is None:
        return
    ballot = mine_is[0]
    if ballot.status != "sealed":
        facts: dict[str, object] = {"ballot": given.ballot, "ballot_status": ballot.status}
        yield Unmet(code="BALLOT_STATUS", facts=facts)
        return
    for one in [one.person for one in ballot.trustees if one.person not in given.keys]:
        yield Unmet(code="KEY_MISSING", facts={"person": opening.named(book, one)})
    for trustee in ballot.trustees:
        if not sealing.fits(given.keys.get(trustee.person, ""), trustee.key):
            yield Unmet(code="KEY_WRONG", facts={"person": opening.named(book, trustee.person)})
    found = sorted(sealing.digest(one) for one in Box.of(book, given.ballot).envelopes)
    if tuple(found) != ballot.envelopes:
        yield Unmet(code="BOX_CHANGED", facts={"of": len(ballot.envelopes), "found": len(found)})


def open_envelopes(book: Book, given: OpenEnvelopes, _call: Call) -> list[Draft]:
    """Record the plain ballots, sorted, and their count: all at once, and by nobody's name."""
    ballot = book.load(Ballot, key(given.ballot))
    rule = rule_of(book, ballot.rule)
    papers, votes, spoiled = [], [], 0
    for envelope in Box.of(book, given.ballot).envelopes:
        try:
            paper = sealing.unseal(
                envelope,
                [given.keys[one.person] for one in ballot.trustees],
                about(book, given.ballot, ballot.round),
            )
            answers = sealing.answers_of(ballot.left, paper)
            if any(answers_prevent(rule, ballot, "", answers)):
                spoiled += 1
                continue
            votes.append(answers)
            papers.append(paper)
        except sealing.NotOpened:
            spoiled += 1
    votes += ballot.written.values()
    turn = counting.count(poll_of(rule, ballot, taking_part(ballot)), votes, spoiled)
    event = replace(settled_by(rule, ballot, turn), papers=tuple(sorted(papers)))
    return [Draft(stream=key(given.ballot), event=event)]


def about(book: Book, ballot: str, number: int) -> str:
    """Return the name of a round, which its envelopes are bound to."""
    return f"{book.id}|{ballot}|{number}"
