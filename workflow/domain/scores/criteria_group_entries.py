"""What units enter in criteria groups with days of their own: taken or not, owed, and late.

Only what an entry or its evidence changes is bound: what was saved in time may be handed in with
the sheet. A sheet that was sent back is open again in all its groups, since whoever sent it back
asks for it. A unit that joined after a group was due is not bound by that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from definitions.schema.rubric import Criterion
from workflow.domain import timing
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.scores import criteria_groups, entering, owing
from workflow.domain.scores.entering import Entering
from workflow.domain.scores.proofs import ProofFile
from workflow.domain.scores.sheet import STAGE, Sheet, find
from workflow.domain.stages import lateness, year
from workflow.domain.stages.dues import at_work
from workflow.domain.stages.lateness import Own


@dataclass(frozen=True, kw_only=True, slots=True)
class Laid:
    """What is laid over a sheet: entries, and their evidence in words and in files."""

    entries: Mapping[str, Entering]
    evidence: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[ProofFile, ...]]


def touched(book: Book, sheet: Sheet, laid: Laid) -> list[Criterion]:
    """Return the groups with days of their own in which something on a sheet would change."""
    if sheet.status == "returned":
        return []
    return [
        group
        for group in book.definition.rubric.dated
        if any(_changes(leaf, sheet, laid) for leaf in group.leaves())
    ]


def _changes(leaf: Criterion, sheet: Sheet, laid: Laid) -> bool:
    for said, kept in ((laid.evidence, sheet.evidence), (laid.files, sheet.files)):
        if leaf.id in said and said[leaf.id] != kept.get(leaf.id, ()):
            return True
    if leaf.id not in laid.entries:
        return False
    entered = entering.flat(leaf, laid.entries[leaf.id])
    return any(item not in sheet.entries.items() for item in entered.items())


def prevents(book: Book, groups: list[Criterion], call: Call) -> Iterator[Unmet]:
    """Yield why entries of *groups* are not taken from a unit now."""
    stage = book.definition.stage_of(STAGE)
    for group in groups:
        opens = criteria_groups.opens_of(book, group)
        if stage and opens and call.at < opens:
            facts: dict[str, object] = {"group": group.title, "opens": opens}
            who = (stage.owner or "admin",)
            yield Unmet(code="CRITERIA_GROUP_NOT_OPEN", facts=facts, who=who, due=opens)
        if own := _own(book, group, call):
            yield from lateness.prevents(book, STAGE, call, own)


def taken(book: Book, groups: list[Criterion], call: Call) -> list[Draft]:
    """Return the events that entries of *groups* came late, where that is marked."""
    owns = (_own(book, group, call) for group in groups)
    return [draft for own in owns if own for draft in lateness.taken(book, STAGE, call, own)]


def _own(book: Book, group: Criterion, call: Call) -> Own | None:
    """Return when the unit that acts had to have entered a group; None where nothing binds it."""
    due = criteria_groups.due_of(book, group)
    joined = book.load(Roster, ROSTER).joined.get(call.actor.unit or "")
    if due is None or (joined and timing.hanoi_day(due) < joined) or not could_enter(book, due):
        return None
    return Own(due=due, group=group)


def could_enter(book: Book, by: datetime) -> bool:
    """Whether units were able to enter anything before a moment: the bloc was not behind."""
    stage = book.definition.stage_of(STAGE)
    if stage is None or stage.early:
        return stage is not None
    lived = book.load(year.YearState, year.KEY).lived(stage.id)
    return lived is not None and lived.entered_at <= by


def missing(book: Book, group: Criterion) -> tuple[str, ...]:
    """Return the units that have not entered all of a group, in official order."""
    leaves = [leaf for leaf in group.leaves() if leaf.agency is None]
    sheets = {unit: find(book, unit) for unit, _ in owing.owed(book)}
    return tuple(
        unit
        for unit, sheet in sheets.items()
        if sheet.status in {"none", "returned"}
        and any(entering.missing(leaf, sheet.entries) for leaf in leaves)
    )


def waiting(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield each group that is open, or was due, and lacks entries, with whose move that is."""
    stage = book.definition.stage_of(STAGE)
    if stage is None or criteria_groups.over(book) or not at_work(book):
        return
    roster = book.load(Roster, ROSTER)
    for group in book.definition.rubric.dated:
        due = criteria_groups.due_of(book, group)
        if due is None or not _runs(book, group, at):
            continue
        if units := missing(book, group):
            facts: dict[str, object] = {
                "group": group.title,
                "count": len(units),
                "units": [roster.name(unit) for unit in units],
            }
            shut = stage.late.effect == "refuse" and at > due
            who = (stage.owner or "admin",) if shut else tuple(f"unit:{one}" for one in units)
            yield Unmet(code="MISSING_CRITERIA_GROUP", facts=facts, who=who, due=due)


def _runs(book: Book, group: Criterion, at: datetime) -> bool:
    """Whether entries of a group are waited for: units may enter them, or might have in time."""
    opens, due = criteria_groups.opens_of(book, group), criteria_groups.due_of(book, group)
    if due and due < at:
        return could_enter(book, due)
    if opens:
        return opens <= at and could_enter(book, at)
    stage = book.definition.stage_of(STAGE)
    lived = book.load(year.YearState, year.KEY).lived(stage.id) if stage else None
    return lived is not None and not (lived.opens and at < lived.opens)
