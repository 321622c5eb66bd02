"""Targets, the table that a person reads, and the file that a page may show."""

import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).with_name("results.json")
LIBRARIES = ("pydantic", "sqlalchemy", "transitions")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Two rates of one run, and the ratio that is aimed at."""

    id: str
    name: str
    target: float
    raw: float
    product: float
    ratio: float

    @property
    def held(self) -> bool:
        """Whether the target is reached."""
        return self.ratio >= self.target


def table(found: Sequence[Measured]) -> str:
    """Return the measurements as lines of text."""
    head = f"{'':<46}{'raw/s':>11}{'product/s':>11}{'µs':>9}{'ratio':>8}{'target':>8}"
    rows = [
        f"{one.name:<46}{one.raw:>11,.0f}{one.product:>11,.0f}{1e6 / one.product:>9,.1f}"
        f"{one.ratio:>8.2f}{one.target:>8.2f}{'' if one.held else '  not reached'}"
        for one in found
    ]
    return "\n".join([head, *rows])


def keep(found: Sequence[Measured], file: Path = FILE) -> None:
    """Write the measurements down, without anything that names the machine."""
    document = {
        "machine": {
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        },
        "versions": {name: version(name) for name in LIBRARIES},
        "targets": [_target(one) for one in found],
    }
    file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _target(one: Measured) -> dict[str, object]:
    rounded = {"raw": round(one.raw), "product": round(one.product), "ratio": round(one.ratio, 3)}
    return {**asdict(one), **rounded, "held": one.held}
