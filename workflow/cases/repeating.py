"""One written act is often done many times: by every unit, about every unit, with every input."""

from collections.abc import Iterator
from dataclasses import dataclass

from definitions.findings import error
from definitions.nodes import Node
from definitions.problems import Problem
from workflow.cases import inputs
from workflow.cases.drafts import Draft
from workflow.cases.schema import ByUnit, ByUnits, Doing
from workflow.cases.written import Written


@dataclass(frozen=True, kw_only=True)
class Single:
    """An act after it was repeated: by whom, about which unit, with what input."""

    act: Written
    by: object
    given: Node
    subject: str | None = None


def repeated(draft: Draft, act: Written, members: list[str]) -> list[Single]:
    """Return *act* once per unit that does it or that it is about, or else once per input.

    `every_unit` is each of *members*: those who belong to the bloc when it is done.
    """
    shared = draft.sheet.find((*act.there, "with")) or Node({}, draft.sheet.mark(act.there))
    units = _units(members, act.doing)
    if units is None:
        inputs_given = shared.content if isinstance(shared.content, list) else [shared]
        return [
            Single(act=act, by=act.doing.by, given=one, subject=_named(one)) for one in inputs_given
        ]
    return [_of_unit(draft, act, shared, unit) for unit in units]


def _of_unit(draft: Draft, act: Written, shared: Node, unit: str) -> Single:
    own = draft.sheet.find((*act.there, "each", unit))
    given = inputs.over(shared, own) or shared
    if act.doing.about is None:
        return Single(act=act, by=ByUnit(unit=unit), given=given)
    return Single(act=act, by=act.doing.by, given=inputs.having(given, "unit", unit), subject=unit)


def _named(given: Node) -> str | None:
    unit = given.child("unit")
    return unit.content if unit and isinstance(unit.content, str) else None


def _units(members: list[str], doing: Doing) -> list[str] | None:
    """Return the units that an act is repeated for; None when it is not."""
    if doing.by == "every_unit" or doing.about == "every_unit":
        named = members
    elif isinstance(doing.by, ByUnits):
        named = doing.by.units
    elif doing.about is not None:
        named = list(doing.about)
    else:
        return None
    return [unit for unit in named if unit not in doing.but]


def strangers(draft: Draft, act: Written, members: list[str]) -> Iterator[Problem]:
    """Yield units named in `by`, `for`, `except`, `each` that the case or the act does not have."""
    doing, sheet = act.doing, draft.sheet
    taking_part = _units(members, doing) or []
    for key in ("by", "for", "except"):
        node = sheet.find((*act.there, key))
        if node and isinstance(node.content, list) and not _is_roles(doing, key):
            for at, child in node.children():
                yield from inputs.stranger(child, draft.units, (*act.there, key, at))
        elif node and isinstance(node.content, dict):
            yield from _in_by(draft, node, (*act.there, key))
    each = sheet.find((*act.there, "each"))
    for unit, _ in each.children() if each else ():
        path = (*act.there, "each", unit)
        name = Node(unit if isinstance(unit, str) else None, sheet.key_mark(path))
        yield from inputs.stranger(name, draft.units, path)
        if unit in draft.units and unit not in taking_part:
            yield error("case_each_unused", name.mark, path, unit=unit)


def _is_roles(doing: Doing, key: str) -> bool:
    return key == "by" and isinstance(doing.by, list)


def _in_by(draft: Draft, node: Node, path: tuple[str | int, ...]) -> Iterator[Problem]:
    for key, child in node.children():
        if key == "unit":
            yield from inputs.stranger(child, draft.units, (*path, key))
        elif key == "units":
            for at, one in child.children():
                yield from inputs.stranger(one, draft.units, (*path, key, at))
