"""Following `extends`: from one file to every layer below it, each once, the lowest first."""

from collections.abc import Callable, Iterable
from datetime import date

from definitions.advice import nearest
from definitions.findings import error, warning
from definitions.nodes import Node, Sheet
from definitions.problems import Path, Problem

Find = Callable[[str], Sheet | None]
KINDS = ("definition", "layer")


class Chain:
    """The sheets to be laid over each other, and what is wrong with how they refer."""

    def __init__(self, find: Find, known: Callable[[], Iterable[str]]) -> None:
        self.find = find
        self.known = known
        self.sheets: list[Sheet] = []
        self.problems: list[Problem] = []

    def add(self, sheet: Sheet, above: tuple[Sheet, ...] = ()) -> None:
        """Add everything below *sheet*, then *sheet*; later names in `extends` lie higher."""
        for path, node in _extended(sheet.root):
            if not isinstance(node.content, str):
                self.problems.append(error("extends_not_names", node.place, path))
                continue
            below = self.find(node.content)
            if below is None:
                advice = nearest(node.content, self.known())
                facts = {"id": node.content, "advice": advice}
                self.problems.append(error("extends_unknown", node.place, path, **facts))
            elif below in (*above, sheet):
                chain = [text(one, "id") for one in (*above, sheet)] + [node.content]
                start = chain.index(node.content)
                facts = {"chain": " → ".join(chain[start:])}
                self.problems.append(error("extends_cycle", node.place, path, **facts))
            elif below not in self.sheets:
                self.add(below, (*above, sheet))
        self.sheets.append(sheet)


def out_of_force(sheet: Sheet, day: date) -> Problem | None:
    """Return a warning when the layer *sheet* does not claim to be in force on *day*."""
    start, end = _day(sheet, "from"), _day(sheet, "to")
    if text(sheet, "kind") != "layer" or (start or day) <= day <= (end or day):
        return None
    layer, there = text(sheet, "id"), sheet.mark(("valid",))
    if start is not None and day < start:
        facts = {"layer": layer, "start": start, "day": day}
        return warning("layer_not_yet_in_force", there, ("valid",), **facts)
    facts = {"layer": layer, "end": end, "day": day}
    return warning("layer_not_in_force", there, ("valid",), **facts)


def text(sheet: Sheet, key: str) -> str:
    """Return the text under *key* at the top of *sheet*, or nothing."""
    node = sheet.find((key,))
    return node.content if node and isinstance(node.content, str) else ""


def _extended(root: Node) -> list[tuple[Path, Node]]:
    node = root.child("extends")
    if node is None or node.content is None:
        return []
    if isinstance(node.content, list):
        return [(("extends", at), item) for at, item in enumerate(node.content)]
    return [(("extends",), node)]


def _day(sheet: Sheet, key: str) -> date | None:
    node = sheet.find(("valid", key))
    try:
        return date.fromisoformat(str(node.content)) if node else None
    except ValueError:
        return None
