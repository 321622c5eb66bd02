"""Ballots: who votes on what, how votes are counted, what ends a deadlock. All of it is data."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from definitions.schema.deviations import Absent
from definitions.schema.record import Basis, Code, Record, Slug, Status, Text, Whole, broken

Role = Literal["head", "deputy", "standing_unit"]
SHARE = r"^[1-9]\d{0,2}/[1-9]\d{0,2}$"


def fraction(value: object) -> object:
    """Refuse a number: quotes would make a text of it, and no fraction."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        raise broken("bad_share", value=str(value))
    return value


Share = Annotated[str, StringConstraints(pattern=SHARE), BeforeValidator(fraction)]
"""A part of a whole as a fraction, so that it can be counted in whole numbers: 4/5, 2/3."""

Base = Literal["all", "present", "valid"]
Method = Literal["consensus", "hands", "open", "secret"]


class Threshold(Record):
    """How much agreement carries: at least a share, or more than one, of a base that is named."""

    at_least: Share | None = None
    more_than: Share | None = None
    of: Base = "all"

    @model_validator(mode="after")
    def _one_share(self) -> Self:
        if (self.at_least is None) == (self.more_than is None):
            raise broken("exactly_one_key", among=["at_least", "more_than"])
        if self.share > 1 or (self.more_than and self.share >= 1):
            raise broken("share_too_large")
        return self

    @property
    def share(self) -> Fraction:
        """The share that must agree."""
        return Fraction(self.at_least or self.more_than or "1/1")

    def least(self, base: int) -> int:
        """Return the smallest whole number of votes out of *base* that carries; never none."""
        exact = self.share * base
        whole = -(-exact.numerator // exact.denominator)
        return max(1, whole + (self.more_than is not None and whole == exact))


class Electorate(Record):
    """Who may vote: each member unit once, each person in an office, units in roles, or all staff.

    All staff, of the one unit that is voted on or of the whole bloc, are a number and no names:
    hands or papers are counted at a table by tellers.
    """

    units: Literal[True] | None = None
    office: Slug | None = None
    roles: list[Role] | None = Field(default=None, min_length=1)
    staff: Literal["unit", "bloc"] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len([name for name in ELECTORATES if getattr(self, name) is not None]) != 1:
            raise broken("exactly_one_key", among=list(ELECTORATES))
        return self


ELECTORATES = tuple(Electorate.model_fields)


class Officer(Record):
    """Who has the last word where votes do not settle it: a role in the bloc, or an office."""

    role: Role | None = None
    office: Slug | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.role is None) == (self.office is None):
            raise broken("exactly_one_key", among=["role", "office"])
        return self

    @property
    def seat(self) -> str:
        """The officer as `who` names it in a refusal."""
        return self.role or f"office:{self.office}"


class Runner(Record):
    """Who runs a ballot: a role in the bloc, an office, or the unit whose staff votes."""

    role: Role | None = None
    office: Slug | None = None
    unit: Literal[True] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len([name for name in RUNNERS if getattr(self, name) is not None]) != 1:
            raise broken("exactly_one_key", among=list(RUNNERS))
        return self


RUNNERS = tuple(Runner.model_fields)


class BallotRule(Record):
    """One kind of ballot.

    `lower` names, for an award, the title that a voter may agree to in its place. With `fill` an
    election goes on until its seats are filled; otherwise what does not carry has failed.
    """

    id: Slug
    title: Text
    method: Method = "open"
    voters: Electorate
    run_by: Runner | None = Field(default=None, description="the head where absent")
    own_unit: Literal["votes", "abstains", "leaves_base"] = Field(
        default="votes", description="what a voter does about their own unit"
    )
    quorum: Share = "2/3"
    quorum_with: list[Literal["written", "proxy"]] = Field(
        default=[], description="who of the absent counts towards the quorum"
    )
    threshold: Threshold
    written: bool = Field(default=False, description="the absent may answer in writing")
    proxies_most: Whole = Field(default=0, ge=0, description="how many others one may vote for")
    lower: dict[Code, Code] = {}
    seats: Whole | None = Field(default=None, ge=1, description="how many items may carry")
    fill: bool = False
    choose_most: Whole | None = Field(default=None, ge=1, description="agreements on one ballot")
    rounds: Whole = Field(default=1, ge=1, le=9)
    deadlock: Officer | None = None
    after: Slug | None = Field(default=None, description="a lower ballot that must be over first")
    absent: Absent = Absent()
    status: Status = "confirmed"
    basis: list[Basis] = []

    def runner(self, unit: str | None = None) -> str:
        """Return who runs it as `who` names it in a refusal; *unit*: which one is voted on."""
        run_by = self.run_by or Runner(role="head")
        if run_by.unit:
            return f"unit:{unit}" if unit else "unit"
        return run_by.role or f"office:{run_by.office}"

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.fill and self.seats is None:
            raise broken("fill_without_seats")
        if self.method == "consensus" and (self.proxies_most or self.rounds > 1):
            raise broken("consensus_without_rounds")
        return self
