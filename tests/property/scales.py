"""Scales of any shape with sheets filled in: trees of any depth, leaves of every kind.

All of it follows from one number that Hypothesis draws: a whole bloc is too large to be drawn
choice by choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from definitions.schema.rubric import Criterion, Rubric
from definitions.schema.scores import WAYS

TEXT = {"vi": "x", "en": "x"}
Json = dict[str, Any]
AMOUNT: Json = {"kind": "amount", "most": 1000}


@dataclass(frozen=True)
class Filled:
    """One unit's sheet, and what counts beside it."""

    entries: Mapping[str, Decimal | None]
    times: Mapping[str, Decimal] = field(default_factory=dict)
    targets: Mapping[str, Decimal | None] = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    group: str = ""


def _halves(r: Random) -> Decimal:
    return Decimal(r.randint(1, 80)) / 2


def _way(r: Random, name: str, most: Decimal) -> Json:
    """Return a leaf's way; *most* is its maximum."""
    each, best = r.choice(["0.25", "0.5", "1", "2.5"]), r.choice(["absolute", "percent"])
    own: Json = {"targets": "each_unit", "excess": best, "no_target": "own_group"}
    shared: Json = {
        "target": str(_halves(r)), "baseline": r.choice([0, 50, 75, 100]), "excess": best
    }  # fmt: skip
    bands: list[Json] = [
        {"at_least": 0, "below": 10, "points": 0},
        {"at_least": 10, "below": "50.5", "points": str(most / 2)},
        {"at_least": "50.5", "points": str(most)},
    ]
    ways: dict[str, Json] = {
        "ratio": {"target": str(_halves(r)), "unit": TEXT},
        "count": {"points_each": each, "unit": TEXT},
        "against_best": r.choice([own, shared]),
        "bonus_penalty": {"bonus_each": each, "penalty_each": "1", "least": r.choice([0, -5])},
        "steps": {"bands": bands},
        "sample": {"size": r.randint(1, 4), "most": 100},
        "from_rank": {
            "by": r.choice(["entry", "highest", "lowest"]), "points": [str(most), str(most / 2)]
        },
        "percent_lost": {"points_each": each, "whole": r.random() < 0.5},
        "lapses": {"points_each": each, "least": r.choice([0, -3])},
        "plan_points": {"percent_each": each, "whole": r.random() < 0.5},
        "imported": {"agency": "council", "scale": 100},
    }  # fmt: skip
    return ways.get(name, {})


def _leaf(r: Random, name: str) -> Json:
    most, way = _halves(r), r.choice(WAYS)
    made: Json = {"id": name, "title": TEXT, "max": str(most), "score": {way: _way(r, way, most)}}
    if way in {"against_best", "best_of_group", "steps"}:
        made["measure"] = AMOUNT
    if r.random() < 0.4:
        made["may_be_unassigned"] = True
        made["unassigned_points"] = r.choice([None, str(most / 2)])
    return made | {"evidence": r.choice(["optional", "optional", "gate"])}


def _node(r: Random, name: str, depth: int) -> Json:
    if depth == 0 or r.random() < 0.5:
        return _leaf(r, name)
    parts = [_node(r, f"{name}.{number}", depth - 1) for number in range(1, r.randint(2, 4))]
    whole = sum((Decimal(part["max"]) for part in parts), Decimal(0))
    return {"id": name, "title": TEXT, "max": str(whole), "parts": parts}


def _rounding(r: Random) -> Json | None:
    ways, steps = ["half_up", "half_even", "down", "up"], ["1", "0.5", "0.25", "0.01"]
    leaf, total = ({"way": r.choice(ways), "step": r.choice(steps)} for _ in range(2))
    return r.choice(
        [None, {"leaf": leaf, "total": total}, {"leaf": {"way": "none"}, "total": total}]
    )


def scale(r: Random) -> Rubric:
    """Return a scale of up to four levels."""
    parts = [_node(r, f"{number}", 3) for number in range(1, r.randint(2, 5))]
    total = str(sum((Decimal(part["max"]) for part in parts), Decimal(0)))
    kinds = (("B1", "bonus"), ("B2", "bonus"), ("P1", "penalty"))
    adjustments = [
        {"id": name, "kind": kind, "points_each": "1.5", "bound": 6, "title": TEXT,
         "highest_of": r.choice([None, "flags"])}
        for name, kind in kinds
    ]  # fmt: skip
    return Rubric.model_validate(
        {
            "total": total,
            "decimals": r.randint(0, 2),
            "rounding": _rounding(r),
            "parts": parts,
            "adjustments": adjustments,
            "bonus_cap": r.choice([None, 7]),
            "cap": r.choice([None, total]),
        }
    )


def _entry(r: Random, leaf: Criterion) -> Decimal:
    score = leaf.score
    if score and score.manual:
        return Decimal(r.randint(0, int(leaf.max * 2))) / 2
    if score and score.pass_fail:
        return Decimal(r.randint(0, 1))
    if score and (score.from_rank or score.bonus_penalty or score.lapses):
        return Decimal(r.randint(1, 12))
    return Decimal(r.randint(0, 400)) / 4


def sheet(r: Random, rubric: Rubric) -> Filled:
    """Return a sheet of *rubric*."""
    leaves, entries = rubric.leaves(), dict[str, Decimal | None]()
    for leaf in leaves:
        none = leaf.may_be_unassigned and r.random() < 0.3
        entries |= {name: None if none else _entry(r, leaf) for name in leaf.entry_names}
    own = [leaf.id for leaf in leaves if leaf.score and leaf.score.against_best]
    return Filled(
        entries=entries,
        times={name: Decimal(r.randint(0, 10)) for name in ("B1", "B2", "P1")},
        targets={name: r.choice([None, _halves(r)]) for name in own},
        evidence=frozenset(leaf.id for leaf in leaves if r.random() < 0.7),
        group=r.choice(["", "", "g1"]),
    )


def _bloc(seed: int) -> tuple[Rubric, dict[str, Filled]]:
    r = Random(seed)  # noqa: S311 - tests that can be run again, not secrets
    rubric = scale(r)
    return rubric, {f"u{number}": sheet(r, rubric) for number in range(r.randint(1, 6))}


def blocs() -> st.SearchStrategy[tuple[Rubric, dict[str, Filled]]]:
    """Return scales with the sheets of one to six units."""
    return st.integers(0, 2**32).map(_bloc)
