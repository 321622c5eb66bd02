"""Score sheets: what a unit entered, what was changed since, and the way through the levels."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from definitions.schema.rubric import Rubric
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Book, Call, Event
from workflow.domain.registration.dossier import DOSSIER
from workflow.domain.scores import periods, proofs, scoring
from workflow.domain.scores.proofs import ProofFile
from workflow.domain.stages.machine import next_state

KIND = "sheet"
STAGE = "scoring"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """An entry that the appraisal changed: from, to, why, and at which level of the chain."""

    criterion: str
    before: Decimal | None
    after: Decimal | None
    reason: str
    level: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A sheet that went through a level: handed on, sent back or explained, by whom and when."""

    level: str
    what: str
    person: str
    seat: str
    at: datetime
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The state of one unit's score sheet. `entries` hold what counts now.

    `level` names the level of the chain whose move it is, and `signed` who has done their part of
    it. `imported` says where an outside agency's entries come from.
    """

    status: str
    entries: dict[str, Decimal | None] = field(default_factory=dict)
    times: dict[str, Decimal] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    late: bool = False
    comment: str | None = None
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: dict[str, tuple[ProofFile, ...]] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)
    level: str | None = None
    signed: tuple[str, ...] = ()
    trail: tuple[Passage, ...] = ()
    appraised_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EntriesSaved(Event):
    """A unit saves cells of its sheet, before it hands the sheet in."""

    kind: ClassVar[str] = "entries_saved"
    entries: dict[str, Decimal | None]
    times: dict[str, Decimal] = field(default_factory=dict)
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: dict[str, tuple[ProofFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfScoreSubmitted(Event):
    """A unit hands in its own scores, saved ones among them. None: not assigned to the unit."""

    kind: ClassVar[str] = "self_score_submitted"
    entries: dict[str, Decimal | None]
    times: dict[str, Decimal]
    late: bool
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    to: str | None = None
    files: dict[str, tuple[ProofFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetReturned(Event):
    """A sheet goes back to its unit, with the reason."""

    kind: ClassVar[str] = "sheet_returned"
    comment: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetAppraised(Event):
    """A sheet is appraised, by all levels of the chain; changed entries carry their reasons.

    `by`: who appraised it where there is no chain; events of the first release do not say.
    """

    kind: ClassVar[str] = "sheet_appraised"
    changes: tuple[Change, ...]
    by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetCorrected(Event):
    """Entries are corrected because an objection was upheld."""

    kind: ClassVar[str] = "sheet_corrected"
    objection: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelPassed(Event):
    """A level, or one of its hands, has done its part. `to` is the level whose move it is now."""

    kind: ClassVar[str] = "level_passed"
    level: str
    to: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelReturned(Event):
    """A level sends a sheet one step back, to another level, with the reason."""

    kind: ClassVar[str] = "level_returned"
    level: str
    to: str
    comment: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetExplained(Event):
    """A unit explains what was changed on its sheet, or lets it stand."""

    kind: ClassVar[str] = "sheet_explained"
    level: str
    to: str
    explanation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoresImported(Event):
    """An outside agency marks a unit in its own field, and says by which paper."""

    kind: ClassVar[str] = "scores_imported"
    entries: dict[str, Decimal | None]
    source: str
    changes: tuple[Change, ...] = ()


def kind_of(period: str | None) -> str:
    """Return the kind of the streams of a period's sheets: sheet@q1; of the year's, sheet."""
    return KIND if period is None else f"{KIND}@{period}"


def stream_of(unit: str, period: str | None = None) -> str:
    """Return the stream of a unit's sheet for a period, or for the year."""
    return f"{kind_of(period)}/{unit}"


def find(book: Book, unit: str, period: str | None = None) -> Sheet:
    """Return the sheet of *unit*, empty when nothing has happened to it."""
    return book.find(Sheet, stream_of(unit, period)) or Sheet(status="none")


def latest(book: Book, unit: str) -> Sheet:
    """Return the sheet of *unit* for the last period that it has one of, or for the year."""
    had = [one for one in periods.of_unit(book, unit) if stream_of(unit, one) in book.streams]
    return find(book, unit, had[-1] if had else None)


def total_of(rubric: Rubric, sheet: Sheet) -> scoring.Total:
    """Return a sheet added up by itself; what depends on other units is provisional."""
    beside = scoring.Beside(evidence=proven(sheet))
    return scoring.total(rubric, sheet.entries, sheet.times, beside)


def proven(sheet: Sheet) -> frozenset[str]:
    """Return the criteria for which there is evidence."""
    return proofs.proven(sheet.evidence, sheet.files)


def evolve(state: Sheet | None, event: Event, call: Call) -> Sheet:
    """Return a unit's sheet after *event*."""
    before = state or Sheet(status="none")
    match event:
        case EntriesSaved():
            return replace(
                before,
                entries=before.entries | event.entries,
                times=before.times | event.times,
                evidence=before.evidence | event.evidence,
                files=before.files | event.files,
            )
        case SelfScoreSubmitted():
            return _submitted(before, event, call)
        case SheetReturned():
            status = next_state(DOSSIER, before.status, "return")
            trail = _trail(before, "returned", event.comment, call)
            return replace(
                before, status=status, comment=event.comment, level=None, signed=(), trail=trail
            )
        case SheetAppraised():
            status = next_state(DOSSIER, before.status, "accept")
            trail = _trail(before, "passed", None, call)
            after = _changed(before, event.changes)
            return replace(
                after, status=status, level=None, signed=(), trail=trail, appraised_by=event.by
            )
        case SheetCorrected():
            return _changed(before, event.changes)
        case LevelPassed() | LevelReturned() | SheetExplained():
            return _moved(before, event, call)
        case ScoresImported():
            imported = before.imported | dict.fromkeys(event.entries, event.source)
            after = replace(before, entries=before.entries | event.entries, imported=imported)
            return replace(after, changes=(*before.changes, *event.changes))
    raise OutOfPlace(event.kind)


def _submitted(before: Sheet, event: SelfScoreSubmitted, call: Call) -> Sheet:
    kept = {name: before.entries[name] for name in before.imported}
    after = Sheet(
        status=next_state(DOSSIER, before.status, "submit"),
        entries=kept | event.entries,
        times=event.times,
        late=event.late,
        evidence=event.evidence,
        files=event.files,
        imported=before.imported,
        level=event.to,
        trail=before.trail,
    )
    return replace(after, trail=_trail(after, "submitted", None, call)) if event.to else after


def _moved(before: Sheet, event: LevelPassed | LevelReturned | SheetExplained, call: Call) -> Sheet:
    """Return a sheet that has moved along the chain, or waits at its level for other hands."""
    if before.level is None and not isinstance(event, LevelReturned):
        raise OutOfPlace(event.kind)
    after, comment, what = before, None, "passed"
    if isinstance(event, LevelPassed):
        after = _changed(before, event.changes)
    elif isinstance(event, LevelReturned):
        comment, what = event.comment, "returned"
    else:
        comment, what = event.explanation, "explained"
    passage = _passage(event.level, what, comment, call)
    waits = event.to == event.level
    return replace(
        after,
        status="submitted",
        level=event.to,
        signed=(*before.signed, call.actor.seat) if waits else (),
        trail=(*before.trail, passage),
    )


def _trail(before: Sheet, what: str, comment: str | None, call: Call) -> tuple[Passage, ...]:
    """Return the trail with one passage more, where the sheet goes through a chain."""
    if before.level is None:
        return before.trail
    return (*before.trail, _passage(before.level, what, comment, call))


def _passage(level: str, what: str, comment: str | None, call: Call) -> Passage:
    return Passage(
        level=level,
        what=what,
        person=call.actor.person,
        seat=call.actor.seat,
        at=call.at,
        comment=comment,
    )


def _changed(before: Sheet, changes: tuple[Change, ...]) -> Sheet:
    entries, times = dict(before.entries), dict(before.times)
    for change in changes:
        if change.criterion in entries:
            entries[change.criterion] = change.after
        else:
            times[change.criterion] = change.after or Decimal(0)
    return replace(before, entries=entries, times=times, changes=(*before.changes, *changes))
