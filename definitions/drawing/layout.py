"""Where the boxes of a picture stand, and where their lines of text break."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from definitions.drawing.plan import Arrow, Box, Plan
from definitions.wording import say

LEFT, TOP, MARGIN, PAD = 16, 16, 16, 16
WIDE, GAP, LANE = 420, 32, 20
TITLE, NOTE = 17, 14
LEADING = 1.4
LETTER = 0.56
"""How wide a letter is, of its size, at most on average; Vietnamese marks add no width."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of text: its baseline, its size, and whether it is a heading."""

    text: str
    base: int
    size: int
    strong: bool


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A box with its place; `whole` holds its sentences before they were broken into lines."""

    box: Box
    top: int
    tall: int
    wide: int
    lines: tuple[Line, ...]
    whole: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A whole picture with its measures; `aside` are the ways that lead round other boxes."""

    plan: Plan
    placed: tuple[Placed, ...]
    aside: tuple[Arrow, ...]

    @property
    def width(self) -> int:
        """How wide the picture is."""
        return self.lane(len(self.aside) - 1) + MARGIN

    @property
    def height(self) -> int:
        """How tall the picture is."""
        return self.placed[-1].top + self.placed[-1].tall + MARGIN

    def lane(self, number: int) -> int:
        """Return how far right the way of that number runs."""
        return LEFT + WIDE + LANE * (number + 1)


def laid_out(plan: Plan) -> Layout:
    """Return *plan* with a place for everything: shorter ways round run closer to the boxes."""
    placed: list[Placed] = []
    for at in range(len(plan.boxes)):
        top = placed[-1].top + placed[-1].tall + GAP if placed else TOP
        placed.append(_placed(plan, at, top))
    aside = [arrow for arrow in plan.arrows if not arrow.straight]
    aside.sort(key=lambda arrow: (abs(arrow.target - arrow.source), arrow.source))
    return Layout(plan=plan, placed=tuple(placed), aside=tuple(aside))


def _placed(plan: Plan, at: int, top: int) -> Placed:
    whole = tuple(_sentences(plan, at))
    lines, base = list[Line](), float(top + PAD)
    for sentence in whole:
        for text in wrap(sentence.text, int((WIDE - 2 * PAD) / (sentence.size * LETTER))):
            base += sentence.size * LEADING
            down = round(base - sentence.size * (LEADING - 1))
            strong = sentence.strong
            lines.append(Line(text=text, base=down, size=sentence.size, strong=strong))
    tall = round(base) + PAD - top
    return Placed(
        box=plan.boxes[at], top=top, tall=tall, wide=WIDE, lines=tuple(lines), whole=whole
    )


def _sentences(plan: Plan, at: int) -> Iterator[Line]:
    box = plan.boxes[at]
    yield Line(text=box.title, base=0, size=TITLE, strong=True)
    notes = [box.note] if box.note else []
    for arrow in plan.arrows:
        if arrow.source == at and arrow.label:
            facts = {"condition": arrow.label, "stage": plan.boxes[arrow.target].title}
            notes.append(say("drawing_way", facts, plan.language))
    if box.here and box.note:
        notes.append(say("drawing_here", {}, plan.language))
    for note in notes:
        yield Line(text=note, base=0, size=NOTE, strong=False)
