"""The year as a picture, drawn from a definition: a Mermaid diagram, or an SVG of our own."""

from definitions.drawing.as_mermaid import mermaid
from definitions.drawing.as_svg import svg

__all__ = ["mermaid", "svg"]
