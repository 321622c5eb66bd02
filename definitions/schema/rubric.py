"""The rubric: a tree of criteria whose leaves say how points are made, in exact decimals."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from definitions.schema.record import Basis, Code, Record, Slug, Text, Whole, broken

EXACT = re.compile(r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?")


def _exact(value: object) -> object:
    """Refuse what has no exact meaning, or more digits than points ever have."""
    if isinstance(value, float | bool) or not EXACT.fullmatch(str(value)):
        raise broken("not_exact")
    return value


Points = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(lambda value: format(value.normalize(), "f"), return_type=str),
    WithJsonSchema({"type": "number"}),
]


class Manual(Record):
    """Points given by judgement, from 0 to the maximum of the leaf."""


class PassFail(Record):
    """All of the maximum, or nothing."""


class Ratio(Record):
    """Achieved over target, at most 1, times the maximum of the leaf."""

    target: Points = Field(gt=0)
    unit: Text
    most: Points | None = Field(default=None, description="largest entry that can be true")


class Count(Record):
    """So many points for each, up to the maximum of the leaf."""

    points_each: Points = Field(gt=0)
    unit: Text


class Score(Record):
    """How a leaf makes its points: exactly one way."""

    manual: Manual | None = None
    pass_fail: PassFail | None = None
    ratio: Ratio | None = None
    count: Count | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len([name for name in WAYS if getattr(self, name) is not None]) != 1:
            raise broken("exactly_one_key", among=sorted(WAYS))
        return self

    @property
    def way(self) -> str:
        """The name of the one way given."""
        return next(name for name in WAYS if getattr(self, name) is not None)


WAYS = tuple(Score.model_fields)


class Criterion(Record):
    """A node of the tree: either parts whose maxima add up to its own, or a way of scoring."""

    id: Code
    title: Text
    max: Points = Field(gt=0)
    parts: list["Criterion"] = []
    score: Score | None = None
    may_be_unassigned: bool = False
    basis: Basis | None = None

    @model_validator(mode="after")
    def _node_or_leaf(self) -> Self:
        if bool(self.parts) == (self.score is not None):
            raise broken("parts_or_score")
        return self

    def leaves(self) -> "list[Criterion]":
        """Return the scored criteria under this one, in the order of the file."""
        return [leaf for part in self.parts for leaf in part.leaves()] or [self]


class Adjustment(Record):
    """A bonus or a penalty outside the tree: so many points for each, within bounds."""

    id: Code
    title: Text
    kind: Literal["bonus", "penalty"]
    points_each: Points = Field(gt=0, description="always positive; a penalty takes them away")
    bound: Points = Field(gt=0, description="the most that it can add or take away")
    basis: Basis | None = None


class Band(Record):
    """A class of results: percent of the maximum from `at_least` up to, not including, `below`."""

    id: Slug
    title: Text
    at_least: Points = Field(ge=0)
    below: Points | None = None


class Rubric(Record):
    """The whole scale."""

    total: Points = Field(gt=0)
    decimals: Whole = Field(default=1, ge=0, le=4)
    parts: list[Criterion] = Field(min_length=1)
    adjustments: list[Adjustment] = []
    cap: Points | None = Field(default=None, description="no total above this; absent: no cap")
    classes: list[Band] = []

    def leaves(self) -> list[Criterion]:
        """Return every scored criterion, in the order of the file."""
        return [leaf for part in self.parts for leaf in part.leaves()]


class Tie(Record):
    """One way of breaking a tie, tried in order: exactly one key."""

    criterion: Code | None = None
    adjustment: Code | None = None
    official_order: Literal[True] | None = None
    decision: Literal["head", "deputy", "overseer", "admin"] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given: list[Any] = [value for value in dict(self).values() if value is not None]
        if len(given) != 1:
            raise broken("exactly_one_key", among=list(Tie.model_fields))
        return self


class Ranking(Record):
    """How units are put in order once all are appraised."""

    by: Literal["total", "percent"] = "total"
    ties: list[Tie] = []
