"""The year as an SVG: one column of stages, readable on a phone and on paper.

Lines and text take the colour of the page around them; alone in a file, the picture follows its
reader's preference for light or dark. No script, nothing fetched, the same bytes each time.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from definitions.drawing.layout import GAP, LEFT, PAD, Layout, Line, Placed, laid_out
from definitions.drawing.plan import Arrow, planned
from definitions.schema.definition import Definition

FONT = "system-ui, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif"
ALONE = (
    "svg:root{color:#1c1b1f;background:#fff}"
    "@media(prefers-color-scheme:dark){svg:root{color:#eceaf0;background:#16151a}}"
)
TIP = (
    '<marker id="year-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0 0 8 4 0 8z"/></marker>'
)
STROKE = 'fill="none" stroke="currentColor" stroke-width="1.5" marker-end="url(#year-tip)"'


def svg(definition: Definition, language: str, state: str | None = None) -> str:
    """Return the year as an SVG, with *state* drawn heavier and said in words."""
    layout = laid_out(planned(definition, language, state))
    return "\n".join(_lines(layout)) + "\n"


def _lines(layout: Layout) -> Iterator[str]:
    plan, size = layout.plan, f'width="{layout.width}" height="{layout.height}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.width} {layout.height}" '
        f'{size} role="img" aria-labelledby="year-title year-text" lang="{plan.language}" '
        f'font-family="{FONT}" fill="currentColor">'
    )
    yield f'<title id="year-title">{escape(plan.title)}</title>'
    yield f'<desc id="year-text">{escape(" ".join(_told(layout)))}</desc>'
    yield f"<style>{ALONE}</style>"
    yield TIP
    for placed in layout.placed:
        yield from _box(placed)
    for arrow in plan.arrows:
        if arrow.straight:
            yield _down(layout.placed[arrow.source])
    for lane, arrow in enumerate(layout.aside):
        yield _round(layout, lane, arrow)
    yield "</svg>"


def _told(layout: Layout) -> Iterator[str]:
    """Yield the picture in words, for those who do not see it."""
    for placed in layout.placed:
        yield "; ".join(line.text for line in placed.whole) + "."


def _box(placed: Placed) -> Iterator[str]:
    weight = 4 if placed.box.here else 1.5
    end = placed.tall / 2 if not placed.box.note else 8
    yield (
        f'<rect x="{LEFT}" y="{placed.top}" width="{placed.wide}" height="{placed.tall}" '
        f'rx="{end:g}" fill="currentColor" fill-opacity="{0.12 if placed.box.here else 0.04}" '
        f'stroke="currentColor" stroke-width="{weight}"/>'
    )
    for line in placed.lines:
        yield _text(line)


def _text(line: Line) -> str:
    weight = ' font-weight="600"' if line.strong else ""
    return (
        f'<text x="{LEFT + PAD}" y="{line.base}" font-size="{line.size}"{weight}>'
        f"{escape(line.text)}</text>"
    )


def _down(placed: Placed) -> str:
    x, y = LEFT + placed.wide / 2, placed.top + placed.tall
    return f'<path d="M{x:g} {y}v{GAP - 2}" {STROKE}/>'


def _round(layout: Layout, lane: int, arrow: Arrow) -> str:
    """Lead a way out on the right, along its lane, and back in."""
    source, target = layout.placed[arrow.source], layout.placed[arrow.target]
    out, back = source.top + source.tall - 14 - 6 * lane, target.top + 14 + 6 * lane
    edge, side = LEFT + source.wide, layout.lane(lane)
    return f'<path d="M{edge} {out}H{side}V{back}H{edge + 2}" stroke-linejoin="round" {STROKE}/>'
