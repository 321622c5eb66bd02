"""Awards: the catalogue in force, and the bloc's rules for who is nominated for what."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from definitions.schema.ballots import Share
from definitions.schema.dossiers import DossierRule
from definitions.schema.points import Points
from definitions.schema.quotas import Quota
from definitions.schema.ranking import External, ShareOfWomen
from definitions.schema.record import Basis, Code, Record, Slug, Status, Text, Whole, broken
from definitions.schema.rule_sets import Authority, CatalogueVersion, InForce
from definitions.schema.standing import Discipline, InitiativeIs, Rating

SubjectKind = Literal["collective", "individual", "household"]
Held = Literal["reserved", "passed_on"]
"""What becomes of the place of whoever is held when the bloc proposes."""
Cut = Literal["closed", "passed_on"]
"""What becomes of the place of a line that an office cuts: nobody takes it, or whoever is next."""


class CatalogueEntry(Record):
    """A title, form of commendation or local recognition that may be mentioned.

    `also` names whom else it may be given to; `versions` how each rule set knows it, where a year
    lies under more than one.
    """

    id: Code
    kind: Literal["title", "form", "recognition"]
    subject: SubjectKind
    title: Text
    status: Status = "confirmed"
    basis: list[Basis] = []
    also: list[SubjectKind] = []
    decided_by: list[Authority] = []
    versions: list[CatalogueVersion] = []

    @property
    def subjects(self) -> tuple[SubjectKind, ...]:
        """Whom it may be given to."""
        return (self.subject, *self.also)

    def is_for(self, subject: str) -> bool:
        """Whether it may be given to such a subject."""
        return subject in self.subjects

    def under(self, rule_set: str | None) -> CatalogueVersion | None:
        """Return how a rule set knows it; None where that is not written down apart."""
        return next((one for one in self.versions if one.id == rule_set), None)


class FactIs(Record):
    """What a recorded fact must be: exactly one comparison."""

    id: Slug
    at_most: Whole | None = Field(default=None, ge=0)
    at_least: Whole | None = Field(default=None, ge=0)
    flag: bool | None = None
    one_of: list[str] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [self.at_most, self.at_least, self.flag, self.one_of]
        if given.count(None) != 3:  # noqa: PLR2004 - three of four
            raise broken("exactly_one_key", among=["at_most", "at_least", "flag", "one_of"])
        return self

    @property
    def asked(self) -> dict[str, Any]:
        """The one comparison, by its name: at_most, 0."""
        return self.model_dump(exclude={"id"}, exclude_none=True)


class ShareIs(Record):
    """How large a part one count must be of another, which is the base: members with a title.

    Exactly one of `at_least` and `more_than`.
    """

    fact: Slug
    of: Slug
    at_least: Share | None = None
    more_than: Share | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.at_least is None) == (self.more_than is None):
            raise broken("exactly_one_key", among=["at_least", "more_than"])
        return self


class HeldBefore(Record):
    """A run of consecutive years, in each of which one of these was held: titles, ratings, classes.

    `ending` says whether the run ends with the year before or with the achievement year itself.
    With `at_least` so many of these years are enough: twice within the last six. With `consumed`,
    years that have served for an award do not serve again.
    """

    of: list[Code] = Field(min_length=1)
    years: Whole = Field(ge=1, le=20)
    at_least: Whole | None = Field(default=None, ge=1, le=20)
    ending: Literal["last_year", "this_year"] = "last_year"
    consumed: bool = False

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.at_least and self.at_least > self.years:
            raise broken("times_beyond_years")
        return self


class BallotIs(Record):
    """How a vote on the unit must have come out.

    The vote is the one about the award considered, or about `award`. The outcome `lower` means
    agreement to a lower title: to the award considered, or to whatever stands below `award`.
    """

    rule: Slug
    outcome: Literal["passed", "lower"] = "passed"
    award: Code | None = None


class Condition(Record):
    """A closed tree of conditions: exactly one key, besides its status and basis."""

    all: list["Condition"] | None = Field(default=None, min_length=1)
    any: list["Condition"] | None = Field(default=None, min_length=1)
    registered: list[Code] | None = Field(default=None, min_length=1, description="any of these")
    rank_at_most: Whole | None = Field(default=None, ge=1)
    percent_at_least: Points | None = Field(default=None, ge=0)
    class_at_least: Slug | None = None
    fact: FactIs | None = None
    share: ShareIs | None = None
    held_before: HeldBefore | None = None
    initiatives_at_least: Whole | None = Field(
        default=None, ge=1, description="recognised initiatives that have not served before"
    )
    ballot: BallotIs | None = None
    review_not_behind: Literal[True] | None = None
    rated_at_least: Rating | None = Field(default=None, description="a person's rating of the year")
    disciplined_below: Discipline | None = Field(
        default=None, description="no sanction of this weight or heavier in the year"
    )
    initiative: InitiativeIs | None = None
    takes: Code | None = Field(default=None, description="proposed for this award by a rule before")
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
"""Names that a rule may use; `workflow.domain.eligibility.conditions` implements exactly these."""


class RuleVersion(Record):
    """What a rule says instead while other law is in force; what it does not name stays."""

    in_force: InForce
    number: Whole | Literal["all"] | Quota | None = None
    when: Condition | None = None
    basis: list[Basis] | None = None


class CutoffTie(Record):
    """One way of parting units that are equal where the number ends: exactly one key.

    Ways are tried in order. `decision` leaves it to a role, by an act of its own with a reason;
    `take` ends it: all of them, even over the number, or none of them and nobody after them.
    The official order of the units is not among the ways.
    """

    result: Literal[True] | None = Field(
        default=None, description="the better result, also between groups that are ranked apart"
    )
    criterion: Code | None = None
    adjustment: Code | None = None
    external: External | None = None
    share_of_women: ShareOfWomen | None = None
    ballot: Slug | None = Field(default=None, description="more votes, in a ballot on the award")
    groups: list[Code] | None = Field(
        default=None, min_length=2, description="the order of groups that are ranked apart"
    )
    decision: Literal["head", "deputy", "overseer", "admin"] | None = None
    take: Literal["all", "none"] | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len([name for name in CUTOFF_TIES if getattr(self, name) is not None]) != 1:
            raise broken("exactly_one_key", among=list(CUTOFF_TIES))
        return self

    @property
    def name(self) -> str:
        """The name of the one way given."""
        return next(name for name in CUTOFF_TIES if getattr(self, name) is not None)

    @property
    def label(self) -> str:
        """How the way is named where it parted units: criterion:I, ballot:flags."""
        told = self.external or self.share_of_women
        value = told.fact if told else getattr(self, self.name)
        plain = value is True or isinstance(value, list)
        return self.name if plain else f"{self.name}:{value}"


CUTOFF_TIES = tuple(name for name in CutoffTie.model_fields if name != "basis")
"""Ways of parting equals at the cut-off: exactly those of `workflow.domain.awards.cutoffs`."""

LAST_WORD = frozenset({"decision", "take"})
"""Ways after which no other is asked."""


class AwardRule(Record):
    """Who is nominated for one award: the best ranked who meet `when`, up to `number`.

    Rules are applied in the order of the file. A unit takes at most one award of a `group`
    (one achievement, one award); awards without a group stand beside the others. `in_all` is how
    many awards of the group there may be when this rule has been applied. Units ranked inside
    groups are taken by their ranks, all firsts before any second. `ties` part those who are equal
    where the number ends. `held` says what becomes of the place of a unit that is held when the
    bloc proposes: it is reserved until the hold is over, or passed on to the next; `cut` the same
    of a unit that an office cuts. `dossier` says by when its file has to be with an office.
    `versions` say what holds instead under other law.
    """

    id: Code
    number: Whole | Literal["all"] | Quota = Field(
        description="how many at most, or all who qualify, or a quota"
    )
    when: Condition
    group: Slug | None = None
    in_all: Whole | None = Field(default=None, ge=1)
    by_votes: Slug | None = Field(
        default=None, description="the ballot whose votes order those who qualify; ranks break ties"
    )
    in_force: InForce | None = None
    ties: list[CutoffTie] = []
    held: Held = "reserved"
    cut: Cut = "closed"
    dossier: DossierRule | None = None
    basis: list[Basis] = []
    versions: list[RuleVersion] = []
