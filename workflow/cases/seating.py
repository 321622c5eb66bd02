"""Who holds which role and which seat on a day, as the case itself says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.cases import written
from workflow.cases.drafts import Draft
from workflow.cases.repeating import Single
from workflow.cases.schema import ByOffice, ByPerson, ByUnit, CasePerson, SeatFrom
from workflow.cases.written import Written
from workflow.domain.timing import hanoi_day


@dataclass(frozen=True, kw_only=True)
class Held:
    """A role of a unit, or a seat of a person, from one day to another."""

    what: str
    who: str
    start: date | None = None
    end: date | None = None

    def lasts(self, day: date) -> bool:
        """Whether it is held on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Seating:
    """Roles and seats of a whole case."""

    def __init__(self, draft: Draft) -> None:
        self._acts = written.acts(draft)
        self._people = draft.persons
        self._parents = draft.parents
        self._seats = [*_seats(draft), *_seated_later(self._acts), *_admitted(self._acts)]
        self._roles = {
            year.year: list(_roles(draft, self._acts, year.year)) for year in draft.years
        }

    def seat(self, single: Single) -> str | None:
        """Return the seat in which an act is done; of several roles, the first of another unit."""
        match single.by:
            case ByUnit(unit=unit):
                return f"unit:{unit}"
            case ByOffice(office=office):
                return f"office:{office}"
            case ByPerson(seat=seat):
                return seat
            case "admin":
                return "admin"
            case list() as roles:
                held = [self._unit(str(role), single.act) for role in roles]
                chosen = next((one for one in held if one and not self._own(one, single)), None)
            case role:
                chosen = self._unit(str(role), single.act)
        return f"unit:{chosen}" if chosen else None

    def _own(self, unit: str, single: Single) -> bool:
        """Whether an act is about *unit* itself, a part of it, or what it is a part of."""
        parents, subject = self._parents, single.subject or ""
        return subject in {unit, parents.get(unit)} or parents.get(subject) == unit

    def person(self, single: Single, seat: str) -> str | None:
        """Return who does an act in that seat: the person named, or the first who sits there."""
        if isinstance(single.by, ByPerson):
            known = {*self._people, *(one.who for one in self._seats)}
            return single.by.person if single.by.person in known else None
        return _first(self._seats, seat, hanoi_day(single.act.at))

    def _unit(self, role: str, act: Written) -> str | None:
        """Return the unit that holds *role* when *act* is done."""
        if role.startswith("incoming_"):
            chosen = _chosen([one for one in self._acts if one.year == act.year], act.at)
            return next((one.who for one in chosen if f"incoming_{one.what}" == role), None)
        return _first(self._roles.get(act.year, []), role, hanoi_day(act.at))


def _first(held: list[Held], what: str, day: date) -> str | None:
    return next((one.who for one in held if one.what == what and one.lasts(day)), None)


def seats_of(person: CasePerson) -> Iterator[SeatFrom]:
    """Yield the seats of a person with their days."""
    for seat in person.seats:
        yield SeatFrom(seat=seat) if isinstance(seat, str) else seat


def _seats(draft: Draft) -> Iterator[Held]:
    for placed in draft.people:
        for seat in seats_of(placed.value):
            yield Held(what=seat.seat, who=placed.value.id, start=seat.start, end=seat.to)


def _seated_later(acts: list[Written]) -> Iterator[Held]:
    for act, data in _inputs(acts, "seat_person"):
        person = data.get("person")
        if isinstance(person, dict):
            yield Held(
                what=str(data.get("seat")), who=str(person.get("id")), start=hanoi_day(act.at)
            )


def _admitted(acts: list[Written]) -> Iterator[Held]:
    """Yield the seats of those who come with a unit that is admitted."""
    for act, data in _inputs(acts, "admit_unit"):
        unit = data.get("unit")
        for person in _listed(data.get("people")):
            if isinstance(unit, dict) and isinstance(person, dict):
                seat, who = f"unit:{unit.get('id')}", str(person.get("id"))
                yield Held(what=seat, who=who, start=hanoi_day(act.at))


def _roles(draft: Draft, acts: list[Written], year: int) -> Iterator[Held]:
    here = draft.year(year)
    for placed in here.mandates if here else ():
        one = placed.value
        yield Held(what=one.role, who=one.unit, start=one.start, end=one.to)
    opened = written.completed(draft, year - 1)
    if opened:
        day = hanoi_day(opened)
        for chosen in _chosen([one for one in acts if one.year == year - 1], opened):
            yield Held(what=chosen.what, who=chosen.who, start=day)
    for act, data in _inputs([one for one in acts if one.year == year], "give_mandate"):
        yield Held(what=str(data.get("role")), who=str(data.get("unit")), start=hanoi_day(act.at))


def _chosen(acts: list[Written], until: datetime) -> list[Held]:
    """Return the leaders that the members last agreed on, up to a moment."""
    agreed = [data for act, data in _inputs(acts, "agree_leaders") if act.at <= until]
    if not agreed:
        return []
    last = agreed[-1]
    deputies = last.get("deputies")
    return [
        Held(what="head", who=str(last.get("head"))),
        *(Held(what="deputy", who=str(one)) for one in _listed(deputies)),
        *(Held(what="standing_unit", who=str(one)) for one in _listed([last.get("standing_unit")])),
    ]


def _listed(value: object) -> list[object]:
    return [one for one in value if one] if isinstance(value, list) else []


def _inputs(acts: list[Written], do: str) -> Iterator[tuple[Written, dict[str, Any]]]:
    """Yield the acts of that name that are done, with what they are given."""
    for act in acts:
        if act.doing.do == do and not act.refused:
            given = act.doing.given_with
            for data in given if isinstance(given, list) else [given]:
                yield act, data
