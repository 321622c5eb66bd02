"""Ids: each names one thing, also across the lists that share a space of names."""

from collections.abc import Iterable, Iterator

from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.rubric import Criterion

Named = Iterator[tuple[str, Path]]


def lint_ids(ground: Ground) -> Iterator[Problem]:
    """Yield every id that was used before."""
    for names in (_listed(ground), _approvals(ground), _praise(ground), _scale(ground)):
        yield from _twice(ground, names)


def _twice(ground: Ground, names: Iterable[tuple[str, Path]]) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for name, path in names:
        if name in seen:
            mark = ground.sheet.mark(seen[name])
            facts = {"id": name.split(" ")[-1], "file": mark.file, "line": mark.line}
            yield ground.error("duplicate_id", path, **facts)
        seen.setdefault(name, path)


def _listed(ground: Ground) -> Named:
    for key in (
        "stages", "offices", "meetings", "catalogue", "facts", "ballots", "awards", "notices",
        "objections", "legal_channels", "documents", "rule_sets", "people_awards",
    ):  # fmt: skip
        for at, one in enumerate(getattr(ground.definition, key)):
            yield f"{key} {one.id}", (key, at, "id")
    periods = ground.definition.rubric.periods
    for at, period in enumerate(periods.parts if periods else ()):
        yield f"periods {period.id}", ("rubric", "periods", "parts", at, "id")
    for at, band in enumerate(ground.definition.rubric.classes):
        yield f"classes {band.id}", ("rubric", "classes", at, "id")


def _approvals(ground: Ground) -> Named:
    for at, stage in enumerate(ground.definition.stages):
        for number, step in enumerate(stage.approvals):
            yield step.id, ("stages", at, "approvals", number, "id")


def _praise(ground: Ground) -> Named:
    praise = ground.definition.praise
    for number, step in enumerate(praise.chain if praise else ()):
        yield step.id, ("praise", "chain", number, "id")


def _scale(ground: Ground) -> Named:
    rubric = ground.definition.rubric
    yield from named_criteria(rubric.parts, ("rubric", "parts"))
    for at, adjustment in enumerate(rubric.adjustments):
        yield adjustment.id, ("rubric", "adjustments", at, "id")


def named_criteria(parts: list[Criterion], path: Path = ()) -> Named:
    """Yield the id of every node of the tree with its path."""
    for at, part in enumerate(parts):
        yield part.id, (*path, at, "id")
        yield from named_criteria(part.parts, (*path, at, "parts"))
