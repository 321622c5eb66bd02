"""What another definition would change in a running year: shown first, recorded afterwards."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from definitions.schema.definition import Definition
from definitions.schema.record import Record
from definitions.schema.rubric import Criterion
from workflow.domain import reckoning, targets, timing, year
from workflow.domain.adoption.state import Consequences, DueAnew, Lapsed, Rebased
from workflow.domain.model import Book, Pinned
from workflow.domain.moving import StageRecord
from workflow.domain.targets import UnitTargets
from workflow.domain.year import YearState

NAMES = frozenset({"id", "kind", "title", "valid", "basis"})
"""What a definition is called and where it comes from; nothing in a year goes by it."""


def consequences(book: Book, other: Pinned, now: datetime) -> Consequences:
    """Return what changes when the year of *book* goes on by *other* from *now*."""
    old, new = book.definition, other.definition
    return Consequences(
        changed=tuple(_changed(old, new)),
        lapsed=tuple(_lapsed(book, new)),
        rebased=tuple(_rebased(old, new)),
        due=due_anew(book, other, now),
    )


def _changed(old: Definition, new: Definition) -> Iterator[str]:
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


def due_anew(book: Book, other: Pinned, now: datetime) -> DueAnew | None:
    """Return how the current stage's deadline moves; None where its rule comes to the same day.

    A deadline that people have set stays where they set it.
    """
    current = book.load(YearState, year.KEY).current
    after = replace(book, pinned=other)
    if current is None or current.due is None or _set_by_people(current):
        return None
    by_old, by_new = (_due(one, current) for one in (book, after))
    if by_old is None or by_new is None or by_old == by_new:
        return None
    delay = reckoning.delay(current)
    return DueAnew(
        stage=current.id,
        was=current.due,
        due=timing.later(by_new, delay),
        opened=current.opens,
        opens=_opens(after, current, now),
    )


def _set_by_people(current: StageRecord) -> bool:
    return any(move.cause in reckoning.BY_PEOPLE for move in current.moves)


def _due(book: Book, current: StageRecord) -> datetime | None:
    rule = next((one.due for one in book.definition.stages if one.id == current.id), None)
    return timing.resolve(rule, book, current.entered_at) if rule else None


def _opens(after: Book, current: StageRecord, now: datetime) -> datetime | None:
    """Return when the stage opens by the other definition; one that has opened stays open."""
    rule = after.definition.stage(current.id).opens
    if rule is None or current.opens is None or current.opens <= now:
        return current.opens
    opens = timing.opening(rule, after, current.entered_at)
    return timing.later(opens, reckoning.delay(current))
