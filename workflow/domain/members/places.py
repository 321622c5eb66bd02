"""A unit's place in the order of the bloc."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One unit's place: rank from 1, total, percent of the assigned maximum, class.

    `group_rank` is the rank inside the unit's group, where the bloc ranks by groups; where it ranks
    inside groups only, `rank` is that as well. `provisional`: the order is not fixed yet. `months`
    says for how many of the twelve a unit was a member, where not for all. Rank 0 is no place.
    """

    unit: str
    rank: int
    points: Decimal
    of: Decimal
    percent: Decimal
    class_id: str | None = None
    tie_broken_by: str | None = None
    group: str | None = None
    group_rank: int | None = None
    provisional: bool = False
    months: int | None = None
