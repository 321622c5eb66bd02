"""The stages of a bloc year: six kinds in code, everything else about them as data."""

from typing import Literal

from pydantic import Field

from definitions.schema.approvals import Approval
from definitions.schema.deviations import Late, Unregistered
from definitions.schema.levels import Level, Publication
from definitions.schema.needs import Need
from definitions.schema.points import Points
from definitions.schema.record import Basis, Code, Record, Slug, Text
from definitions.schema.timing import DateRule, Reminder

StageKind = Literal["registration", "pledge", "review", "scoring", "nomination", "handover"]
Role = Literal["head", "deputy", "standing_unit"]

CLOSED = "closed"
"""The state a year ends in; a stage may name it as its next."""


class Route(Record):
    """Where the year goes from a stage. Without `when` it is the way taken otherwise."""

    to: Slug
    when: Need | None = None


class Offers(Record):
    """What units may register for: awards for collectives, for people, and local recognitions."""

    collective: list[Code] = []
    individual: list[Code] = []
    recognitions: list[Code] = []


class Appraisal(Record):
    """Who appraises self-scores: the roles named, and never a role's own unit."""

    by: list[Role] = Field(min_length=1)


class Running(Record):
    """A list that stays open beside the year: added to, amended and withdrawn from until a day."""

    until: DateRule


class Stage(Record):
    """One stage of the year."""

    id: Slug
    kind: StageKind
    title: Text
    owner: Role | Literal["admin"] | None = Field(
        default=None, description="whose move it is to advance the year from here"
    )
    opens: DateRule | None = None
    due: DateRule | None = None
    remind: list[Reminder] = []
    needs: list[Need] = []
    next: list[Route] = Field(default=[], description="absent: the stage that follows in the file")
    early: bool = Field(default=False, description="work accepted before the stage is entered")
    late: Late = Late()
    offers: Offers | None = None
    running: Running | None = Field(
        default=None, description="registration goes on beside the later stages"
    )
    unregistered: Unregistered = Unregistered()
    witness: Literal["required", "optional"] = "optional"
    behind_below: Points | None = Field(
        default=None, ge=0, le=100, description="percent of a target under which a unit is behind"
    )
    appraisal: Appraisal | None = None
    chain: list[Level] = []
    publication: Publication | None = None
    approvals: list[Approval] = []
    basis: list[Basis] = []
