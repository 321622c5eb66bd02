"""Tables as plain text, by the width that letters take on a screen."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

GAP = "  "
NOTHING = "\N{EN DASH}"
"""What stands in a cell where there is nothing to tell."""


@dataclass(frozen=True)
class Table:
    """Rows under heads; columns numbered in *right* stand against the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int] = frozenset()


def plain(table: Table) -> str:
    """Return a table as lines, without a mark of colour."""
    rows = [[unicodedata.normalize("NFC", cell) for cell in row] for row in _all(table)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths, table.right) for row in rows]
    rule = GAP.join("─" * wide for wide in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def _all(table: Table) -> Iterator[Sequence[str]]:
    yield table.heads
    yield from table.rows


def width(text: str) -> int:
    """Return how many columns *text* takes: marks take none, East Asian letters two."""
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _line(cells: Sequence[str], widths: Iterable[int], right: frozenset[int]) -> str:
    padded = (
        _padded(cell, wide, at in right)
        for at, (cell, wide) in enumerate(zip(cells, widths, strict=True))
    )
    return GAP.join(padded).rstrip()


def _padded(cell: str, wide: int, to_the_right: bool) -> str:  # noqa: FBT001 - a side, not a mode
    space = " " * (wide - width(cell))
    return space + cell if to_the_right else cell + space
