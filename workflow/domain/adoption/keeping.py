"""What of its definition a running year keeps, whatever it takes up: what has begun by it.

One rule for every part: what was entered, decided or promised under a part is not judged by another
afterwards. What has not begun yet is free.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from definitions.schema.awards import CatalogueEntry
from definitions.schema.definition import Definition
from definitions.schema.objections import ObjectionRule
from definitions.schema.rubric import Rubric
from definitions.schema.stages import Stage
from workflow.domain import timing
from workflow.domain.adoption import in_use, judged, supplementing
from workflow.domain.adoption.consequences import due_anew
from workflow.domain.approvals.state import approvals_of
from workflow.domain.approvals.subjects import laid
from workflow.domain.awards import cutoffs
from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot
from workflow.domain.errors import Unmet
from workflow.domain.evolving import stream_kind
from workflow.domain.leaders import succession
from workflow.domain.leaders.leading import DECLINED
from workflow.domain.members import roster, seating
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Pinned
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.objections.state import rule_of
from workflow.domain.praise.deciding import KIND as PRAISE
from workflow.domain.praise.state import praises_of
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.scores import criteria_groups
from workflow.domain.scores.closed import closing_of
from workflow.domain.scores.sheet import KIND as SHEET
from workflow.domain.scores.sheet import STAGE as SCORING
from workflow.domain.stages import year
from workflow.domain.stages.year import YearState

WORK = {
    "registration": "registration",
    "pledge": "pledge",
    "report": "review",
    "review": "review",
    "sheet": "scoring",
    "nomination": "nomination",
    "succession": "handover",
    "handover": "handover",
}
"""The streams in which a stage's work is recorded, and the kind of that stage."""


def prevents(book: Book, other: Pinned, call: Call) -> Iterator[Unmet]:
    """Yield everything in which *other* would change what has begun, or leave it without a name."""
    if other.hash == book.pinned.hash:
        yield Unmet(code="DEFINITION_THE_SAME", facts={"definition": other.definition.id})
        return
    old, new = book.definition, other.definition
    yield from _stages(book, new)
    yield from _rubric(book, other, call)
    yield from _settled(book, new)
    yield from in_use.prevents(book, new)
    yield from judged.prevents(book, new)
    members = book.load(Roster, roster.KEY)
    day = timing.hanoi_day(call.at)
    yield from seating.roles_prevent(new, members.mandates, members.units, day)
    yield from seating.kinds_prevent(new, members.units)
    if not _lost(book, old, new):
        yield from _deadline(book, other, call)


def _stages(book: Book, new: Definition) -> Iterator[Unmet]:
    """Yield stages that were left and differ, or that the year stands in and lose their place."""
    lost = _lost(book, book.definition, new)
    for stage in lost:
        yield Unmet(code="STAGE_LIVED_OTHERWISE", facts={"stage": stage.title})
    known = {stage.id for stage in book.definition.stages}
    current = book.load(YearState, year.KEY).current
    names = [stage.id for stage in new.stages]
    before = names.index(current.id) if current and current.id in names else 0
    for stage in new.stages[:before]:
        if stage.id not in known:
            yield Unmet(code="STAGE_NEVER_REACHED", facts={"stage": stage.title})


def _lost(book: Book, old: Definition, new: Definition) -> list[Stage]:
    """Return the stages of *old* whose work is done or under way, and which *new* has otherwise."""
    state = book.load(YearState, year.KEY)
    after = {stage.id: stage for stage in new.stages}
    begun = {WORK[kind] for kind in map(stream_kind, book.streams) if kind in WORK}
    lost = []
    for stage in old.stages:
        lived, same = state.lived(stage.id), after.get(stage.id)
        if (lived and lived.left_at and same != stage) or (
            (lived or stage.kind in begun) and (same is None or same.kind != stage.kind)
        ):
            lost.append(stage)
    return lost


def _rubric(book: Book, other: Pinned, call: Call) -> Iterator[Unmet]:
    """Yield that units have scored by the rubric that is in force, which may only be added to."""
    old, new = _scale(book.definition.rubric), _scale(other.definition.rubric)
    scored = _scored(book)
    if not scored or old == new:
        return
    if supplementing.only_adds(old, new):
        yield from supplementing.too_late(book, other, call)
    else:
        names = [book.load(Roster, roster.KEY).name(unit) for unit in scored]
        yield Unmet(code="RUBRIC_IN_USE", facts={"count": len(scored), "units": names})


def _scale(rubric: Rubric) -> Rubric:
    """Return a rubric without what may change whatever was entered: days, and who adds to it."""
    return criteria_groups.undated(rubric).model_copy(update={"supplemented_by": None})


def _scored(book: Book) -> list[str]:
    """Return the units that have a sheet, be it of the year or of one of its periods."""
    sheets = [key for key in book.streams if stream_kind(key) == SHEET]
    return sorted({key.partition("/")[2] for key in sheets})


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a definition that is fixed once something was done by it."""

    name: str
    begun: Callable[[Book], bool]
    of: Callable[[Definition], object]


def _scoring(definition: Definition) -> object:
    stage = definition.stage_of(SCORING)
    return (stage.chain, stage.appraisal, stage.publication) if stage else None


def _praised(definition: Definition) -> list[CatalogueEntry]:
    rules = definition.praise
    return [one for one in definition.catalogue if rules and one.id in rules.awards]


PARTS = (
    Part(name="chain", begun=lambda book: bool(_scored(book)), of=_scoring),
    Part(
        name="ranking",
        begun=lambda book: RANKING in book.streams or closing_of(book) is not None,
        of=lambda definition: definition.ranking,
    ),
    Part(
        name="awards",
        begun=lambda book: NOMINATION in book.streams or cutoffs.KEY in book.streams,
        of=lambda definition: (
            definition.awards,
            definition.people_awards,
            definition.catalogue,
            definition.money,
        ),
    ),
    Part(
        name="praise",
        begun=lambda book: any(one.award for one in praises_of(book)),
        of=lambda definition: definition.praise and (definition.praise, _praised(definition)),
    ),
    Part(
        name="succession",
        begun=lambda book: succession.KEY in book.streams or DECLINED in book.streams,
        of=lambda definition: definition.succession,
    ),
)
"""Parts that are fixed as a whole."""


def _settled(book: Book, new: Definition) -> Iterator[Unmet]:
    """Yield the parts by which something was decided already, or is being decided."""
    for part in PARTS:
        if part.begun(book) and part.of(book.definition) != part.of(new):
            yield Unmet(code="PART_SETTLED", facts={"part": part.name})
    stages = {stage.id: stage.approvals for stage in new.stages}
    for approval in approvals_of(book).approvals:
        _, stage = laid(book, approval.stage)
        if stage.kind != PRAISE and stages.get(stage.id) != stage.approvals:
            yield Unmet(code="APPROVAL_BEGUN", facts={"stage": stage.title})
    yield from _objections(book, new)
    rules = {rule.id: rule for rule in new.ballots}
    for ballot in book.each(Ballot, BALLOT).values():
        rule = next(one for one in book.definition.ballots if one.id == ballot.rule)
        if rules.get(rule.id) != rule:
            yield Unmet(code="BALLOT_BEGUN", facts={"ballot": rule.title})


def _objections(book: Book, new: Definition) -> Iterator[Unmet]:
    """Yield the ways of objecting that are in use and that *new* has otherwise but for their times.

    Times that run move; who may object to what, and who answers, stays as it was.
    """
    rules = {rule.id: rule for rule in new.objections}
    for name in sorted(in_use.objections(book)):
        rule = rule_of(book, name)
        other = rules.get(name)
        if rule and other and _framed(rule) != _framed(other):
            yield Unmet(code="OBJECTIONS_BEGUN", facts={"objection": rule.title})


def _framed(rule: ObjectionRule) -> object:
    heard = [one.seat for one in rule.heard_by]
    return rule.about, rule.opens, rule.raised_by, heard, rule.waits, rule.again is None


def _deadline(book: Book, other: Pinned, call: Call) -> Iterator[Unmet]:
    """Yield that the current stage, or a criteria group, would be late at once."""
    found = due_anew(book, other, call.now)
    if found and found.due != found.was and found.due is not None and found.due <= call.now:
        yield Unmet(code="DEADLINE_IN_THE_PAST", facts={"until": found.due})
    _, dues = criteria_groups.ruled_otherwise(book, replace(book, pinned=other))
    titles = {one.id: one.title for one in other.definition.rubric.dated}
    for name, until in dues.items():
        if until <= call.now:
            facts: dict[str, object] = {"group": titles[name], "until": until}
            yield Unmet(code="CRITERIA_GROUP_DUE_IN_THE_PAST", facts=facts)
