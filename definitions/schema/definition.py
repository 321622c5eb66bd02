"""The whole definition of a bloc's year, after all its layers have been laid over each other."""

from datetime import date
from datetime import time as clock_time
from typing import Literal

from pydantic import Field

from definitions.schema.awards import AwardRule, CatalogueEntry
from definitions.schema.ballots import BallotRule, Share
from definitions.schema.deviations import Absent, Investigated
from definitions.schema.documents import DocumentRule
from definitions.schema.facts import Fact
from definitions.schema.money import Money
from definitions.schema.notices import Notice
from definitions.schema.objections import LegalChannel, ObjectionRule
from definitions.schema.people import PeopleRule
from definitions.schema.praise import Praising
from definitions.schema.ranking import Ranking
from definitions.schema.record import Basis, Path, Record, Slug, Text, Whole
from definitions.schema.rubric import Rubric
from definitions.schema.rule_sets import RuleSet
from definitions.schema.seats import Members, Seats
from definitions.schema.stages import Stage
from definitions.schema.succession import Succession


class Validity(Record):
    """The days on which a definition or layer is in force; open-ended without `to`."""

    start: date = Field(alias="from")
    to: date | None = None


class Labels(Record):
    """The bloc's own words for things; khối or cụm, Trưởng khối or Khối trưởng."""

    bloc: Text
    unit: Text
    head: Text
    deputy: Text
    standing_unit: Text
    overseer: Text


class Roles(Record):
    """The roles that member units hold in the bloc."""

    head: Seats = Seats(least=1, most=1)
    deputy: Seats = Seats(least=0, most=2)
    standing_unit: Seats = Seats(least=0, most=1)


class Office(Record):
    """An office outside the bloc that acts in its year: standing body, council, chair."""

    id: Slug
    title: Text
    holders: Whole | None = Field(default=None, ge=0, description="how many people hold it")


class MeetingKind(Record):
    """A meeting of the bloc that a stage may demand by its id."""

    id: Slug
    title: Text
    quorum: Share | None = Field(default=None, description="of all members")
    absent: Absent = Absent()


class Definition(Record):
    """A bloc year as data. Frozen; identified by the sha256 of its canonical form."""

    id: Path
    kind: Literal["definition"] = "definition"
    title: Text
    valid: Validity
    basis: list[Basis] = []
    labels: Labels
    calendar: Slug = "vn"
    province: Slug | None = Field(default=None, description="whose local days off count")
    due_time: clock_time | None = Field(
        default=None, description="when a day that is due ends; absent: at the end of the day"
    )
    members: Members = Members()
    roles: Roles = Roles()
    offices: list[Office] = []
    meetings: list[MeetingKind] = []
    catalogue: list[CatalogueEntry] = []
    facts: list[Fact] = []
    stages: list[Stage] = Field(min_length=1)
    rubric: Rubric
    ranking: Ranking = Ranking()
    ballots: list[BallotRule] = []
    investigated: Investigated = Investigated()
    awards: list[AwardRule] = []
    money: Money | None = None
    rule_sets: list[RuleSet] = []
    people_awards: list[PeopleRule] = []
    praise: Praising | None = None
    succession: Succession = Succession()
    notices: list[Notice] = []
    documents: list[DocumentRule] = []
    objections: list[ObjectionRule] = []
    legal_channels: list[LegalChannel] = []

    def stage(self, stage_id: str) -> Stage:
        """Return the stage of that id. Raises KeyError when the definition has none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def stage_of(self, kind: str) -> Stage | None:
        """Return the first stage of that kind, if the definition has one."""
        return next((stage for stage in self.stages if stage.kind == kind), None)

    def award_title(self, award: str) -> Text:
        """Return the catalogue's name of *award*."""
        return next(entry.title for entry in self.catalogue if entry.id == award)

    def office_title(self, office: str) -> Text:
        """Return the name of *office*."""
        return next(entry.title for entry in self.offices if entry.id == office)
