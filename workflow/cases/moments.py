"""When something in a case happened: a day, or a day with a time, on the clock of Hà Nội."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from definitions.schema.record import broken
from workflow.domain.timing import HANOI

FORM = re.compile(r"^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?$")
MORNING = time(9)
"""What a bare day means: a time at which an office is open."""


def moment_of(written: object) -> datetime:
    """Return the moment, in UTC, that a person wrote as a day or a day with a time."""
    if isinstance(written, datetime):
        return written
    found = FORM.match(written) if isinstance(written, str) else None
    try:
        day = date.fromisoformat(found[1]) if found else None
        clock = time.fromisoformat(found[2]) if found and found[2] else MORNING
    except ValueError:
        day = None
    if day is None:
        raise broken("case_moment", value=str(written))
    return datetime.combine(day, clock, tzinfo=HANOI).astimezone(UTC)


def written(moment: datetime) -> str:
    """Return a moment as people write it in a case."""
    return f"{moment.astimezone(HANOI):%Y-%m-%d %H:%M}"


At = Annotated[
    datetime,
    BeforeValidator(moment_of),
    PlainSerializer(written, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": FORM.pattern, "examples": ["2018-03-27", "2018-03-27 14:00"]}
    ),
]
