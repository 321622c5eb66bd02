"""What is told of stages, their deadlines, and the year itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from definitions.schema.record import Text
from definitions.schema.rubric import Criterion
from definitions.wording import Phrase
from workflow.domain import gates
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.scores import criteria_group_entries, criteria_groups, period_deadlines
from workflow.domain.scores.periods import Span
from workflow.domain.scores.sheet import STAGE as SCORING
from workflow.domain.stages import year
from workflow.domain.stages.moving import DeadlineMoved
from workflow.domain.telling.occasions.occasion import Occasion, on_another_day


def entered(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if _opens_now(book, event, call):
        yield stage_occasion(book, "stage_opened", event.stage)


def _opens_now(book: Book, entered: year.StageEntered, call: Call) -> bool:
    """Whether a stage opens with its entry, and was not left again at the same meeting."""
    lived = book.load(year.YearState, year.KEY).lived(entered.stage)
    still_in = lived is not None and lived.left_at is None
    return still_in and not (entered.opens and entered.opens > call.now)


def overdue(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield stage_occasion(book, "stage_overdue", event.stage, at=call.at)


def period_overdue(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if span := period_deadlines.span_of(book, event.period):
        yield period_occasion(book, "stage_overdue", span)


def periods_moved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    for period in event.was if event.reason else ():
        if span := period_deadlines.span_of(book, period):
            yield on_another_day(period_occasion(book, "deadline_moved", span), event, period)


def group_overdue(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if group := criteria_groups.find(book, event.group):
        yield criteria_group_occasion(book, "stage_overdue", group)


def groups_moved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    for name in event.was if event.reason else ():
        if group := criteria_groups.find(book, name):
            yield on_another_day(
                criteria_group_occasion(book, "deadline_moved", group), event, name
            )


def deadline_moved(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    """Yield that a stage is due otherwise, and that it is open where it waited to be opened."""
    event: Any = draft.event
    if event.was != event.due:
        occasion = stage_occasion(book, _moved_how(event), event.stage)
        facts = {"was": event.was, "due": event.due, "reason": event.reason}
        yield replace(occasion, facts=occasion.facts | facts)
    if event.opened and event.opens and event.opens <= call.now < event.opened:
        yield stage_occasion(book, "stage_opened", event.stage)


def _moved_how(event: DeadlineMoved) -> str:
    if event.was is None:
        return "deadline_given"
    return "deadline_moved" if event.due else "deadline_lifted"


def extension_proposed(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    occasion = stage_occasion(book, "extension_proposed", event.stage)
    facts = {"until": event.due, "reason": event.reason}
    yield replace(occasion, facts=occasion.facts | facts)


def definition_proposed(_book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    facts = {"definition": event.definition, "reason": event.reason}
    yield Occasion(on="definition_proposed", facts=facts)


def definition_adopted(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    facts = {"definition": book.definition.title, "reason": event.reason}
    yield Occasion(on="definition_adopted", facts=facts)


def dissolved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    stages, paper = book.load(year.YearState, year.KEY).stages, event.paper
    facts = {
        "reason": event.reason,
        "paper": paper.number if paper else None,
        "issuer": paper.issuer if paper else None,
    }
    yield Occasion(
        on="year_dissolved", facts=facts, about=f"stage/{stages[-1].id}" if stages else None
    )


def stage_occasion(book: Book, on: str, stage_id: str, *, at: datetime | None = None) -> Occasion:
    """Return an occasion about a stage; with *at*, its units are those still missing then."""
    lived = book.load(year.YearState, year.KEY).lived(stage_id)
    missing = missing_units(book, at) if at else ()
    roster = book.load(Roster, ROSTER)
    facts: dict[str, object] = {
        "stage": book.definition.stage(stage_id).title,
        "due": lived.due if lived else None,
        "missing": [roster.name(unit) for unit in missing],
    }
    due = lived.due if lived else None
    return Occasion(on=on, units=missing, facts=facts, about=f"stage/{stage_id}", until=due)


def period_occasion(book: Book, on: str, span: Span) -> Occasion:
    """Return an occasion about a period, for the units whose sheet of it is missing."""
    period, due = span.period, period_deadlines.due_of(book, span)
    units = period_deadlines.missing(book, period.id)
    return _part_occasion(book, on, period.title, units, due, period_deadlines.about(period.id))


def criteria_group_occasion(book: Book, on: str, group: Criterion) -> Occasion:
    """Return an occasion about a criteria group, for the units whose entries of it are missing."""
    units, due = criteria_group_entries.missing(book, group), criteria_groups.due_of(book, group)
    return _part_occasion(book, on, group.title, units, due, criteria_groups.about(group.id))


def _part_occasion(
    book: Book, on: str, title: Text, units: tuple[str, ...], due: datetime | None, about: str
) -> Occasion:
    """Return an occasion about a part of the stage of scoring that is due by itself."""
    stage, roster = book.definition.stage_of(SCORING), book.load(Roster, ROSTER)
    titles: dict[str, object] = {"stage": stage.title if stage else "", "part": title}
    facts: dict[str, object] = {
        "stage": Phrase("stage_and_part", titles),
        "due": due,
        "missing": [roster.name(unit) for unit in units],
    }
    return Occasion(on=on, units=units, facts=facts, about=about, until=due)


def missing_units(book: Book, at: datetime) -> tuple[str, ...]:
    """Return the units whose move it is in the current stage, in official order."""
    seats = {seat for one in gates.stage_unmet(book, at) for seat in one.who}
    return tuple(unit for unit in book.load(Roster, ROSTER).unit_ids() if f"unit:{unit}" in seats)
