"""The blocs of a province, and the definition of their year: three stages remind every unit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.factories import FOLDER, START
from workflow.domain.members.roster import Mandate, Person, RoleName, SeatHeld, Unit
from workflow.service.opening import OpenYear

YEAR = 2025
BLOCS, LARGE = 700, 7
"""So many blocs of eight units; every seventh has nine: 5,700 units."""

ID = "province"
REMINDING = ("registration", "review", "scoring")
REMINDERS = len(REMINDING)
"""Letters to each unit in a year: one reminder in each of these stages, and nothing else."""

OFFICES = ("board", "council", "chair")


def write_definition(folder: Path) -> None:
    """Write the definition of these blocs: the plain one of the tests, with reminders alone."""
    plain: dict[str, Any] = yaml.safe_load((FOLDER / "plain.yaml").read_text("utf-8"))
    plain["id"] = ID
    plain["notices"] = [_with_on(one) for one in plain["notices"] if one["id"] == "stage_reminder"]
    for stage in plain["stages"]:
        stage.pop("remind", None)
        if stage["kind"] in REMINDING:
            stage["remind"] = [{"before": "10 working_days"}]
    (folder / f"{ID}.yaml").write_text(json.dumps(plain, default=str), "utf-8")  # JSON is YAML


def _with_on(notice: dict[Any, Any]) -> dict[Any, Any]:
    """Return a notice with the key that older YAML takes for a yes."""
    return {"on" if key is True else key: value for key, value in notice.items()}


def blocs(count: int = BLOCS) -> Iterator[OpenYear]:
    """Yield so many blocs of the province."""
    for number in range(count):
        yield bloc(f"khoi-{number:03}", 8 + (number % LARGE == 0))


def unit_ids(count: int) -> list[str]:
    """Return the units of a bloc in official order; the first is head, the second deputy."""
    return [f"dv-{number}" for number in range(1, count + 1)]


def bloc(name: str, count: int) -> OpenYear:
    """Return one bloc to open: each unit with its representative, each office with its holder."""
    names = unit_ids(count)
    seats = {f"of-{one}": f"unit:{one}" for one in names}
    seats |= {f"of-{one}": f"office:{one}" for one in OFFICES} | {"of-admin": "admin"}
    roles: dict[RoleName, str] = {"head": names[0], "deputy": names[1]}
    return OpenYear(
        bloc=name,
        bloc_name=f"Khối {name}",
        year=YEAR,
        definition=ID,
        units=tuple(Unit(id=one, name=f"Đơn vị {one}") for one in names),
        people=tuple(Person(id=one, name=one, email=f"{one}@{name}.example.vn") for one in seats),
        seats=tuple(SeatHeld(person=one, seat=seat) for one, seat in seats.items()),
        mandates=tuple(
            Mandate(role=role, unit=unit, start=START.date()) for role, unit in roles.items()
        ),
    )
