"""Finding definitions by id, and handing out only what has been checked."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from definitions.advice import nearest
from definitions.assembling import Checked, assembled, errors, in_order
from definitions.errors import FileRefused, UnknownDefinition
from definitions.extending import Chain, text
from definitions.findings import error
from definitions.nodes import Sheet
from definitions.problems import Problem
from definitions.schema.definition import Definition
from definitions.schema.record import Text
from definitions.shelves import SHIPPED, Shelf, sheet_in

Shelves = tuple[Shelf, ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a list of definitions shows of one."""

    id: str
    title: Text
    file: str


class Catalogue:
    """Every definition that can be named: those shipped, and those in the folders given.

    What was found once does not change, whatever happens to the files afterwards.
    """

    def __init__(self, *folders: Path) -> None:
        self._shelves: Shelves = (SHIPPED, *map(Shelf, folders))

    def ids(self) -> list[str]:
        """Return the ids of all definitions; layers are not among them."""
        return self._names("definition")

    def layer_ids(self) -> list[str]:
        """Return the ids of all layers."""
        return self._names("layer")

    def summary(self, name: str) -> Summary:
        """Return what a list shows of a definition or layer. Raises UnknownDefinition."""
        sheet = self._sheet(name)
        title = Text(vi=_title(sheet, "vi") or name, en=_title(sheet, "en") or name)
        return Summary(id=name, title=title, file=sheet.root.mark.file)

    def load(self, name: str) -> Definition:
        """Return the definition of that id. Raises UnknownDefinition, FileRefused."""
        return self._loaded(self._sheet(name), self._shelves)

    def load_file(self, path: Path) -> Definition:
        """Return the definition in a file, which may extend files beside it. Raises FileRefused."""
        return self._loaded(sheet_in(path), self._beside(path))

    def check(self, target: str | Path, day: date | None = None) -> tuple[Problem, ...]:
        """Return every problem of a definition or layer, by its id or its file.

        Warns of layers that are not in force on *day*, or on the day the definition begins.
        Raises UnknownDefinition.
        """
        file = Path(target)
        try:
            if file.suffix == ".yaml":
                return self._checked(sheet_in(file), self._beside(file), day).problems
            return self._checked(self._sheet(str(target)), self._shelves, day).problems
        except FileRefused as refused:
            return refused.problems

    def _loaded(self, sheet: Sheet, shelves: Shelves) -> Definition:
        if text(sheet, "kind") == "layer":
            facts = {"kind": "layer", "expected": "definition"}
            raise FileRefused([error("wrong_kind", sheet.mark(("kind",)), ("kind",), **facts)])
        checked = self._checked(sheet, shelves)
        if checked.definition is None:
            raise FileRefused(errors(checked.problems))
        return checked.definition

    def _checked(self, sheet: Sheet, shelves: Shelves, day: date | None = None) -> Checked:
        chain = Chain(lambda name: _find(shelves, name), self._known)
        chain.add(sheet)
        if chain.problems:
            return Checked(None, in_order(chain.problems))
        checked = assembled(tuple(chain.sheets), day)
        if named := _misnamed(sheet, shelves):
            return Checked(None, in_order([*named, *checked.problems]))
        return checked

    def _sheet(self, name: str) -> Sheet:
        if sheet := _find(self._shelves, name):
            return sheet
        if unreadable := [one for shelf in self._shelves for one in shelf.unreadable]:
            raise FileRefused(unreadable)
        raise UnknownDefinition(id=name, advice=nearest(name, self._known()))

    def _names(self, kind: str) -> list[str]:
        return sorted(name for name, sheet in self._sheets().items() if text(sheet, "kind") == kind)

    def _known(self) -> list[str]:
        return list(self._sheets())

    def _sheets(self) -> dict[str, Sheet]:
        return {name: sheet for shelf in self._shelves for name, sheet in shelf.sheets.items()}

    def _beside(self, path: Path) -> Shelves:
        return (*self._shelves, Shelf(path.parent, deep=False))


def _find(shelves: Shelves, name: str) -> Sheet | None:
    return next((sheet for shelf in shelves if (sheet := shelf.find(name))), None)


def _title(sheet: Sheet, language: str) -> str:
    node = sheet.find(("title", language))
    return node.content if node and isinstance(node.content, str) else ""


def _misnamed(sheet: Sheet, shelves: Shelves) -> list[Problem]:
    """Return what is wrong with the id: not the path of a shipped file, or taken by another."""
    name, file, place = text(sheet, "id"), sheet.root.mark.file, sheet.mark(("id",))
    expected = SHIPPED.path_of(file)
    if expected and expected != name:
        return [error("id_not_path", place, ("id",), expected=expected)]
    other = _find(shelves, name) if name else None
    if other and not _same(file, other.root.mark.file):
        return [error("id_taken", place, ("id",), id=name, other=other.root.mark.file)]
    return []


def _same(one: str, other: str) -> bool:
    return one == other or Path(one).resolve() == Path(other).resolve()
