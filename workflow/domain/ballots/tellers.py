"""Counts by tellers: hands, or a paper ballot box. Totals are entered, with who counted them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from unicodedata import normalize

from annotated_types import MinLen

from definitions.schema.ballots import BallotRule
from workflow.domain.ballots import counting
from workflow.domain.ballots.casting import key
from workflow.domain.ballots.closing import mine, poll_of, quorum_prevents, settled_by
from workflow.domain.ballots.state import Answer, Ballot, rule_of
from workflow.domain.ballots.turnout import at_a_table
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Count, Draft, Given, Id, Name


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordCount(Given):
    """Enter what tellers counted, by hands or from a paper ballot box.

    Tellers are people of the roster; of a vote of all staff they may be named, from the minutes.
    """

    ballot: Id
    handed_out: Count
    cast: Count
    spoiled: Count = 0
    counts: dict[Id, dict[Answer, Count]]
    tellers: Annotated[tuple[Id, ...], MinLen(2)]
    paper: Name


def count_prevents(book: Book, given: RecordCount, call: Call) -> Iterator[Unmet]:
    """Yield what is wrong with a count: tellers, ballots in the box, sums."""
    found = yield from mine(book, given.ballot, call, "settle")
    if found is None:
        return
    ballot, rule = found
    if not at_a_table(rule, sealed=bool(ballot.trustees)):
        yield Unmet(code="NOT_COUNTED_BY_TELLERS", facts={"ballot": rule.title})
        return
    yield from _tellers_prevent(given.tellers)
    known = {one.id for one in book.load(Roster, ROSTER).people}
    for person in [one for one in given.tellers if one not in known and not ballot.staff]:
        yield Unmet(code="NO_SUCH_PERSON", facts={"person": person}, who=("admin",))
    there = given.handed_out if ballot.present is None else len(ballot.present)
    if not given.spoiled <= given.cast <= given.handed_out:
        facts: dict[str, object] = {"handed_out": given.handed_out, "cast": given.cast}
        yield Unmet(code="BOX_WRONG", facts=facts)
    absent = ballot.size - len(ballot.written)
    if given.handed_out > min(absent, there):
        facts = {"handed_out": given.handed_out, "present": min(absent, there)}
        yield Unmet(code="MORE_PAPERS_THAN_VOTERS", facts=facts)
    with_written = len(ballot.written) if "written" in rule.quorum_with else 0
    yield from quorum_prevents(rule, ballot, there + with_written)
    yield from _sums_prevent(rule, ballot, given)


def _tellers_prevent(tellers: Sequence[str]) -> Iterator[Unmet]:
    """Yield that one person counts alone, however the name is written, or that nobody does."""
    read = [normalize("NFC", "".join(filter(str.isalnum, one))).casefold() for one in tellers]
    if len(set(read)) != len(read):
        yield Unmet(code="TELLERS_SAME", facts={})
    if not all(read):
        yield Unmet(code="TELLER_WITHOUT_NAME", facts={})


def _sums_prevent(rule: BallotRule, ballot: Ballot, given: RecordCount) -> Iterator[Unmet]:
    left, valid = {item.id: item for item in ballot.left}, given.cast - given.spoiled
    for name in [one for one in given.counts if one not in left]:
        yield Unmet(code="NO_SUCH_ITEM", facts={"item": name, "items": list(left)})
    agreed = sum(one.get("agree", 0) for one in given.counts.values())
    if rule.choose_most and agreed > valid * rule.choose_most:
        yield Unmet(
            code="TOO_MANY_CHOSEN", facts={"chosen": agreed, "most": valid * rule.choose_most}
        )
    for item in left.values():
        if given.counts.get(item.id, {}).get("lower") and item.award not in rule.lower:
            yield Unmet(code="NO_LOWER_TITLE", facts={"item": item.title or item.id})
        found = sum(given.counts.get(item.id, {}).values())
        least = valid - (item.unit in ballot.voters and rule.own_unit != "votes")
        if not least <= found <= valid:
            facts: dict[str, object] = {
                "item": item.title or item.id, "found": found, "valid": valid
            }  # fmt: skip
            yield Unmet(code="COUNT_DOES_NOT_ADD_UP", facts=facts)


def record_count(book: Book, given: RecordCount, _call: Call) -> list[Draft]:
    """Record a count by tellers; written answers are added to it."""
    ballot = book.load(Ballot, key(given.ballot))
    rule = rule_of(book, ballot.rule)
    there = given.handed_out if ballot.present is None else len(ballot.present)
    poll = poll_of(rule, ballot, set(), number=there + len(ballot.written))
    tallies = {name: _added(counts, ballot, name) for name, counts in given.counts.items()}
    cast = given.cast + len(ballot.written)
    turn = counting.settle(poll, tallies, cast=cast, spoiled=given.spoiled)
    settled = settled_by(rule, ballot, turn)
    event = replace(settled, tellers=given.tellers, paper=given.paper)
    return [Draft(stream=key(given.ballot), event=event)]


def _added(counts: Mapping[Answer, int], ballot: Ballot, item: str) -> Counter[Answer]:
    written = Counter(one[item] for one in ballot.written.values() if item in one)
    return Counter(counts) + written
