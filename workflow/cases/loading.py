"""Loading a case: everything wrong with it is told at once, or it can be played."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from definitions.catalogue import Catalogue
from definitions.checking import check_shape, shape_problems
from definitions.errors import FileRefused, UnknownDefinition
from definitions.findings import error
from definitions.problems import Problem
from definitions.reading import read
from definitions.schema.definition import Definition
from workflow.cases import consistency, naming
from workflow.cases.drafts import Draft, draft_of
from workflow.cases.planning import Planner, Step
from workflow.cases.schema import Case


class Beside(Catalogue):
    """A catalogue that also knows the definitions written beside a case."""

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[str, Definition] = {}

    def add(self, definition: Definition) -> None:
        """Make a definition known by its id."""
        self._files[definition.id] = definition

    def load(self, name: str) -> Definition:
        """Return the definition of that id. Raises UnknownDefinition, FileRefused."""
        return self._files.get(name) or super().load(name)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A case that can be played: its steps in order, and the definitions of its years."""

    case: Case
    steps: tuple[Step, ...]
    definitions: Mapping[int, Definition]
    catalogue: Catalogue


def load(path: FilePath) -> Loaded:
    """Return the case in a file. Raises FileRefused with every problem of it."""
    sheet = read(path)
    draft, catalogue = draft_of(sheet), Beside()
    problems = [*shape_problems(sheet, Case)]
    shaped = not problems
    definitions, unusable = _definitions(draft, path, catalogue)
    problems += unusable
    ids = {year: definition.id for year, definition in definitions.items()}
    planner = Planner(draft, draft.bloc, ids)
    steps = planner.steps()
    found = [
        *planner.problems,
        *consistency.problems(draft),
        *naming.problems(draft, definitions),
    ]
    problems += [one for one in found if shaped or one.code not in consistency.NEED_THE_WHOLE]
    if problems:
        raise FileRefused(_in_order(problems))
    return Loaded(
        case=check_shape(sheet, Case),
        steps=tuple(steps),
        definitions=definitions,
        catalogue=catalogue,
    )


def _definitions(
    draft: Draft, path: FilePath, catalogue: Beside
) -> tuple[dict[int, Definition], list[Problem]]:
    """Return the definition of every year, by id or from a file beside the case."""
    found: dict[int, Definition] = {}
    problems: list[Problem] = []
    for year in draft.years:
        name, place = year.head.definition, (*year.path, "definition")
        try:
            if name.endswith(".yaml"):
                catalogue.add(definition := catalogue.load_file(path.parent / name))
            else:
                definition = catalogue.load(name)
        except FileRefused as refused:
            problems += refused.problems
        except UnknownDefinition as unknown:
            facts = dict(unknown.facts)
            problems.append(error("unknown_definition", draft.sheet.mark(place), place, **facts))
        else:
            found[year.year] = definition
    return found, problems


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(_distinct(problems), key=lambda one: (one.file, one.line, one.column, one.path))


def _distinct(problems: list[Problem]) -> Iterator[Problem]:
    """Yield each problem once: an input shared by many units is wrong in one place."""
    seen = set()
    for one in problems:
        told = (one.code, one.file, one.line, one.column, one.vi)
        if told not in seen:
            seen.add(told)
            yield one
