"""Score sheets: each unit scores itself; head and deputy appraise, never their own unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import MaxLen

from definitions.schema.rubric import Criterion, Rubric
from workflow.domain import scoring, year
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.machine import next_state
from workflow.domain.model import Amount, Book, Call, Draft, Event, Given, Id, Words
from workflow.domain.registration import DOSSIER, wrong_status
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster

KIND = "sheet"
STAGE = "scoring"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """An entry that the appraisal changed: from, to, and why."""

    criterion: str
    before: Decimal | None
    after: Decimal | None
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The state of one unit's score sheet. `entries` hold what counts now."""

    status: str
    entries: dict[str, Decimal | None] = field(default_factory=dict)
    times: dict[str, Decimal] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    late: bool = False
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfScoreSubmitted(Event):
    """A unit hands in its own scores. None: not assigned to the unit."""

    kind: ClassVar[str] = "self_score_submitted"
    entries: dict[str, Decimal | None]
    times: dict[str, Decimal]
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetReturned(Event):
    """A sheet goes back to its unit, with the reason."""

    kind: ClassVar[str] = "sheet_returned"
    comment: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetAppraised(Event):
    """A sheet is appraised; changed entries carry their reasons."""

    kind: ClassVar[str] = "sheet_appraised"
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfScore(Given):
    """Score one's own unit: an entry per criterion, and how often each adjustment applies."""

    entries: dict[Id, Amount | None]
    times: dict[Id, Amount] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What an appraiser changes on one criterion."""

    criterion: Id
    to: Amount | None
    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Appraise(Given):
    """Appraise a unit's sheet: what is not corrected stands."""

    unit: Id
    corrections: Annotated[tuple[Correction, ...], MaxLen(500)] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnSheet(Given):
    """Send a unit's sheet back."""

    unit: Id
    comment: Words


def _status(book: Book, unit: str) -> str:
    state = book.find(Sheet, f"{KIND}/{unit}")
    return state.status if state else "none"


def self_score_prevents(book: Book, given: SelfScore, call: Call) -> Iterator[Unmet]:
    """Yield everything that is wrong with a sheet: empty, unknown, out of range, too precise."""
    yield from year.stage_prevents(book, STAGE, call)
    yield from year.late_prevents(book, STAGE, call)
    yield from wrong_status(_status(book, call.actor.unit or ""), "submit", {"dossier": KIND})
    rubric = book.definition.rubric
    leaves = {leaf.id: leaf for leaf in rubric.leaves()}
    for name in [one for one in given.entries if one not in leaves]:
        yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": name})
    for leaf in leaves.values():
        if leaf.id not in given.entries:
            yield Unmet(code="ENTRY_MISSING", facts=_facts(leaf), who=(call.actor.seat,))
        else:
            yield from _entry_wrong(leaf, given.entries[leaf.id], rubric)
    known = {one.id for one in rubric.adjustments}
    for name in [one for one in given.times if one not in known]:
        yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": name})


def _facts(leaf: Criterion) -> dict[str, object]:
    return {"criterion": leaf.id, "title": leaf.title}


def _entry_wrong(leaf: Criterion, entry: Decimal | None, rubric: Rubric) -> Iterator[Unmet]:
    facts, most = _facts(leaf) | {"entry": entry}, scoring.most(leaf)
    if entry is None:
        if not leaf.may_be_unassigned:
            yield Unmet(code="MUST_BE_ASSIGNED", facts=facts)
        return
    if most is not None and entry > most:
        yield Unmet(code="ENTRY_TOO_HIGH", facts=facts | {"most": most})
    if leaf.score and leaf.score.pass_fail and entry not in {0, 1}:
        yield Unmet(code="ENTRY_PASS_OR_FAIL", facts=facts)
    manual = leaf.score is not None and leaf.score.manual is not None
    if manual and entry != scoring.rounded(entry, rubric.decimals):
        yield Unmet(code="ENTRY_TOO_PRECISE", facts=facts | {"decimals": rubric.decimals})


def self_score(book: Book, given: SelfScore, call: Call) -> list[Draft]:
    """Record a unit's own scores."""
    event = SelfScoreSubmitted(
        entries=dict(given.entries),
        times=dict(given.times),
        late=year.is_late(book, STAGE, call),
    )
    return [Draft(stream=f"{KIND}/{call.actor.unit}", event=event)]


def _decidable(book: Book, unit: str, trigger: str, call: Call) -> Iterator[Unmet]:
    yield from year.stage_prevents(book, STAGE, call)
    yield from wrong_status(_status(book, unit), trigger, {"dossier": KIND, "unit": unit})
    if "ranking" in book.streams:
        yield Unmet(code="RANKING_FIXED", facts={})


def appraise_prevents(book: Book, given: Appraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a sheet from being appraised. Own units are refused by access."""
    yield from _decidable(book, given.unit, "accept", call)
    rubric = book.definition.rubric
    leaves = {leaf.id: leaf for leaf in rubric.leaves()}
    adjustments = {one.id: one for one in rubric.adjustments}
    for correction in given.corrections:
        name = correction.criterion
        if name in leaves:
            yield from _entry_wrong(leaves[name], correction.to, rubric)
        elif name not in adjustments:
            yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": name})
        elif correction.to is None:
            title = adjustments[name].title
            yield Unmet(code="MUST_BE_ASSIGNED", facts={"criterion": name, "title": title})
    names = [correction.criterion for correction in given.corrections]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        yield Unmet(code="CORRECTED_TWICE", facts={"criterion": twice})


def appraise(book: Book, given: Appraise, _call: Call) -> list[Draft]:
    """Record an appraisal with what it changed, before and after."""
    sheet = book.load(Sheet, f"{KIND}/{given.unit}")
    current: Mapping[str, Decimal | None] = {**sheet.times, **sheet.entries}
    changes = tuple(
        Change(
            criterion=one.criterion,
            before=current.get(one.criterion),
            after=one.to,
            reason=one.reason,
        )
        for one in given.corrections
    )
    return [Draft(stream=f"{KIND}/{given.unit}", event=SheetAppraised(changes=changes))]


def return_prevents(book: Book, given: ReturnSheet, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a sheet from being sent back."""
    yield from _decidable(book, given.unit, "return", call)


def send_back(_book: Book, given: ReturnSheet, _call: Call) -> list[Draft]:
    """Record that a sheet is sent back."""
    return [Draft(stream=f"{KIND}/{given.unit}", event=SheetReturned(comment=given.comment))]


def missing_sheets(book: Book, demanded: str) -> Iterator[Unmet]:
    """Yield conditions that name the units not yet self-scored, and those not yet appraised."""
    roster, sheets = book.load(Roster, ROSTER), book.each(Sheet, KIND)
    status = {unit: sheets[unit].status if unit in sheets else "none" for unit in roster.unit_ids()}
    owing = [unit for unit, now in status.items() if now in {"none", "returned"}]
    waiting = [unit for unit, now in status.items() if now == "submitted"]
    if owing:
        facts = _units(roster, owing)
        yield Unmet(
            code="MISSING_SELF_SCORE", facts=facts, who=tuple(f"unit:{unit}" for unit in owing)
        )
    if waiting and demanded == "appraised":
        yield Unmet(code="MISSING_APPRAISAL", facts=_units(roster, waiting), who=appraisers(book))


def appraisers(book: Book) -> tuple[str, ...]:
    """Return the roles that appraise, as the definition names them."""
    stage = book.definition.stage_of(STAGE)
    return tuple(stage.appraisal.by) if stage and stage.appraisal else ("head",)


def _units(roster: Roster, units: list[str]) -> dict[str, object]:
    names = [roster.name(unit) for unit in units]
    return {"count": len(units), "of": len(roster.units), "units": names}


def total_of(rubric: Rubric, sheet: Sheet) -> scoring.Total:
    """Return a sheet added up."""
    return scoring.total(rubric, sheet.entries, sheet.times)


def evolve(state: Sheet | None, event: Event, _call: Call) -> Sheet:
    """Return a unit's sheet after *event*."""
    before = state or Sheet(status="none")
    match event:
        case SelfScoreSubmitted():
            return Sheet(
                status=next_state(DOSSIER, before.status, "submit"),
                entries=event.entries,
                times=event.times,
                late=event.late,
            )
        case SheetReturned():
            status = next_state(DOSSIER, before.status, "return")
            return replace(before, status=status, comment=event.comment)
        case SheetAppraised():
            return _appraised(before, event)
    raise OutOfPlace(event.kind)


def _appraised(before: Sheet, event: SheetAppraised) -> Sheet:
    entries, times = dict(before.entries), dict(before.times)
    for change in event.changes:
        if change.criterion in entries:
            entries[change.criterion] = change.after
        else:
            times[change.criterion] = change.after or scoring.ZERO
    status = next_state(DOSSIER, before.status, "accept")
    return replace(before, status=status, entries=entries, times=times, changes=event.changes)
