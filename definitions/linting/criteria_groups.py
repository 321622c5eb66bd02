"""Criteria groups with days of their own: only at the top, and within the stage of scoring."""

from collections.abc import Iterator
from datetime import time as clock_time

from definitions.linting.ground import Ground
from definitions.linting.ladders import day_in_a_year, length_of
from definitions.problems import Path, Problem
from definitions.schema.rubric import Criterion
from definitions.schema.stages import Stage
from definitions.schema.timing import DateRule

DAYS = ("opens", "due", "remind")
START_OF_DAY, END_OF_DAY = clock_time(0, 0), clock_time(23, 59, 59)


def lint_criteria_groups(ground: Ground) -> Iterator[Problem]:
    """Yield days where there can be none, and those that nobody could keep."""
    rubric, stage = ground.definition.rubric, ground.definition.stage_of("scoring")
    for at, group in enumerate(rubric.parts):
        path: Path = ("rubric", "parts", at)
        yield from _below(ground, group.parts, (*path, "parts"))
        said = next((key for key in DAYS if getattr(group, key)), None)
        if said and rubric.periods:
            yield ground.error("group_beside_periods", (*path, said), group=group.title)
        elif said:
            yield from _alone(ground, group, path)
            if stage:
                yield from _within(ground, group, stage, path)
                yield from _taken(ground, group, stage, path)


def _below(ground: Ground, parts: list[Criterion], path: Path) -> Iterator[Problem]:
    """Yield days of criteria inside a group."""
    for at, one in enumerate(parts):
        said = next((key for key in DAYS if getattr(one, key)), None)
        if said:
            facts = {"criterion": one.title, "key": said}
            yield ground.error("days_inside_a_group", (*path, at, said), **facts)
        yield from _below(ground, one.parts, (*path, at, "parts"))


def _alone(ground: Ground, group: Criterion, path: Path) -> Iterator[Problem]:
    if group.remind and group.due is None:
        yield ground.error("group_remind_of_nothing", (*path, "remind"), group=group.title)
    if _shut(ground, group):
        yield ground.error("due_before_opens", (*path, "due"))


def _shut(ground: Ground, group: Criterion) -> bool:
    """Whether a group is over before it opens, or in the moment in which it does."""
    opens, due = group.opens, group.due
    if opens is None or due is None:
        return False
    closing = due.time or ground.definition.due_time or END_OF_DAY
    if opens.after_entry and due.after_entry:
        first, last = float(length_of(opens.after_entry)), float(length_of(due.after_entry))
    else:
        start, end = day_in_a_year(opens), day_in_a_year(due)
        if start is None or end is None:
            return False
        first, last = float(start.toordinal()), float(end.toordinal())
    last -= not due.inclusive
    return (last, closing) <= (first, opens.time or START_OF_DAY)


def _within(ground: Ground, group: Criterion, stage: Stage, path: Path) -> Iterator[Problem]:
    """Yield days that lie outside the time in which the stage takes entries."""
    facts = {"group": group.title, "stage": stage.title}
    if _earlier(stage.due, group.due):
        yield ground.error("group_due_after_stage", (*path, "due"), **facts)
    elif _earlier(stage.due, group.opens):
        yield ground.error("group_opens_after_stage", (*path, "opens"), **facts)


def _taken(ground: Ground, group: Criterion, stage: Stage, path: Path) -> Iterator[Problem]:
    """Yield that a group is due before the stage begins, which takes nothing before it does."""
    stages = ground.definition.stages
    before = stages[: stages.index(stage)]
    begins = stage.opens or (before[-1].due if before else None)
    if not stage.early and _earlier(group.due, begins):
        facts = {"group": group.title, "stage": stage.title}
        yield ground.warning("group_due_before_stage", (*path, "due"), **facts)


def _earlier(one: DateRule | None, other: DateRule | None) -> bool:
    """Whether a fixed day lies before another one; a counted day cannot be compared here."""
    days = day_in_a_year(one), day_in_a_year(other)
    return days[0] is not None and days[1] is not None and days[0] < days[1]
