"""Exact decimals: points, targets, percentages. No float ever comes near a score."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from definitions.schema.record import broken

EXACT = re.compile(r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?")
COMMA = re.compile(r"[-+]?[0-9]{1,12},[0-9]{1,6}")


def _exact(value: object) -> object:
    """Refuse what has no exact meaning, or more digits than points ever have."""
    if isinstance(value, str) and COMMA.fullmatch(value):
        raise broken("decimal_comma", value=value, point=value.replace(",", "."))
    if isinstance(value, float | bool) or not EXACT.fullmatch(str(value)):
        raise broken("not_exact")
    return value


Points = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(lambda value: format(value.normalize(), "f"), return_type=str),
    WithJsonSchema({"type": "number"}),
]
