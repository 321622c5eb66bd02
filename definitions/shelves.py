"""Where files of definitions lie: the shipped folders of this package, and folders of a person."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from definitions.errors import FileRefused
from definitions.extending import KINDS, text
from definitions.nodes import Sheet
from definitions.problems import Problem
from definitions.reading import read_bytes, read_data

PACKAGE = Path(__file__).parent
NOT_DEFINITIONS = frozenset({"wording", "calendars", "reports"})


@dataclass(frozen=True, eq=False)
class Shelf:
    """The definitions and layers in a folder. Looked at once; later changes are not seen."""

    folder: Path
    deep: bool = True

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Every readable definition and layer, by its id."""
        return {text(sheet, "id"): sheet for sheet in reversed(self._read[0])}

    @property
    def unreadable(self) -> tuple[Problem, ...]:
        """What is wrong with files that could not even be read."""
        return self._read[1]

    def find(self, name: str) -> Sheet | None:
        """Return the sheet with that id, if it lies here."""
        return self.sheets.get(name)

    @cached_property
    def _read(self) -> tuple[list[Sheet], tuple[Problem, ...]]:
        sheets, problems = list[Sheet](), list[Problem]()
        for file in sorted(self.folder.glob("**/*.yaml" if self.deep else "*.yaml")):
            try:
                sheet = sheet_in(file)
            except FileRefused as refused:
                problems += refused.problems
            else:
                sheets += [sheet] if text(sheet, "kind") in KINDS else []
        return sheets, tuple(problems)


class ShippedShelf(Shelf):
    """The data of this package: an id is a path, so that one file is found without the others."""

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Every definition and layer, by its path."""
        return {name: sheet_in(file) for name, file in self.files.items()}

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every data file, by its path without the ending."""
        places = (file.relative_to(self.folder) for file in self.folder.glob("*/**/*.yaml"))
        kept = sorted(place for place in places if place.parts[0] not in NOT_DEFINITIONS)
        return {place.with_suffix("").as_posix(): self.folder / place for place in kept}

    @property
    def unreadable(self) -> tuple[Problem, ...]:
        """Nothing: what is shipped can be read, or the file itself is asked for."""
        return ()

    def path_of(self, shown: str) -> str | None:
        """Return the path, without the ending, of the file that problems call *shown*."""
        return next((name for name, file in self.files.items() if shown_name(file) == shown), None)

    def find(self, name: str) -> Sheet | None:
        """Return the sheet of that path, if there is one. Raises FileRefused."""
        file = self.files.get(name)
        return sheet_in(file) if file else None


SHIPPED = ShippedShelf(PACKAGE)


def sheet_in(file: Path) -> Sheet:
    """Return the sheet in *file*. The same content is read only once. Raises FileRefused."""
    name = shown_name(file)
    return _sheet(read_data(file, name), name)


def shown_name(file: Path) -> str:
    """Return how problems call *file*: as it was given, or from this package on."""
    shipped = file.is_relative_to(PACKAGE)
    return file.relative_to(PACKAGE.parent).as_posix() if shipped else str(file)


@lru_cache(maxsize=512)
def _sheet(data: bytes, name: str) -> Sheet:
    return read_bytes(data, name)
