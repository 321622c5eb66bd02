"""Going over a unit's sheet: correct, hand on, send one step back, explain, mark from outside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from annotated_types import MaxLen, MinLen

from definitions.schema.levels import Level
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Actor, Amount, Book, Call, Draft, Event, Given, Id, Name, Words
from workflow.domain.registration.dossier import wrong_status
from workflow.domain.scores import chain, entering, part_years, periods, targets
from workflow.domain.scores.closed import settled
from workflow.domain.scores.sheet import (
    KIND,
    STAGE,
    Change,
    LevelPassed,
    LevelReturned,
    ScoresImported,
    Sheet,
    SheetAppraised,
    SheetExplained,
    SheetReturned,
    find,
    stream_of,
)
from workflow.domain.stages import year


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What an appraiser changes on one criterion, or on one part of it: II.2/bonus.

    `unit`: in what `to` is counted, where that could be doubted.
    """

    criterion: Id
    to: Amount | None
    reason: Words
    unit: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Appraise(Given):
    """Appraise a unit's sheet at the level whose move it is: what is not corrected stands."""

    unit: Id
    period: Id | None = None
    corrections: Annotated[tuple[Correction, ...], MaxLen(500)] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnSheet(Given):
    """Send a unit's sheet one step back."""

    unit: Id
    period: Id | None = None
    comment: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainSheet(Given):
    """Explain one's own sheet between two levels."""

    explanation: Words
    period: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportScores(Given):
    """Mark a unit in one's own field, as an outside agency."""

    unit: Id
    period: Id | None = None
    entries: Annotated[dict[Id, Amount | None], MinLen(1)]
    source: Name


def _decidable(
    book: Book, given: Appraise | ReturnSheet, trigger: str, call: Call
) -> Iterator[Unmet]:
    yield from year.stage_prevents(book, STAGE, call)
    unit = given.unit
    yield from periods.prevents(book, unit, given.period, call)
    state = find(book, unit, given.period)
    yield from wrong_status(state.status, trigger, {"dossier": KIND, "unit": unit})
    yield from settled(book)
    if state.level is None or chain.acting(book, state, call):
        return
    level = chain.level_called(book, state.level)
    facts: dict[str, object] = {"level": level.title if level else state.level}
    yield Unmet(code="NOT_AT_THIS_LEVEL", facts=facts, who=chain.movers(book, unit, state))


def appraise_prevents(book: Book, given: Appraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a sheet from being appraised. Own units are refused by access."""
    yield from _decidable(book, given, "accept", call)
    names = [correction.criterion for correction in given.corrections]
    for correction in given.corrections:
        yield from correction_wrong(book, given.unit, correction)
    for twice in sorted({name for name in names if names.count(name) > 1}):
        yield Unmet(code="CORRECTED_TWICE", facts={"criterion": twice})
    state = find(book, given.unit, given.period)
    level = chain.acting(book, state, call) if state.level else None
    if level:
        yield from chain.field_prevents(book, level, call, names)
        if level.id == state.level and call.actor.seat in state.signed:
            facts: dict[str, object] = {"level": level.title}
            who = chain.movers(book, given.unit, state)
            yield Unmet(code="LEVEL_SIGNED_ALREADY", facts=facts, who=who)


def correction_wrong(
    book: Book, unit: str, correction: Correction, *, imported: bool = False
) -> Iterator[Unmet]:
    """Yield why an entry cannot be changed so; what agencies marked only where *imported* is."""
    rubric, name = book.definition.rubric, correction.criterion
    leaf = entering.leaf_of(rubric, name)
    adjustment = next((one for one in rubric.adjustments if one.id == name), None)
    if leaf and leaf.agency and not imported:
        facts = entering.leaf_facts(leaf) | {"agency": leaf.agency}
        yield Unmet(code="ENTRY_OF_AGENCY", facts=facts, who=(f"office:{leaf.agency}",))
    elif leaf:
        free = part_years.membership(book, unit).any_unassigned
        yield from entering.value_wrong(leaf, correction.to, rubric, any_unassigned=free)
        own = targets.of_unit(book, unit).get(leaf.id)
        yield from entering.stated_wrong(leaf, correction.to, correction.unit, own)
    elif adjustment is None:
        yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": name})
    elif correction.to is None:
        facts = {"criterion": name, "title": adjustment.title}
        yield Unmet(code="MUST_BE_ASSIGNED", facts=facts)
    else:
        yield from entering.times_wrong(adjustment, correction.to)


def appraise(book: Book, given: Appraise, call: Call) -> list[Draft]:
    """Record an appraisal with what it changed, before and after, and where the sheet goes."""
    state = find(book, given.unit, given.period)
    level = chain.acting(book, state, call) if state.level else None
    changes = tuple(change(state, one, level) for one in given.corrections)
    stream = stream_of(given.unit, given.period)
    return [Draft(stream=stream, event=_handed_on(book, state, level, changes, call.actor))]


def change(state: Sheet, one: Correction, level: Level | None) -> Change:
    """Return what a correction makes of an entry, with what it was before."""
    current: Mapping[str, Decimal | None] = {**state.times, **state.entries}
    return Change(
        criterion=one.criterion,
        before=current.get(one.criterion),
        after=one.to,
        reason=one.reason,
        level=level.id if level else None,
    )


def _handed_on(
    book: Book, state: Sheet, level: Level | None, changes: tuple[Change, ...], actor: Actor
) -> Event:
    if level is None:
        return SheetAppraised(changes=changes, by=actor.person)
    signed = state.signed if level.id == state.level else ()
    if not chain.complete(level, signed, actor.seat):
        return LevelPassed(level=level.id, to=level.id, changes=changes)
    following = chain.after(book, level)
    if following is None:
        return SheetAppraised(changes=changes)
    return LevelPassed(level=level.id, to=following.id, changes=changes)


def return_prevents(book: Book, given: ReturnSheet, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a sheet from being sent back."""
    yield from _decidable(book, given, "return", call)
    state = find(book, given.unit, given.period)
    if chain.levels(book) and state.status == "accepted" and not chain.acting(book, state, call):
        last = chain.levels(book)[-1]
        yield Unmet(code="NOT_AT_THIS_LEVEL", facts={"level": last.title})


def send_back(book: Book, given: ReturnSheet, call: Call) -> list[Draft]:
    """Record that a sheet goes one step back: to the level before, or to its unit.

    A sheet that went through the whole chain goes back to the last level.
    """
    state, stream = find(book, given.unit, given.period), stream_of(given.unit, given.period)
    level = chain.acting(book, state, call) if chain.levels(book) else None
    if level and state.status == "accepted":
        to: Level | None = level
    else:
        to = chain.before(book, level) if level else None
    if level is None or to is None:
        return [Draft(stream=stream, event=SheetReturned(comment=given.comment))]
    event = LevelReturned(level=level.id, to=to.id, comment=given.comment)
    return [Draft(stream=stream, event=event)]


def explain_prevents(book: Book, given: ExplainSheet, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from explaining: it is not its move."""
    yield from year.stage_prevents(book, STAGE, call)
    yield from settled(book)
    unit = call.actor.unit or ""
    yield from periods.prevents(book, unit, given.period, call)
    state = find(book, unit, given.period)
    level = chain.level_called(book, state.level)
    if level is None or level.who != "unit":
        who = chain.movers(book, unit, state) if state.level else ()
        yield Unmet(code="NOTHING_TO_EXPLAIN", facts={}, who=who)


def explain(book: Book, given: ExplainSheet, call: Call) -> list[Draft]:
    """Record the explanation; the sheet goes on to the next level."""
    unit = call.actor.unit or ""
    level = chain.level_called(book, find(book, unit, given.period).level)
    following = chain.after(book, level) if level else None
    if level is None or following is None:  # the linter lets no chain end with an explanation
        return []
    event = SheetExplained(level=level.id, to=following.id, explanation=given.explanation)
    return [Draft(stream=stream_of(unit, given.period), event=event)]


def import_prevents(book: Book, given: ImportScores, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an agency from marking: not its field, or marks that cannot be."""
    yield from year.stage_prevents(book, STAGE, call)
    yield from settled(book)
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    yield from periods.prevents(book, given.unit, given.period, call)
    rubric = book.definition.rubric
    for name, value in given.entries.items():
        leaf = entering.leaf_of(rubric, name)
        if leaf is None:
            yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": name})
        elif leaf.agency != call.actor.office:
            facts: dict[str, object] = {"criterion": name, "field": _field(book, call)}
            yield Unmet(code="OUTSIDE_THE_FIELD", facts=facts)
        else:
            free = part_years.membership(book, given.unit).any_unassigned
            yield from entering.value_wrong(leaf, value, rubric, any_unassigned=free)


def _field(book: Book, call: Call) -> list[str]:
    leaves = book.definition.rubric.leaves()
    return [leaf.id for leaf in leaves if leaf.agency and leaf.agency == call.actor.office]


def import_scores(book: Book, given: ImportScores, _call: Call) -> list[Draft]:
    """Record an agency's marks; marks given before are kept as changes."""
    state = find(book, given.unit, given.period)
    changes = tuple(
        Change(criterion=name, before=state.entries[name], after=value, reason=given.source)
        for name, value in given.entries.items()
        if name in state.imported
    )
    event = ScoresImported(entries=dict(given.entries), source=given.source, changes=changes)
    return [Draft(stream=stream_of(given.unit, given.period), event=event)]
