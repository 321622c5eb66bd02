"""Who may act: the seat and the mandate held on that day for that bloc year. The default is no."""

from collections.abc import Iterator
from datetime import datetime

from workflow.domain import timing
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster

ROLES = frozenset({"head", "deputy", "standing_unit"})


def prevents(
    book: Book, call: Call, by: tuple[str, ...], subject: str | None, *, own_barred: bool
) -> Iterator[Unmet]:
    """Yield why the actor may not do an act that is for *by*, on the unit *subject*.

    `by` names roles, `unit` (any member, for itself), `office` (any office), `admin`. With
    `own_barred`, nobody acts on the unit they sit for.
    """
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(call.at)
    if not roster.holds(call.actor.person, call.actor.seat, day):
        facts: dict[str, object] = {
            "person": call.actor.person,
            "seat": call.actor.seat,
            "day": day,
        }
        yield Unmet(code="SEAT_NOT_HELD", facts=facts, who=("admin",))
        return
    if not any(_plays(roster, call, role) for role in by):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": list(by)}, who=_movers(by))
    if own_barred and subject is not None and subject == call.actor.unit:
        others = tuple(role for role in by if role in {"head", "deputy", "admin"})
        yield Unmet(code="OWN_UNIT", facts={"unit": roster.name(subject)}, who=others)


def seats_for(book: Book, who: tuple[str, ...], at: datetime) -> Iterator[str]:
    """Yield the seats whose move it is: roles by the units that hold them on that day."""
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(at)
    for one in who:
        if one in ROLES:
            yield from (f"unit:{unit}" for unit in roster.holders(one, day))
        else:
            yield one


def _movers(by: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(role for role in by if role in ROLES or role == "admin")


def _plays(roster: Roster, call: Call, role: str) -> bool:
    unit = call.actor.unit
    if role in ROLES:
        return unit is not None and unit in roster.holders(role, timing.hanoi_day(call.at))
    if role == "unit":
        return unit is not None and unit in roster.unit_ids()
    if role == "office":
        return call.actor.office is not None
    return call.actor.seat == role
