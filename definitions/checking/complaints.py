"""What pydantic complains of: the way through the data, and the branches it tried, told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from definitions.nodes import Node, Sheet
from definitions.problems import Path

ABSENT = frozenset({"missing", "union_tag_not_found"})
KEY = "[key]"


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One error of a model, at a path of the data.

    `branches` are the alternatives pydantic went into on its way, each with how deep in the path
    the choice stood; `steps` is the way with both.
    """

    kind: str
    path: Path
    steps: Path
    branches: tuple[tuple[int, str], ...]
    found: object
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def needs_the_whole(self) -> bool:
        """Whether this says nothing about a part: something left out, or a rule over a mapping."""
        ruled = isinstance(self.found, dict) and not self.kind.endswith("_type")
        extra = self.kind == "extra_forbidden"
        return not extra and (self.kind in ABSENT or self.found is None or ruled)


def heard(errors: ValidationError, sheet: Sheet) -> list[Complaint]:
    """Return what *errors* say of the data in *sheet*."""
    complaints = []
    for one in errors.errors(include_url=False):
        path, branches = _told_apart(one["loc"], sheet.root, absent=one["type"] == "missing")
        complaint = Complaint(
            kind=one["type"],
            path=path,
            steps=one["loc"],
            branches=branches,
            found=one["input"],
            message=one["msg"],
            facts=one.get("ctx", {}),
        )
        complaints.append(complaint)
    return complaints


def _told_apart(
    steps: Path, root: Node, *, absent: bool
) -> tuple[Path, tuple[tuple[int, str], ...]]:
    """Part *steps* into keys that are in the data and names of branches that are not."""
    path: list[str | int] = []
    branches: list[tuple[int, str]] = []
    node: Node | None = root
    for at, step in enumerate(steps):
        child = node.child(step) if node else None
        last = absent and at == len(steps) - 1
        if child is None and not last and isinstance(step, str):
            branches += [] if step == KEY else [(len(path), step)]
            continue
        path.append(step)
        node = child
    return tuple(path), tuple(branches)
