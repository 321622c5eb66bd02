"""From a chain of sheets to a checked definition: lay, check the shape, then read it closely."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from definitions.checking import check_shape, shape_problems
from definitions.errors import FileRefused
from definitions.extending import out_of_force, text
from definitions.layering import lay, lay_alone
from definitions.linting import lint
from definitions.nodes import Sheet
from definitions.problems import Problem
from definitions.schema.definition import Definition
from definitions.schema.layer import Layer


@dataclass(frozen=True)
class Checked:
    """A file after every check: a definition unless there are errors, and every problem."""

    definition: Definition | None
    problems: tuple[Problem, ...]


@lru_cache(maxsize=256)
def assembled(sheets: tuple[Sheet, ...], day: date | None = None) -> Checked:
    """Return the definition that *sheets* make, the last on top. The same sheets are laid once."""
    *below, top = sheets
    alone = [problem for sheet in sheets for problem in _alone(sheet)]
    if text(top, "kind") == "layer":
        return Checked(None, in_order(alone))
    laid, problems = lay(sheets)
    try:
        definition = check_shape(laid, Definition)
    except FileRefused as refused:
        return Checked(None, in_order([*alone, *problems, *refused.problems]))

    asked = day or definition.valid.start
    stale = [warning for sheet in below if (warning := out_of_force(sheet, asked))]
    found = in_order([*alone, *problems, *stale, *lint(definition, laid)])
    return Checked(None if errors(found) else definition, found)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those of *problems* that refuse a file."""
    return tuple(problem for problem in problems if problem.severity == "error")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return *problems* once each, file by file, in the order of their places."""
    return tuple(sorted(set(problems), key=lambda one: (one.file, one.line, one.column, one.path)))


def _alone(sheet: Sheet) -> tuple[Problem, ...]:
    """Return what is wrong with a layer whatever lies below it."""
    if text(sheet, "kind") != "layer":
        return ()
    laid, problems = lay_alone(sheet)
    return (*problems, *shape_problems(laid, Layer, partial=True))
