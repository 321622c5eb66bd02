"""Targets s1: a cell of a wide scale saved, and the whole ranking recomputed, as the bloc grows.

A cell is saved by the whole path: policy, rules, chain, outbox, command id, commit on SQLite, on a
sheet that is full. The ranking is worked out from the database: every sheet read, the standards of
the bloc, points, classes, ties.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench import wide
from bench.effort import Effort
from bench.measured import Found, Measured
from bench.raw_sheets import RawSheets
from bench.rounds import ratio, turns
from definitions.catalogue import Catalogue
from workflow.domain.model import Actor
from workflow.domain.results.ordering import places
from workflow.runtime import Runtime, SystemClock
from workflow.service.acts import perform
from workflow.service.commands import Command
from workflow.service.reading import load_book
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade

CELL_MS, RANKING_MS = 5, 1000
CELL_TO_RAW, RANKING_TO_RAW, LINEAR = 8, 40, 1.25
Seconds = Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Bloc:
    """A bloc of so many units with a full sheet each, and the same sheets without a product."""

    units: int
    runtime: Runtime
    year: str
    raw: RawSheets

    def save(self, number: int) -> None:
        """Save one cell of the first unit's sheet, by the whole path."""
        leaf, entry = _cell(number)
        perform(self.runtime, _saving(self.year, 1, {leaf: entry}))

    def save_raw(self, number: int) -> None:
        """Save the same cell without anything above the database."""
        self.raw.save("u1", *_cell(number))

    def rank(self, _number: int) -> None:
        """Read the year, and put its units in order."""
        self._all(sum(1 for _ in places(load_book(self.runtime, self.year), ())))

    def rank_raw(self, _number: int) -> None:
        """Read the same sheets, and put them in order by the sums of their numbers."""
        self._all(len(self.raw.ranked()))

    def _all(self, found: int) -> None:
        if found != self.units:
            message = f"{found} places of {self.units}"
            raise RuntimeError(message)


def measure(effort: Effort) -> Found:
    """Measure blocs of every size in rounds that take turns."""
    with ExitStack() as stack:
        blocs = []
        for units in effort.blocs:
            effort.say(f"a bloc of {units}, {wide.PARTS * wide.LEAVES} leaves")
            blocs.append(stack.enter_context(_filled(units)))
        effort.say("cells and rankings, blocs in turn")
        return Found(targets=tuple(_targets(blocs, effort)))


def _targets(blocs: list[Bloc], effort: Effort) -> Iterator[Measured]:
    few, usual, many = blocs
    cells = _taken(blocs, effort.acts // 5, effort.rounds, "save")
    ranks = _taken(blocs, 1, effort.rounds, "rank")
    size, leaves = usual.units, wide.PARTS * wide.LEAVES
    ours, raw = cells[f"{size}"], cells[f"{size}_raw"]
    shown = _ms(cells)
    yield Measured(
        id="s1a", name=f"one cell saved, {size} units, {leaves} leaves (ms)", target=CELL_MS,
        ratio=median(ours) * 1e3, sense="at_most", figures=shown,
    )  # fmt: skip
    yield Measured(
        id="s1b", name="the same, to a cell of the same sheet saved as bare SQL",
        ratio=ratio(ours, raw), target=CELL_TO_RAW, sense="at_most", figures=shown,
    )  # fmt: skip
    yield _growth("s1c", "one cell saved", cells, few, many, each=False)
    ours, raw = ranks[f"{size}"], ranks[f"{size}_raw"]
    shown = _ms(ranks)
    yield Measured(
        id="s1d", name=f"ranking read and recomputed, {size} units, {leaves} leaves (ms)",
        ratio=median(ours) * 1e3, target=RANKING_MS, sense="at_most", figures=shown,
    )  # fmt: skip
    yield Measured(
        id="s1e", name="the same, to reading the same sheets and adding up their numbers",
        ratio=ratio(ours, raw), target=RANKING_TO_RAW, sense="at_most", figures=shown,
    )  # fmt: skip
    yield _growth("s1f", "ranking, for each unit", ranks, few, many, each=True)


def _growth(
    number: str, what: str, taken: Mapping[str, Seconds], few: Bloc, many: Bloc, *, each: bool
) -> Measured:
    """Return what a large bloc costs beside a small one: the whole of it, or each of its units."""
    by = many.units / few.units if each else 1
    return Measured(
        id=number, name=f"{what}, {many.units} units to {few.units}", target=LINEAR,
        ratio=ratio(taken[f"{many.units}"], taken[f"{few.units}"]) / by, sense="at_most",
        figures=_ms({name: one for name, one in taken.items() if "raw" not in name}),
    )  # fmt: skip


def _taken(blocs: list[Bloc], times: int, rounds: int, what: str) -> dict[str, Seconds]:
    """Return the seconds of one act, by units, and by units beside `raw`; all in turn."""
    contenders = {}
    for bloc in blocs:
        contenders[f"{bloc.units}"] = _each(getattr(bloc, what), times)
        contenders[f"{bloc.units}_raw"] = _each(getattr(bloc, f"{what}_raw"), times)
    turns(contenders, 1)  # warm
    return dict(turns(contenders, rounds))


def _each(act: Callable[[int], None], times: int) -> Callable[[], float]:
    def turn() -> float:
        start = perf_counter()
        for number in range(max(times, 1)):
            act(number)
        return (perf_counter() - start) / max(times, 1)

    return turn


def _ms(taken: Mapping[str, Seconds]) -> dict[str, float]:
    return {f"units_{name}_ms": median(seconds) * 1e3 for name, seconds in taken.items()}


def _cell(number: int) -> tuple[str, wide.Json]:
    part, leaf = number % wide.PARTS + 1, number % wide.LEAVES + 1
    return f"{part}.{leaf}", wide.entry(number, part, leaf)


def _saving(year: str, unit: int, entries: dict[str, wide.Json]) -> Command:
    actor = Actor(person=f"of-u{unit}", seat=f"unit:u{unit}")
    return Command(year=year, do="save_entries", actor=actor, given={"entries": entries})


@contextmanager
def _filled(units: int) -> Iterator[Bloc]:
    """Yield a bloc in whose database every unit has saved a full sheet."""
    sheets = {number: wide.entries(number) for number in range(1, units + 1)}
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        text = json.dumps(wide.definition(), ensure_ascii=False)
        (folder / "wide.yaml").write_text(text, "utf-8")
        engine = connect(f"sqlite:///{folder / 'bench.sqlite'}", synchronous="normal")
        stack.callback(engine.dispose)
        upgrade(engine)
        runtime = Runtime(engine=engine, catalogue=Catalogue(folder), clock=SystemClock())
        year = wide.opened(runtime, units)
        for number, entries in sheets.items():
            perform(runtime, _saving(year, number, entries))
        plain = {f"u{number}": entries for number, entries in sheets.items()}
        raw = stack.enter_context(RawSheets(folder / "raw.sqlite", plain))
        yield Bloc(units=units, runtime=runtime, year=year, raw=raw)
