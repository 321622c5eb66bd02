"""Classes: a band of the result, a floor for every criterion, and conditions besides."""

from typing import Literal

from pydantic import Field

from definitions.schema.awards import Condition
from definitions.schema.points import Points
from definitions.schema.record import Basis, Code, Record, Slug, Text


class Floors(Record):
    """How much of its own maximum every criterion must reach, in percent."""

    percent: Points = Field(gt=0, le=100)
    of: Literal["parts", "leaves"] | list[Code] = Field(
        default="parts", description="the main parts of the scale, every leaf, or those named"
    )


class Band(Record):
    """A class of results: percent of the maximum from `at_least` up to, not including, `below`."""

    id: Slug
    title: Text
    at_least: Points = Field(ge=0)
    below: Points | None = None
    every_criterion: Floors | None = None
    when: Condition | None = None
    basis: Basis | None = None


Missed = Literal["next_that_holds", "one_class_down", "lowest"]


class ClassRule(Record):
    """What a class costs whose band is reached but whose floors or conditions are not.

    The next class below that holds; exactly one class, whatever that one demands; or the lowest.
    Where both are missed, the harder one counts, and one class down is never two.
    """

    by: Literal["percent", "points"] = "percent"
    floor_missed: Missed = "next_that_holds"
    condition_missed: Missed = "next_that_holds"
