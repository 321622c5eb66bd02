"""A read file as a tree that remembers where each thing stood; merging keeps those places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from definitions.problems import Mark, Path

Scalar = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place, and the place of its key when it has one."""

    content: "dict[str, Node] | list[Node] | Scalar"
    mark: Mark
    key: Mark | None = None

    @property
    def place(self) -> Mark:
        """Where a reader looks for it: a scalar itself, a block by its key."""
        return self.key if self.key and isinstance(self.content, dict | list) else self.mark

    def plain(self) -> object:
        """Return the bare value: mappings, lists and scalars."""
        if isinstance(self.content, dict):
            return {key: child.plain() for key, child in self.content.items()}
        if isinstance(self.content, list):
            return [child.plain() for child in self.content]
        return self.content

    def child(self, step: str | int) -> "Node | None":
        """Return the node under that key or position, if there is one."""
        if isinstance(self.content, dict) and isinstance(step, str):
            return self.content.get(step)
        if isinstance(self.content, list) and isinstance(step, int):
            return self.content[step] if 0 <= step < len(self.content) else None
        return None

    def children(self) -> "Iterator[tuple[str | int, Node]]":
        """Yield each child with its key or position."""
        if isinstance(self.content, dict):
            yield from self.content.items()
        elif isinstance(self.content, list):
            yield from enumerate(self.content)


@dataclass(frozen=True, eq=False)
class Sheet:
    """A whole file, or several laid over each other: plain data, and the place of every part."""

    root: Node

    @cached_property
    def value(self) -> object:
        """The bare data, as yaml reads it."""
        return self.root.plain()

    @cached_property
    def marks(self) -> dict[Path, Mark]:
        """The place of every value, by its path."""
        return dict(_places((), self.root))

    def find(self, path: Path) -> Node | None:
        """Return the node at *path*, or None when the file does not go there."""
        node: Node | None = self.root
        for step in path:
            node = node.child(step) if node else None
        return node

    def mark(self, path: Path = ()) -> Mark:
        """Return the place of *path*, or of the nearest thing above it that is written."""
        node = self.root
        for step in path:
            child = node.child(step)
            if child is None:
                break
            node = child
        return node.place

    def key_mark(self, path: Path) -> Mark:
        """Return the place of the key at the end of *path*, or of what holds it."""
        node = self.find(path)
        return node.key if node and node.key else self.mark(path)


def grown(value: object, mark: Mark) -> Node:
    """Return bare data that was never in a file as a tree, every part of it at *mark*."""
    if isinstance(value, Mapping):
        return Node({str(key): grown(child, mark) for key, child in value.items()}, mark)
    if isinstance(value, list | tuple):
        return Node([grown(child, mark) for child in value], mark)
    if value is None or isinstance(value, str | int | Decimal):
        return Node(value, mark)
    return Node(str(value), mark)


def _places(path: Path, node: Node) -> Iterator[tuple[Path, Mark]]:
    yield path, node.mark
    for step, child in node.children():
        yield from _places((*path, step), child)
