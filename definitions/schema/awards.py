"""Awards: the catalogue in force, and the bloc's rules for who is nominated for what."""

from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.record import Basis, Code, Record, Slug, Status, Text, Whole, broken
from definitions.schema.rubric import Points


class CatalogueEntry(Record):
    """A title, form of commendation or local recognition that may be mentioned."""

    id: Code
    kind: Literal["title", "form", "recognition"]
    subject: Literal["collective", "individual", "household"]
    title: Text
    status: Status = "confirmed"
    basis: list[Basis] = []


class Fact(Record):
    """A kind of fact recorded about each unit before nomination: a count, a yes or no, a choice."""

    id: Slug
    title: Text
    kind: Literal["count", "flag", "choice"]
    choices: list[str] = []


class FactIs(Record):
    """What a recorded fact must be: exactly one comparison."""

    id: Slug
    at_most: Whole | None = Field(default=None, ge=0)
    flag: bool | None = None
    one_of: list[str] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if [self.at_most, self.flag, self.one_of].count(None) != 2:  # noqa: PLR2004 - two of three
            raise broken("exactly_one_key", among=["at_most", "flag", "one_of"])
        return self


class Condition(Record):
    """A closed tree of conditions: exactly one key, besides its status and basis."""

    all: list["Condition"] | None = Field(default=None, min_length=1)
    any: list["Condition"] | None = Field(default=None, min_length=1)
    registered: list[Code] | None = Field(default=None, min_length=1, description="any of these")
    rank_at_most: Whole | None = Field(default=None, ge=1)
    percent_at_least: Points | None = Field(default=None, ge=0)
    class_at_least: Slug | None = None
    fact: FactIs | None = None
    review_not_behind: Literal[True] | None = None
    status: Status = "confirmed"
    basis: Basis | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len([name for name in CONDITIONS if getattr(self, name) is not None]) != 1:
            raise broken("exactly_one_key", among=list(CONDITIONS))
        return self

    @property
    def name(self) -> str:
        """The name of the one condition given."""
        return next(name for name in CONDITIONS if getattr(self, name) is not None)


CONDITIONS = tuple(name for name in Condition.model_fields if name not in {"status", "basis"})
"""Names that a rule may use; `workflow.domain.conditions` implements exactly these."""


class AwardRule(Record):
    """Who is nominated for one award: the best ranked who meet `when`, up to `number`.

    Rules are applied in the order of the file. A unit takes at most one award of a `group`
    (one achievement, one award); awards without a group stand beside the others.
    """

    id: Code
    number: Whole | Literal["all"] = Field(description="how many at most, or all who qualify")
    when: Condition
    group: Slug | None = None
    basis: list[Basis] = []
