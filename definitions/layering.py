"""Laying sheets over each other: a pure merge in which every part keeps the place it came from.

Mappings merge deeply. Lists whose items all have an `id` merge by it: the order below stays, new
items go to the end or after the item named in `place_after`, and `remove: true` takes one away.
`null` takes a key away. Any other list or scalar replaces what lies below.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeGuard

from definitions.findings import error
from definitions.nodes import Node, Sheet
from definitions.problems import Path, Problem

NAMES_OF_A_FILE = frozenset({"id", "kind", "extends"})
NAMES_OF_A_LAYER = NAMES_OF_A_FILE | {"title", "valid", "basis"}
ORDERS = frozenset({"place_after", "remove"})


class Laid:
    """Sheets laid one over the other, in the order given; problems are collected, never raised."""

    def __init__(self, *, alone: bool = False) -> None:
        self.alone = alone
        self.problems: list[Problem] = []

    def over(self, below: Node | None, above: Node, path: Path = ()) -> Node:
        """Return *above* laid over *below*."""
        if isinstance(above.content, dict):
            return replace(above, content=self._mapping(below, above.content, path))
        if _all_named(above.content):
            return replace(above, content=self._by_id(below, above.content, path))
        if isinstance(above.content, list):
            items = [self.over(None, item, (*path, at)) for at, item in enumerate(above.content)]
            return replace(above, content=items)
        return above

    def _mapping(self, below: Node | None, above: dict[str, Node], path: Path) -> dict[str, Node]:
        merged = dict(below.content) if below and isinstance(below.content, dict) else {}
        for key, node in above.items():
            under = merged.get(key)
            if node.content is None and under is not None:
                del merged[key]
            else:
                merged[key] = self.over(under, node, (*path, key))
        return merged

    def _by_id(self, below: Node | None, above: list[Node], path: Path) -> list[Node]:
        items = list(below.content) if below and _all_named(below.content) else []
        placed: dict[str, str] = {}
        seen: dict[str, Node] = {}
        for at, node in enumerate(above):
            name, where = _name(node), (*path, at)
            if name in seen:
                file, line, _ = seen[name].mark
                self._add("duplicate_id", node, where, id=name, file=file, line=line)
                continue
            seen[name] = node
            items = self._item(items, node, where, placed)
        return items

    def _item(
        self, items: list[Node], node: Node, path: Path, placed: dict[str, str]
    ) -> list[Node]:
        name, names = _name(node), [_name(item) for item in items]
        under = items[names.index(name)] if name in names else None
        if _says(node, "remove") is True:
            if under is None:
                self._miss("remove_unknown", node, (*path, "remove"), name)
            return [item for item in items if item is not under]

        merged = self.over(under, _without(node, ORDERS), path)
        anchor = _says(node, "place_after")
        if anchor is not None and (anchor not in names or anchor == name):
            self._miss("place_after_unknown", node, (*path, "place_after"), str(anchor))
            anchor = None
        if anchor is None:
            if under is None:
                return [*items, merged]
            return [merged if item is under else item for item in items]

        others = [item for item in items if item is not under]
        after = placed.get(str(anchor), str(anchor))
        placed[str(anchor)] = name
        cut = [_name(item) for item in others].index(after) + 1
        return [*others[:cut], merged, *others[cut:]]

    def _miss(self, code: str, node: Node, path: Path, name: str) -> None:
        if not self.alone:
            self._add(code, node.child(str(path[-1])) or node, path, id=name)

    def _add(self, code: str, node: Node, path: Path, **facts: object) -> None:
        self.problems.append(error(code, node.place, path, **facts))


def lay(sheets: Sequence[Sheet]) -> tuple[Sheet, tuple[Problem, ...]]:
    """Return *sheets* laid over each other, the last on top, and what is wrong with that.

    The names of the files below do not show through; their `basis` adds up.
    """
    laid = Laid()
    *below, top = (sheet.root for sheet in sheets)
    roots = [*(_without(node, _own_names(node)) for node in below), _without(top, {"extends"})]
    result: Node | None = None
    for root in roots:
        result = laid.over(result, root)
    basis = [entry for sheet in sheets for entry in _basis(sheet.root)]
    return Sheet(_with_basis(result or top, basis)), tuple(laid.problems)


def lay_alone(sheet: Sheet) -> tuple[Sheet, tuple[Problem, ...]]:
    """Return one layer as it would read with nothing below it, for a look at its shape."""
    laid = Laid(alone=True)
    return Sheet(laid.over(None, sheet.root)), tuple(laid.problems)


def _own_names(node: Node) -> frozenset[str]:
    return NAMES_OF_A_LAYER if _says(node, "kind") == "layer" else NAMES_OF_A_FILE


def _all_named(content: object) -> TypeGuard[list[Node]]:
    return isinstance(content, list) and bool(content) and all(_name(item) for item in content)


def _name(node: Node) -> str:
    name = _says(node, "id")
    return name if isinstance(name, str) else ""


def _says(node: Node, key: str) -> object:
    child = node.child(key)
    return child.content if child else None


def _without(node: Node, keys: AbstractSet[str]) -> Node:
    if not isinstance(node.content, dict):
        return node
    kept = {key: child for key, child in node.content.items() if key not in keys}
    return replace(node, content=kept)


def _basis(node: Node) -> list[Node]:
    basis = node.child("basis")
    return list(basis.content) if basis and isinstance(basis.content, list) else []


def _with_basis(node: Node, basis: list[Node]) -> Node:
    """Return *node* with every different entry of *basis*, in the order of the layers."""
    if not basis or not isinstance(node.content, dict):
        return node
    distinct: dict[str, Node] = {}
    for entry in basis:
        distinct.setdefault(str(entry.plain()), entry)
    entries = Node(list(distinct.values()), basis[-1].mark)
    return replace(node, content={**node.content, "basis": entries})
