"""Notices: their words mention only what their occasion fills in."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.filling import placeholders, stray_braces
from definitions.linting.ground import Ground
from definitions.problems import Problem
from definitions.schema.notices import PLACEHOLDERS


def lint_texts(ground: Ground) -> Iterator[Problem]:
    """Yield placeholders that the occasion does not fill, and braces that are none."""
    for at, notice in enumerate(ground.definition.notices):
        known = PLACEHOLDERS[notice.on]
        for key, text in (("subject", notice.subject), ("body", notice.body)):
            for language, template in (("vi", text.vi), ("en", text.en)):
                path = ("notices", at, key, language)
                for name in sorted(placeholders(template) - known):
                    facts = {"name": name, "occasion": notice.on}
                    advice = did_you_mean(name, known)
                    yield ground.error("placeholder_unknown", path, **facts, advice=advice)
                if stray_braces(template):
                    yield ground.error("brace_stray", path)
