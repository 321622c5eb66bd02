"""What every rule of the linter stands on: the definition, and the place of each of its parts."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from definitions import findings
from definitions.nodes import Sheet
from definitions.problems import Path, Problem
from definitions.schema.definition import Definition
from definitions.schema.stages import CLOSED, Stage


@dataclass(frozen=True, eq=False)
class Ground:
    """A definition with the sheet it was read from."""

    definition: Definition
    sheet: Sheet

    def error(self, code: str, path: Path, /, **facts: object) -> Problem:
        """Return the error *code* at *path*."""
        return findings.error(code, self.sheet.mark(path), path, **facts)

    def warning(self, code: str, path: Path, /, **facts: object) -> Problem:
        """Return the warning *code* at *path*."""
        return findings.warning(code, self.sheet.mark(path), path, **facts)

    @cached_property
    def arrows(self) -> dict[str, list[str]]:
        """From each stage to where the year may go from it; what does not exist is left out."""
        stages = self.definition.stages
        follows = [*(stage.id for stage in stages[1:]), CLOSED]
        known = {stage.id for stage in stages} | {CLOSED}
        return {
            stage.id: [to for to in _targets(stage, following) if to in known]
            for stage, following in zip(stages, follows, strict=True)
        }

    @cached_property
    def backward(self) -> dict[str, list[str]]:
        """From each state to the stages that lead to it."""
        found: dict[str, list[str]] = defaultdict(list)
        for source, targets in self.arrows.items():
            for target in targets:
                found[target].append(source)
        return found


def reached(start: str, arrows: dict[str, list[str]]) -> set[str]:
    """Return every state that can be reached from *start* along *arrows*, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = [state for state in arrows.get(waiting.pop(), []) if state not in found]
        found.update(fresh)
        waiting += fresh
    return found


def _targets(stage: Stage, following: str) -> list[str]:
    return [route.to for route in stage.next] or [following]
