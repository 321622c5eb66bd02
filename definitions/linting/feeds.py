"""Facts that offices report by a day: who does, by when, and whether it is in time for the year."""

from collections.abc import Iterator

from definitions.linting.dates import fixed_day
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.facts import Fact

OF_REPORTS = ("topics", "due", "remind")
"""What is said of a fact only where somebody reports it."""


def lint_feeds(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with who reports facts, and by when."""
    for at, fact in enumerate(ground.definition.facts):
        path: Path = ("facts", at)
        if not fact.offices:
            for key in [key for key in OF_REPORTS if getattr(fact, key)]:
                yield ground.error("fact_unreported", (*path, key), fact=fact.title)
        else:
            yield from _reporters(ground, fact, path)
            yield from _due(ground, fact, path)


def _reporters(ground: Ground, fact: Fact, path: Path) -> Iterator[Problem]:
    for number, office in enumerate(fact.offices):
        if office in fact.offices[:number]:
            place = (*path, "reported_by", number)
            title = ground.definition.office_title(office)
            yield ground.error("fact_reported_twice", place, fact=fact.title, office=title)
    if fact.added_up and fact.kind != "count":
        yield ground.error("fact_not_added_up", (*path, "kind"), fact=fact.title, kind=fact.kind)


def _due(ground: Ground, fact: Fact, path: Path) -> Iterator[Problem]:
    if fact.remind and fact.due is None:
        yield ground.error("fact_remind_of_nothing", (*path, "remind"), fact=fact.title)
    if fact.due and fact.due.after_entry:
        yield ground.error("fact_due_after_entry", (*path, "due", "after_entry"), fact=fact.title)
    day = fixed_day(fact.due)
    for stage in ground.definition.stages:
        last = fixed_day(stage.due)
        if day and last and last < day and any(need.facts for need in stage.needs):
            facts = {"fact": fact.title, "stage": stage.title}
            yield ground.warning("fact_due_too_late", (*path, "due"), **facts)


def reporting(ground: Ground) -> Iterator[tuple[str, Path]]:
    """Yield every office that reports a fact, with its place."""
    for at, fact in enumerate(ground.definition.facts):
        path: Path = ("facts", at, "reported_by")
        listed = isinstance(fact.reported_by, list)
        for number, office in enumerate(fact.offices):
            yield office, (*path, number, "office") if listed else (*path, "office")
