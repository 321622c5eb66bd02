"""The table that a person reads, and the file that a page may show."""

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.measured import DIGITS, SIGNS, Measured, Peer
from bench.why import WHY

FILE = Path(__file__).with_name("results.json")
LIBRARIES = ("celery", "psycopg", "pydantic", "redis", "sqlalchemy", "transitions")


def table(targets: Sequence[Measured]) -> Table:
    """Return the targets, each with its ratio, what it was made of, and whether it is held."""
    made = Table(title="Đo với việc thô trong cùng lượt chạy · Beside raw work of the same run")
    for column in ("", "", "ratio", "target", "held", "figures"):
        made.add_column(column, justify="right" if column in {"ratio", "target"} else "left")
    for one in targets:
        made.add_row(
            one.id, one.name, f"{one.ratio:,.2f}", f"{SIGNS[one.sense]} {one.target:g}",
            "✓" if one.held else "✗",
            ", ".join(f"{name} {_short(value)}" for name, value in one.figures.items()),
        )  # fmt: skip
    return made


def peers_table(peers: Sequence[Peer]) -> Table:
    """Return the peers with 1 and 4 clients; who could not be measured, with the reason."""
    made = Table(title="Phần mềm khác, cùng PostgreSQL · Peers on the same PostgreSQL")
    for column in ("", "clients", "acts/s", "ratio to raw", "p50 ms", "p99 ms"):
        made.add_column(column, justify="left" if not column else "right")
    for peer in peers:
        name = f"{peer.name} {peer.version or ''}".strip()
        if peer.missing is not None:
            made.add_row(f"{name}: {peer.missing}")
        for pace in peer.paces:
            made.add_row(
                name, str(pace.clients), _short(pace.per_s), f"{pace.ratio:.2f}",
                f"{pace.p50_ms:.1f}", f"{pace.p99_ms:.1f}",
            )  # fmt: skip
    return made


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}"  # noqa: PLR2004 - three digits are enough


def show(targets: Sequence[Measured], peers: Sequence[Peer], console: Console) -> None:
    """Print both tables."""
    console.print(table(targets))
    for one in targets:
        if not one.held:
            console.print(f"{one.id}: {WHY[one.id]}")
    if peers:
        console.print(peers_table(peers))


def document(
    targets: Sequence[Measured], peers: Sequence[Peer], machine: Mapping[str, object]
) -> dict[str, object]:
    """Return the results as plain data, without anything that names the machine."""
    return {
        "machine": {
            "cpus": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            **machine,
        },
        "versions": {name: version(name) for name in LIBRARIES},
        "targets": [_target(one) for one in targets],
        "peers": [_rounded(asdict(one)) for one in peers],
    }


def keep(found: Mapping[str, object], file: Path = FILE) -> None:
    """Write the results down."""
    file.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _target(one: Measured) -> object:
    plain: dict[str, object] = {
        "id": one.id,
        "name": one.name,
        "ratio": one.ratio,
        "target": one.target,
    }
    if not one.held:
        plain["why"] = WHY[one.id]
    return _rounded({**plain, "sense": one.sense, "held": one.held, "figures": one.figures})


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
