"""Who may act: the seat and the mandate held on that day for that bloc year. The default is no."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from workflow.domain import timing
from workflow.domain.approvals import standins
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call

ROLES = frozenset({"head", "deputy", "standing_unit"})


def prevents(
    book: Book, call: Call, by: tuple[str, ...], subject: str | None, *, own_barred: bool
) -> Iterator[Unmet]:
    """Yield why the actor may not do an act that is for *by*, on the unit *subject*.

    `by` names roles, `unit` (any member, for itself), `office` (any office), `signer` (any office,
    also for somebody whom one stands in for), `admin`. With `own_barred`, nobody acts on the unit
    they sit for.
    """
    for day in _days(call):
        if not sits(book, call, by, day):
            facts: dict[str, object] = {
                "person": call.actor.person,
                "seat": call.actor.seat,
                "day": day,
            }
            yield Unmet(code="SEAT_NOT_HELD", facts=facts, who=("admin",))
            return
    if not any(plays(book, call, role) for role in by):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": list(by)}, who=_movers(by))
    if own_barred and subject is not None:
        yield from own_prevents(book, call, by, (subject,))


def own_prevents(
    book: Book, call: Call, by: tuple[str, ...], subjects: Iterable[str]
) -> Iterator[Unmet]:
    """Yield each of the units *subjects* that the actor sits for: others act on those."""
    own, roster = own_units(book, call), book.load(Roster, ROSTER)
    others = tuple(role for role in by if role in {"head", "deputy", "admin"})
    for unit in subjects:
        if unit in own:
            yield Unmet(code="OWN_UNIT", facts={"unit": roster.name(unit)}, who=others)


def sits(book: Book, call: Call, by: tuple[str, ...], day: date) -> bool:
    """Whether the actor holds the seat on a day, or stands in for its holder in an approval."""
    person, seat = call.actor.person, call.actor.seat
    if book.load(Roster, ROSTER).holds(person, seat, day):
        return True
    return "signer" in by and standins.stands_in(book, person, seat, day)


def _days(call: Call) -> tuple[date, ...]:
    """Return the days on which the seat must be held.

    Whoever acts now for an earlier day needs the seat on both; who is recorded by the minutes of a
    meeting needed it at the meeting.
    """
    effective, present = timing.hanoi_day(call.at), timing.hanoi_day(call.now)
    return (effective,) if call.recorder or effective == present else (effective, present)


def own_units(book: Book, call: Call) -> frozenset[str]:
    """Return the members that the actor, or whoever records the act, sits for in any seat.

    Parts of a unit are its own as well, and the unit is theirs.
    """
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(call.at)
    people = filter(None, (call.actor.person, call.recorder))
    seats = [seat for person in people for seat in roster.seats_of(person, day)]
    return roster.kin(seat.removeprefix("unit:") for seat in seats if seat.startswith("unit:"))


def seats_for(book: Book, who: tuple[str, ...], at: datetime) -> Iterator[str]:
    """Yield the seats whose move it is: roles by the units that hold them on that day."""
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(at)
    for one in who:
        if one in ROLES:
            # A role that nobody holds is an administrator's matter, never silence.
            yield from [f"unit:{unit}" for unit in roster.holders(one, day)] or ["admin"]
        else:
            yield one


def _movers(by: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(role for role in by if role in ROLES or role == "admin")


def plays(book: Book, call: Call, role: str) -> bool:
    """Whether the actor acts in *role*, on every day that counts."""
    roster, unit = book.load(Roster, ROSTER), call.actor.unit
    if role in ROLES:
        return all(unit in roster.holders(role, day) for day in _days(call))
    if role == "unit":
        return unit is not None and unit in roster.unit_ids()
    if role in {"office", "signer"}:
        return call.actor.office is not None
    return call.actor.seat == role
