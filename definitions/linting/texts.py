"""Notices: their words mention only what can be filled in."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.filling import placeholders, stray_braces
from definitions.linting.ground import Ground
from definitions.problems import Problem
from definitions.schema.notices import PLACEHOLDERS


def lint_texts(ground: Ground) -> Iterator[Problem]:
    """Yield placeholders that nothing fills, and braces that are none."""
    for at, notice in enumerate(ground.definition.notices):
        for key, text in (("subject", notice.subject), ("body", notice.body)):
            for language, template in (("vi", text.vi), ("en", text.en)):
                path = ("notices", at, key, language)
                for name in sorted(placeholders(template) - PLACEHOLDERS):
                    advice = did_you_mean(name, PLACEHOLDERS)
                    yield ground.error("placeholder_unknown", path, name=name, advice=advice)
                if stray_braces(template):
                    yield ground.error("brace_stray", path)
