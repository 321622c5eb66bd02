"""What a case expects to find stored at its end: one statement each, reported or illustrative."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from definitions.schema.record import Code, Path, Record, Slug, broken

GivenAs = Literal["reported", "illustrative"]
"""Whether a report establishes a datum, or somebody filled it in so that the year can run."""

ListName = Literal["proposed", "appraised", "passed", "decided", "cut"]
Percent = Annotated[Decimal, Field(ge=0, le=100), WithJsonSchema({"type": "number"})]


class StageFound(Record):
    """When a stage was entered, due and left, by the calendar of Hà Nội, and if it was overdue."""

    id: Slug
    due_on: date | None = None
    entered_on: date | None = None
    left_on: date | None = None
    overdue: bool | None = None


class RegisteredFound(Record):
    """How many units registered for an award, or what part of all."""

    id: Code
    count: int | None = None
    units_percent: Percent | None = None


class CoverageFound(Record):
    """Registered units of all units, and people of all staff."""

    units_percent: Percent
    people_percent: Percent


class PledgeFound(Record):
    """How a pledge was signed, and what it holds."""

    signed_on: date | None = None
    signatures: int | None = None
    witness: str | None = None
    campaign: str | None = None
    themes: int | None = None


class DocumentsFound(Record):
    """How many documents the bloc issued in its year."""

    at_least: int


class PraisesFound(Record):
    """How often praise outside the yearly awards was proposed, and given."""

    proposed: int
    granted: int


class MeetingFound(Record):
    """A meeting: the day it was held, and guests who were there among others."""

    id: Slug
    held_on: date | None = None
    guests: list[str] = Field(default=[])


class TieFound(Record):
    """By what a unit was set apart from others with the same result: criterion:I."""

    unit: Slug
    broken_by: str


class ScoreFound(Record):
    """What a unit's sheet makes: points, percent, class, rank, and the points of criteria."""

    points: Decimal | None = None
    of: Decimal | None = None
    percent: Decimal | None = None
    class_id: Slug | None = Field(default=None, alias="class")
    rank: int | None = None
    group_rank: int | None = None
    provisional: bool | None = None
    criteria: dict[Code, Decimal] = Field(default={})


class DossierFound(Record):
    """The dossier of an award: when it was due, when it came, and whether it is marked late."""

    due_on: date | None = None
    received_on: date | None = None
    late: bool | None = None


class AwardFound(Record):
    """An award on one of the lists: how many have it, which units, or which people of them.

    `bonus` is what each of them is paid; `rule_set` the one that governs it by its dates; `dossier`
    its file.
    """

    id: Code
    count: int | None = None
    unit: Slug | None = None
    units: list[Slug] | None = None
    people: list[Slug] | None = None
    bonus: int | None = None
    rule_set: Code | None = None
    dossier: DossierFound | None = None
    on: ListName = "decided"


class NoAwardFound(Record):
    """A unit without an award, or without any at all; and a condition that it did not meet.

    With `person`, a person or household of the unit.
    """

    unit: Slug
    person: Slug | None = None
    id: Code | None = None
    unmet: str | None = None


class Expectation(Record):
    """One statement about one bloc year: exactly one key besides `year` and `given`."""

    year: int
    given: GivenAs
    state: str | None = None
    definition: Path | None = None
    stage: StageFound | None = None
    units: int | None = None
    head: Slug | None = None
    deputies: list[Slug] | None = None
    standing_unit: Slug | None = None
    overseer: Slug | None = None
    registered: RegisteredFound | None = None
    coverage: CoverageFound | None = None
    pledge: PledgeFound | None = None
    documents: DocumentsFound | None = None
    praises: PraisesFound | None = None
    meeting: MeetingFound | None = None
    behind: list[Slug] | None = None
    ranking: dict[Slug, int] | None = None
    tie: TieFound | None = None
    scores: dict[Slug, ScoreFound] | None = None
    award: AwardFound | None = None
    no_award: NoAwardFound | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len([name for name in SUBJECTS if getattr(self, name) is not None]) != 1:
            raise broken("exactly_one_key", among=list(SUBJECTS))
        return self

    @property
    def subject(self) -> str:
        """The name of the one thing expected."""
        return next(name for name in SUBJECTS if getattr(self, name) is not None)


SUBJECTS = tuple(name for name in Expectation.model_fields if name not in {"year", "given"})
"""What may be expected; `workflow.cases.expecting` compares exactly these."""
