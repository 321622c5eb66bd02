"""The product at the same work: a unit registers, the head takes it on and sends it back.

`python -m bench.product URL YEAR...` is a client that acts in those bloc years in turn, opening
those that are not open.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from bench.client import serve
from definitions.catalogue import Catalogue
from workflow.domain.errors import Refused, StaleStream
from workflow.domain.members.roster import Mandate, Person, SeatHeld, Unit
from workflow.domain.model import Actor
from workflow.runtime import Runtime, SystemClock
from workflow.service import years
from workflow.service.acts import perform
from workflow.service.commands import Command, Receipt
from workflow.service.opening import OpenYear
from workflow.service.years import open_year
from workflow.store.engine import connect

DEFINITION = "blocs/an-giang/party-agencies-2023"
UNITS = tuple(f"unit-{number}" for number in range(1, 9))
HEAD, *MEMBERS = UNITS
YEAR = SystemClock().now().year + 1
"""The year that they act in: the next one, so that nothing they do is late."""

ADMIN = Actor(person="admin", seat="admin")
Doing = tuple[str, Actor, dict[str, Any]]


def sits(unit: str) -> Actor:
    """Return the representative of a unit."""
    return Actor(person=f"of-{unit}", seat=f"unit:{unit}")


ACTS = ("register", "accept_registration", "return_registration")


def doing(turn: int) -> Doing:
    """Return what is done in that turn: by one member after another, and by the head with each."""
    which, unit = ACTS[turn % len(ACTS)], MEMBERS[turn // len(ACTS) % len(MEMBERS)]
    if which == "register":
        return which, sits(unit), {"collective": ["T-CO-CP"], "staff": 10, "people": 9}
    comment = {"comment": "Bổ sung số liệu"} if which == "return_registration" else {}
    return which, sits(HEAD), {"unit": unit, **comment}


def runtime(engine: Engine) -> Runtime:
    """Return the parts that an act needs, on a database that has its tables."""
    return Runtime(engine=engine, catalogue=Catalogue(), clock=SystemClock())


def acting(given: Runtime, years: Sequence[str]) -> Callable[[int], Receipt]:
    """Return what does the act of a number in *years*, each in turn going through the cycle.

    The whole path: policy, guard, version check, chained event, outbox, command id.
    """

    def act(number: int) -> Receipt:
        turn, which = divmod(number, len(years))
        do, actor, values = doing(turn)
        return perform(given, Command(year=years[which], do=do, actor=actor, given=values))

    return act


def open_years(given: Runtime, names: Sequence[str]) -> None:
    """Open bloc years, one by one; one that is open stays as it is."""
    wanted = wanted_year(given)
    for name in names:
        try:
            open_year(given, replace(wanted, bloc=name.partition("/")[0]), ADMIN)
        except Refused as refused:
            if [one.code for one in refused.unmet] != ["YEAR_EXISTS"]:
                raise


def open_many(given: Runtime, blocs: Sequence[str]) -> None:
    """Open the years of many blocs in one act."""
    wanted = wanted_year(given)
    years.open_years(given, [replace(wanted, bloc=bloc) for bloc in blocs], ADMIN)


def year_of(bloc: str) -> str:
    """Return the id of the year of a bloc."""
    return f"{bloc}/{YEAR}"


def wanted_year(given: Runtime) -> OpenYear:
    """Return the year of a bloc of eight units, whose representatives all have an address."""
    return OpenYear(
        bloc="bloc",
        bloc_name="Khối thi đua",
        year=YEAR,
        definition=DEFINITION,
        units=tuple(Unit(id=unit, name=unit) for unit in UNITS),
        people=tuple(
            Person(id=f"of-{unit}", name=unit, email=f"{unit}@example.vn") for unit in UNITS
        ),
        seats=tuple(SeatHeld(person=f"of-{unit}", seat=f"unit:{unit}") for unit in UNITS),
        mandates=(Mandate(role="head", unit=HEAD, start=given.clock.now().date()),),
    )


def main(url: str, *years: str) -> None:
    """Serve orders to act in *years*."""
    given = runtime(connect(url))
    open_years(given, years)
    serve(acting(given, years), (Refused, StaleStream))


if __name__ == "__main__":
    main(*sys.argv[1:])
