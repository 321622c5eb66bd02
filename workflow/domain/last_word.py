"""The last word on units that stay equal: nobody's own unit is among those that one decides on."""

from collections.abc import Iterator, Sequence
from datetime import date

from workflow.domain import access, timing
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster


def deciders(book: Book) -> tuple[str, ...]:
    """Return whom the definition leaves the last word to, in order: roles, offices, the overseer.

    After those it names stand the deputy and the overseer, for when none of them is able.
    """
    return tuple(dict.fromkeys(one for tie in book.definition.ranking.ties for one in tie.deciders))


def able(book: Book, units: Sequence[str], on: date) -> tuple[str, ...]:
    """Return who decides on the order of *units*: the first whose own unit is not among them.

    Where everybody's is, or nobody holds the seats, an administrator has to see to that.
    """
    first = next((one for one in deciders(book) if _free(book, one, frozenset(units), on)), None)
    return (first,) if first else ("admin",)


def _free(book: Book, seat: str, units: frozenset[str], on: date) -> bool:
    """Whether somebody in *seat* sits for none of *units*."""
    roster = book.load(Roster, ROSTER)
    if seat in access.ROLES:
        return any(not units & roster.kin([unit]) for unit in roster.holders(seat, on))
    people = roster.seated(seat, on)
    return any(
        not units & roster.kin(held.removeprefix("unit:") for held in roster.seats_of(one.id, on))
        for one in people
    )


def decide_prevents(book: Book, equal: Sequence[str], call: Call) -> Iterator[Unmet]:
    """Yield why the actor may not decide on the order of the *equal* units."""
    who = able(book, equal, timing.hanoi_day(call.at))
    roster, own = book.load(Roster, ROSTER), access.own_units(book, call)
    mine = [roster.name(unit) for unit in equal if unit in own]
    if mine:
        facts: dict[str, object] = {"units": mine, "roles": list(who)}
        yield Unmet(code="TIE_OWN_UNIT", facts=facts, who=who)
    elif not any(access.plays(book, call, role) for role in who):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": list(who)}, who=who)
