"""Years on paper that stand where a test begins, and the values that rules are asked about."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from definitions.schema.awards import Condition
from definitions.schema.rubric import Rubric
from definitions.schema.timing import DateRule
from tests.factories import entries, plain, plainest
from tests.years import Paper, carry
from workflow.domain.awards.allocating import LeftOut
from workflow.domain.eligibility.conditions import Standing
from workflow.domain.errors import Unmet
from workflow.domain.members.facts import UnitFacts, Value
from workflow.domain.members.places import Place
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores.sheet import Sheet
from workflow.domain.stages.year import YearState

One = TypeVar("One")

STANDING = "roles: {standing_unit: {least: 1}}"
"""A change that gives the bloc a standing unit: `chau`, beside the head `an` and `binh`."""


def standing_in(kind: str, change: str = "", count: int = 4) -> Paper:
    """Return a year carried on to its stage of *kind*, or to its close; free to be changed."""
    made = _carried(kind, change, count)
    streams = dict(made.streams)
    fresh = copy(made)
    fresh.streams, fresh.book = streams, replace(made.book, streams=streams)
    return fresh


@cache
def _carried(kind: str, change: str, count: int) -> Paper:
    paper = Paper(definition=plain(change), count=count)
    carry(paper, kind)
    return paper


def codes(unmet: Iterable[Unmet]) -> list[str]:
    """Return the codes of what is unmet."""
    return [one.code for one in unmet]


def only(found: Iterable[One]) -> One:
    """Return the one condition, or the one occasion, that there is."""
    (one,) = found
    return one


def day(text: str) -> date:
    """Return a day written as 2025-03-14."""
    return date.fromisoformat(text)


def utc(text: str) -> datetime:
    """Return a moment written as 2025-03-14T10:00, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rule(**given: object) -> DateRule:
    """Return a date rule as a definition gives it."""
    return DateRule.model_validate(given)


def condition(**given: object) -> Condition:
    """Return a condition as a definition gives it."""
    return Condition.model_validate(given)


def rubric(**changed: object) -> Rubric:
    """Return the plain rubric with some of its fields changed."""
    return Rubric.model_validate(plainest().rubric.model_dump() | changed)


def scores(**changed: str | None) -> dict[str, Any]:
    """Return full entries of the plain rubric, some changed: `I_1="3"` is criterion I.1."""
    full: dict[str, Any] = dict(entries(plainest().rubric))
    return full | {name.replace("_", "."): value for name, value in changed.items()}


def sheet(
    *, status: str = "accepted", times: Mapping[str, int] | None = None, **changed: str | None
) -> Sheet:
    """Return a score sheet with full entries, some changed."""
    made = {name: Decimal(one) if one else None for name, one in scores(**changed).items()}
    return Sheet(
        status=status,
        entries=made,
        times={name: Decimal(count) for name, count in (times or {}).items()},
    )


def with_sheets(change: str = "", **sheets: Sheet) -> Paper:
    """Return a year in its scoring stage, with these sheets of its units."""
    paper = standing_in("scoring", change, len(sheets))
    for unit, made in sheets.items():
        paper.streams[f"sheet/{unit}"] = made
    return paper


def place(unit: str, rank: int = 1, percent: str = "95", class_id: str | None = "high") -> Place:
    """Return a unit's place in the ranking."""
    points = Decimal(percent)
    return Place(
        unit=unit, rank=rank, points=points, of=Decimal(100), percent=points, class_id=class_id
    )


def ranked(change: str = "", *, places: Iterable[Place] | None = None) -> Paper:
    """Return a year in its nomination stage; its ranking may be given."""
    paper = standing_in("nomination", change)
    if places is not None:
        paper.streams["ranking"] = RankingState(places=tuple(places))
    return paper


def standing(**changed: Any) -> Standing:  # noqa: ANN401 - the fields of Standing
    """Return what is known of a unit: first, excellent, and nothing recorded."""
    known = Standing(
        unit="an",
        rubric=plainest().rubric,
        place=place("an"),
        registration=None,
        facts=None,
        behind=0,
    )
    return replace(known, **changed)


def recorded(**values: Value) -> UnitFacts:
    """Return facts of a unit, all from one report."""
    return UnitFacts(values=values, sources=dict.fromkeys(values, "Báo cáo"))


def left_out(award: str, unit: str) -> LeftOut:
    """Return that a unit is left out of an award."""
    return LeftOut(award=award, unit=unit, reason="Đơn vị xin rút")


def standing_at(paper: Paper, state: str) -> Paper:
    """Return *paper* with its year in *state*, as it came about by whatever way."""
    paper.streams["year"] = replace(paper.book.load(YearState, "year"), state=state)
    return paper
