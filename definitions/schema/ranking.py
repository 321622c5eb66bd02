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


class DecidingOffice(Record):
    """An office outside the bloc that has the last word."""

    office: Slug


Decider = Literal["head", "deputy", "standing_unit", "overseer", "admin"] | DecidingOffice

STANDING_BY = ("deputy", "overseer")
"""Who decides where everybody named has an own unit among the equal, in this order."""


class Tie(Record):
    """One way of breaking a tie, tried in order: exactly one key besides the basis.

    `decision` names who has the last word, one or several in order: the first of them without an
    own unit among the equal, then the deputy, then the overseer. `ballot`: a kind of ballot, whose
    votes are taken; `true` where the votes of the members are entered, signed for by tellers.
    """

    criterion: Code | None = None
    adjustment: Code | None = None
    official_order: Literal[True] | None = None
    decision: Decider | list[Decider] | None = None
    external: External | None = None
    share_of_women: ShareOfWomen | None = None
    ballot: Literal[True] | Slug | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given: list[Any] = [name for name in TIES if getattr(self, name) is not None]
        if len(given) != 1:
            raise broken("exactly_one_key", among=list(TIES))
        if self.decision == []:
            raise broken("tie_nobody_decides")
        return self

    @property
    def name(self) -> str:
        """The name of the one way given."""
        return next(name for name in TIES if getattr(self, name) is not None)

    @property
    def label(self) -> str:
        """How the way is named where it set units apart: criterion:I, external:gdp."""
        told = self.external or self.share_of_women
        first = self.named[0] if self.named else None
        return f"{self.name}:{told.fact if told else first or getattr(self, self.name)}"

    @property
    def named(self) -> tuple[str, ...]:
        """Who is named to decide, as `who` names them: head, office:council."""
        if self.decision is None:
            return ()
        named = self.decision if isinstance(self.decision, list) else [self.decision]
        return tuple(one if isinstance(one, str) else f"office:{one.office}" for one in named)

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who has the last word, in order: those named, then those who stand by for them."""
        return tuple(dict.fromkeys((*self.named, *STANDING_BY))) if self.named else ()


TIES = tuple(name for name in Tie.model_fields if name != "basis")
"""Ways of breaking a tie; `workflow.domain.results.ties` implements exactly these."""

SETTLING = frozenset({"official_order", "decision"})
"""Ways after which no two units are equal."""


class Ranking(Record):
    """How units are put in order once all are appraised."""

    by: Literal["total", "percent"] = "total"
    ties: list[Tie] = []
    equal: Literal["share"] | None = Field(
        default=None, description="said where units that stay equal are meant to share a rank"
    )
    inside: Literal["bloc", "groups", "both"] = Field(
        default="bloc", description="one order, one in each group of units, or both"
    )
    basis: Basis | None = None
