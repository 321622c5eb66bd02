"""Checking the shape of a sheet: every error of a pydantic model becomes a problem with its place.

Works for any model of any file that a person writes.
"""

from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from definitions.checking.complaints import Complaint, heard
from definitions.checking.explaining import explained, told
from definitions.checking.unions import settled
from definitions.errors import FileRefused
from definitions.nodes import Node, Sheet
from definitions.problems import Mark, Path, Problem, printed
from definitions.wording import Phrase

__all__ = ["check_shape", "explain", "reason_of", "shape_problems"]

M = TypeVar("M", bound=BaseModel)


def check_shape(sheet: Sheet, model: type[M]) -> M:
    """Return *sheet* as a *model*. Raises FileRefused with every problem of its shape."""
    try:
        return model.model_validate(sheet.value)
    except ValidationError as errors:
        raise FileRefused(_problems(sheet, model, heard(errors, sheet))) from errors


def shape_problems(
    sheet: Sheet, model: type[BaseModel], *, partial: bool = False
) -> tuple[Problem, ...]:
    """Return every problem of the shape of *sheet*.

    A *partial* sheet says only what differs from others below it: what it leaves out, and rules
    that need the whole, are no problem.
    """
    try:
        model.model_validate(sheet.value)
    except ValidationError as errors:
        complaints = heard(errors, sheet)
        if partial:
            complaints = [one for one in complaints if not one.needs_the_whole]
        return _problems(sheet, model, complaints)
    return ()


def explain(
    errors: ValidationError, sheet: Sheet, shape: type[Any], below: Path = ()
) -> tuple[Problem, ...]:
    """Return what *errors* say of *sheet*, which is the part of a file that lies below a path.

    The shape may also be a dataclass.
    """
    found = _problems(sheet, shape, heard(errors, sheet))
    return tuple(replace(one, path=_under(below, one.path)) for one in found)


def reason_of(errors: ValidationError) -> tuple[Phrase, Phrase]:
    """Return what the first of *errors* says of a value that stands in no file, and what to do."""
    code, facts = told(heard(errors, Sheet(Node({}, Mark("", 1, 1))))[0])
    return Phrase(code, facts), Phrase(f"do_{code}", facts)


def _under(below: Path, path: str) -> str:
    joint = "" if not path or path.startswith("[") else "."
    return f"{printed(below)}{joint}{path}".removeprefix(".")


def _problems(sheet: Sheet, model: type[Any], complaints: list[Complaint]) -> tuple[Problem, ...]:
    problems = (explained(one, sheet, model) for one in settled(complaints))
    return tuple(sorted(set(problems), key=lambda one: (one.file, one.line, one.column, one.path)))
