"""`python -m bench`: every target, in rounds that take turns; the medians, beside raw work.

`python -m bench 1 6` measures only these targets and writes nothing down. `--quick` does a little
of everything, to see that it runs; its figures mean nothing. A whole run writes bench/results.json
and the tables of README.md and docs/speed.md; with `--to FILE`, that file alone.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import click
import psycopg
from rich.console import Console

from bench import (
    acting,
    counting,
    crowd,
    delivering,
    files,
    idle,
    markdown,
    meetings,
    moves,
    opening,
    product,
    report,
    scoring,
)
from bench.effort import Effort, glance, whole
from bench.measured import Found
from bench.servers import Servers, plain
from workflow.store.engine import connect

Measure = Callable[[Servers, Effort], Found]
NUMBERS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "17", "18", "s1")
"""What may be asked for, in the order of the table; s1 is of scores."""


def _acts_alone(servers: Servers, effort: Effort) -> Found:
    return acting.measure(servers, effort, peers=False)


def _acts_and_peers(servers: Servers, effort: Effort) -> Found:
    return acting.measure(servers, effort, peers=True)


def _moves(servers: Servers, effort: Effort) -> Found:
    given = product.runtime(connect(servers.product))
    year = product.year_of("moved")
    product.open_years(given, [year])
    try:
        return moves.measure(effort, product.acting(given, [year]))
    finally:
        given.engine.dispose()


MEASURES: tuple[tuple[frozenset[str], Measure], ...] = (
    (frozenset({"1", "2", "3", "5"}), _acts_and_peers),
    (frozenset({"4"}), counting.measure),
    (frozenset({"6"}), lambda _servers, effort: files.measure(effort)),
    (frozenset({"7"}), _moves),
    (frozenset({"10"}), meetings.measure),
    (frozenset({"11"}), crowd.measure),
    (frozenset({"17", "18"}), delivering.measure),
    (frozenset({"s1"}), lambda _servers, effort: scoring.measure(effort)),
    (frozenset({"8", "9"}), opening.measure),
    (frozenset({"8"}), idle.measure),  # of the years that were opened just before
)


@click.command(help=__doc__)
@click.argument("numbers", nargs=-1, type=click.Choice(NUMBERS))
@click.option("--quick", is_flag=True, help="a little of everything; without peers")
@click.option("--to", type=click.Path(path_type=Path), help="write the results to this file")
def main(numbers: tuple[str, ...], *, quick: bool, to: Path | None) -> None:
    """Measure, print, and keep the results."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended, it ends its servers as well
    console = Console(stderr=True)
    wanted = frozenset(numbers or NUMBERS)
    found, machine = _measured(wanted, console, quick=quick)
    report.show(found.targets, found.peers, Console())
    results = report.document(found.targets, found.peers, machine)
    if to is not None:
        report.keep(results, to)
    elif wanted == frozenset(NUMBERS) and not quick:
        report.keep(results)
        markdown.rewrite(results)
        console.print(f"{report.FILE.name}, {markdown.README.name}, {markdown.SPEED.name}")


def _measured(
    wanted: frozenset[str], console: Console, *, quick: bool
) -> tuple[Found, dict[str, object]]:
    parts: list[Found] = []
    load_before = os.getloadavg()[0]
    with Servers() as servers, console.status("") as status:
        effort = (glance if quick else whole)(status.update)
        for numbers, measure in MEASURES:
            if numbers & wanted:
                chosen = _acts_alone if quick and measure is _acts_and_peers else measure
                console.log(f"targets {', '.join(sorted(numbers, key=NUMBERS.index))}")
                parts.append(chosen(servers, effort))
        machine: dict[str, object] = {
            "postgresql": _postgres_version(servers),
            "load_before": load_before,
            "load_after": os.getloadavg()[0],
            "rounds": effort.rounds,
            "bloc_years": effort.years,
        }
    targets = [one for part in parts for one in part.targets if _number(one.id) in wanted]
    targets.sort(key=lambda one: (NUMBERS.index(_number(one.id)), one.id))
    return Found(
        targets=tuple(targets), peers=tuple(p for part in parts for p in part.peers)
    ), machine


def _number(name: str) -> str:
    return name.rstrip("abcdefgh")


def _postgres_version(servers: Servers) -> str:
    with psycopg.connect(plain(servers.postgres.url)) as conn:
        return str(conn.info.parameter_status("server_version")).split(" ")[0]


if __name__ == "__main__":
    main()
