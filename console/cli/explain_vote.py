"""`thidua explain vote`: base and threshold in words, the rounds, how items came out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.objections import objections_document, objections_text
from console.cli.opening import stored
from console.cli.saying import told
from console.cli.tables import Table
from console.cli.written import both
from console.sentences.grounds import article, basis_said
from console.sentences.moments import day_of
from console.sentences.naming import award_name, person_name, seat_name, subject_name
from definitions.schema.ballots import BallotRule
from definitions.wording import Phrase
from workflow.domain.ballots import opening
from workflow.domain.ballots.state import KIND, Ballot, Item, rule_of
from workflow.domain.errors import NotFound
from workflow.domain.model import Book
from workflow.service import reading
from workflow.service.reading import EventLine

Json = dict[str, Any]


def explain_vote(asked: Asked, ballot: str, year: str) -> Answer:
    """Answer with how a ballot was counted; of an open one also who voted how. Raises NotFound."""
    with stored(asked) as runtime:
        book, now = reading.load_book(runtime, year), runtime.clock.now()
        history = reading.history(runtime, year)
    found = book.find(Ballot, f"{KIND}/{ballot}")
    if found is None:
        raise NotFound("ballot", ballot, list(book.each(Ballot, KIND)))
    rule = rule_of(book, found.rule)
    ended, tellers = _deadlock(history, ballot), _tellers(history, ballot)
    more = {"deadlock": ended, "counted_by": tellers}
    document = vote_document(book, ballot, found, rule) | more
    text = [*_text(asked, book, found, rule, tellers), *_outcome(asked, book, found, ended)]
    return Answer(
        document=document | objections_document(book, now, {ballot}),
        text=[*text, *objections_text(asked, book, now, {ballot})],
    )


def vote_document(book: Book, name: str, ballot: Ballot, rule: BallotRule) -> Json:
    """Return a ballot with its rule, its rounds and what came of every item."""
    threshold = rule.threshold
    return {
        "explains": "vote",
        "year": book.id,
        "ballot": name,
        "rule": {"id": rule.id, "title": both(rule.title), "basis": _articles(rule)},
        "status": ballot.status,
        "method": rule.method,
        "voters": ballot.size,
        "staff": dict(ballot.staff),
        "quorum": rule.quorum,
        "at_least": threshold.at_least,
        "more_than": threshold.more_than,
        "of": threshold.of,
        "proxies": len(ballot.proxies),
        "written": len(ballot.written),
        "rounds": [
            {
                "number": turn.number, "present": turn.present, "cast": turn.cast,
                "spoiled": turn.spoiled,
                "items": [
                    {key: getattr(one, key) for key in one.__slots__} for one in turn.counted
                ],
            }
            for turn in ballot.rounds
        ],
        "votes": _open_votes(ballot, rule),
        "named_proxies": {
            voter: {"to": one.to, "paper": one.paper} for voter, one in ballot.proxies.items()
        },
        "settled": dict(ballot.settled),
    }  # fmt: skip


def _deadlock(history: Sequence[EventLine], ballot: str) -> Json | None:
    """Return who ended a ballot that votes left open, in what capacity, why, and for whom."""
    for event in history:
        if event.kind == "deadlock_ended" and event.stream == f"{KIND}/{ballot}":
            decided = {name: event.data[name] for name in ("chosen", "reason", "settled")}
            return {"person": event.actor, "seat": event.seat, "at": event.at, **decided}
    return None


def _tellers(history: Sequence[EventLine], ballot: str) -> dict[int, Json]:
    """Return, by the number of the round, who counted it at a table, and the minutes of that."""
    return {
        event.data["round"]["number"]: {name: event.data[name] for name in ("tellers", "paper")}
        for event in history
        if event.kind == "round_counted"
        and event.stream == f"{KIND}/{ballot}"
        and event.data.get("tellers")
    }


def _open_votes(ballot: Ballot, rule: BallotRule) -> dict[str, dict[str, str]]:
    """Return who answered what in the last round, where votes are given openly; else nothing."""
    if rule.method == "secret":
        return {}
    return {voter: dict(answers) for voter, answers in {**ballot.votes, **ballot.written}.items()}


def _articles(rule: BallotRule) -> list[str | None]:
    return [article(one) for one in rule.basis]


def _text(
    asked: Asked, book: Book, ballot: Ballot, rule: BallotRule, tellers: Mapping[int, Json]
) -> Iterator[str | Table]:
    status = told(asked, f"ballot_status_{ballot.status}")
    yield told(asked, "explain_vote", title=rule.title, status=status)
    yield told(asked, f"vote_method_{rule.method}", voters=ballot.size)
    for unit, number in ballot.staff.items():
        yield told(asked, "vote_staff", unit=opening.named(book, unit), number=number)
    yield told(asked, "vote_quorum", quorum=rule.quorum)
    threshold = rule.threshold
    base = told(asked, f"vote_base_{threshold.of}")
    code = "vote_at_least" if threshold.at_least else "vote_more_than"
    yield told(asked, code, share=threshold.at_least or threshold.more_than, base=base)
    yield told(asked, "explain_award_rule", basis=basis_said(*rule.basis))
    if rule.status == "unverified":
        yield told(asked, "vote_unverified")
    items = {item.id: item for item in ballot.items}
    for turn in ballot.rounds:
        yield ""
        shown = {"number": turn.number, "present": turn.present, "cast": turn.cast}
        yield told(asked, "vote_round", **shown, spoiled=turn.spoiled)
        if by := tellers.get(turn.number):
            names = [person_name(book, one) for one in by["tellers"]]
            yield told(asked, "vote_tellers", tellers=names, paper=by["paper"])
        for one in turn.counted:
            counts = {"agree": one.agree, "disagree": one.disagree, "blank": one.blank}
            outcome = told(asked, f"vote_outcome_{one.outcome}")
            name = _named(book, items[one.item])
            facts = {"lower": one.lower, "base": one.base, "needed": one.needed}
            yield told(asked, "vote_item", item=name, **counts, **facts, outcome=outcome)
    yield from _cast(asked, book, ballot, rule)


def _outcome(asked: Asked, book: Book, ballot: Ballot, ended: Json | None) -> Iterator[str]:
    """Yield what became of items in the end, where the last count does not say it."""
    items = {item.id: item for item in ballot.items}
    if ended:
        yield from _ended(asked, book, items, ended)
    for name, final in ballot.settled.items():
        counted = [
            one.outcome for turn in ballot.rounds for one in turn.counted if one.item == name
        ]
        if counted[-1:] != [final] and not (ended and name in ended["settled"]):
            outcome = told(asked, f"vote_outcome_{final}")
            yield told(asked, "vote_settled", item=_named(book, items[name]), outcome=outcome)


def _ended(asked: Asked, book: Book, items: Mapping[str, Item], ended: Json) -> Iterator[str]:
    """Yield who had the last word where votes left it open, and what became of each item."""
    yield told(
        asked, "vote_deadlock", person=person_name(book, ended["person"]),
        seat=seat_name(book, ended["seat"]), at=day_of(ended["at"]), reason=ended["reason"],
    )  # fmt: skip
    for name in ended["settled"]:
        code = "vote_chosen" if name in ended["chosen"] else "vote_not_chosen"
        yield told(asked, code, item=_named(book, items[name]))


def _cast(asked: Asked, book: Book, ballot: Ballot, rule: BallotRule) -> Iterator[str]:
    """Yield the open votes, one voter a line, and who votes for whom by which paper."""
    for voter, one in ballot.proxies.items():
        facts = {"voter": opening.named(book, voter), "to": opening.named(book, one.to)}
        yield told(asked, "explain_proxy", **facts, paper=one.paper)
    if votes := _open_votes(ballot, rule):
        yield told(asked, "explain_votes")
    items = {item.id: item for item in ballot.items}
    for voter, answers in sorted(votes.items()):
        said = [
            Phrase("value_of_part", {"item": _named(book, items[one]), "value": _answer(answer)})
            for one, answer in answers.items()
        ]
        yield told(asked, "explain_vote_of", voter=opening.named(book, voter), answers=said)


def _answer(answer: str) -> Phrase:
    return Phrase(f"answer_{answer}")


def _named(book: Book, item: Item) -> object:
    """Return what is voted on: a question, a unit, and the award it is about."""
    unit = subject_name(book, item.unit, item.subject) if item.unit else None
    name = item.title or unit or item.id
    if item.award is None:
        return name
    return Phrase("explain_vote_item", {"item": name, "award": award_name(book, item.award)})
