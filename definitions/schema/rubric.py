"""The rubric: a tree of criteria of any depth whose leaves say how points are made."""

from decimal import Decimal
from functools import cached_property
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from definitions.schema.classes import Band, ClassRule
from definitions.schema.evidence import EvidenceFiles
from definitions.schema.measures import TIMES, Measure
from definitions.schema.offices import NamedOffice
from definitions.schema.part_years import FirstMonth, PartYear
from definitions.schema.periods import Periods
from definitions.schema.points import Points
from definitions.schema.record import Basis, Code, Record, Slug, Status, Text, Whole, broken
from definitions.schema.rounding import Rounding
from definitions.schema.scores import IMPLIED, Score
from definitions.schema.timing import DateRule, Reminder

PENDING = "to_be_adopted"


class Criterion(Record):
    """A node of the tree: either parts whose maxima add up to its own, or a way of scoring.

    One at the top, a criteria group, may have days of its own for what units enter in it: `opens`,
    `due` and reminders. What being late means is said by the stage of scoring, whose `due` holds
    for handing in the sheet.
    """

    id: Code
    title: Text
    max: Points = Field(gt=0)
    parts: list["Criterion"] = []
    score: Score | None = None
    measure: Measure | None = Field(default=None, description="what is entered here, in what unit")
    may_be_unassigned: bool = False
    unassigned_points: Points | None = Field(
        default=None, ge=0, description="what a unit without it gets; absent: it leaves the maximum"
    )
    evidence: Literal["optional", "required", "gate"] = Field(
        default="optional", description="gate: without evidence the criterion makes no points"
    )
    opens: DateRule | None = None
    due: DateRule | None = None
    remind: list[Reminder] = []
    status: Status = "confirmed"
    basis: Basis | None = None

    @model_validator(mode="after")
    def _node_or_leaf(self) -> Self:
        if bool(self.parts) == (self.score is not None):
            raise broken("parts_or_score")
        return self

    def leaves(self) -> "list[Criterion]":
        """Return the scored criteria under this one, in the order of the file."""
        return [leaf for part in self.parts for leaf in part.leaves()] or [self]

    def nodes(self) -> "list[Criterion]":
        """Return this one and every criterion under it, scored or not, in the order of the file."""
        return [self, *(node for part in self.parts for node in part.nodes())]

    def alone(self) -> "Criterion":
        """Return what is said of this one itself: without its parts, and what follows from them."""
        return self.model_copy(update={"parts": [], "max": Decimal(0)}) if self.parts else self

    @cached_property
    def entry_names(self) -> tuple[str, ...]:
        """The names of the entries taken here: the id itself, or the id and a part."""
        score = self.score
        if score and score.bonus_penalty:
            return f"{self.id}/bonus", f"{self.id}/penalty"
        if score and score.sample:
            return tuple(f"{self.id}/{number}" for number in range(1, score.sample.size + 1))
        return (self.id,)

    @cached_property
    def entered(self) -> Measure | None:
        """In what an entry is counted: as said, or as the way implies; None for points given."""
        score = self.score
        if self.measure or score is None or (score.from_rank and score.relative):
            return self.measure
        return IMPLIED.get(score.way)

    @property
    def target(self) -> Decimal | None:
        """The target that is the same for every unit, if there is one."""
        rule = (self.score.ratio or self.score.against_best) if self.score else None
        return rule.target if rule else None

    @property
    def unit_title(self) -> Text | None:
        """What the entries of a plain ratio or count are called, as the definition names it."""
        rule = (self.score.ratio or self.score.count) if self.score else None
        named = rule.unit if rule else None
        return named or (self.measure.name if self.measure else None)

    @property
    def agency(self) -> str | None:
        """The outside agency that marks this leaf, if one does."""
        return self.score.imported.agency if self.score and self.score.imported else None


class Adjustment(Record):
    """A bonus or a penalty outside the tree: so many points for each, within bounds."""

    id: Code
    title: Text
    kind: Literal["bonus", "penalty"]
    points_each: Points = Field(gt=0, description="always positive; a penalty takes them away")
    bound: Points = Field(gt=0, description="the most that it can add or take away")
    measure: Measure | None = Field(
        default=None, description="what is entered; absent: how often, in whole numbers"
    )
    highest_of: Slug | None = Field(
        default=None, description="of all with this word, only the one that weighs most counts"
    )
    basis: Basis | None = None

    @property
    def entered(self) -> Measure:
        """In what it is counted how often this applies."""
        return self.measure or TIMES


class Rubric(Record):
    """The whole scale.

    With `to_be_adopted` the bloc takes it up in the course of the year: total and parts are a
    draft, or not there yet, and nothing is scored before.
    """

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["total", "parts"]}, {"required": [PENDING]}]}
    )

    to_be_adopted: bool = Field(
        default=False, description="adopted in the course of the year; nothing is scored before"
    )
    supplemented_by: NamedOffice | None = Field(
        default=None, description="an office that may propose other criteria within the year"
    )
    total: Points = Field(default=Decimal(0), ge=0)
    total_status: Status = "confirmed"
    decimals: Whole = Field(default=1, ge=0, le=4)
    rounding: Rounding | None = None
    parts: list[Criterion] = []
    adjustments: list[Adjustment] = []
    bonus_cap: Points | None = Field(default=None, gt=0, description="no bonus above this in all")
    cap: Points | None = Field(
        default=None, gt=0, description="no total above this; absent: no cap"
    )
    classes: list[Band] = []
    class_rule: ClassRule = ClassRule()
    scored_from: FirstMonth = FirstMonth()
    evidence_files: EvidenceFiles | None = Field(
        default=None, description="limits of files beside an entry; absent: none"
    )
    periods: Periods | None = Field(default=None, description="absent: the year is scored as one")
    part_year: PartYear | None = Field(
        default=None, description="absent: whoever joins is scored like the others"
    )

    @model_validator(mode="after")
    def _there_unless_to_come(self) -> Self:
        if not self.to_be_adopted and not (self.total > 0 and self.parts):
            raise broken("rubric_without_scale")
        return self

    def leaves(self) -> list[Criterion]:
        """Return every scored criterion, in the order of the file."""
        return [leaf for part in self.parts for leaf in part.leaves()]

    def nodes(self) -> list[Criterion]:
        """Return every criterion, scored or with parts, in the order of the file."""
        return [node for part in self.parts for node in part.nodes()]

    @property
    def unwritten(self) -> bool:
        """Whether not even a draft of it is there."""
        return self.to_be_adopted and not self.parts

    @property
    def dated(self) -> list[Criterion]:
        """The criteria groups that open or are due by themselves; none while it is a draft."""
        parts = [] if self.to_be_adopted else self.parts
        return [part for part in parts if part.opens or part.due]

    @property
    def relative(self) -> bool:
        """Whether some points depend on what other units achieved."""
        return any(leaf.score is not None and leaf.score.relative for leaf in self.leaves())
