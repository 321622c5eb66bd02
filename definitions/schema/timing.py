"""When things open and are due, as rules that a calendar resolves into moments."""

import re
from datetime import time as clock_time
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from definitions.schema.record import Record, Whole, broken

SPAN = re.compile(r"^([0-9]{1,3}) (days|working_days)\Z")
LONGER = re.compile(r"^[0-9]{4,} (days|working_days)\Z")


class Span(NamedTuple):
    """A length of time: a number of calendar days or of working days."""

    length: int
    unit: str

    @property
    def working(self) -> bool:
        """Whether only working days count."""
        return self.unit == "working_days"

    def __str__(self) -> str:
        return f"{self.length} {self.unit}"

    def of(self, language: str) -> str:
        """Return the length in words: 10 ngày làm việc, 10 working days."""
        if language == "en":
            words = self.unit.replace("_", " ")
            return f"{self.length} {words if self.length != 1 else words.removesuffix('s')}"
        return f"{self.length} {'ngày làm việc' if self.working else 'ngày'}"


def _span(value: object) -> object:
    if isinstance(value, Span):
        return value
    found = SPAN.match(value) if isinstance(value, str) else None
    if found is None and LONGER.match(str(value)):
        raise broken("span_too_long", value=str(value)[:40], most=999)
    if found is None:
        raise broken("bad_span")
    return Span(int(found[1]), found[2])


SpanText = Annotated[
    Span,
    BeforeValidator(_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-9]{1,3} (days|working_days)$",
            "examples": ["10 working_days"],
        }
    ),
]


class DateRule(Record):
    """A day of the bloc year: fixed, or counted from the moment the stage is entered.

    `year` says which calendar year a fixed day lies in, seen from the bloc year. `roll` says what a
    day that is no working day becomes; a fixed date of the law does not move unless said here.
    """

    month: Whole | None = Field(default=None, ge=1, le=12)
    day: Whole | None = Field(default=None, ge=1, le=31)
    year: Literal["previous", "this", "next"] = "this"
    after_entry: SpanText | None = None
    time: clock_time | None = None
    roll: Literal["none", "previous", "next"] = "none"
    inclusive: bool = True

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        fixed = self.month is not None and self.day is not None
        half = (self.month is None) != (self.day is None)
        if half or fixed == (self.after_entry is not None):
            raise broken("day_or_entry")
        return self


class Reminder(Record):
    """One rung of a ladder: so long before or after the due moment, and to whom."""

    before: SpanText | None = None
    after: SpanText | None = None
    to: Literal["missing", "head", "deputy", "owner", "approver"] = "missing"
    office: str | None = None

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise broken("exactly_one_key", among=["before", "after"])
        return self
