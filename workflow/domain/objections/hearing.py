"""Who answers an objection: the instances of its rule in order, less whoever decided before."""

from collections.abc import Iterator
from datetime import datetime

from definitions.schema.objections import RESULTS, Hearing, ObjectionRule
from workflow.domain import access, timing
from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Nomination
from workflow.domain.objections.state import Objection
from workflow.domain.results.decided_ties import decided_ties
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores import periods
from workflow.domain.scores.sheet import find


def deciders(book: Book, objection: Objection) -> frozenset[str]:
    """Return the people who made what is objected to, who raised it, or who answered it before."""
    said = {one.person for one in objection.answers}
    return frozenset({objection.person, *said, *filter(None, _made(book, objection))})


def _made(book: Book, objection: Objection) -> Iterator[str | None]:
    if objection.about in RESULTS:
        for period in periods.of_unit(book, objection.unit):
            sheet = find(book, objection.unit, period)
            yield sheet.appraised_by
            yield from (one.person for one in sheet.trail if one.seat != f"unit:{objection.unit}")
    if objection.about in {"class", "rank"}:
        ranking = book.find(RankingState, RANKING)
        yield ranking.fixed_by if ranking else None
        yield from (one.by for one in decided_ties(book).taken if objection.unit in one.order)
    if objection.about == "ballot":
        ballot = book.find(Ballot, f"{BALLOT}/{objection.of}")
        yield ballot.opened_by if ballot else None
    if objection.about == "nomination":
        nomination = book.find(Nomination, NOMINATION)
        yield nomination.proposer if nomination else None


def seats(book: Book, hearing: Hearing, at: datetime) -> tuple[str, ...]:
    """Return the seats of an instance; none for a role that nobody holds."""
    if hearing.role in access.ROLES:
        holders = book.load(Roster, ROSTER).holders(hearing.role, timing.hanoi_day(at))
        return tuple(f"unit:{unit}" for unit in holders)
    return (hearing.seat,)


def able(book: Book, objection: Objection, hearing: Hearing, at: datetime) -> tuple[str, ...]:
    """Return the people of an instance who may answer: neither deciders nor of those concerned."""
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(at)
    barred = deciders(book, objection)
    concerned = {f"unit:{objection.objector}", f"unit:{objection.unit}"}
    found = (one.id for seat in seats(book, hearing, at) for one in roster.seated(seat, day))
    return tuple(
        person
        for person in dict.fromkeys(found)
        if person not in barred and not concerned.intersection(roster.seats_of(person, day))
    )


def instance(
    book: Book, rule: ObjectionRule, objection: Objection, start: int, at: datetime
) -> int | None:
    """Return the first instance from *start* on with somebody who may answer, if there is one."""
    levels = range(start, len(rule.heard_by))
    return next((one for one in levels if able(book, objection, rule.heard_by[one], at)), None)


def movers(book: Book, rule: ObjectionRule, objection: Objection, at: datetime) -> tuple[str, ...]:
    """Return whose move an open objection is: its instance, or the administrator's without one."""
    hearing = rule.heard_by[objection.level]
    return (hearing.seat,) if able(book, objection, hearing, at) else ("admin",)
