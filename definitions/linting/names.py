"""Names: whatever is mentioned exists."""

from collections.abc import Iterable, Iterator
from itertools import chain

from definitions.advice import did_you_mean
from definitions.linting.conditions import every_condition
from definitions.linting.dossiers import dossiers
from definitions.linting.feeds import reporting
from definitions.linting.ground import Ground
from definitions.linting.ids import named_criteria
from definitions.problems import Path, Problem
from definitions.schema.approvals import Step, Weighted
from definitions.schema.rubric import Rubric
from definitions.schema.timing import Reminder

Mention = tuple[str, Path]


def lint_names(ground: Ground) -> Iterator[Problem]:
    """Yield every name that names nothing."""
    definition = ground.definition
    spaces: dict[str, tuple[Iterable[Mention], list[str]]] = {
        "award_unknown": (_awards(ground), [one.id for one in definition.catalogue]),
        "office_unknown": (
            chain(
                _offices(ground),
                _receiving(ground),
                _hearing(ground),
                _signing(ground),
                reporting(ground),
            ),
            [one.id for one in definition.offices],
        ),
        **({} if definition.rubric.unwritten else _of_rubric(ground, definition.rubric)),
    }
    for code, (mentions, known) in spaces.items():
        for name, path in mentions:
            if name not in known:
                yield ground.error(code, path, id=name, advice=did_you_mean(name, known))


def _of_rubric(ground: Ground, rubric: Rubric) -> dict[str, tuple[Iterable[Mention], list[str]]]:
    """Return what is named of a rubric that is there, if only as a draft."""
    criteria = [name for name, _ in named_criteria(rubric.parts)]
    adjustments = [one.id for one in rubric.adjustments]
    return {
        "class_unknown": (_classes(ground), [one.id for one in rubric.classes]),
        "criterion_unknown": (_ties(ground, "criterion"), criteria),
        "adjustment_unknown": (_ties(ground, "adjustment"), adjustments),
    }


def _awards(ground: Ground) -> Iterator[Mention]:
    for at, stage in enumerate(ground.definition.stages):
        path = ("stages", at)
        for key in ("collective", "individual", "household", "recognitions"):
            yield from _each(getattr(stage.offers, key, []), (*path, "offers", key))
        for number, step in enumerate(stage.approvals):
            yield from _each(step.awards or [], (*path, "approvals", number, "awards"))
    for at, rule in enumerate(ground.definition.awards):
        yield rule.id, ("awards", at, "id")
    for condition, place in every_condition(ground):
        yield from _each(condition.registered or [], (*place, "registered"))


def _each(names: list[str], path: Path) -> Iterator[Mention]:
    for at, name in enumerate(names):
        yield name, (*path, at)


def _offices(ground: Ground) -> Iterator[Mention]:
    for at, stage in enumerate(ground.definition.stages):
        yield from _reminded(stage.remind, ("stages", at, "remind"))
        if stage.late.office:
            yield stage.late.office, ("stages", at, "late", "office")
        for number, step in enumerate(stage.approvals):
            yield from _of_step(step, ("stages", at, "approvals", number))
    for at, fact in enumerate(ground.definition.facts):
        yield from _reminded(fact.remind, ("facts", at, "remind"))
    if named := ground.definition.rubric.supplemented_by:
        yield named.office, ("rubric", "supplemented_by", "office")
    yield from _praising(ground)


def _praising(ground: Ground) -> Iterator[Mention]:
    praise = ground.definition.praise
    if praise and praise.answer:
        if praise.answer.expired_to:
            yield praise.answer.expired_to, ("praise", "answer", "expired_to")
        yield from _reminded(praise.answer.remind, ("praise", "answer", "remind"))
    for number, one in enumerate(praise.chain if praise else ()):
        yield from _of_step(one, ("praise", "chain", number))


def _receiving(ground: Ground) -> Iterator[Mention]:
    for _, _, dossier, path in dossiers(ground):
        if dossier.office:
            yield dossier.office, (*path, "office")
        yield from _reminded(dossier.remind, (*path, "remind"))


def _of_step(step: Step, path: Path) -> Iterator[Mention]:
    for key in ("office", "expired_to", "fallback"):
        if getattr(step, key):
            yield getattr(step, key), (*path, key)
    for place, side in enumerate(step.beside):
        yield side.office, (*path, "beside", place, "office")
        yield from _joined(side.joined, (*path, "beside", place, "joined"))
    yield from _joined(step.joined, (*path, "joined"))
    yield from _reminded(step.remind, (*path, "remind"))


def _hearing(ground: Ground) -> Iterator[Mention]:
    for at, rule in enumerate(ground.definition.objections):
        for number, one in enumerate(rule.heard_by):
            if one.office:
                yield one.office, ("objections", at, "heard_by", number, "office")


def _signing(ground: Ground) -> Iterator[Mention]:
    for at, rule in enumerate(ground.definition.documents):
        for number, one in enumerate(rule.signers):
            if one.office:
                yield one.office, ("documents", at, "signers", number, "office")


def _joined(offices: list[Weighted], path: Path) -> Iterator[Mention]:
    for number, one in enumerate(offices):
        yield one.office, (*path, number, "office")


def _reminded(ladder: list[Reminder], path: Path) -> Iterator[Mention]:
    for number, rung in enumerate(ladder):
        if rung.office:
            yield rung.office, (*path, number, "office")


def _classes(ground: Ground) -> Iterator[Mention]:
    for condition, place in every_condition(ground):
        if condition.class_at_least:
            yield condition.class_at_least, (*place, "class_at_least")


def _ties(ground: Ground, key: str) -> Iterator[Mention]:
    for at, tie in enumerate(ground.definition.ranking.ties):
        if name := getattr(tie, key):
            yield name, ("ranking", "ties", at, key)
