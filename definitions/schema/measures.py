"""What an entry is counted in, so that 90, 0.90 and 9 can never stand for the same thing."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from definitions.schema.points import Points
from definitions.schema.record import Record, Text, Whole

MeasureKind = Literal["percent", "share", "count", "amount", "points", "rank", "days"]
ONE, FULL = Decimal(1), Decimal(100)
WHOLE_KINDS = frozenset({"count", "rank", "days"})
SUGGESTIVE = 10
"""An entry so many times smaller than what is possible is probably written in another unit."""


class Usual(Record):
    """Between what a target usually lies."""

    least: Points
    most: Points


class Measure(Record):
    """The unit of an entry with its range. A percent stands as 90, a share of one as 0.90.

    An entry above zero and below `doubt_below` is taken for one in another unit and refused: in
    percent that is 1, unless the definition says otherwise. A percent or a share ends at the whole
    of a thing unless `most` says how far beyond it is possible. With `stated`, an entry must name
    its unit beside its value. A target outside `usual` is refused, or sure on purpose; without it
    the target of a part of a thing is at least half of what is possible.
    """

    kind: MeasureKind
    name: Text | None = Field(default=None, description="what is counted: tasks, models, people")
    least: Points = Field(default=Decimal(0), description="smallest entry that can be true")
    most: Points | None = Field(
        default=None, description="largest entry that can be true; percent: 100, share: 1 if absent"
    )
    decimals: Whole = Field(default=2, ge=0, le=6)
    doubt_below: Points | None = Field(default=None, ge=0)
    stated: bool = False
    usual: Usual | None = Field(
        default=None, description="between what targets lie here; absent: above half of a whole"
    )

    @property
    def places(self) -> int:
        """How many decimals an entry may have: none where whole things are counted."""
        return 0 if self.kind in WHOLE_KINDS else self.decimals

    @property
    def doubt(self) -> Decimal:
        """Below which an entry above zero must be of another unit."""
        if self.doubt_below is not None:
            return self.doubt_below
        return ONE if self.kind == "percent" else Decimal(0)

    @property
    def ceiling(self) -> Decimal | None:
        """The largest entry: all of a thing, unless the definition says how far beyond."""
        return WHOLE_OF.get(self.kind) if self.most is None else self.most

    @property
    def misread(self) -> bool:
        """Whether the end itself is of another unit: percent up to 1, a share of one up to 100."""
        if self.most is None or self.kind not in WHOLE_OF:
            return False
        return self.most <= self.doubt if self.kind == "percent" else self.most >= FULL

    @property
    def expected(self) -> tuple[Decimal, Decimal] | None:
        """Between what a target lies, if that is known: 9 is not where 90 is meant."""
        if self.usual is not None:
            return self.usual.least, self.usual.most
        whole, ceiling = WHOLE_OF.get(self.kind), self.ceiling
        return None if whole is None or ceiling is None else (min(whole, ceiling) / 2, ceiling)

    def unusual(self, target: Decimal) -> tuple[Decimal, Decimal] | None:
        """Return between what a target is expected, where *target* could be and is not."""
        found, ceiling = self.expected, self.ceiling
        possible = target >= self.least and (ceiling is None or target <= ceiling)
        if found is None or not possible or self.meant(target) is not None:
            return None
        return None if found[0] <= target <= found[1] else found

    def meant(self, entry: Decimal) -> Decimal | None:
        """Return what an entry means that is off by a hundred: 90 for 0.9, or 0.9 for 90."""
        if 0 < entry < self.doubt:
            return entry * FULL
        if self.kind != "share" or self.ceiling is None:
            return None
        share = entry / FULL
        return share if share <= self.ceiling < entry else None

    def hardly(self, entry: Decimal, target: Decimal | None) -> bool:
        """Whether *entry* is likely one in another unit: 9 where it is 90.

        Ten times as much would then be possible, and no more than twice the target.
        """
        if target is None or self.ceiling is None or self.kind not in WHOLE_OF:
            return False
        possible = min(self.ceiling, target * 2)
        return self.doubt <= entry and 0 < entry * SUGGESTIVE <= possible


WHOLE_OF = {"percent": FULL, "share": ONE}
"""What all of a thing is, in each measure of a part."""

TIMES = Measure(kind="count")
"""How often something happened: whole, without an end."""

OF_PLAN = Measure(kind="percent")
RANKED = Measure(kind="rank", least=ONE)
