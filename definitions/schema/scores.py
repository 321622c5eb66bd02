"""The ways of making points: a closed list. What each computes is one floor up, under its name."""

from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from definitions.schema.measures import OF_PLAN, RANKED, TIMES
from definitions.schema.points import Points
from definitions.schema.record import Record, Slug, Text, Whole, broken

CLOSED_ENDS = ("to", "at_most", "until", "up_to")


class Manual(Record):
    """Points given by judgement, from 0 to the maximum of the leaf."""


class PassFail(Record):
    """All of the maximum, or nothing."""


class Ratio(Record):
    """Achieved over target, at most 1, times the maximum of the leaf."""

    target: Points = Field(gt=0)
    unit: Text | None = Field(default=None, description="absent: as the measure is named")
    most: Points | None = Field(
        default=None, description="of definitions before measures; now the measure says it"
    )


class Count(Record):
    """So many points for each, up to the maximum of the leaf."""

    points_each: Points = Field(gt=0)
    unit: Text


class AgainstBest(Record):
    """Against a target and against the best: the target alone makes the baseline.

    Below the target, baseline times achieved over target. At it, the baseline. Beyond it, the unit
    that exceeds most makes the maximum, and the others their part of what lies above the baseline,
    as their excess is to that unit's. With baseline 100 it is a plain ratio to a target.
    """

    target: Points | None = Field(default=None, gt=0)
    targets: Literal["each_unit"] | None = Field(
        default=None, description="a target for each unit, set before it scores itself"
    )
    baseline: Points = Field(default=Decimal(50), ge=0, le=100)
    excess: Literal["absolute", "percent"] = "absolute"
    no_target: Literal["own_group"] | None = Field(
        default=None, description="units without a target are measured against their own best"
    )

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.target is None) == (self.targets is None):
            raise broken("exactly_one_key", among=["target", "targets"])
        return self


class BestOfGroup(Record):
    """Achieved over the best that a unit of the group achieved, times the maximum."""


class BonusPenalty(Record):
    """So much for each good thing, less so much for each bad one, between a floor and a ceiling."""

    bonus_each: Points = Field(ge=0)
    penalty_each: Points = Field(ge=0)
    least: Points = Field(default=Decimal(0), le=0)
    most: Points | None = Field(default=None, gt=0, description="absent: the maximum of the leaf")


class Step(Record):
    """Entries from `at_least` up to, not including, `below` make these points."""

    at_least: Points
    below: Points | None = None
    points: Points = Field(ge=0)

    @model_validator(mode="before")
    @classmethod
    def _half_open(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the file says
        ends = [key for key in CLOSED_ENDS if isinstance(value, dict) and key in value]
        if ends:
            raise broken("step_closed_end", key=ends[0])
        return value


class Steps(Record):
    """Points by the band that the entry lies in."""

    bands: list[Step] = Field(min_length=1)


class Sample(Record):
    """The average of a random sample, each drawn one marked from 0 to `most`."""

    size: Whole = Field(ge=1, le=1000)
    most: Points = Field(gt=0)


class FromRank(Record):
    """Points by rank: the rank entered, or the rank of the entry among those of the bloc."""

    by: Literal["entry", "highest", "lowest"] = "entry"
    points: list[Points] = Field(min_length=1, description="for the first rank, the second, ...")
    otherwise: Points = Field(default=Decimal(0), ge=0)


class PercentLost(Record):
    """The maximum, less so many points for each percent lost; never below zero."""

    points_each: Points = Field(gt=0)
    whole: bool = Field(default=False, description="only a whole percent lost costs points")


class Lapses(Record):
    """The maximum, less so many points for each lapse, not below the floor."""

    points_each: Points = Field(gt=0)
    least: Points = Field(default=Decimal(0), le=0)


class PlanPoints(Record):
    """Each so many percent of the plan make one point, up to the maximum of the leaf."""

    percent_each: Points = Field(gt=0)
    whole: bool = Field(default=False, description="only whole points count")


class Imported(Record):
    """Marked by an outside agency, on its own scale where it has one."""

    agency: Slug
    scale: Points | None = Field(default=None, gt=0, description="its full mark; absent: the max")


class Score(Record):
    """How a leaf makes its points: exactly one way."""

    manual: Manual | None = None
    pass_fail: PassFail | None = None
    ratio: Ratio | None = None
    count: Count | None = None
    against_best: AgainstBest | None = None
    best_of_group: BestOfGroup | None = None
    bonus_penalty: BonusPenalty | None = None
    steps: Steps | None = None
    sample: Sample | None = None
    from_rank: FromRank | None = None
    percent_lost: PercentLost | None = None
    lapses: Lapses | None = None
    plan_points: PlanPoints | None = None
    imported: Imported | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len([name for name in WAYS if getattr(self, name) is not None]) != 1:
            raise broken("exactly_one_key", among=sorted(WAYS))
        return self

    @cached_property
    def way(self) -> str:
        """The name of the one way given."""
        return next(name for name in WAYS if getattr(self, name) is not None)

    @cached_property
    def relative(self) -> bool:
        """Whether the points depend on what other units achieved."""
        if self.from_rank is not None:
            return self.from_rank.by != "entry"
        if self.against_best is not None:
            return self.against_best.baseline < FULL or self.against_best.no_target is not None
        return self.best_of_group is not None


FULL = Decimal(100)
WAYS = tuple(Score.model_fields)
"""Names of the ways; `workflow.domain.scores.marks` implements exactly these."""

MEASURED = frozenset({"ratio", "against_best", "best_of_group", "steps"})
"""Ways whose entries mean nothing without a measure."""

COMPARED = frozenset({"ratio", "against_best", "best_of_group"})
"""Ways that compare entries with a target or with each other: their range must have an end."""

IMPLIED = {
    "count": TIMES,
    "bonus_penalty": TIMES,
    "lapses": TIMES,
    "from_rank": RANKED,
    "percent_lost": OF_PLAN,
    "plan_points": OF_PLAN,
}
"""What is entered where a way says it by itself."""

SELF_MEASURED = frozenset({"manual", "pass_fail", "bonus_penalty", "sample", "lapses"})
"""Ways that say themselves what is entered."""

DIVIDING = frozenset(
    {
        "ratio",
        "against_best",
        "best_of_group",
        "sample",
        "plan_points",
        "imported",
    }
)
"""Ways whose points may have no end of decimals, and so must be rounded somewhere."""
