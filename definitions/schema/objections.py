"""Objections: within how long, by whom, to whom, with what effect; and the legal way beside them.

An objection stays inside the bloc. A complaint or a denunciation goes to an authority by law, with
time limits of its own: the bloc only records its paper.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.record import Basis, Record, Slug, Text, broken
from definitions.schema.timing import SpanText

About = Literal["score", "class", "rank", "ballot", "nomination"]
Opening = Literal["ranking", "publication", "ballot", "nomination"]
"""From when people may object: the ranking is fixed, the results are published, a ballot is over,
awards are proposed."""
Waiting = Literal["publication", "nomination", "decision"]
"""What is not done while objections are open: publishing, proposing, approving what is proposed."""
Correction = Literal["results", "ballot", "nomination", "none"]
"""What follows from an objection that is upheld."""

RESULTS: frozenset[About] = frozenset({"score", "class", "rank"})
OPENS: dict[Opening, frozenset[About]] = {
    "ranking": RESULTS,
    "publication": RESULTS,
    "ballot": frozenset({"ballot"}),
    "nomination": frozenset({"nomination"}),
}
"""What may be objected to from each moment on."""

CORRECTED: dict[About, frozenset[Correction]] = {
    "score": frozenset({"results", "none"}),
    "class": frozenset({"results", "none"}),
    "rank": frozenset({"results", "none"}),
    "ballot": frozenset({"ballot", "none"}),
    "nomination": frozenset({"nomination", "none"}),
}
"""Which corrections may follow from an objection about each thing."""


class Hearing(Record):
    """Who answers an objection, and how long they have. Over time it goes on to the next."""

    role: Literal["head", "deputy", "standing_unit", "overseer"] | None = None
    office: Slug | None = None
    within: SpanText

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.role is None) == (self.office is None):
            raise broken("exactly_one_key", among=["role", "office"])
        return self

    @property
    def seat(self) -> str:
        """Who hears it, as `who` names it in a refusal."""
        return self.role or f"office:{self.office}"


class ObjectionRule(Record):
    """One way of objecting inside the bloc. With `again`, a rejection may be taken further."""

    id: Slug
    title: Text
    about: list[About] = Field(min_length=1)
    opens: Opening
    window: SpanText
    raised_by: Literal["own_unit", "any_unit"] = Field(
        default="own_unit", description="a unit for itself alone, or about any member"
    )
    heard_by: list[Hearing] = Field(min_length=1, max_length=4)
    again: SpanText | None = None
    waits: list[Waiting] = []
    basis: list[Basis] = []


class LegalChannel(Record):
    """A way that the law opens: to whom, and under which articles. It bars nothing by itself."""

    id: Slug
    kind: Literal["complaint", "denunciation"]
    title: Text
    authority: Text
    basis: list[Basis] = []
