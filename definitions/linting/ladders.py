"""Reminder ladders: no rung before its stage or step has begun, and none twice."""

from collections.abc import Iterator, Sequence
from datetime import date

from definitions.linting.dossiers import dossiers
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.approvals import Step
from definitions.schema.rubric import Criterion
from definitions.schema.stages import Stage
from definitions.schema.timing import DateRule, Reminder, Span

YEARS = {"previous": 2024, "this": 2025, "next": 2026}
WEEK, WORKING_WEEK = 7, 5


def lint_ladders(ground: Ground) -> Iterator[Problem]:
    """Yield reminders sent before there is anything to remind of, and those sent twice."""
    before: Stage | None = None
    for at, stage in enumerate(ground.definition.stages):
        path = ("stages", at)
        yield from _ladder(ground, stage.remind, _length(before, stage), path)
        yield from _steps(ground, stage.approvals, (*path, "approvals"))
        before = stage
    if praise := ground.definition.praise:
        if answer := praise.answer:
            yield from _ladder(
                ground, answer.remind, length_of(answer.within), ("praise", "answer")
            )
        yield from _steps(ground, praise.chain, ("praise", "chain"))
    periods = ground.definition.rubric.periods
    for at, one in enumerate(periods.parts if periods else ()):
        yield from _ladder(ground, one.remind, None, ("rubric", "periods", "parts", at))
    for at, fact in enumerate(ground.definition.facts):
        yield from _ladder(ground, fact.remind, None, ("facts", at))
    for at, group in enumerate(ground.definition.rubric.parts):
        yield from _ladder(ground, group.remind, _between(group), ("rubric", "parts", at))
    for _, _, dossier, where in dossiers(ground):
        after = dossier.due.after_entry
        yield from _ladder(ground, dossier.remind, length_of(after) if after else None, where)


def _steps(ground: Ground, chain: Sequence[Step], path: Path) -> Iterator[Problem]:
    for number, step in enumerate(chain):
        length = length_of(step.within) if step.within else None
        yield from _ladder(ground, step.remind, length, (*path, number))


def _ladder(
    ground: Ground, ladder: list[Reminder], length: float | None, path: Path
) -> Iterator[Problem]:
    for number, rung in enumerate(ladder):
        if rung in ladder[:number]:
            first = ladder.index(rung) + 1
            yield ground.error("reminder_twice", (*path, "remind", number), first=first)
        if length is not None and rung.before and length_of(rung.before) > length:
            facts = {"span": rung.before, "length": round(length)}
            yield ground.warning("reminder_too_early", (*path, "remind", number, "before"), **facts)


def _length(before: Stage | None, stage: Stage) -> float | None:
    """Return about how many days *stage* lasts: from when it opens, or its forerunner is due."""
    if stage.due is None:
        return None
    if stage.due.after_entry:
        return length_of(stage.due.after_entry)
    start = day_in_a_year(stage.opens) or (day_in_a_year(before.due) if before else None)
    end = day_in_a_year(stage.due)
    days = (end - start).days if start and end else -1
    return days if days > 0 else None


def _between(group: Criterion) -> float | None:
    start, end = day_in_a_year(group.opens), day_in_a_year(group.due)
    return (end - start).days if start and end and end > start else None


def day_in_a_year(rule: DateRule | None) -> date | None:
    """Return the day of a fixed rule in some common year, or None when it has none."""
    if rule is None or rule.month is None or rule.day is None:
        return None
    try:
        return date(YEARS[rule.year], rule.month, rule.day)
    except ValueError:
        return None


def length_of(span: Span) -> float:
    """Return a span in calendar days, of which a week has seven and five that are worked."""
    return span.length * WEEK / WORKING_WEEK if span.working else span.length
