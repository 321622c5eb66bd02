"""What another definition would change in a running year: shown first, recorded afterwards."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from definitions.schema.definition import Definition
from definitions.schema.record import Record, Text
from definitions.schema.rubric import Adjustment, Criterion, Rubric
from definitions.schema.stages import Stage
from workflow.domain import reckoning, timing
from workflow.domain.adoption.state import (
    Consequences,
    CriteriaAnew,
    CriteriaGroupAnew,
    DayAnew,
    DueAnew,
    Lapsed,
    Rebased,
    TimeAnew,
)
from workflow.domain.eligibility import feeds
from workflow.domain.model import Book, Pinned
from workflow.domain.nominations import dossier_deadlines
from workflow.domain.objections import times
from workflow.domain.scores import criteria_groups, period_deadlines, targets
from workflow.domain.scores.targets import UnitTargets
from workflow.domain.stages import year
from workflow.domain.stages.moving import StageRecord
from workflow.domain.stages.year import YearState

NAMES = frozenset({"id", "kind", "title", "valid", "basis"})
"""What a definition is called and where it comes from; nothing in a year goes by it."""


def consequences(book: Book, other: Pinned, now: datetime) -> Consequences:
    """Return what changes when the year of *book* goes on by *other* from *now*."""
    old, new = book.definition, other.definition
    criteria, groups = _criteria(old.rubric, new.rubric), tuple(_groups(book, other))
    days = tuple(_days(book, other, now))
    return Consequences(
        changed=tuple(changes(old, new)),
        lapsed=tuple(_lapsed(book, new)),
        rebased=tuple(_rebased(old, new)),
        due=due_anew(book, other, now),
        times=tuple(_times(book, other, now)),
        criteria=criteria,
        groups=groups,
        titles=_titles(old.rubric, new.rubric, criteria, groups) | _day_titles(new, days),
        days=days,
    )


def changes(old: Definition, new: Definition) -> Iterator[str]:
    """Yield the parts in which two definitions differ: `rubric`, `stages/pledge_signing`."""
    for name in Definition.model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if name in NAMES or before == after:
            continue
        items = (*_named(before), *_named(after))
        if not items:
            yield name
        for one in dict.fromkeys(items):
            if _item(before, one) != _item(after, one):
                yield f"{name}/{one}"
        if _order(before, after) != _order(after, before):
            yield name


def _order(items: object, others: object) -> list[str]:
    """Return the ids that both lists have, in the order of the first."""
    return [one for one in _named(items) if one in _named(others)]


def _named(value: object) -> tuple[str, ...]:
    """Return the ids of the items of a list whose items have one."""
    if not isinstance(value, list):
        return ()
    return tuple(one.id for one in value if hasattr(one, "id"))


def _item(items: Iterable[Record], name: str) -> Record | None:
    return next((one for one in items if getattr(one, "id", None) == name), None)


def _lapsed(book: Book, new: Definition) -> Iterator[Lapsed]:
    """Yield the units' own targets on criteria that are gone or are entered otherwise.

    A criterion may change its title, its maximum or its place and keep the targets set on it.
    """
    before = {leaf.id: leaf for leaf in book.definition.rubric.leaves()}
    after = {leaf.id: leaf for leaf in new.rubric.leaves()}
    for unit, state in book.each(UnitTargets, targets.KIND).items():
        for name, value in state.values.items():
            if not _same_target(before.get(name), after.get(name)):
                yield Lapsed(unit=unit, criterion=name, value=value)


def _same_target(before: Criterion | None, after: Criterion | None) -> bool:
    if before is None or after is None or not targets.own_target(after):
        return False
    return (before.score, before.measure) == (after.score, after.measure)


def _rebased(old: Definition, new: Definition) -> Iterator[Rebased]:
    after = {leaf.id: leaf.target for leaf in new.rubric.leaves()}
    for leaf in old.rubric.leaves():
        was, target = leaf.target, after.get(leaf.id)
        if was is not None and target is not None and was != target:
            yield Rebased(criterion=leaf.id, was=was, target=target)


def _criteria(old: Rubric, new: Rubric) -> CriteriaAnew:
    """Return what differs in criteria and adjustments, whatever the days of their groups."""
    before, after = map(_by_id, (old, new))
    return CriteriaAnew(
        added=tuple(name for name in after if name not in before),
        changed=tuple(name for name in before if before[name] != after.get(name, before[name])),
        dropped=tuple(name for name in before if name not in after),
    )


def _by_id(rubric: Rubric) -> dict[str, Criterion | Adjustment]:
    nodes = criteria_groups.undated(rubric).nodes()
    return {one.id: one.alone() for one in nodes} | {one.id: one for one in rubric.adjustments}


def _groups(book: Book, other: Pinned) -> Iterator[CriteriaGroupAnew]:
    """Yield the criteria groups that are due at another time, get a deadline or lose theirs."""
    after = replace(book, pinned=other)
    _, dues = criteria_groups.ruled_otherwise(book, after)
    before = {one.id: criteria_groups.due_of(book, one) for one in book.definition.rubric.dated}
    for name, due in dues.items():
        yield CriteriaGroupAnew(group=name, was=before.get(name), due=due)
    still = {one.id for one in other.definition.rubric.dated if one.due}
    for name, was in before.items():
        if was and name not in still:
            yield CriteriaGroupAnew(group=name, was=was, due=None)


def _days(book: Book, other: Pinned, now: datetime) -> Iterator[DayAnew]:
    """Yield what else is due at another time: periods, what offices report, dossiers."""
    for draft in reckoning.by_definition(book, replace(book, pinned=other), "", now):
        for about, was, due in reckoning.days_of(draft.event):
            yield DayAnew(about=about, was=was, due=due)


def _day_titles(new: Definition, days: Iterable[DayAnew]) -> dict[str, Text]:
    periods = new.rubric.periods
    known = {period_deadlines.about(one.id): one.title for one in periods.parts} if periods else {}
    known |= {feeds.about(one.id): one.title for one in new.facts}
    known |= {dossier_deadlines.about(one.id): one.title for one in new.catalogue}
    return {one.about: known[one.about] for one in days}


def _titles(
    old: Rubric, new: Rubric, criteria: CriteriaAnew, groups: Iterable[CriteriaGroupAnew]
) -> dict[str, Text]:
    known = {name: one.title for name, one in {**_by_id(old), **_by_id(new)}.items()}
    named = (*criteria.added, *criteria.changed, *criteria.dropped, *(one.group for one in groups))
    return {name: known[name] for name in sorted(named)}


def due_anew(book: Book, other: Pinned, now: datetime) -> DueAnew | None:
    """Return how the current stage's deadline moves; None where its rule comes to the same day.

    A stage may get a deadline that it had not, and lose the one it had. A deadline that people have
    set stays where they set it.
    """
    current = book.load(YearState, year.KEY).current
    if current is None:
        return None
    after = replace(book, pinned=other)
    due, opens = _due(book, after, current), _opens(book, after, current, now)
    if (due, opens) == (current.due, current.opens):
        return None
    return DueAnew(
        stage=current.id, was=current.due, due=due, opened=current.opens, opens=opens
    )  # fmt: skip


def _due(book: Book, after: Book, current: StageRecord) -> datetime | None:
    old, new = (_resolved(one, current) for one in (book, after))
    if old == new or any(move.cause in reckoning.BY_PEOPLE for move in current.moves):
        return current.due
    return timing.later(new, reckoning.delay(current)) if new else None


def _resolved(book: Book, current: StageRecord) -> datetime | None:
    stage = _stage(book, current)
    return timing.resolve(stage.due, book, current.entered_at) if stage and stage.due else None


def _stage(book: Book, current: StageRecord) -> Stage | None:
    return next((one for one in book.definition.stages if one.id == current.id), None)


def _opens(book: Book, after: Book, current: StageRecord, now: datetime) -> datetime | None:
    """Return when the stage opens by the other definition; one that has opened stays open.

    One that has no day to open on any more opens at once.
    """
    if current.opens is None or current.opens <= now:
        return current.opens
    old, new = (_stage(one, current) for one in (book, after))
    if old is None or new is None or old.opens == new.opens:
        return current.opens
    if new.opens is None:
        return now
    opens = timing.opening(new.opens, after, current.entered_at)
    return timing.later(opens, reckoning.delay(current))


def _times(book: Book, other: Pinned, now: datetime) -> Iterator[TimeAnew]:
    for one in times.otherwise(book, replace(book, pinned=other), now):
        found = one.running
        yield TimeAnew(
            time=found.what, rule=found.rule, of=found.of, objection=found.objection,
            was=found.time.due, due=one.due,
        )  # fmt: skip
