"""`python -m bench.scoring`: one cell saved, and a whole ranking recomputed, as the bloc grows.

A scale of 1000 points with 176 leaves of every kind, in blocs of 10, 68 and 500 units. A cell is
saved by the whole path: policy, rules, chain, outbox, command id, commit on SQLite. The ranking is
worked out anew from every entry: standards of the bloc, points, classes, ties.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from definitions.catalogue import Catalogue
from workflow.domain.model import Actor, Book
from workflow.domain.ranking import places
from workflow.domain.roster import Mandate, Person, SeatHeld, Unit
from workflow.domain.sheet import Sheet
from workflow.runtime import Runtime, SystemClock
from workflow.service.acts import Command, perform
from workflow.service.opening import OpenYear
from workflow.service.reading import load_book
from workflow.service.years import open_year
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade

SIZES = (10, 68, 500)
TARGET_CELL_S, TARGET_RANKING_S, AT = 0.005, 1.0, 68
PARTS, LEAVES = 11, 16
SAVED, RANKED = 60, 5
TEXT = {"vi": "Nội dung", "en": "Criterion"}
AMOUNT = {"kind": "amount", "most": 1000, "name": TEXT}
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Seconds, for a bloc of so many units: the median of a cell, the least of a ranking."""

    units: int
    cell_s: float
    ranking_s: float
    load_s: float


def main() -> None:
    """Measure and print."""
    sys.stdout.write(f"{table(list(measure()))}\n")


def measure() -> Iterator[Measured]:
    """Yield the measurements of every size."""
    for units in SIZES:
        with TemporaryDirectory() as folder:
            yield _measured(Path(folder), units)


def table(found: list[Measured]) -> str:
    """Return the measurements as lines of text, with what one unit costs."""
    head = f"{'units':>6}{'cell ms':>10}{'ranking ms':>12}{'per unit ms':>13}{'read ms':>10}"
    rows = [
        f"{one.units:>6}{one.cell_s * 1e3:>10.2f}{one.ranking_s * 1e3:>12.1f}"
        f"{one.ranking_s / one.units * 1e3:>13.3f}{one.load_s * 1e3:>10.1f}"
        for one in found
    ]
    return "\n".join([head, *rows, *(f"not reached: {name}" for name in missed(found))])


def missed(found: list[Measured]) -> list[str]:
    """Return the targets that are not reached by the bloc they are set for."""
    (one,) = [one for one in found if one.units == AT]
    cell = [] if one.cell_s <= TARGET_CELL_S else [f"cell within {TARGET_CELL_S} s"]
    return cell + ([] if one.ranking_s <= TARGET_RANKING_S else ["ranking within 1 s"])


def document(found: list[Measured]) -> Json:
    """Return the measurements for a file of results."""
    return {
        "leaves": PARTS * LEAVES,
        "target": {"units": AT, "cell_s": TARGET_CELL_S, "ranking_s": TARGET_RANKING_S},
        "missed": missed(found),
        "sizes": [asdict(one) for one in found],
    }


def _measured(folder: Path, units: int) -> Measured:
    (folder / "wide.yaml").write_text(json.dumps(definition(), ensure_ascii=False), "utf-8")
    engine = connect(f"sqlite:///{folder / 'bench.sqlite'}", synchronous="normal")
    upgrade(engine)
    runtime = Runtime(engine=engine, catalogue=Catalogue(folder), clock=SystemClock())
    year = _opened(runtime, units)
    saving = [_saved(runtime, year, number) for number in range(SAVED)]
    started = perf_counter()
    book = load_book(runtime, year)
    loaded = perf_counter() - started
    filled = _filled(book, units)
    ranking = [_ranked(filled, units) for _ in range(RANKED)]
    engine.dispose()
    return Measured(units=units, cell_s=median(saving), ranking_s=median(ranking), load_s=loaded)


def _saved(runtime: Runtime, year: str, number: int) -> float:
    leaf = f"{number % PARTS + 1}.{number % LEAVES + 1}"
    actor = Actor(person="of-u1", seat="unit:u1")
    way = _ways()[number % LEAVES % len(_ways())]
    given = {"entries": {leaf: {"bonus": 3, "penalty": 1} if "bonus_penalty" in way else 1}}
    command = Command(year=year, do="save_entries", actor=actor, given=given)
    started = perf_counter()
    perform(runtime, command)
    return perf_counter() - started


def _ranked(book: Book, units: int) -> float:
    started = perf_counter()
    found = sum(1 for _ in places(book, ()))
    spent = perf_counter() - started
    if found != units:
        message = f"{found} places of {units}"
        raise RuntimeError(message)
    return spent


def _filled(book: Book, units: int) -> Book:
    """Return the year with a full sheet of every unit, each a little different."""
    streams = dict(book.streams)
    for number in range(1, units + 1):
        streams[f"sheet/u{number}"] = Sheet(status="accepted", entries=_entries(number))
    return Book(
        id=book.id, bloc=book.bloc, bloc_name=book.bloc_name, year=book.year,
        pinned=book.pinned, streams=streams,
    )  # fmt: skip


def _entries(number: int) -> dict[str, Decimal | None]:
    entries: dict[str, Decimal | None] = {}
    for part in range(1, PARTS + 1):
        for leaf, way in zip(range(1, LEAVES + 1), cycle(_ways()), strict=False):
            name = f"{part}.{leaf}"
            value = Decimal((number * 7 + part * 3 + leaf) % 5) / 2
            if "pass_fail" in way:
                entries[name] = Decimal(number % 2)
            elif "bonus_penalty" in way:
                entries |= {f"{name}/bonus": Decimal(leaf % 4), f"{name}/penalty": Decimal(1)}
            else:
                entries[name] = value
    return entries


def _ways() -> list[Json]:
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


def definition() -> Json:
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


def _leaves(part: int, whole: int) -> list[Json]:
    leaves = []
    for leaf, way in zip(range(1, LEAVES + 1), cycle(_ways()), strict=False):
        most = 5 if leaf < LEAVES else whole - 5 * (LEAVES - 1)
        made = {"id": f"{part}.{leaf}", "title": TEXT, "max": most, "score": way}
        measured = {"ratio", "against_best", "best_of_group", "steps"} & set(way)
        leaves.append({**made, "measure": AMOUNT} if measured else made)
    return leaves


def _opened(runtime: Runtime, units: int) -> str:
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


if __name__ == "__main__":
    main()
