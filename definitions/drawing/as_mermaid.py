"""The year as a Mermaid state diagram: text that many readers of Markdown draw by themselves."""

import re
from collections.abc import Iterator

from definitions.drawing.plan import Box, Plan, planned
from definitions.schema.definition import Definition

ESCAPED = str.maketrans(
    {"#": "#35;", '"': "#quot;", ";": "#59;", ":": "#58;", "<": "#lt;", ">": "#gt;", "\n": " "}
)


def mermaid(definition: Definition, language: str, state: str | None = None) -> str:
    """Return the year as a Mermaid diagram, with *state* drawn heavier."""
    plan = planned(definition, language, state)
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _lines(plan))]) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    names = [_name(at, box) for at, box in enumerate(plan.boxes)]
    yield "direction TB"
    for name, box in zip(names, plan.boxes, strict=True):
        text = "<br>".join(part.translate(ESCAPED) for part in (box.title, box.note) if part)
        yield f'state "{text}" as {name}'
    yield f"[*] --> {names[0]}"
    for arrow in plan.arrows:
        label = f" : {arrow.label.translate(ESCAPED)}" if arrow.label else ""
        yield f"{names[arrow.source]} --> {names[arrow.target]}{label}"
    yield f"{names[-1]} --> [*]"
    for name, box in zip(names, plan.boxes, strict=True):
        if box.here:
            yield "classDef here stroke-width:4px,font-weight:bold"
            yield f"class {name} here"


def _name(at: int, box: Box) -> str:
    """Return a name that Mermaid takes for no word of its own."""
    return f"s{at + 1}_{re.sub('[^a-z0-9]', '_', box.id)}"
