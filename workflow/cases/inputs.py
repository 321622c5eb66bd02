"""What acts are given: laid together from `with` and `each`, checked against the act's shape."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from definitions.advice import did_you_mean
from definitions.checking import explain
from definitions.findings import error
from definitions.nodes import Node, Sheet
from definitions.problems import Path, Problem
from workflow.domain.acts import ACTS

ADAPTERS: dict[Any, TypeAdapter[Any]] = {}  # by the shape that they read
ONE_UNIT = frozenset({"unit", "head", "standing_unit", "chair"})
ABROAD = "elsewhere"
"""Holds units of other blocs, which a case does not know."""
MANY_UNITS = frozenset({"deputies", "present", "agreed", "order", "units", "behind"})


def over(below: Node | None, above: Node | None) -> Node | None:
    """Return *above* laid over *below*: mappings merge, anything else replaces."""
    if above is None or below is None:
        return above or below
    if not isinstance(above.content, dict) or not isinstance(below.content, dict):
        return above
    merged = dict(below.content)
    for key, node in above.content.items():
        merged[key] = over(merged.get(key), node) or node
    return replace(above, content=merged)


def having(node: Node, key: str, value: str) -> Node:
    """Return *node* with *key* set, unless it is written there."""
    if not isinstance(node.content, dict) or key in node.content:
        return node
    return replace(node, content={**node.content, key: Node(value, node.mark)})


def _adapter(shape: type[Any]) -> TypeAdapter[Any]:
    if shape not in ADAPTERS:
        ADAPTERS[shape] = TypeAdapter(shape)
    return ADAPTERS[shape]


def wrong(shape: type[Any], given: Node, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with what an act is given, at its place."""
    try:
        _adapter(shape).validate_python(given.plain())
    except ValidationError as errors:
        yield from explain(errors, Sheet(given), shape, path)


def shape_of(do: str) -> type[Any]:
    """Return what an act is given."""
    return ACTS[do].given


def strangers(given: Node, units: Iterable[str], path: Path) -> Iterator[Problem]:
    """Yield every unit named in *given* that the case does not have."""
    for step, node in given.children():
        here = (*path, step)
        if step == ABROAD:
            continue
        if step in ONE_UNIT and isinstance(node.content, str):
            yield from stranger(node, units, here)
        elif step in MANY_UNITS and isinstance(node.content, list):
            for at, child in node.children():
                yield from stranger(child, units, (*here, at))
        else:
            yield from strangers(node, units, here)


def stranger(node: Node, units: Iterable[str], path: Path) -> Iterator[Problem]:
    """Yield that *node* names no unit of the case."""
    name = node.content
    if isinstance(name, str) and name not in units:
        advice = did_you_mean(name, units)
        yield error("case_unknown_unit", node.mark, path, unit=name, advice=advice)
