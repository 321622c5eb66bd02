"""Scoring one's own unit: cells are saved one by one, and handed in when all are there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from definitions.schema.rubric import Criterion, Rubric
from workflow.domain.errors import Unmet
from workflow.domain.model import Amount, Book, Call, Draft, Given, Id
from workflow.domain.registration.dossier import wrong_status
from workflow.domain.scores import (
    criteria_group_entries,
    entering,
    part_years,
    period_deadlines,
    periods,
    proofs,
    targets,
)
from workflow.domain.scores.criteria_group_entries import Laid
from workflow.domain.scores.entering import Enterer, Entering
from workflow.domain.scores.proofs import ProofFiles, Proofs
from workflow.domain.scores.sheet import (
    KIND,
    STAGE,
    EntriesSaved,
    SelfScoreSubmitted,
    Sheet,
    find,
    stream_of,
)
from workflow.domain.stages import lateness, year


@dataclass(frozen=True, kw_only=True, slots=True)
class SaveEntries(Given):
    """Save cells of one's own sheet: entries, how often adjustments apply, where evidence lies.

    `files`: electronic files that prove an entry; those of a criterion replace what was saved.
    `period`: whose sheet it is, where the year is scored in periods.
    """

    period: Id | None = None
    entries: dict[Id, Entering] = field(default_factory=dict)
    times: dict[Id, Amount] = field(default_factory=dict)
    evidence: dict[Id, Proofs] = field(default_factory=dict)
    files: dict[Id, ProofFiles] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfScore(SaveEntries):
    """Score one's own unit: an entry per criterion that is not saved yet, and hand it all in."""


def save_prevents(book: Book, given: SaveEntries, call: Call) -> Iterator[Unmet]:
    """Yield what prevents cells from being saved; a cell that cannot be true is never kept."""
    yield from year.stage_prevents(book, STAGE, call)
    unit = call.actor.unit or ""
    yield from periods.prevents(book, unit, given.period, call)
    state, by = find(book, unit, given.period), _enterer(book, unit)
    yield from wrong_status(state.status, "submit", {"dossier": KIND})
    yield from criteria_group_entries.prevents(book, _groups(book, state, given), call)
    leaves = {leaf.id: leaf for leaf in by.rubric.leaves()}
    yield from _unknown([*given.entries, *given.evidence, *given.files], leaves)
    yield from proofs.wrong(by.rubric.evidence_files, leaves, given.files)
    for name, entered in given.entries.items():
        if name in leaves:
            yield from _cell_wrong(leaves[name], entered, by)
    yield from _times_wrong(given.times, by.rubric)


def self_score_prevents(book: Book, given: SelfScore, call: Call) -> Iterator[Unmet]:
    """Yield everything that is wrong with a sheet: empty, unknown, out of range, too precise."""
    yield from year.stage_prevents(book, STAGE, call)
    yield from lateness.prevents(book, STAGE, call, period_deadlines.own(book, given.period))
    unit = call.actor.unit or ""
    yield from periods.prevents(book, unit, given.period, call)
    state, rubric = find(book, unit, given.period), book.definition.rubric
    yield from wrong_status(state.status, "submit", {"dossier": KIND})
    yield from criteria_group_entries.prevents(book, _groups(book, state, given), call)
    leaves = {leaf.id: leaf for leaf in rubric.leaves()}
    yield from _unknown([*given.entries, *given.evidence, *given.files], leaves)
    yield from proofs.wrong(rubric.evidence_files, leaves, given.files)
    whole, by = merged(state, given, rubric), _enterer(book, unit)
    proven = proofs.proven(state.evidence | given.evidence, state.files | given.files)
    for leaf in leaves.values():
        if leaf.id in given.entries:
            yield from _cell_wrong(leaf, given.entries[leaf.id], by)
        elif leaf.agency is None and entering.missing(leaf, whole):
            facts = entering.leaf_facts(leaf)
            yield Unmet(code="ENTRY_MISSING", facts=facts, who=(call.actor.seat,))
        if leaf.evidence == "required" and _scores(leaf, whole) and leaf.id not in proven:
            yield Unmet(code="EVIDENCE_MISSING", facts=entering.leaf_facts(leaf))
    yield from _times_wrong(given.times, rubric)
    for leaf in targets.missing(rubric, by.targets):
        yield Unmet(code="TARGET_NOT_SET", facts=entering.leaf_facts(leaf), who=("head", "deputy"))


def _groups(book: Book, state: Sheet, given: SaveEntries) -> list[Criterion]:
    laid = Laid(entries=given.entries, evidence=given.evidence, files=given.files)
    return criteria_group_entries.touched(book, state, laid)


def _enterer(book: Book, unit: str) -> Enterer:
    return Enterer(
        rubric=book.definition.rubric,
        targets=targets.of_unit(book, unit),
        any_unassigned=part_years.membership(book, unit).any_unassigned,
    )


def _unknown(
    names: Mapping[str, object] | list[str], known: Mapping[str, object] | set[str]
) -> Iterator[Unmet]:
    for name in dict.fromkeys(one for one in names if one not in known):
        yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": name})


def _times_wrong(times: Mapping[str, Decimal], rubric: Rubric) -> Iterator[Unmet]:
    """Yield what is wrong with how often adjustments apply."""
    known = {one.id: one for one in rubric.adjustments}
    yield from _unknown(times, known)
    for name, often in times.items():
        if name in known:
            yield from entering.times_wrong(known[name], often)


def _cell_wrong(leaf: Criterion, entered: Entering, by: Enterer) -> Iterator[Unmet]:
    """Yield what is wrong with one entry as it was given."""
    if leaf.agency is not None:
        facts = entering.leaf_facts(leaf) | {"agency": leaf.agency}
        yield Unmet(code="ENTRY_OF_AGENCY", facts=facts, who=(f"office:{leaf.agency}",))
        return
    yield from entering.shape_wrong(leaf, entered, by.targets.get(leaf.id))
    for value in dict.fromkeys(entering.flat(leaf, entered).values()):
        yield from entering.value_wrong(leaf, value, by.rubric, any_unassigned=by.any_unassigned)


def _scores(leaf: Criterion, entries: Mapping[str, Decimal | None]) -> bool:
    return any(value for name, value in entries.items() if name.partition("/")[0] == leaf.id)


def merged(state: Sheet, given: SaveEntries, rubric: Rubric) -> dict[str, Decimal | None]:
    """Return what a sheet holds once *given* is laid over what was saved."""
    leaves = {leaf.id: leaf for leaf in rubric.leaves()}
    laid = dict(state.entries)
    for name, entered in given.entries.items():
        if name in leaves:
            laid |= entering.flat(leaves[name], entered)
    return laid


def save(book: Book, given: SaveEntries, call: Call) -> list[Draft]:
    """Record the cells that were saved, and no others."""
    event = EntriesSaved(
        entries=merged(Sheet(status="none"), given, book.definition.rubric),
        times=dict(given.times),
        evidence=dict(given.evidence),
        files=dict(given.files),
    )
    unit = call.actor.unit or ""
    groups = _groups(book, find(book, unit, given.period), given)
    saved = Draft(stream=stream_of(unit, given.period), event=event)
    return [saved, *criteria_group_entries.taken(book, groups, call)]


def self_score(book: Book, given: SelfScore, call: Call) -> list[Draft]:
    """Record a unit's own scores, those saved before among them."""
    unit = call.actor.unit or ""
    state, own = find(book, unit, given.period), period_deadlines.own(book, given.period)
    entries = merged(state, given, book.definition.rubric)
    stage = book.definition.stage_of(STAGE)
    event = SelfScoreSubmitted(
        entries={name: one for name, one in entries.items() if name not in state.imported},
        times=state.times | given.times,
        late=lateness.is_late(book, STAGE, call, own),
        evidence=state.evidence | given.evidence,
        files=state.files | given.files,
        to=stage.chain[1].id if stage and stage.chain else None,
    )
    return [
        Draft(stream=stream_of(unit, given.period), event=event),
        *lateness.taken(book, STAGE, call, own),
        *criteria_group_entries.taken(book, _groups(book, state, given), call),
    ]
