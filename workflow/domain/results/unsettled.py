"""What keeps the order of the units open: facts, votes, or a last word that is missing."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from definitions.schema.ranking import Tie
from workflow.domain import timing
from workflow.domain.ballots import entered_votes
from workflow.domain.ballots.entered_votes import Entered, Tellers
from workflow.domain.ballots.state import rule_of
from workflow.domain.errors import Unmet
from workflow.domain.members.facts import expected_of
from workflow.domain.members.places import Place
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call
from workflow.domain.results import last_word, ordering, ties
from workflow.domain.results.decided_ties import TieDecided, decided_ties
from workflow.domain.results.ties import Settling


def settling_prevents(
    settling: Settling, tellers: Tellers | None, call: Call, but: frozenset[str] = frozenset()
) -> Iterator[Unmet]:
    """Yield what keeps the order of the units open: facts, votes, or a last word that is missing.

    The people in *but* have no last word.
    """
    book, roster = settling.book, settling.book.load(Roster, ROSTER)
    yield from _classes_open(book, roster)
    yield from waiting(settling)
    entered = Entered(votes=settling.ballots, tellers=tellers, asked=voted_on(settling))
    yield from entered_votes.prevents(book, entered)
    yield from ties_open(settling, timing.hanoi_day(call.at), but)
    named = (*settling.order, *settling.ballots)
    for unit in [one for one in named if one not in roster.unit_ids()]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    yield from _last_word_prevents(settling, call, but)


def unsettled(book: Book, on: date) -> Iterator[Unmet]:
    """Yield what keeps the order of the units open on a day, whoever would settle it."""
    settling = Settling(book=book)
    yield from _classes_open(book, book.load(Roster, ROSTER))
    yield from waiting(settling)
    yield from ties_open(settling, on)


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
        who = expected_of(book, fact, ("head", "deputy"))
        yield Unmet(code="CLASS_WAITS_FOR_FACT", facts=facts, who=who)


def waiting(settling: Settling, among: Collection[str] = ()) -> Iterator[Unmet]:
    """Yield ties that wait for a fact or for votes; with *among*, those of these units alone."""
    roster = settling.book.load(Roster, ROSTER)
    for way, units in _reached(settling):
        if among and not {*among} & {*units}:
            continue
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
            name = told.fact if told else ""
            who = expected_of(settling.book, name, ("head",))
            yield Unmet(code="TIE_WAITS_FOR_FACT", facts=facts | {"fact": name}, who=who)


def _reached(settling: Settling) -> Iterator[tuple[Tie, list[str]]]:
    for tied in ordering.equal(settling.book):
        yield from ties.reached(settling, tied, settling.book.definition.ranking.ties)


def voted_on(settling: Settling) -> list[list[str]]:
    """Return the units that are equal where the members vote at a table."""
    return [units for way, units in _reached(settling) if way.ballot is True]


def _last_word_prevents(settling: Settling, call: Call, but: frozenset[str]) -> Iterator[Unmet]:
    """Yield the ties that are decided now and are not the actor's to decide.

    Whoever has the last word on all of them together decides on each: where votes are entered with
    the ranking, nobody could decide on one of them before.
    """
    book = settling.book
    decided = [one for one in left_to_decision(settling) if decides_on(settling, one)]
    together = [unit for units in decided for unit in units]
    if len(decided) > 1 and not any(last_word.decide_prevents(book, together, call, but)):
        return
    for units in decided:
        yield from last_word.decide_prevents(book, units, call, but)


def left_to_decision(settling: Settling) -> list[list[str]]:
    """Return the ties that are left to a decision, those included that somebody has decided."""
    return [units for way, units in _reached(settling) if way.decision]


def decides_on(settling: Settling, units: Sequence[str]) -> bool:
    """Whether the order that is given now says of *units* anything that was not decided before."""
    given = tuple(one for one in settling.order if one in units)
    before = decided_ties(settling.book).about(units)
    return bool(given) and not (before and before.order == given)


def otherwise_decided(settling: Settling) -> Iterator[Unmet]:
    """Yield ties that were decided on their own, and that the order given now would change."""
    roster = settling.book.load(Roster, ROSTER)
    for units in left_to_decision(settling):
        before = decided_ties(settling.book).about(units)
        if before and decides_on(settling, units):
            names = [roster.name(unit) for unit in before.order]
            facts: dict[str, object] = {"units": names, "person": before.by, "at": before.at}
            yield Unmet(code="TIE_DECIDED", facts=facts)


def ties_open(settling: Settling, on: date, but: frozenset[str] = frozenset()) -> Iterator[Unmet]:
    """Yield each tie that waits for a last word, and who is able to give it on that one."""
    book, roster = settling.book, settling.book.load(Roster, ROSTER)
    for units in ordering.open_ties(book, settling.order, settling.ballots):
        names = [roster.name(unit) for unit in units]
        who = last_word.able(book, units, on, but)
        yield Unmet(code="TIE_OPEN", facts={"units": names}, who=who)


def decided_anew(settling: Settling, places: Sequence[Place], reason: str) -> Iterator[TieDecided]:
    """Yield the ties that were decided on their own and are now put into another order."""
    for units in left_to_decision(settling):
        if decides_on(settling, units) and decided_ties(settling.book).about(units):
            order = tuple(one.unit for one in places if one.unit in units)
            yield TieDecided(order=order, reason=reason)
