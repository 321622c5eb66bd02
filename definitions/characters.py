"""Characters that no text of a person holds: control characters, halves, and turns of direction."""

import re

BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What turns the direction of reading, within brackets: a line then reads otherwise than it is."""

TURNING = re.compile(f"[{BIDI}]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
