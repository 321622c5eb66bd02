"""Text from outside made harmless to look at: a terminal shows it, and does nothing it says."""

import re

from definitions.characters import BIDI

_DOING = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{BIDI}]")


def escaped(text: str) -> str:
    r"""Return *text* with control characters as they stand in JSON, ESC as \u001b.

    Line feeds and tabs stay.
    """
    return _DOING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
