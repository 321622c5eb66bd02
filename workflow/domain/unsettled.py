"""What keeps the order of the units open: facts, votes, or a last word that is missing."""

from collections import defaultdict
from collections.abc import Iterator

from definitions.schema.ranking import Tie
from workflow.domain import entered_votes, last_word, ordering, ties, timing
from workflow.domain.ballots.state import rule_of
from workflow.domain.entered_votes import Entered, Tellers
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.ties import Settling


def settling_prevents(
    settling: Settling, tellers: Tellers | None, call: Call, but: frozenset[str] = frozenset()
) -> Iterator[Unmet]:
    """Yield what keeps the order of the units open: facts, votes, or a last word that is missing.

    The people in *but* have no last word.
    """
    book, roster = settling.book, settling.book.load(Roster, ROSTER)
    yield from _classes_open(book, roster)
    yield from _waiting(settling, roster)
    entered = Entered(votes=settling.ballots, tellers=tellers, asked=voted_on(settling))
    yield from entered_votes.prevents(book, entered)
    yield from _ties_open(settling, roster, call, but)
    named = (*settling.order, *settling.ballots)
    for unit in [one for one in named if one not in roster.unit_ids()]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    if settling.order:
        yield from last_word.decide_prevents(book, _decided_on(settling), call, but)


def _classes_open(book: Book, roster: Roster) -> Iterator[Unmet]:
    """Yield, fact by fact, the units whose class hangs on a fact that nobody has recorded."""
    waiting: dict[str, list[str]] = defaultdict(list)
    demanding = any(band.when for band in book.definition.rubric.classes)
    for unit, total in ordering.ranked(book).items() if demanding else ():
        found = ordering.classed(book, ordering.result_of(unit, total), total)
        for fact in found.lacking:
            waiting[fact].append(roster.name(unit))
    titles = {fact.id: fact.title for fact in book.definition.facts}
    for fact, units in waiting.items():
        facts = {"units": units, "fact": fact, "title": titles[fact]}
        yield Unmet(code="CLASS_WAITS_FOR_FACT", facts=facts, who=("head", "deputy"))


def _waiting(settling: Settling, roster: Roster) -> Iterator[Unmet]:
    """Yield ties that wait for a fact or for votes."""
    for way, units in _reached(settling):
        lacking = [roster.name(unit) for unit in ties.lacking(settling, way, units)]
        if not lacking:
            continue
        facts: dict[str, object] = {"units": lacking}
        if way.ballot is True:
            yield Unmet(code="TIE_WAITS_FOR_BALLOT", facts=facts, who=("head",))
        elif way.ballot:
            facts |= {"ballot": rule_of(settling.book, way.ballot).title}
            yield Unmet(
                code="TIE_WAITS_FOR_VOTE", facts=facts, who=(ties.waits_for(settling, way),)
            )
        else:
            told = way.external or way.share_of_women
            facts |= {"fact": told.fact if told else ""}
            yield Unmet(code="TIE_WAITS_FOR_FACT", facts=facts, who=("head",))


def _reached(settling: Settling) -> Iterator[tuple[Tie, list[str]]]:
    for tied in ordering.equal(settling.book):
        yield from ties.reached(settling, tied, settling.book.definition.ranking.ties)


def voted_on(settling: Settling) -> list[list[str]]:
    """Return the units that are equal where the members vote at a table."""
    return [units for way, units in _reached(settling) if way.ballot is True]


def _ties_open(
    settling: Settling, roster: Roster, call: Call, but: frozenset[str]
) -> Iterator[Unmet]:
    """Yield ties that wait for whoever has the last word, and is able to give it."""
    book, day = settling.book, timing.hanoi_day(call.at)
    left = list(ordering.open_ties(book, settling.order, settling.ballots))
    who = last_word.able(book, _decided_on(settling), day, but) if left else ()
    for units in left:
        names = [roster.name(unit) for unit in units]
        yield Unmet(code="TIE_OPEN", facts={"units": names}, who=who)


def _decided_on(settling: Settling) -> list[str]:
    """Return the units that are equal when nothing but a decision is left."""
    return [
        unit for units in ordering.open_ties(settling.book, (), settling.ballots) for unit in units
    ]
