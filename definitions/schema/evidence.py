"""Electronic files that prove an entry: how large one may be, of which kinds, how many."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from definitions.schema.points import Points
from definitions.schema.record import Record, Whole, broken

MEGABYTE = 1024 * 1024
"""Bytes of one MB, as file managers count them."""

EXTENSION = r"^[a-z0-9]{1,8}$"


def extension(value: object) -> object:
    """Refuse an extension that is written with its dot, or in capitals."""
    if isinstance(value, str) and not re.fullmatch(EXTENSION[1:-1], value):
        raise broken("bad_extension", value=value[:40])
    return value


Extension = Annotated[str, StringConstraints(pattern=EXTENSION), BeforeValidator(extension)]
"""How the name of a file ends, without the dot: pdf."""


class EvidenceFiles(Record):
    """Limits of the files handed in beside an entry. What is not named is not limited."""

    most_mb: Points | None = Field(default=None, gt=0, description="MB of one file")
    kinds: list[Extension] = []
    most: Whole | None = Field(default=None, ge=1, le=100, description="files for one criterion")
