"""Periods of one bloc year that are scored each for itself: halves, quarters, months."""

from typing import Literal

from pydantic import Field

from definitions.schema.part_years import MONTHS
from definitions.schema.points import Points
from definitions.schema.record import Basis, Record, Slug, Text, Whole
from definitions.schema.rounding import RoundTo
from definitions.schema.timing import DateRule, Reminder


class Period(Record):
    """So many months, after the period before it in the file.

    `due` is when its sheets are to be handed in; `after_entry` counts from its last day. What being
    late means is said by the stage of scoring, whose `due` holds where a period has none.
    """

    id: Slug
    title: Text
    months: Whole = Field(ge=1, le=MONTHS)
    weight: Points | None = Field(default=None, gt=0)
    due: DateRule | None = None
    remind: list[Reminder] = []


class Periods(Record):
    """The periods of the twelve months that are scored, and how they make the year's score.

    `sum` adds points and maxima; `average` counts every period alike and `weights` by its weight,
    of those in which the unit was a member; `last` takes the last of them.
    """

    parts: list[Period] = Field(min_length=2, max_length=MONTHS)
    makes: Literal["sum", "average", "weights", "last"]
    rounding: RoundTo | None = Field(
        default=None, description="of the year's points; absent: half up to the decimals"
    )
    basis: Basis | None = None

    def period(self, name: str) -> Period:
        """Return the period of that id. Raises KeyError when there is none."""
        found = next((one for one in self.parts if one.id == name), None)
        if found is None:
            raise KeyError(name)
        return found
