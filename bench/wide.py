"""A wide bloc: a scale of 1000 points with 176 leaves of every kind, as the bench measures it."""

from decimal import Decimal
from itertools import cycle
from typing import Any

from workflow.domain.members.roster import Mandate, Person, SeatHeld, Unit
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.opening import OpenYear
from workflow.service.years import open_year

PARTS, LEAVES = 11, 16
TEXT = {"vi": "Nội dung", "en": "Criterion"}
AMOUNT = {"kind": "amount", "most": 1000, "name": TEXT}
Json = Any
"""Whatever a file of a definition or a command may hold."""


def entries(number: int) -> dict[str, Json]:
    """Return a full sheet as it is handed over, a little different for each number."""
    leaves = ((part, leaf) for part in range(1, PARTS + 1) for leaf in range(1, LEAVES + 1))
    return {f"{part}.{leaf}": entry(number, part, leaf) for part, leaf in leaves}


def entry(number: int, part: int, leaf: int) -> Json:
    """Return one cell: what fits the way by which its leaf makes points."""
    way = _ways()[(leaf - 1) % len(_ways())]
    if "pass_fail" in way:
        return number % 2
    if "bonus_penalty" in way:
        return {"bonus": leaf % 4, "penalty": 1}
    value = (number * 7 + part * 3 + leaf) % 5
    return value if "count" in way else str(Decimal(value) / 2)


def _ways() -> list[dict[str, Json]]:
    bands = [{"at_least": 0, "below": 1, "points": 0}, {"at_least": 1, "points": 5}]
    return [
        {"manual": {}},
        {"ratio": {"target": 3, "unit": TEXT}},
        {"against_best": {"target": 1}},
        {"count": {"points_each": "0.5", "unit": TEXT}},
        {"steps": {"bands": bands}},
        {"pass_fail": {}},
        {"best_of_group": {}},
        {"bonus_penalty": {"bonus_each": "0.5", "penalty_each": 1, "least": -5}},
    ]


def definition() -> dict[str, Json]:
    """Return a year of one scoring stage with a scale of 1000 points and 176 leaves."""
    each = 1000 // PARTS
    parts = []
    for part in range(1, PARTS + 1):
        whole = each if part < PARTS else 1000 - each * (PARTS - 1)
        parts.append({"id": f"P{part}", "title": TEXT, "max": whole, "parts": _leaves(part, whole)})
    words = ("bloc", "unit", "head", "deputy", "standing_unit", "overseer")
    return {
        "id": "wide",
        "kind": "definition",
        "title": TEXT,
        "valid": {"from": "2020-01-01"},
        "labels": dict.fromkeys(words, TEXT),
        "stages": [
            {"id": "scoring", "kind": "scoring", "title": TEXT, "owner": "head",
             "due": {"month": 12, "day": 31}, "appraisal": {"by": ["head", "deputy"]}}
        ],
        "rubric": {"total": 1000, "decimals": 2, "parts": parts, "classes": [
            {"id": "high", "title": TEXT, "at_least": 50, "every_criterion": {"percent": 10}},
            {"id": "low", "title": TEXT, "at_least": 0, "below": 50}]},
        "ranking": {"by": "total", "ties": [{"criterion": "P1"}, {"official_order": True}]},
    }  # fmt: skip


def _leaves(part: int, whole: int) -> list[dict[str, Json]]:
    leaves = []
    for leaf, way in zip(range(1, LEAVES + 1), cycle(_ways()), strict=False):
        most = 5 if leaf < LEAVES else whole - 5 * (LEAVES - 1)
        made = {"id": f"{part}.{leaf}", "title": TEXT, "max": most, "score": way}
        measured = {"ratio", "against_best", "best_of_group", "steps"} & set(way)
        leaves.append({**made, "measure": AMOUNT} if measured else made)
    return leaves


def opened(runtime: Runtime, units: int) -> str:
    """Open a bloc year of so many units, and return its id."""
    names = [f"u{number}" for number in range(1, units + 1)]
    wanted = OpenYear(
        bloc="wide", bloc_name="Khối lớn", year=runtime.clock.now().year, definition="wide",
        units=tuple(Unit(id=one, name=one) for one in names),
        people=tuple(Person(id=f"of-{one}", name=one) for one in names),
        seats=tuple(SeatHeld(person=f"of-{one}", seat=f"unit:{one}") for one in names),
        mandates=(Mandate(role="head", unit="u1", start=runtime.clock.now().date()),),
    )  # fmt: skip
    open_year(runtime, wanted, Actor(person="admin", seat="admin"))
    return wanted.id
