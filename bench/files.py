"""Target 6: acts on one SQLite file, as it waits for the disk, beside bare `sqlite3`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.effort import Effort
from bench.measured import Found, Measured
from bench.product import acting, open_years, runtime, year_of
from bench.raw_sqlite import RawFile
from bench.rounds import percentile, rate, ratio, turns
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade

DISK = (("6a", "normal", 0.25), ("6b", "full", 0.50))
YEAR = year_of("bloc")


def measure(effort: Effort) -> Found:
    """Measure whole acts, one commit each."""
    return Found(targets=tuple(_on_disk(*one, effort) for one in DISK))


def _on_disk(number: str, synchronous: str, target: float, effort: Effort) -> Measured:
    effort.say(f"SQLite, synchronous {synchronous.upper()}")
    with (
        TemporaryDirectory() as folder,
        RawFile(Path(folder, "raw.sqlite"), synchronous) as raw,
    ):
        engine = connect(f"sqlite:///{folder}/product.sqlite", synchronous=synchronous)
        upgrade(engine)
        given = runtime(engine)
        open_years(given, [YEAR])
        ours = acting(given, [YEAR])
        try:
            contenders = {
                "raw": lambda: rate(raw.act, effort.acts),
                "product": lambda: rate(ours, effort.acts),
            }
            turns(contenders, 1)  # warm
            found = turns(contenders, effort.rounds)
        finally:
            engine.dispose()
    return Measured(
        id=number, name=f"acts a second, SQLite, synchronous {synchronous.upper()}", target=target,
        ratio=ratio(found["product"], found["raw"]),
        figures={f"{who}_per_s": percentile(values, 0.5) for who, values in found.items()},
    )  # fmt: skip
