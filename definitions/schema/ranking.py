"""Ranking: what is compared, inside what, and how equal units are told apart."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from definitions.schema.record import Basis, Code, Record, Slug, Whole, broken


class External(Record):
    """A count recorded about each unit, from outside the scale."""

    fact: Slug
    better: Literal["more", "less"] = "more"


class ShareOfWomen(Record):
    """Units whose recorded percent of women reaches `at_least` come first."""

    fact: Slug
    at_least: Whole = Field(default=70, ge=1, le=100)


class Tie(Record):
    """One way of breaking a tie, tried in order: exactly one key besides the basis."""

    criterion: Code | None = None
    adjustment: Code | None = None
    official_order: Literal[True] | None = None
    decision: Literal["head", "deputy", "overseer", "admin"] | None = None
    external: External | None = None
    share_of_women: ShareOfWomen | None = None
    ballot: Literal[True] | None = Field(default=None, description="votes of the units, entered")
    basis: Basis | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given: list[Any] = [name for name in TIES if getattr(self, name) is not None]
        if len(given) != 1:
            raise broken("exactly_one_key", among=list(TIES))
        return self

    @property
    def name(self) -> str:
        """The name of the one way given."""
        return next(name for name in TIES if getattr(self, name) is not None)

    @property
    def label(self) -> str:
        """How the way is named where it set units apart: criterion:I, external:gdp."""
        told = self.external or self.share_of_women
        return f"{self.name}:{told.fact if told else getattr(self, self.name)}"


TIES = tuple(name for name in Tie.model_fields if name != "basis")
"""Ways of breaking a tie; `workflow.domain.ties` implements exactly these."""

SETTLING = frozenset({"official_order", "decision"})
"""Ways after which no two units are equal."""


class Ranking(Record):
    """How units are put in order once all are appraised."""

    by: Literal["total", "percent"] = "total"
    ties: list[Tie] = []
    inside: Literal["bloc", "groups", "both"] = Field(
        default="bloc", description="one order, one in each group of units, or both"
    )
    basis: Basis | None = None
