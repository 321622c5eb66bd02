"""A place that came free after the bloc had proposed: whoever is next is proposed for it.

It comes free when a hold ends in a breach, when an award is revoked, when somebody is released
whose place was passed on and another place is left, or when an office cuts a line, where the rule
says so. What served for a line that fell serves again: an initiative, a year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from definitions.schema.awards import AwardRule
from definitions.schema.people import PeopleRule
from workflow.domain import timing
from workflow.domain.approvals.course import with_state
from workflow.domain.awards import personal
from workflow.domain.awards.parting import named, open_prevents, own_gain_prevents
from workflow.domain.awards.proposal import Candidate, Kept, LeftOuts, Line, NextProposed, Proposal
from workflow.domain.eligibility import holds
from workflow.domain.errors import Unmet
from workflow.domain.members import people
from workflow.domain.model import Book, Call, Draft, Given, Id
from workflow.domain.nominations import dossier_deadlines
from workflow.domain.nominations.lists import KEY, Entry, Nomination
from workflow.domain.nominations.nominated import evolve

PROPOSED = frozenset({"proposed", "decided"})
MOVERS = ("head", "deputy")


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeNext(Given):
    """Propose whoever is next for the free places of an award, less whom the bloc leaves out."""

    award: Id
    left_out: LeftOuts = ()


def kept(book: Book) -> Kept:
    """Return which lines keep their places, which of them have fallen, and which do not return."""
    state = book.load(Nomination, KEY)
    lines: dict[Line, str] = {
        (one.award, one.unit, one.subject): _stands(book, state, one) for one in state.proposed
    }
    return Kept(
        lines=frozenset(line for line, how in lines.items() if how in {"stands", "fallen"}),
        fallen=frozenset(line for line, how in lines.items() if how == "fallen"),
        gone=frozenset(line for line, how in lines.items() if how == "gone"),
    )


def _stands(book: Book, state: Nomination, entry: Entry) -> str:
    if holds.barred(book, entry.award, entry.unit, entry.subject):
        return "gone"
    revoked = state.revocation(entry)
    if revoked and revoked.confirmed_by:
        return "gone"
    if entry not in state.cut:
        return "stands"
    return "gone" if any(rule.cut == "passed_on" for rule in _rules(book, entry)) else "fallen"


def _rules(book: Book, entry: Entry) -> list[AwardRule | PeopleRule]:
    """Return the rules by which a line may have been proposed."""
    if entry.subject is None:
        return [one for one in book.definition.awards if one.id == entry.award]
    kind = people.kind_of(book, entry.unit, entry.subject)
    return [
        one for one in book.definition.people_awards
        if (one.award, one.to, one.decided_by) == (entry.award, kind, "offices")
    ]  # fmt: skip


def _next(book: Book, given: ProposeNext, at: datetime) -> Proposal:
    """Return the proposal for that award, with only those who are new among its candidates."""
    before, day = kept(book), timing.hanoi_day(at)
    found = personal.propose(book, given.left_out, day, kept=before, only=given.award)
    return Proposal(
        candidates=tuple(one for one in found.candidates if _line(one) not in before.lines),
        passed_over=found.passed_over,
        allotments=tuple(one for one in found.allotments if one.award == given.award),
        open=found.open,
    )


def _line(one: Candidate) -> Line:
    return one.award, one.unit, one.subject


def next_prevents(book: Book, given: ProposeNext, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nothing proposed yet, nobody is next or no place is free, equals."""
    state = book.find(Nomination, KEY)
    if state is None or state.status not in PROPOSED:
        yield Unmet(code="NOTHING_PROPOSED", facts={}, who=("head",))
        return
    offered = {rule.id for rule in book.definition.awards}
    offered |= {
        rule.award for rule in book.definition.people_awards if rule.decided_by == "offices"
    }
    if given.award not in offered:
        facts: dict[str, object] = {"award": given.award, "offered": sorted(offered)}
        yield Unmet(code="AWARD_NOT_OFFERED", facts=facts)
        return
    found = _next(book, given, call.at)
    yield from open_prevents(book, found)
    if not found.candidates and not found.open:
        yield Unmet(code="NOBODY_FOLLOWS", facts={"award": given.award})
    yield from own_gain_prevents(book, given.left_out, found, call)


def propose_next(book: Book, given: ProposeNext, call: Call) -> list[Draft]:
    """Record who is proposed now, what that was worked out from, and by when a file is due."""
    found = _next(book, given, call.at)
    event = NextProposed(
        candidates=found.candidates,
        passed_over=found.passed_over,
        allotments=found.allotments,
        proposed_on=timing.hanoi_day(call.at),
    )
    after = with_state(book, KEY, evolve(book.load(Nomination, KEY), event, call))
    files = dossier_deadlines.declared(after, call, only=given.award)
    return [Draft(stream=KEY, event=event), *files]


def waiting(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield each award of which a place came free and somebody is next: the bloc may propose."""
    state = book.find(Nomination, KEY)
    if state is None or state.status not in PROPOSED:
        return
    for award in _freed(book):
        found = _next(book, ProposeNext(award=award), at)
        if found.candidates:
            names = [named(book, one.unit, one.subject) for one in found.candidates]
            facts: dict[str, object] = {"award": award, "next": names}
            yield Unmet(code="PLACE_FREE", facts=facts, who=MOVERS)
        yield from open_prevents(book, found)


def _freed(book: Book) -> list[str]:
    """Return the awards of which a place may have come free since the bloc proposed."""
    found = [award for award, _, _ in sorted(kept(book).gone, key=str)]
    for one in (book.find(holds.Holds, holds.KEY) or holds.Holds()).holds:
        if one.conclusion == "no_breach":
            found += _passed_on(book, one)
    return list(dict.fromkeys(found))


def _passed_on(book: Book, one: holds.Hold) -> list[str]:
    """Return the awards whose place went on to the next while a hold lasted that is over."""
    rules: list[tuple[str, AwardRule | PeopleRule]]
    if one.subject is None:
        rules = [(rule.id, rule) for rule in book.definition.awards]
    else:
        rules = [(rule.award, rule) for rule in book.definition.people_awards]
    return [
        award for award, rule in rules if rule.held == "passed_on" and one.award in {None, award}
    ]
