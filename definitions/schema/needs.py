"""The closed list of what may be demanded of a stage. The rules themselves live one floor up."""

from typing import Any, Literal, Self

from pydantic import model_validator

from definitions.schema.record import Basis, Record, Slug, broken


class Need(Record):
    """One condition that must hold before the year leaves a stage: exactly one of the keys."""

    registrations: Literal["submitted", "accepted"] | None = None
    pledge: Literal["signed"] | None = None
    reports: Literal["submitted"] | None = None
    review: Literal["concluded"] | None = None
    sheets: Literal["submitted", "appraised"] | None = None
    facts: Literal["recorded"] | None = None
    ranking: Literal["fixed", "published"] | None = None
    nomination: Literal["proposed", "decided"] | None = None
    leaders: Literal["agreed"] | None = None
    handover: Literal["signed"] | None = None
    approval: Literal["approved"] | None = None
    objections: Literal["settled"] | None = None
    meeting: Slug | None = None
    document: Slug | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.given) != 1:
            raise broken("exactly_one_key", among=sorted(NEEDS))
        return self

    @property
    def given(self) -> dict[str, Any]:
        """The condition as {name: demanded state}."""
        return {name: value for name in NEEDS if (value := getattr(self, name)) is not None}

    @property
    def name(self) -> str:
        """The name of the one condition given."""
        return next(iter(self.given))

    @property
    def demanded(self) -> str:
        """The state, or the meeting or document, that the condition demands."""
        return str(next(iter(self.given.values())))


NEEDS = frozenset(Need.model_fields) - {"basis"}
"""Names that a stage may demand; `workflow.domain.gates` implements exactly these."""
