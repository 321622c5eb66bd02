"""What a calendar file may say: days off and working days that no rule can know."""

from datetime import date as day
from typing import Literal

from definitions.schema.record import Record, Slug, Status, Text


class DecreedDay(Record):
    """One day that is off, or worked, by decision: a swap, a closure."""

    date: day
    kind: Literal["off", "working"]
    title: Text
    source: str
    status: Status = "confirmed"


class CalendarFile(Record):
    """A calendar: the public holidays of a country, and decided days over them."""

    id: Slug
    kind: Literal["calendar"] = "calendar"
    title: Text
    holidays: Literal["VN"] = "VN"
    days: list[DecreedDay] = []
