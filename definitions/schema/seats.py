"""How many units may hold a role."""

from pydantic import Field

from definitions.schema.record import Record, Whole


class Seats(Record):
    """How many units may hold a role at once."""

    least: Whole = Field(default=0, ge=0)
    most: Whole = Field(default=1, ge=0)
