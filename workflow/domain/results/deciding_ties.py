"""Deciding one tie on its own, in any order of ties, by whoever may decide that one.

The ranking is provisional until none is open; then it is fixed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from annotated_types import MaxLen, MinLen

from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Words
from workflow.domain.results import last_word, unsettled
from workflow.domain.results.decided_ties import KEY, DecidedTie, TieDecided, decided_ties
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import not_in
from workflow.domain.results.ties import Settling
from workflow.domain.scores.sheet import STAGE
from workflow.domain.stages import year
from workflow.domain.timing import hanoi_day


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideTie(Given):
    """Put the units of one tie in order, all of them and the first of them first, with a reason.

    Done again by the next who may decide, it corrects what was decided before.
    """

    order: Annotated[tuple[Id, ...], MinLen(2), MaxLen(500)]
    reason: Words


def decide_prevents(book: Book, given: DecideTie, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a tie from being decided: no such tie, somebody else's move."""
    yield from year.stage_prevents(book, STAGE, call)
    if RANKING in book.streams:
        yield Unmet(code="RANKING_FIXED", facts={})
    missing = tuple(not_in(book))
    yield from missing
    if missing:
        return
    settling, named = Settling(book=book), frozenset(given.order)
    yield from unsettled.waiting(settling, among=named)
    left = unsettled.left_to_decision(settling)
    tie = next((units for units in left if {*units} == named), None)
    if tie is None or len(named) != len(given.order):
        yield _no_such_tie(book, left)
        return
    before = decided_ties(book).about(tie)
    if before and before.by in {call.actor.person, call.recorder}:
        yield _decided_already(book, before, tie, call)
    else:
        but = frozenset({before.by}) if before else frozenset()
        yield from last_word.decide_prevents(book, tie, call, but)


def _no_such_tie(book: Book, left: list[list[str]]) -> Unmet:
    roster = book.load(Roster, ROSTER)
    known = [" = ".join(roster.name(unit) for unit in units) for units in left]
    return Unmet(code="NO_SUCH_TIE", facts={"ties": known or "-"})


def _decided_already(book: Book, before: DecidedTie, tie: list[str], call: Call) -> Unmet:
    roster, day = book.load(Roster, ROSTER), hanoi_day(call.at)
    names = [roster.name(unit) for unit in before.order]
    facts: dict[str, object] = {"units": names, "person": before.by, "at": before.at}
    who = last_word.able(book, tie, day, frozenset({before.by}))
    return Unmet(code="TIE_DECIDED", facts=facts, who=who)


def decide(_book: Book, given: DecideTie, _call: Call) -> list[Draft]:
    """Record the order."""
    return [Draft(stream=KEY, event=TieDecided(order=given.order, reason=given.reason))]


def open_prevents(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield every tie that nobody has decided yet, and whose move it is, once all scores are in."""
    if not any(not_in(book)):
        yield from unsettled.ties_open(Settling(book=book), hanoi_day(at))
