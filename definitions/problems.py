"""What is wrong with a file, and where: places and problems as values."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and positions."""


class Mark(NamedTuple):
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with a file. Errors refuse the file; warnings only speak."""

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    path: str
    vi: str
    en: str

    def of(self, language: str) -> str:
        """Return the sentence in *language*."""
        return self.en if language == "en" else self.vi

    def shown(self, language: str) -> str:
        """Return the problem as one line in *language*, with its place as editors know it."""
        where = f"{self.file}:{self.line}:{self.column}"
        return ": ".join(part for part in (where, self.path, self.of(language)) if part)

    def __str__(self) -> str:
        return self.shown("vi")


def printed(path: Path) -> str:
    """Return *path* as people write it: stages[2].due.month."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")
