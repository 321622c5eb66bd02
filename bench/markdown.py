"""The results as tables in the README and in docs/speed.md, between two marks, by the last run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.measured import SIGNS

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- measured: written by make bench -->", "<!-- /measured -->"
README, SPEED = ROOT / "README.md", ROOT / "docs" / "speed.md"
IN_README = ("1", "2", "3a", "5", "6a", "6b", "10", "17", "18a", "s1a", "s1d", "s1f")
Plain = Mapping[str, Any]


def rewrite(found: Plain) -> None:
    """Write the results into both pages."""
    for page in (README, SPEED):
        page.write_text(page_with(page, found), encoding="utf-8")


def page_with(page: Path, found: Plain) -> str:
    """Return the text of a page with its tables made from *found*."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    lines = short(found) if page == README else full(found)
    return "\n".join([before + BEGIN, *lines, END]) + after


def short(found: Plain) -> list[str]:
    """Return the few lines of the README: some targets, and the peers beside us."""
    chosen = [one for one in found["targets"] if one["id"] in IN_README]
    return [*_targets(chosen), "", *_beside(found)]


def full(found: Plain) -> list[str]:
    """Return every target, the reasons of those not held, the peers, the machine."""
    missed = [one for one in found["targets"] if not one["held"]]
    reasons = [f"- **{one['id']}** ({_met(one)}): {one['why']}" for one in missed]
    machine = {**found["machine"], **found["versions"]}
    return [
        *_targets(found["targets"], figures=True), "",
        *(["Not held, and why:", "", *reasons, ""] if missed else []),
        *_peers(found["peers"]), "",
        "Measured on: " + ", ".join(f"{name} {value}" for name, value in machine.items()) + ".",
    ]  # fmt: skip


def _targets(targets: Sequence[Plain], *, figures: bool = False) -> list[str]:
    head = ["#", "figure, as a ratio of one run", "found", "target", "held"]
    rows = [
        [one["id"], one["name"], f"{one['ratio']:.2f}",
         f"{SIGNS[one['sense']]} {one['target']:g}", "yes" if one["held"] else "no"]
        for one in targets
    ]  # fmt: skip
    if figures:
        head.append("made of")
        for row, one in zip(rows, targets, strict=True):
            row.append(", ".join(f"{name} {value:,g}" for name, value in one["figures"].items()))
    return _table(head, rows)


def _beside(found: Plain) -> list[str]:
    ours = {one["id"]: one["ratio"] for one in found["targets"]}
    theirs = [
        f"{peer['name']} " + " / ".join(f"{pace['ratio']:.2f}" for pace in peer["paces"])
        for peer in found["peers"]
        if peer["paces"]
    ]
    missing = [f"{peer['name']} (not measured)" for peer in found["peers"] if not peer["paces"]]
    return [
        f"Ratio to raw with 1 / 4 clients: **Thi Đua {ours['1']:.2f} / {ours['2']:.2f}**, "
        + ", ".join([*theirs, *missing])
        + "."
    ]


def _peers(peers: Sequence[Plain]) -> list[str]:
    head = ["peer", "clients", "acts/s", "ratio to raw", "p50 / p99 ms"]
    rows = [
        [f"{peer['name']} {peer['version']}", str(pace["clients"]), f"{pace['per_s']:,.0f}",
         f"{pace['ratio']:.2f}", f"{pace['p50_ms']:.1f} / {pace['p99_ms']:.1f}"]
        for peer in peers
        for pace in peer["paces"]
    ]  # fmt: skip
    missing = [[f"{p['name']}: {p['missing']}", "", "", "", ""] for p in peers if p["missing"]]
    return _table(head, rows + missing)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def _met(one: Plain) -> str:
    return f"{one['ratio']:.2f}, aimed at {SIGNS[one['sense']]} {one['target']:g}"
