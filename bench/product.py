"""The product at the same work: a unit registers, the head takes it on and sends it back."""

from pathlib import Path
from typing import Any, Self

from definitions.catalogue import Catalogue
from workflow.domain.model import Actor
from workflow.domain.roster import Mandate, Person, SeatHeld, Unit
from workflow.runtime import Runtime, SystemClock
from workflow.service.acts import Command, perform
from workflow.service.opening import OpenYear
from workflow.service.years import open_year
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade

DEFINITION = "blocs/an-giang/party-agencies-2023"
UNITS = tuple(f"unit-{number}" for number in range(1, 9))
YEAR = "bloc/2023"
HEAD, MEMBER = UNITS[:2]
Doing = tuple[str, Actor, dict[str, Any]]


def _sits(unit: str) -> Actor:
    return Actor(person=f"of-{unit}", seat=f"unit:{unit}")


CYCLE: tuple[Doing, ...] = (
    ("register", _sits(MEMBER), {"collective": ["T-CO-CP"], "staff": 10, "people": 9}),
    ("accept_registration", _sits(HEAD), {"unit": MEMBER}),
    ("return_registration", _sits(HEAD), {"unit": MEMBER, "comment": "Bổ sung số liệu"}),
)


class Product:
    """A database file with a bloc of eight units, whose year is open."""

    def __init__(self, file: Path, synchronous: str) -> None:
        engine = connect(f"sqlite:///{file}", synchronous=synchronous)
        upgrade(engine)
        self.runtime = Runtime(engine=engine, catalogue=Catalogue(), clock=SystemClock())
        open_year(self.runtime, _year(self.runtime), Actor(person="admin", seat="admin"))

    def act(self, number: int) -> None:
        """Do the act of that number, the whole path: policy, guard, chain, outbox, command id."""
        do, actor, given = CYCLE[number % len(CYCLE)]
        perform(self.runtime, Command(year=YEAR, do=do, actor=actor, given=given))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.runtime.engine.dispose()


def _year(runtime: Runtime) -> OpenYear:
    now = runtime.clock.now()
    return OpenYear(
        bloc="bloc",
        bloc_name="Khối thi đua",
        year=2023,
        definition=DEFINITION,
        units=tuple(Unit(id=unit, name=unit) for unit in UNITS),
        people=tuple(
            Person(id=f"of-{unit}", name=unit, email=f"{unit}@example.vn") for unit in UNITS
        ),
        seats=tuple(SeatHeld(person=f"of-{unit}", seat=f"unit:{unit}") for unit in UNITS),
        mandates=(Mandate(role="head", unit=HEAD, start=now.date()),),
    )
