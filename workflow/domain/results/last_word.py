"""The last word on units that stay equal: nobody's own unit is among those that one decides on."""

from collections.abc import Iterator, Sequence
from datetime import date

from workflow.domain import access, timing
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call


def deciders(book: Book) -> tuple[str, ...]:
    """Return whom the definition leaves the last word to, in order: roles, offices, the overseer.

    After those it names stand the deputy and the overseer, for when none of them is able.
    """
    return tuple(dict.fromkeys(one for tie in book.definition.ranking.ties for one in tie.deciders))


def able(
    book: Book, units: Sequence[str], on: date, but: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return who decides on the order of *units*: the first whose own unit is not among them.

    The people in *but* do not: they decided on something before that this follows from.
    Where everybody's is, or nobody holds the seats, an administrator has to see to that.
    """
    equal = frozenset(units)
    first = next((one for one in deciders(book) if _free(book, one, equal, on, but)), None)
    return (first,) if first else ("admin",)


def _free(book: Book, seat: str, units: frozenset[str], on: date, but: frozenset[str]) -> bool:
    """Whether somebody in *seat*, and not in *but*, sits for none of *units*."""
    roster = book.load(Roster, ROSTER)
    if seat in access.ROLES:
        return any(
            not units & roster.kin([unit]) and not _all_in(roster, f"unit:{unit}", on, but)
            for unit in roster.holders(seat, on)
        )
    people = roster.seated(seat, on)
    return any(
        not units & roster.kin(held.removeprefix("unit:") for held in roster.seats_of(one.id, on))
        for one in people
        if one.id not in but
    )


def _all_in(roster: Roster, seat: str, on: date, but: frozenset[str]) -> bool:
    """Whether everybody in *seat* is in *but*; nobody is where nobody sits."""
    return bool(people := roster.seated(seat, on)) and all(one.id in but for one in people)


def decide_prevents(
    book: Book, equal: Sequence[str], call: Call, but: frozenset[str] = frozenset()
) -> Iterator[Unmet]:
    """Yield why the actor may not decide on the order of the *equal* units."""
    who = able(book, equal, timing.hanoi_day(call.at), but)
    roster, own = book.load(Roster, ROSTER), access.own_units(book, call)
    mine = [roster.name(unit) for unit in equal if unit in own]
    if mine:
        facts: dict[str, object] = {"units": mine, "roles": list(who)}
        yield Unmet(code="TIE_OWN_UNIT", facts=facts, who=who)
    elif not any(access.plays(book, call, role) for role in who):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": list(who)}, who=who)
