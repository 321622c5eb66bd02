"""What a request may name things by: text that every database keeps, numbers that fit into one."""

from typing import Annotated

from annotated_types import Ge, Le, MaxLen, MinLen

from definitions.schema.record import OneLine

Name = Annotated[OneLine, MinLen(1), MaxLen(200)]
YearNumber = Annotated[int, Ge(1), Le(9999)]
Number = Annotated[int, Ge(1), Le(2**31 - 1)]
"""The number of a row, as large as PostgreSQL counts them."""
