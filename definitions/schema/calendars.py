"""What a calendar file may say: days off and working days that no rule can know."""

from datetime import date as day
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from definitions.schema.record import OneLine, Record, Slug, Status, Text, broken

NATION = "nation"
SCOPE = r"^(nation|(province|bloc):[a-z0-9][a-z0-9_-]*)$"

Scope = Annotated[str, StringConstraints(pattern=SCOPE, max_length=100)]
"""Whom a decided day binds: everybody, one province, one bloc. The narrower one wins."""


class DecreedDay(Record):
    """One day that is off, or worked, by decision: a swap, a closure."""

    date: day
    kind: Literal["off", "working"]
    title: Text
    source: OneLine = Field(min_length=1)
    status: Status = "confirmed"
    scope: Scope = NATION


class CalendarFile(Record):
    """A calendar: the public holidays of a country, and decided days over them."""

    id: Slug
    kind: Literal["calendar"] = "calendar"
    title: Text
    holidays: Literal["VN"] = "VN"
    days: list[DecreedDay] = []

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        keys = [(one.date, one.scope) for one in self.days]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise broken("day_twice", day=twice[0].isoformat(), scope=twice[1])
        return self
