"""The scoring chain: the unit scores itself, one to seven levels follow, the last decides."""

from collections.abc import Iterable, Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.linting.ids import named_criteria
from definitions.problems import Path, Problem
from definitions.schema.levels import LEVELS, Level
from definitions.schema.stages import Stage

TWO = 2


def lint_chains(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the levels through which a score sheet goes."""
    for at, stage in enumerate(ground.definition.stages):
        path: Path = ("stages", at)
        if stage.chain:
            yield from _whole(ground, stage, path)
            for number, level in enumerate(stage.chain):
                yield from _names(ground, level, (*path, "chain", number))
                yield from _own_unit(ground, level, (*path, "chain", number))


def _whole(ground: Ground, stage: Stage, path: Path) -> Iterator[Problem]:
    chain, at = stage.chain, (*path, "chain")
    if stage.appraisal is not None:
        yield ground.error("chain_and_appraisal", at, stage=stage.title)
    least, most = LEVELS
    if not least <= len(chain) <= most:
        yield ground.error("chain_length", at, count=len(chain), least=least, most=most)
    if chain[0].who != "unit":
        yield ground.error("chain_first", (*at, 0, "who"), who=chain[0].who)
    if len(chain) > 1 and (chain[-1].who == "unit" or chain[-1].optional):
        yield ground.error("chain_last", (*at, len(chain) - 1), level=chain[-1].title)


def _names(ground: Ground, level: Level, path: Path) -> Iterator[Problem]:
    offices = [office.id for office in ground.definition.offices]
    named: list[tuple[str, Path]] = [(level.office, (*path, "office"))] if level.office else []
    named += [
        (agency.office, (*path, "agencies", at, "office"))
        for at, agency in enumerate(level.agencies)
    ]
    for name, place in named:
        if name not in offices:
            advice = did_you_mean(name, offices)
            yield ground.error("office_unknown", place, id=name, advice=advice)
    yield from _criteria(ground, level.only, (*path, "only"))
    for at, agency in enumerate(level.agencies):
        yield from _criteria(ground, agency.only, (*path, "agencies", at, "only"))


def _criteria(ground: Ground, names: Iterable[str], path: Path) -> Iterator[Problem]:
    rubric = ground.definition.rubric
    if rubric.unwritten:
        return
    known = [name for name, _ in named_criteria(rubric.parts)]
    known += [one.id for one in rubric.adjustments]
    for at, name in enumerate(names):
        if name not in known:
            advice = did_you_mean(name, known)
            yield ground.error("criterion_unknown", (*path, at), id=name, advice=advice)


def _own_unit(ground: Ground, level: Level, path: Path) -> Iterator[Problem]:
    """Yield that a level is of one unit alone: nobody would go over that unit's own sheet."""
    seats = dict(ground.definition.roles)
    if level.who == "roles" and sum(seats[role].most for role in set(level.roles)) < TWO:
        yield ground.error("appraisal_of_own_unit", (*path, "roles"))
