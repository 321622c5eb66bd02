"""A place that came free after the bloc had proposed: whoever is next is proposed for it.

It comes free when a hold ends in a breach, or when a unit is released whose place was passed on
and another place is left. What an office has cut leaves no place: the bloc had its turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain import holds, timing
from workflow.domain.allocating import propose
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id
from workflow.domain.nomination import KEY, Nomination
from workflow.domain.parting import open_prevents, own_gain_prevents
from workflow.domain.proposal import LeftOuts, NextProposed, Proposal

PROPOSED = frozenset({"proposed", "decided"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeNext(Given):
    """Propose whoever is next for the free places of an award, less whom the bloc leaves out."""

    award: Id
    left_out: LeftOuts = ()


def _kept(book: Book) -> set[tuple[str, str]]:
    """Return the lines that keep their places: all but those that a breach has barred."""
    lines = {(one.award, one.unit) for one in book.load(Nomination, KEY).proposed}
    return {one for one in lines if holds.barred(book, *one) is None}


def _next(book: Book, given: ProposeNext, call: Call) -> Proposal:
    """Return the proposal for that award, with only those who are new among its candidates."""
    kept, day = _kept(book), timing.hanoi_day(call.at)
    found = propose(book, given.left_out, day, kept=kept, only=given.award)
    return Proposal(
        candidates=tuple(one for one in found.candidates if (one.award, one.unit) not in kept),
        passed_over=found.passed_over,
        allotments=tuple(one for one in found.allotments if one.award == given.award),
        open=found.open,
    )


def next_prevents(book: Book, given: ProposeNext, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nothing proposed yet, nobody is next or no place is free, equals."""
    state = book.find(Nomination, KEY)
    if state is None or state.status not in PROPOSED:
        yield Unmet(code="NOTHING_PROPOSED", facts={}, who=("head",))
        return
    offered = sorted(rule.id for rule in book.definition.awards)
    if given.award not in offered:
        yield Unmet(code="AWARD_NOT_OFFERED", facts={"award": given.award, "offered": offered})
        return
    found = _next(book, given, call)
    yield from open_prevents(book, found)
    if not found.candidates and not found.open:
        yield Unmet(code="NOBODY_FOLLOWS", facts={"award": given.award})
    yield from own_gain_prevents(book, given.left_out, found, call)


def propose_next(book: Book, given: ProposeNext, call: Call) -> list[Draft]:
    """Record who is proposed now, and what that was worked out from."""
    found = _next(book, given, call)
    event = NextProposed(
        candidates=found.candidates,
        passed_over=found.passed_over,
        allotments=found.allotments,
    )
    return [Draft(stream=KEY, event=event)]
