"""Rounding in whole numbers: exact, whatever the step."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor

from definitions.schema.rounding import RoundTo

Exact = Decimal | Fraction
"""A number without a mistake in it. Fractions where a division may never end."""

HALF = Fraction(1, 2)
SHOWN = Decimal("0.000001")
"""To which points that are not rounded yet are shown and compared: six decimals."""


def rounded(points: Decimal, decimals: int) -> Decimal:
    """Return *points* rounded half up, away from zero, to *decimals* places."""
    return points.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@cache
def to_decimals(decimals: int) -> RoundTo:
    """Return the rounding half up to so many decimal places."""
    return RoundTo(way="half_up", step=Decimal(1).scaleb(-decimals))


def to_step(value: Exact, to: RoundTo) -> Exact:
    """Return *value* rounded to the step of *to*; as it is where that says so."""
    if to.step is None:
        return value
    steps = Fraction(value) / Fraction(to.step)
    whole = WAYS[to.way](abs(steps))
    return Decimal(whole if steps >= 0 else -whole) * to.step


def as_decimal(value: Exact) -> Decimal:
    """Return *value* as a decimal; one that never ends is cut to six places, half up."""
    if isinstance(value, Decimal):
        return value
    return Decimal(floor(abs(value) / Fraction(SHOWN) + HALF)) * (SHOWN if value >= 0 else -SHOWN)


def _half_even(steps: Fraction) -> int:
    return round(steps)


WAYS: dict[str, Callable[[Fraction], int]] = {
    "half_up": lambda steps: floor(steps + HALF),
    "half_even": _half_even,
    "down": floor,
    "up": ceil,
}
"""From steps, never negative, to whole steps."""
