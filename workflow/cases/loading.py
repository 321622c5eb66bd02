"""Loading a case: everything wrong with it is told at once, or it can be played."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from definitions.catalogue import Catalogue
from definitions.checking import check_shape, shape_problems
from definitions.errors import FileRefused, UnknownDefinition
from definitions.findings import error
from definitions.problems import Mark, Path, Problem
from definitions.reading import UNREADABLE, read
from definitions.schema.definition import Definition
from workflow.cases import consistency, naming, written
from workflow.cases.drafts import Draft, draft_of
from workflow.cases.planning import ADOPTING, Planner, Step
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
    reader = _Reader(draft, path, catalogue)
    definitions, taken_up = reader.of_years(), reader.taken_up()
    problems += reader.problems
    ids = {year: definition.id for year, definition in definitions.items()}
    planner = Planner(draft, draft.bloc, ids, _ids(taken_up))
    steps = planner.steps()
    found = [
        *planner.problems,
        *consistency.problems(draft),
        *naming.problems(draft, _all(definitions, taken_up)),
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


Taken = Mapping[int, Mapping[str, Definition]]


def _ids(taken_up: Taken) -> dict[int, dict[str, str]]:
    return {
        year: {name: definition.id for name, definition in found.items()}
        for year, found in taken_up.items()
    }


def _all(definitions: Mapping[int, Definition], taken_up: Taken) -> dict[int, list[Definition]]:
    """Return every definition that a year goes by, in the order of the file."""
    return {
        year: [definition, *taken_up.get(year, {}).values()]
        for year, definition in definitions.items()
    }


class _Reader:
    """Finds the definitions that a case names, by id or as files beside it; keeps what is wrong."""

    def __init__(self, draft: Draft, path: FilePath, catalogue: Beside) -> None:
        self.draft, self.path, self.catalogue = draft, path, catalogue
        self.problems: list[Problem] = []

    def of_years(self) -> dict[int, Definition]:
        """Return the definition that every year begins with."""
        found = {
            year.year: self._named(year.head.definition, (*year.path, "definition"))
            for year in self.draft.years
        }
        return {year: one for year, one in found.items() if one}

    def taken_up(self) -> dict[int, dict[str, Definition]]:
        """Return what is proposed or adopted within each year, by the name in the file."""
        found: dict[int, dict[str, Definition]] = defaultdict(dict)
        for act in written.acts(self.draft):
            place = (*act.there, "with", "definition")
            node = self.draft.sheet.find(place) if act.doing.do in ADOPTING else None
            if node and isinstance(node.content, str) and (
                definition := self._named(node.content, place)
            ):  # fmt: skip
                found[act.year][node.content] = definition
        return found

    def _named(self, name: str, place: Path) -> Definition | None:
        try:
            if not name.endswith(".yaml"):
                return self.catalogue.load(name)
            self.catalogue.add(definition := self.catalogue.load_file(self.path.parent / name))
        except FileRefused as refused:
            mark = self.draft.sheet.mark(place)
            self.problems += [_where_named(one, mark, place, name) for one in refused.problems]
        except UnknownDefinition as unknown:
            mark = self.draft.sheet.mark(place)
            self.problems.append(error("unknown_definition", mark, place, **dict(unknown.facts)))
        else:
            return definition
        return None


def _where_named(problem: Problem, mark: Mark, place: Path, name: str) -> Problem:
    """Return a problem of the file *name* where the case names it, if it cannot even be read."""
    if problem.code in UNREADABLE.values():
        return error("case_definition_file", mark, place, name=name)
    return problem


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
