"""The scoring chain: whose move a sheet is, who may make it, and on which criteria.

Without levels in the definition, whoever the stage names under `appraisal` is the only level.
"""

from collections.abc import Iterable, Iterator

from definitions.schema.levels import Level
from definitions.schema.rubric import Criterion, Rubric
from workflow.domain import access
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call
from workflow.domain.scores.sheet import STAGE, Sheet

ANYBODY = {"peers": "unit", "office": "office", "agencies": "office", "unit": "unit"}


def levels(book: Book) -> list[Level]:
    """Return the levels of the chain; none where the definition only names appraisers."""
    stage = book.definition.stage_of(STAGE)
    return stage.chain if stage else []


def appraisers(book: Book) -> tuple[str, ...]:
    """Return who may appraise a sheet at some level, as `access` knows them."""
    stage = book.definition.stage_of(STAGE)
    if stage and stage.chain:
        found = [one for level in stage.chain[1:] for one in _who(level)]
        return tuple(dict.fromkeys(found))
    return tuple(stage.appraisal.by) if stage and stage.appraisal else ("head",)


def _who(level: Level) -> Iterator[str]:
    yield from level.roles
    if not level.roles:
        yield ANYBODY[level.who]


def level_called(book: Book, name: str | None) -> Level | None:
    """Return the level of that id."""
    return next((level for level in levels(book) if level.id == name), None)


def after(book: Book, level: Level) -> Level | None:
    """Return the level that follows; None after the last."""
    return _beside(levels(book), level, 1)


def before(book: Book, level: Level) -> Level | None:
    """Return the level one step back; None where that is the unit's own score."""
    found = _beside(levels(book), level, -1)
    return None if found is levels(book)[0] else found


def _beside(chain: list[Level], level: Level, step: int) -> Level | None:
    at = [one.id for one in chain].index(level.id) + step
    return chain[at] if 0 <= at < len(chain) else None


def acting(book: Book, sheet: Sheet, call: Call) -> Level | None:
    """Return the level that the actor would act at: the current one, or the one after an option."""
    level = level_called(book, sheet.level)
    if sheet.status == "accepted":
        level = levels(book)[-1]
    while level is not None:
        if plays(book, level, call):
            return level
        level = after(book, level) if level.optional else None
    return None


def plays(book: Book, level: Level, call: Call) -> bool:
    """Whether the actor is of *level*. Nobody appraises at the level on which a unit explains."""
    if level.who == "roles":
        return any(access.plays(book, call, role) for role in level.roles)
    if level.who == "peers":
        return access.plays(book, call, "unit")
    return call.actor.office is not None and call.actor.office in offices(level)


def offices(level: Level) -> list[str]:
    """Return the offices that act at *level*."""
    return [level.office] if level.office else [one.office for one in level.agencies]


def movers(book: Book, unit: str, sheet: Sheet) -> tuple[str, ...]:
    """Return whose move the sheet of *unit* is, as roles and seats."""
    level = level_called(book, sheet.level)
    if level is None:
        return appraisers(book)
    if level.who == "unit":
        return (f"unit:{unit}",)
    if level.who == "peers":
        return ("head",)  # any other member may; the head sees to it that some do
    named = [*level.roles, *(f"office:{one}" for one in offices(level))]
    return tuple(one for one in named if one not in sheet.signed)


def field_prevents(book: Book, level: Level, call: Call, names: Iterable[str]) -> Iterator[Unmet]:
    """Yield corrections that lie outside the field of whoever acts at *level*."""
    if not level.edits and (given := list(names)):
        yield Unmet(code="LEVEL_WITHOUT_EDITS", facts={"level": level.title, "count": len(given)})
        return
    only = field_of(level, call)
    if only:
        inside = under(book.definition.rubric, only)
        for name in names:
            if name.partition("/")[0] not in inside:
                facts: dict[str, object] = {"criterion": name, "field": only}
                yield Unmet(code="OUTSIDE_THE_FIELD", facts=facts)


def field_of(level: Level, call: Call) -> list[str]:
    """Return the criteria that the actor may look at; empty when that is all of them."""
    own = [one.only for one in level.agencies if one.office == call.actor.office]
    return [name for only in own for name in only] or level.only


def under(rubric: Rubric, names: Iterable[str]) -> frozenset[str]:
    """Return *names* with every criterion below them."""
    wanted = set(names)
    return frozenset(wanted.union(*(_below(part, wanted) for part in rubric.parts)))


def _below(node: Criterion, wanted: set[str]) -> set[str]:
    if node.id in wanted:
        return {leaf.id for leaf in node.leaves()}
    return set().union(*(_below(part, wanted) for part in node.parts))


def complete(level: Level, signed: tuple[str, ...], seat: str) -> bool:
    """Whether *level* has done all its parts once *seat* has done its own."""
    done = {*signed, seat}
    if level.who == "agencies":
        return {f"office:{one}" for one in offices(level)} <= done
    return level.who != "peers" or len(done) >= level.peers
