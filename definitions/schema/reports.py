"""Statistical forms: which figures of bloc years stand in which column, and what makes a row."""

from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.record import Basis, Code, Path, Record, Text, Whole, broken

Measure = Literal[
    "blocs", "closed", "members", "registered", "people_registered", "staff", "signed",
    "reported", "scored", "appraised", "ranked", "class", "proposed", "decided", "revoked",
    "overdue", "late", "holds", "objections", "objections_upheld", "complaints", "documents",
]  # fmt: skip
"""What can be counted of a bloc year; `workflow.domain.papers.measuring` counts exactly these."""

AWARDS: frozenset[Measure] = frozenset({"proposed", "decided", "revoked"})
"""Measures that may be of one award, or of one kind or subject of award."""


class Column(Record):
    """One column. A class is named by its id, or by its place from the top (`level: 1`)."""

    measure: Measure
    title: Text
    of: Code | None = None
    level: Whole | None = Field(default=None, ge=1, le=20)
    kind: Literal["title", "form", "recognition"] | None = None
    subject: Literal["collective", "individual", "household"] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        one_of_two = (self.of is None) != (self.level is None)
        if (self.measure == "class" and not one_of_two) or (self.measure != "class" and self.level):
            raise broken("column_class")
        if self.measure not in {*AWARDS, "class"} and (self.of or self.kind or self.subject):
            raise broken("column_of_no_award", measure=self.measure)
        if self.of and (self.kind or self.subject):
            raise broken("column_of_twice")
        return self


class ReportForm(Record):
    """One statistical form. A row is a bloc in a year, or adds up a bloc, a year, a province."""

    id: Path
    kind: Literal["report"] = "report"
    title: Text
    rows: Literal["bloc_year", "bloc", "year", "province"] = "bloc_year"
    columns: list[Column] = Field(min_length=1, max_length=24)
    note: Text | None = None
    basis: list[Basis] = []
