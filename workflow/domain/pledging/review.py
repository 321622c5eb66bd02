"""Mid-year review: each unit reports against its targets; the bloc marks what is behind."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Amount, Book, Call, Draft, Event, Given, Id, Words
from workflow.domain.pledging import pledged
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.stages import lateness, year

KEY = "review"
REPORT = "report"


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a unit has reached of one target. `unit`: in what, where that could be doubted."""

    target: Id
    value: Amount
    unit: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The state of one unit's mid-year report."""

    results: tuple[Result, ...]
    summary: str | None = None
    late: bool = False

    def reported(self) -> set[str]:
        """Return the targets that the unit reports on."""
        return {one.target for one in self.results}


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """A target that a unit is behind on: reached so much of so much."""

    unit: str
    target: str
    reached: Decimal
    of: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """The state of the bloc's review; `by` concluded it."""

    behind: tuple[Behind, ...]
    remarks: str | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSubmitted(Event):
    """A unit reports; a later report takes the place of an earlier one."""

    kind: ClassVar[str] = "report_submitted"
    results: tuple[Result, ...]
    summary: str | None
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewConcluded(Event):
    """The bloc has reviewed; these targets are behind."""

    kind: ClassVar[str] = "review_concluded"
    behind: tuple[Behind, ...]
    remarks: str | None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmitReport(Given):
    """Report what the unit has reached of each target that binds it."""

    results: tuple[Result, ...] = ()
    summary: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcludeReview(Given):
    """Conclude the bloc's review."""

    remarks: Words | None = None


def report_prevents(book: Book, given: SubmitReport, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from reporting."""
    yield from year.stage_prevents(book, KEY, call)
    yield from lateness.prevents(book, KEY, call)
    if book.find(Review, KEY):
        yield Unmet(code="REVIEW_CONCLUDED", facts={})
    pledge, unit = book.find(Pledge, PLEDGE), call.actor.unit or ""
    bound = {target.id: target for target in pledge.numbers_of(unit)} if pledge else {}
    given_ids = [result.target for result in given.results]
    if missing := [one.title for one in bound.values() if one.id not in given_ids]:
        yield Unmet(code="TARGETS_NOT_REPORTED", facts={"targets": missing}, who=(f"unit:{unit}",))
    for unknown in [one for one in given_ids if one not in bound]:
        yield Unmet(code="NO_SUCH_TARGET", facts={"target": unknown, "targets": list(bound)})
    for twice in sorted({one for one in given_ids if given_ids.count(one) > 1}):
        yield Unmet(code="TARGET_TWICE", facts={"target": twice})
    for result in given.results:
        if result.target in bound:
            yield from pledged.reached_wrong(bound[result.target], result.value, result.unit)


def report(book: Book, given: SubmitReport, call: Call) -> list[Draft]:
    """Record a unit's report."""
    late = lateness.is_late(book, KEY, call)
    event = ReportSubmitted(results=given.results, summary=given.summary, late=late)
    draft = Draft(stream=f"{REPORT}/{call.actor.unit}", event=event)
    return [draft, *lateness.taken(book, KEY, call)]


def conclude_prevents(book: Book, _given: ConcludeReview, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the review from being concluded: reports still missing."""
    yield from year.stage_prevents(book, KEY, call)
    yield from missing_reports(book)
    if book.find(Review, KEY):
        yield Unmet(code="REVIEW_CONCLUDED", facts={})


def missing_reports(book: Book) -> Iterator[Unmet]:
    """Yield one condition that names every unit without a report on all that binds it now.

    The pledge may have been laid out anew after a unit reported early.
    """
    roster, reports = book.load(Roster, ROSTER), book.each(Report, REPORT)
    pledge = book.find(Pledge, PLEDGE)
    bound = {unit: pledge.numbers_of(unit) if pledge else {} for unit in roster.unit_ids()}
    missing = [
        unit
        for unit, targets in bound.items()
        if unit not in reports or {one.id for one in targets} - reports[unit].reported()
    ]
    if missing:
        facts: dict[str, object] = {
            "count": len(missing),
            "of": len(roster.units),
            "units": [roster.name(unit) for unit in missing],
        }
        yield Unmet(
            code="MISSING_REPORT", facts=facts, who=tuple(f"unit:{unit}" for unit in missing)
        )


def conclude(book: Book, given: ConcludeReview, call: Call) -> list[Draft]:
    """Record the review, with every target that is behind."""
    stage = book.definition.stage_of(KEY)
    floor = stage.behind_below if stage and stage.behind_below is not None else Decimal(50)
    found = tuple(behind(book, floor))
    event = ReviewConcluded(behind=found, remarks=given.remarks, by=call.hands)
    return [Draft(stream=KEY, event=event)]


def behind(book: Book, floor: Decimal) -> Iterator[Behind]:
    """Yield every target of which a unit has reached less than *floor* percent."""
    pledge, reports = book.find(Pledge, PLEDGE), book.each(Report, REPORT)
    for unit in book.load(Roster, ROSTER).unit_ids():
        reached = {one.target: one.value for one in reports[unit].results}
        for target, value in pledge.numbers_of(unit).items() if pledge else ():
            if reached[target.id] * 100 < floor * value:
                yield Behind(unit=unit, target=target.id, reached=reached[target.id], of=value)


def evolve_report(state: Report | None, event: Event, _call: Call) -> Report:
    """Return a unit's report after *event*."""
    if isinstance(event, ReportSubmitted):
        before = state or Report(results=())
        return replace(before, results=event.results, summary=event.summary, late=event.late)
    raise OutOfPlace(event.kind)


def evolve(_state: Review | None, event: Event, _call: Call) -> Review:
    """Return the bloc's review after *event*."""
    if isinstance(event, ReviewConcluded):
        return Review(behind=event.behind, remarks=event.remarks, by=event.by)
    raise OutOfPlace(event.kind)
