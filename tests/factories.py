"""Builders with readable defaults: a definition, a bloc with its people, what acts are given."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from definitions.checking import check_shape
from definitions.hashing import canonical, digest
from definitions.layering import lay
from definitions.reading import read, read_bytes
from definitions.schema.definition import Definition
from definitions.schema.rubric import Criterion, Rubric
from workflow.domain.members.roster import Mandate, Person, RoleName, SeatHeld, Unit
from workflow.domain.model import Actor, Pinned
from workflow.service.opening import OpenYear

FOLDER = Path(__file__).with_name("definitions")
START = datetime(2025, 1, 2, 1, 0, tzinfo=UTC)
"""08:00 in Hà Nội on the first working day of the year that tests live in."""

BLOC, YEAR = "bloc", 2025
NAMES = ("an", "binh", "chau", "dong", "gia", "hai", "kim", "lam")
"""Member units in official order: `an` is head, `binh` deputy where the bloc has one."""


def plain(change: str = "") -> Definition:
    """Return the plain definition of the tests with *change*, some YAML, laid over it."""
    above = read_bytes(dedent(f"id: plain\nkind: definition\n{dedent(change)}").encode(), "change")
    laid, _ = lay([read(FOLDER / "plain.yaml", "plain.yaml"), above])
    return check_shape(laid, Definition)


@cache
def plainest() -> Definition:
    """Return the plain definition as it is."""
    return plain()


def pin(definition: Definition) -> Pinned:
    """Return *definition* with its hash."""
    return Pinned(definition=definition, hash=digest(canonical(definition)))


def at(month: int, day: int, hour: int = 12, *, year: int = YEAR) -> datetime:
    """Return a moment of the year, in UTC; at noon it is the same day in Hà Nội."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def sits(unit: str) -> Actor:
    """Return the person who sits for *unit*."""
    return Actor(person=f"of-{unit}", seat=f"unit:{unit}")


def holds(office: str) -> Actor:
    """Return the person who holds *office*."""
    return Actor(person=f"of-{office}", seat=f"office:{office}")


HEAD, DEPUTY, MEMBER = sits("an"), sits("binh"), sits("chau")
ADMIN = Actor(person="of-admin", seat="admin")
DECREE = {"number": "05/QĐ-UBND", "on": START.date(), "issuer": "Ủy ban nhân dân tỉnh"}
STRANGER = Actor(person="nobody", seat="unit:nowhere")


def units(count: int) -> tuple[Unit, ...]:
    """Return member units in official order."""
    return tuple(Unit(id=name, name=f"Ban {name.title()}") for name in NAMES[:count])


def _seats(definition: Definition, count: int) -> tuple[str, ...]:
    return (
        *(f"unit:{unit.id}" for unit in units(count)),
        *(f"office:{office.id}" for office in definition.offices),
        "admin",
        "overseer",
    )


def _holder(seat: str) -> str:
    return f"of-{seat.rpartition(':')[2]}"


def people(definition: Definition, count: int) -> tuple[Person, ...]:
    """Return one person for every seat: units, offices, administrator, overseer."""
    ids = [_holder(seat) for seat in _seats(definition, count)]
    return tuple(Person(id=one, name=one, email=f"{one}@example.vn") for one in ids)


def seats(definition: Definition, count: int) -> tuple[SeatHeld, ...]:
    """Return who sits where."""
    return tuple(SeatHeld(person=_holder(seat), seat=seat) for seat in _seats(definition, count))


def mandates(definition: Definition) -> tuple[Mandate, ...]:
    """Return the first unit as head, and the next ones in the roles that the definition has."""
    roles: list[RoleName] = ["head"]
    roles += ["deputy"] if definition.roles.deputy.most else []
    roles += ["standing_unit"] if definition.roles.standing_unit.least else []
    return tuple(
        Mandate(role=role, unit=unit, start=START.date())
        for role, unit in zip(roles, NAMES, strict=False)
    )


def opening(
    definition: Definition, count: int = 4, *, bloc: str = BLOC, year: int = YEAR
) -> OpenYear:
    """Return a bloc year to open: *count* units with their people and leaders."""
    return OpenYear(
        bloc=bloc,
        bloc_name="Khối thi đua mẫu",
        year=year,
        definition=definition.id,
        units=units(count),
        people=people(definition, count),
        seats=seats(definition, count),
        mandates=mandates(definition),
    )


def full(leaf: Criterion) -> Decimal:
    """Return the entry that makes the maximum of *leaf*."""
    score = leaf.score
    if score and score.pass_fail:
        return Decimal(1)
    if score and score.ratio:
        return score.ratio.target
    if score and score.count:
        return leaf.max / score.count.points_each
    return leaf.max


def entries(rubric: Rubric, *, short: str | int = 0) -> dict[str, str]:
    """Return full entries; *short* points are missing on the first criterion scored by hand."""
    found = {leaf.id: full(leaf) for leaf in rubric.leaves()}
    first = next(leaf for leaf in rubric.leaves() if leaf.score and leaf.score.manual)
    found[first.id] -= Decimal(short)
    return {name: format(entry, "f") for name, entry in found.items()}


TASKS = {"kind": "amount", "name": "việc", "most": 100, "decimals": 6}
"""What a pledged number counts, and how many there can be."""


def pledge_text(targets: Sequence[tuple[str, int]] = (("tasks", 12),)) -> dict[str, Any]:
    """Return what a pledge is drafted with: one theme, and *targets* that bind every unit."""
    return {
        "themes": [{"title": "Thi đua lập thành tích", "commitments": ["Hoàn thành nhiệm vụ"]}],
        "targets": [
            {"id": name, "title": name, "value": value, "measure": dict(TASKS)}
            for name, value in targets
        ],
    }
