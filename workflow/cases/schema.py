"""The case file: a bloc, its people, its years as dated acts, and the outcome to be found."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from definitions.advice import did_you_mean
from definitions.schema.record import Path, Record, Slug, Text, broken
from definitions.schema.seats import MemberKind
from definitions.wording import sentences
from workflow.cases.expectations import Expectation, GivenAs
from workflow.cases.moments import At
from workflow.domain.acts import ACTS
from workflow.domain.members.contacts import EMAIL, SHAPES
from workflow.domain.members.roster import RoleName
from workflow.domain.model import Name

Data = dict[str, Any]  # an act's own input, checked against the act's own shape


def _known_refusal(code: str) -> str:
    known = [one for one in sentences() if one.isupper()]
    if code not in known:
        raise broken("case_refusal_code", value=code, advice=did_you_mean(code, known))
    return code


RefusalCode = Annotated[
    str,
    AfterValidator(_known_refusal),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z][A-Z_]*$"}),
]


def _known_act(name: str) -> str:
    if name not in ACTS:
        raise broken("case_unknown_act", act=name, advice=did_you_mean(name, ACTS))
    return name


ActName = Annotated[
    str, AfterValidator(_known_act), WithJsonSchema({"type": "string", "enum": sorted(ACTS)})
]


def _mail(address: str) -> str:
    if not SHAPES[EMAIL].fullmatch(address):
        raise broken("case_email", address=address)
    return address


Email = Annotated[Name, AfterValidator(_mail)]


class SeatFrom(Record):
    """A seat held from one day to another."""

    seat: str
    start: date | None = Field(default=None, alias="from")
    to: date | None = None


class CaseBloc(Record):
    """The bloc."""

    id: Slug
    name: Name
    given: GivenAs


class CaseUnit(Record):
    """A member: a unit, a part of one, or a person; they stand in official order."""

    id: Slug
    name: Name
    kind: MemberKind = "unit"
    parent: Slug | None = None
    given: GivenAs


class CasePerson(Record):
    """A person with their seats: unit:<id>, office:<id>, admin, overseer."""

    id: Slug
    name: Name
    title: Name | None = None
    email: Email | None = None
    language: Literal["vi", "en"] = "vi"
    seats: list[str | SeatFrom] = Field(min_length=1)
    given: GivenAs


class CaseMandate(Record):
    """A unit's role in the first year; later years take their leaders from the handover."""

    role: RoleName
    unit: Slug
    start: date = Field(alias="from")
    to: date | None = None
    paper: Name | None = None
    given: GivenAs


class ByUnit(Record):
    """The person who sits for one unit."""

    unit: Slug


class ByUnits(Record):
    """Those who sit for several units, one after another."""

    units: list[Slug] = Field(min_length=1)


class ByOffice(Record):
    """The person who sits in an office."""

    office: Slug


class ByPerson(Record):
    """One person in one of their seats."""

    person: Slug
    seat: str


Role = Literal["head", "deputy", "standing_unit", "admin", "incoming_head", "incoming_deputy"]
By = Literal["every_unit"] | Role | list[Role] | ByUnit | ByUnits | ByOffice | ByPerson
"""Who acts. A list names those who stand in when the act is about somebody's own unit."""


class Doing(Record):
    """An act: who does what, with what input.

    `for` repeats it, about each unit; `with` as a list repeats it with each input; `each` says what
    is different for a unit.
    """

    by: By
    do: ActName
    about: Literal["every_unit"] | list[Slug] | None = Field(default=None, alias="for")
    but: list[Slug] = Field(default=[], alias="except")
    given_with: Data | list[Data] = Field(default={}, alias="with")
    each: dict[Slug, Data] = Field(default={})

    @model_validator(mode="after")
    def _repeated_once(self) -> Self:
        by_units = self.by == "every_unit" or isinstance(self.by, ByUnits)
        if by_units and self.about is not None:
            raise broken("case_repeated_twice")
        if self.each and not (by_units or self.about is not None):
            raise broken("case_each_of_whom")
        if self.each and isinstance(self.given_with, list):
            raise broken("case_each_of_list")
        return self


class DoneAt(Doing):
    """An act at a moment of its own. `refused`: it must be, with exactly these conditions."""

    at: At
    refused: list[RefusalCode] = Field(default=[])
    given: GivenAs


class DoneThere(Doing):
    """An act at a meeting, of the meeting's year or of another."""

    year: int | None = None
    given: GivenAs | None = Field(default=None, description="as the meeting, when absent")


class MeetingRecord(Record):
    """A meeting, of a kind that the definition knows; without `present`, all units were."""

    id: Slug
    kind: Slug
    title: str
    place: str | None = None
    chair: Slug | None = None
    present: list[Slug] | None = None
    guests: list[str] = Field(default=[])


class MeetingAt(Record):
    """A meeting at which several acts are done at once: all of them, or, when `refused`, none."""

    at: At
    meeting: MeetingRecord
    by: By = "head"
    acts: list[DoneThere] = Field(default=[])
    refused: list[RefusalCode] = Field(default=[])
    given: GivenAs


def _kind_of_entry(value: object) -> str:
    held = "meeting" in value if isinstance(value, dict) else isinstance(value, MeetingAt)
    return "MeetingAt" if held else "DoneAt"


Entry = Annotated[
    Annotated[DoneAt, Tag("DoneAt")] | Annotated[MeetingAt, Tag("MeetingAt")],
    Discriminator(_kind_of_entry),
]


class CaseYear(Record):
    """One bloc year: its definition, by id or as a file beside the case, and what was done."""

    year: int
    definition: str
    opened: At | None = Field(default=None, description="of the first year only")
    mandates: list[CaseMandate] = Field(default=[], description="of the first year only")
    acts: list[Entry] = Field(default=[])


class Case(Record):
    """A case: years as data."""

    id: Path
    kind: Literal["case"] = "case"
    title: Text
    source: str | None = Field(default=None, description="the report behind what is reported")
    bloc: CaseBloc
    units: list[CaseUnit] = Field(min_length=1)
    people: list[CasePerson] = Field(min_length=1)
    years: list[CaseYear] = Field(min_length=1)
    until: At | None = Field(default=None, description="how far time goes on after the last act")
    expect: list[Expectation] = Field(default=[])
