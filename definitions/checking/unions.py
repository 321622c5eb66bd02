"""Where a value could be one of several things: complain about the one that was meant."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from definitions.checking.complaints import Complaint

WRONG_TYPES = {
    "string_type": "one_text",
    "int_type": "one_whole_number",
    "int_parsing": "one_whole_number",
    "int_from_float": "one_whole_number",
    "decimal_type": "one_number",
    "decimal_parsing": "one_number",
    "bool_type": "one_boolean",
    "bool_parsing": "one_boolean",
    "date_type": "one_date",
    "date_parsing": "one_date",
    "date_from_datetime_parsing": "one_date",
    "datetime_type": "one_moment",
    "datetime_parsing": "one_moment",
    "datetime_from_date_parsing": "one_moment",
    "time_type": "one_time",
    "time_parsing": "one_time",
    "list_type": "one_list",
    "tuple_type": "one_list",
    "dict_type": "one_mapping",
    "model_type": "one_mapping",
    "dataclass_type": "one_mapping",
    "model_attributes_type": "one_mapping",
    "literal_error": "one_of_these",
    "enum": "one_of_these",
}
"""Errors that say: this branch was not meant at all. Each with what would have fitted it."""


def settled(complaints: Iterable[Complaint]) -> Iterator[Complaint]:
    """Yield the complaints worth telling: for each choice, those of the branch that fits best."""
    ordered = sorted(complaints, key=_choice)
    for choice, group in groupby(ordered, key=_choice):
        together = list(group)
        yield from together if choice == NO_CHOICE else _best(together)


NO_CHOICE = (False, "", 0)


def _choice(complaint: Complaint) -> tuple[bool, str, int]:
    if not complaint.branches:
        return NO_CHOICE
    depth = complaint.branches[0][0]
    return (True, repr(complaint.path[:depth]), depth)


def _best(complaints: list[Complaint]) -> Iterator[Complaint]:
    """Yield the complaints of the branch that the value comes nearest to."""
    branches: dict[str, list[Complaint]] = {}
    for one in complaints:
        inside = replace(one, branches=one.branches[1:])
        branches.setdefault(one.branches[0][1], []).append(inside)
    first = complaints[0]
    fitting = [inside for inside in branches.values() if not _other_type(inside, first)]
    if len(branches) == 1:
        yield from settled(*branches.values())
    elif fitting:
        nearest = min(fitting, key=len)
        yield from settled(nearest)
    else:
        yield _any_of(complaints)


def _other_type(inside: list[Complaint], first: Complaint) -> bool:
    root = first.path[: first.branches[0][0]]
    return any(one.path == root and one.kind in WRONG_TYPES for one in inside)


def _any_of(complaints: list[Complaint]) -> Complaint:
    expected = tuple(one for one in complaints if one.kind in WRONG_TYPES)
    facts = {"expected": expected}
    return replace(complaints[0], kind="not_any_of", branches=(), facts=facts)
