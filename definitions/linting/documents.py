"""Documents: of stages that there are, with blanks that can be filled."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.filling import placeholders, stray_braces
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.documents import BLANKS, DocumentRule


def lint_documents(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with documents, and needs that name none."""
    definition = ground.definition
    stages = [stage.id for stage in definition.stages]
    for at, rule in enumerate(definition.documents):
        path = ("documents", at)
        if rule.stage not in stages:
            advice = did_you_mean(rule.stage, stages)
            yield ground.error("route_unknown", (*path, "stage"), stage=rule.stage, advice=advice)
        yield from _template(ground, rule, (*path, "template"))
    known = [rule.id for rule in definition.documents]
    for at, stage in enumerate(definition.stages):
        for number, need in enumerate(stage.needs):
            if need.document and need.document not in known:
                advice = did_you_mean(need.document, known)
                place = ("stages", at, "needs", number, "document")
                yield ground.error("document_unknown", place, id=need.document, advice=advice)


def _template(ground: Ground, rule: DocumentRule, path: Path) -> Iterator[Problem]:
    if rule.template is None:
        return
    for language, text in (("vi", rule.template.vi), ("en", rule.template.en)):
        for name in sorted(placeholders(text) - BLANKS):
            advice = did_you_mean(name, BLANKS)
            yield ground.error("blank_unknown", (*path, language), name=name, advice=advice)
        if stray_braces(text):
            yield ground.error("brace_stray", (*path, language))
