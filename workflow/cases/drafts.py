"""A case as far as it can be read: each well-formed part with its place, though others are not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from definitions.nodes import Node, Sheet
from definitions.problems import Path
from workflow.cases.expectations import Expectation
from workflow.cases.schema import CaseMandate, CasePerson, CaseYear, Entry

Part = TypeVar("Part")
PARTS: dict[str, Any] = {  # what the parts of a list may be, as typing allows
    "acts": Entry,
    "people": CasePerson,
    "mandates": CaseMandate,
    "expect": Expectation,
}


@dataclass(frozen=True, kw_only=True)
class Placed(Generic[Part]):
    """A well-formed part, and its path in the file."""

    value: Part
    path: Path


@dataclass(frozen=True, kw_only=True)
class DraftYear:
    """One bloc year as far as it can be read."""

    path: Path
    head: CaseYear
    mandates: tuple[Placed[CaseMandate], ...]
    entries: tuple[Placed[Entry], ...]

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.head.year


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A case as far as it can be read. `units` and `persons` are all ids written down.

    `founding` are the units that the first year is opened with; others are admitted later.
    `parents`: those of which the former are parts.
    """

    sheet: Sheet
    id: str
    bloc: str
    units: tuple[str, ...]
    founding: tuple[str, ...]
    parents: Mapping[str, str]
    persons: tuple[str, ...]
    people: tuple[Placed[CasePerson], ...]
    years: tuple[DraftYear, ...]
    expect: tuple[Placed[Expectation], ...]

    def year(self, number: int) -> DraftYear | None:
        """Return the bloc year of that calendar year."""
        return next((one for one in self.years if one.year == number), None)


def draft_of(sheet: Sheet) -> Draft:
    """Return what can be read of the case in *sheet*."""
    return Draft(
        sheet=sheet,
        id=_text(sheet.root, "id"),
        bloc=_text(bloc, "id") if (bloc := sheet.root.child("bloc")) else "",
        units=(*_ids(sheet, ("units",)), *_admitted(sheet, "unit")),
        founding=tuple(_ids(sheet, ("units",))),
        parents={
            _text(node, "id"): _text(node, "parent")
            for _, node in _items(sheet, ("units",))
            if _text(node, "parent")
        },
        persons=(*_ids(sheet, ("people",)), *_admitted(sheet, "people")),
        people=tuple(_parts(sheet, (), "people")),
        years=tuple(_years(sheet)),
        expect=tuple(_parts(sheet, (), "expect")),
    )


def _years(sheet: Sheet) -> Iterator[DraftYear]:
    for path, node in _items(sheet, ("years",)):
        bare = {
            key: child.plain()
            for key, child in node.children()
            if key in {"year", "definition", "opened"}
        }
        try:
            head = CaseYear.model_validate(bare)
        except ValidationError:
            continue
        yield DraftYear(
            path=path,
            head=head,
            mandates=tuple(_parts(sheet, path, "mandates")),
            entries=tuple(_parts(sheet, path, "acts")),
        )


@cache
def _adapter(key: str) -> TypeAdapter[Any]:
    return TypeAdapter(PARTS[key])


def _parts(sheet: Sheet, above: Path, key: str) -> Iterator[Placed[Any]]:
    for path, node in _items(sheet, (*above, key)):
        try:
            value = _adapter(key).validate_python(node.plain())
        except ValidationError:
            continue
        yield Placed(value=value, path=path)


def _ids(sheet: Sheet, path: Path) -> Iterator[str]:
    for _, node in _items(sheet, path):
        if name := _text(node, "id"):
            yield name


def _admitted(sheet: Sheet, key: str) -> Iterator[str]:
    """Yield the ids of units that are admitted by an act, or of the people who come with them."""
    for _, year in _items(sheet, ("years",)):
        acts = year.child("acts")
        for given in _inputs(acts, "admit_unit") if acts else ():
            found = given.child(key)
            nodes = [one for _, one in found.children()] if found and key == "people" else [found]
            yield from filter(None, [_text(one, "id") for one in nodes if one])


def _inputs(acts: Node, do: str) -> Iterator[Node]:
    """Yield what every act of that name is given, those of meetings among them."""
    for _, entry in acts.children():
        inner = entry.child("acts")
        if inner:
            yield from _inputs(inner, do)
        given = entry.child("with") if _text(entry, "do") == do else None
        if given and isinstance(given.content, list):
            yield from (one for _, one in given.children())
        elif given:
            yield given


def _items(sheet: Sheet, path: Path) -> Iterator[tuple[Path, Node]]:
    node = sheet.find(path)
    for step, child in node.children() if node and isinstance(node.content, list) else ():
        yield (*path, step), child


def _text(node: Node, key: str) -> str:
    child = node.child(key)
    return child.content if child and isinstance(child.content, str) else ""
