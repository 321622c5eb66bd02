"""What the law is not known to say: one warning for each value that is unverified."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.nodes import Node
from definitions.problems import Path, Problem


def lint_statuses(ground: Ground) -> Iterator[Problem]:
    """Yield a warning wherever the definition says `status: unverified`, or so of the total."""
    for path, node in _unverified((), ground.sheet.root):
        yield ground.warning("unverified", (*path, "status"), what=_what(node))
    rubric = ground.definition.rubric
    if rubric.total_status == "unverified":
        what = f"total {rubric.total.normalize():f}"
        yield ground.warning("unverified", ("rubric", "total_status"), what=what)


def _unverified(path: Path, node: Node) -> Iterator[tuple[Path, Node]]:
    status = node.child("status")
    if status and status.content == "unverified":
        yield path, node
    for step, child in node.children():
        yield from _unverified((*path, step), child)


def _what(node: Node) -> str:
    """Return what a reader would call the value: its instrument and article, id, or first key."""
    named = [node.child(key) for key in ("ref", "article", "id")]
    words = [str(child.content) for child in named if child]
    keys = [str(key) for key, _ in node.children() if key not in {"status", "basis"}]
    return " ".join(words) or ", ".join(keys)
