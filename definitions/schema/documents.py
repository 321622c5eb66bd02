"""Documents of a bloc: for each stage which ones, under what number, signed by whom, in what words.

A bloc has no seal: a member unit issues its papers on its behalf. NĐ 30/2020, 13: who signs, in
what capacity.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from definitions.filling import placeholders, stray_braces
from definitions.schema.approvals import Capacity
from definitions.schema.record import Basis, Record, Slug, Text, broken

Role = Literal["head", "deputy", "standing_unit"]

BLANKS = frozenset(
    {
        "bloc", "year", "title", "number", "day", "supersedes", "issuer", "head", "deputies",
        "standing_unit", "units", "unit_count", "registered", "signed", "themes", "targets",
        "behind", "remarks", "ranking", "proposed", "decided", "next_head", "next_deputies",
        "files", "signatures",
    }
)  # fmt: skip
"""What a template may leave blank; `workflow.domain.papers.composing` fills exactly these."""


def _pattern(value: str) -> str:
    known = placeholders(value) <= {"n", "year"} and value.count("{n}") == 1
    if not known or stray_braces(value):
        raise broken("number_pattern")
    return value


NumberPattern = Annotated[
    str, StringConstraints(min_length=3, max_length=40), AfterValidator(_pattern)
]
"""How documents of a kind are numbered: {n} is the running number, {year} the bloc year."""


class Signer(Record):
    """Who signs, in what capacity: a role in the bloc, or an office."""

    role: Role | None = None
    office: Slug | None = None
    capacity: Capacity = "direct"

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.role is None) == (self.office is None):
            raise broken("exactly_one_key", among=["role", "office"])
        return self

    @property
    def seat(self) -> str:
        """Who signs, as `who` names it in a refusal."""
        return self.role or f"office:{self.office}"


class DocumentRule(Record):
    """One kind of document. `signers` sign one paper, in their order.

    One of a kind stands at a time, and a later one supersedes it, unless there may be several.
    """

    id: Slug
    stage: Slug
    title: Text
    number: NumberPattern
    issuer: Role = Field(default="head", description="the unit that issues it for the bloc")
    signers: list[Signer] = Field(min_length=1, max_length=6)
    several: bool = False
    template: Text | None = None
    basis: list[Basis] = []
