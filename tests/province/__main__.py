"""`python -m tests.province [BLOCS]`: exit status 0 when nothing is amiss."""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from console.cluster.postgres import Postgres
from tests.province.blocs import BLOCS
from tests.province.report import amiss, report
from tests.province.run import Result, Tell, run


def main(arguments: list[str]) -> int:
    """Live one year, and print what came of it."""
    count = int(arguments[0]) if arguments else BLOCS
    result = _watched(count)
    for line in report(result):
        sys.stdout.write(f"{line}\n")
    return 1 if amiss(result) else 0


def _watched(count: int) -> Result:
    columns = (
        BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )  # fmt: skip
    postgres = Postgres(durable=True)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="thidua-province-") as folder,
            Progress(*columns, console=Console(stderr=True)) as progress,
        ):
            return run(Path(folder), postgres.url, count, _telling(progress))
    finally:
        postgres.stop()


def _telling(progress: Progress) -> Tell:
    task = progress.add_task("")

    def tell(done: int, total: int, what: str) -> None:
        progress.update(task, completed=done, total=total, description=what)

    return tell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
