"""The year as an SVG: one column of stages, ways between them, readable on a phone and on paper.

Text and lines take the colour of the page around them. Alone in a file, the picture follows the
light or dark preference of its reader. No script, no font from elsewhere, the same bytes each time.
"""

from collections.abc import Iterator
from itertools import count
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from definitions.drawing.plan import Arrow, Box, Plan, planned
from definitions.schema.definition import Definition
from definitions.wording import say

LEFT, TOP, WIDE, GAP, LANE, MARGIN = 16, 16, 400, 36, 28, 16
PAD, LINE, TITLE, NOTE, LABEL = 14, 20, 16, 14, 13
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
ALONE = (
    "svg:root{color:#1c1b1f;background:#fff}"
    "@media(prefers-color-scheme:dark){svg:root{color:#eceaf0;background:#16151a}}"
)


def svg(definition: Definition, language: str, state: str | None = None) -> str:
    """Return the year as an SVG, with *state* drawn heavier."""
    return "\n".join(_Canvas(planned(definition, language, state)).lines()) + "\n"


class _Canvas:
    """Places the boxes of a plan under each other, and leads other ways round them on the right."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.texts = [_wrapped(plan, box) for box in plan.boxes]
        self.tops = [TOP]
        for text in self.texts:
            self.tops.append(self.tops[-1] + _tall(text) + GAP)
        self.aside = [arrow for arrow in plan.arrows if not arrow.straight]
        labels = max((_width(arrow.label, LABEL) for arrow in self.aside), default=0)
        lanes = LANE * len(self.aside) + (labels and labels + MARGIN)
        self.width = LEFT + WIDE + lanes + MARGIN
        self.height = self.tops[-1] - GAP + MARGIN

    def lines(self) -> Iterator[str]:
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" lang="{self.plan.language}" '
            f'aria-labelledby="year-title year-text" font-family={quoteattr(FONT)} '
            'fill="currentColor" stroke="none">'
        )
        yield f'<title id="year-title">{escape(self.plan.title)}</title>'
        yield f'<desc id="year-text">{escape(" ".join(_told(self.plan)))}</desc>'
        yield f"<style>{ALONE}</style>"
        yield (
            '<marker id="year-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
            'markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>'
        )
        for at, box in enumerate(self.plan.boxes):
            yield from self._box(at, box)
        for arrow in self.plan.arrows:
            if arrow.straight:
                yield from self._down(arrow)
        for lane, arrow in zip(count(1), self.aside, strict=False):
            yield from self._round(lane, arrow)
        yield "</svg>"
