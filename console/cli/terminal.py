"""A terminal in front of a person: tables that wrap, a bar of progress. Only here is rich known."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable
from rich.text import Text

from console.cli.tables import Table
from workflow.escaping import escaped


def show(table: Table) -> None:
    """Write a table on the terminal; long cells wrap within their column."""
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, head in enumerate(table.heads):
        drawn.add_column(Text(head), justify="right" if at in table.right else "left")
    for row in table.rows:
        drawn.add_row(*(Text(escaped(cell)) for cell in row))
    Console().print(drawn)


class Bar:
    """A bar that is told how far things are."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def tell(self, done: int, total: int, what: str) -> None:
        """Show *done* of *total*, and what is being done."""
        self._progress.update(self._task, completed=done, total=total, description=what)


@contextmanager
def bar() -> Iterator[Bar]:
    """Show a bar on standard error, and take it away at the end."""
    columns = (
        BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress)
