"""Nomination: proposed by the bloc, then office after office; the four lists are never mixed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from definitions.schema.approvals import Approval
from workflow.domain import allocating, holds, parting, step_votes, timing, year
from workflow.domain.approvals.course import begin, with_state
from workflow.domain.approvals.events import StepExpired, StepOpened
from workflow.domain.approvals.matters import Matter, Subject
from workflow.domain.approvals.state import Turn
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given
from workflow.domain.proposal import Candidate, LeftOuts, NextProposed, PassedOver
from workflow.domain.quotas import Allotment
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.step_votes import LineVote

KEY = "nomination"
AGAIN = frozenset({"returned", "rejected"})
"""Where a nomination may be proposed again."""

Verdict = Literal["approve", "return"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of a list: an award for a unit."""

    award: str
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepRecord:
    """A step of the chain as it was decided."""

    step: str
    verdict: Verdict
    person: str
    at: datetime
    number: str | None = None
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OneStep:
    """A line and a step of the chain: that went by without it, or that it took later."""

    step: str
    entry: Entry
    person: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Following:
    """A line proposed later, for a place that came free; it takes every step by itself."""

    entry: Entry
    proposer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Revocation:
    """An award that is to be taken back, and has been once somebody else confirmed it."""

    entry: Entry
    reason: str
    paper: str
    asked_by: str
    asked_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Nomination:
    """The state of the nomination: its lists, and what was cut.

    Whose move it is stands in the approval of the stage. `open_step`, `open_until` and `expired`
    are of nominations that began before approvals had a history of their own.
    """

    status: Literal["proposed", "returned", "rejected", "decided"]
    proposer: str
    proposed: tuple[Entry, ...]
    appraised: tuple[Entry, ...] = ()
    passed: tuple[Entry, ...] = ()
    decided: tuple[Entry, ...] = ()
    cut: tuple[Entry, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    open_step: str | None = None
    open_until: datetime | None = None
    comment: str | None = None
    expired: tuple[str, ...] = ()
    missed: tuple[OneStep, ...] = ()
    late: tuple[OneStep, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    following: tuple[Following, ...] = ()

    def followed(self, entry: Entry) -> Following | None:
        """Return that *entry* was proposed later than the others."""
        return next((one for one in self.following if one.entry == entry), None)

    @property
    def first(self) -> tuple[Entry, ...]:
        """What was proposed at once, and lies before the offices as one list."""
        return tuple(entry for entry in self.proposed if self.followed(entry) is None)

    def revocation(self, entry: Entry) -> Revocation | None:
        """Return that *entry* is to be taken back, or has been."""
        return next((one for one in self.revocations if one.entry == entry), None)

    def standing(self, step: Approval) -> tuple[Entry, ...]:
        """Return what *step* decides on: proposed, not cut so far, of its awards."""
        return tuple(
            entry
            for entry in self.first
            if entry not in self.cut and (step.awards is None or entry.award in step.awards)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationProposed(Event):
    """The bloc proposes. `own_units`: units of the proposer among the candidates, made visible."""

    kind: ClassVar[str] = "nomination_proposed"
    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    own_units: tuple[str, ...] = ()
    allotments: tuple[Allotment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDecided(Event):
    """An office approves what stands, less what it cuts, or returns the whole with a comment."""

    kind: ClassVar[str] = "step_decided"
    step: str
    verdict: Verdict
    writes: Literal["appraised", "passed", "decided"]
    entries: tuple[Entry, ...] = ()
    cut: LeftOuts = ()
    comment: str | None = None
    number: str | None = None
    signed_on: date | None = None
    held: tuple[Entry, ...] = ()
    votes: tuple[LineVote, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LateDecided(Event):
    """An office decides on a line that was held when its step went by."""

    kind: ClassVar[str] = "late_decided"
    step: str
    award: str
    unit: str
    verdict: Literal["approve", "cut"]
    writes: Literal["appraised", "passed", "decided"]
    reason: str | None = None
    number: str | None = None
    signed_on: date | None = None
    votes: tuple[LineVote, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RevocationAsked(Event):
    """The issuing office asks to take an award back."""

    kind: ClassVar[str] = "revocation_asked"
    award: str
    unit: str
    reason: str
    paper: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardRevoked(Event):
    """An award is taken back; the decided list stays as it was decided."""

    kind: ClassVar[str] = "award_revoked"
    award: str
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationReopened(Event):
    """The chain went back: only the first `steps` decisions stand, and these are the lists."""

    kind: ClassVar[str] = "nomination_reopened"
    steps: int
    appraised: tuple[Entry, ...] = ()
    passed: tuple[Entry, ...] = ()
    decided: tuple[Entry, ...] = ()
    cut: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationRejected(Event):
    """An office is against the whole proposal; the bloc may prepare another one."""

    kind: ClassVar[str] = "nomination_rejected"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationDecided(Event):
    """No step is left: the decided list is complete."""

    kind: ClassVar[str] = "nomination_decided"


@dataclass(frozen=True, kw_only=True, slots=True)
class Nominate(Given):
    """Propose what the rules yield, less what the bloc leaves out with a reason."""

    left_out: LeftOuts = ()


def steps(book: Book) -> list[Approval]:
    """Return the approval chain of the definition, in order."""
    stage = book.definition.stage_of(KEY)
    return stage.approvals if stage else []


def nominate_prevents(book: Book, given: Nominate, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the bloc from proposing.

    What an office returned or rejected may be proposed again even after the year has closed.
    """
    state = book.find(Nomination, KEY)
    if state is None or state.status not in AGAIN:
        yield from year.stage_prevents(book, KEY, call)
    if book.find(RankingState, RANKING) is None:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
    if state and state.status not in AGAIN:
        yield Unmet(code="ALREADY_PROPOSED", facts={})
    members = book.load(Roster, ROSTER).unit_ids()
    rules = {rule.id for rule in book.definition.awards}
    for one in given.left_out:
        if one.unit not in members:
            yield Unmet(code="NOT_A_MEMBER", facts={"unit": one.unit})
        if one.award not in rules:
            yield Unmet(
                code="AWARD_NOT_OFFERED", facts={"award": one.award, "offered": sorted(rules)}
            )
    if book.find(RankingState, RANKING):
        found = allocating.propose(book, given.left_out, timing.hanoi_day(call.at))
        yield from parting.open_prevents(book, found)
        yield from parting.own_gain_prevents(book, given.left_out, found, call)


def nominate(book: Book, given: Nominate, call: Call) -> list[Draft]:
    """Record the proposal and open the first step that has something to decide."""
    proposal = allocating.propose(book, given.left_out, timing.hanoi_day(call.at))
    own = tuple({one.unit for one in proposal.candidates if one.unit == call.actor.unit})
    event = NominationProposed(
        candidates=proposal.candidates, passed_over=proposal.passed_over, own_units=own,
        allotments=proposal.allotments,
    )  # fmt: skip
    proposed = Draft(stream=KEY, event=event)
    stage = book.definition.stage_of(KEY)
    if stage is None:
        return [proposed]
    return [proposed, *begin(_after(book, [proposed], call), SUBJECT, stage, call, None)]


def _after(book: Book, drafts: list[Draft], call: Call) -> Book:
    for draft in drafts:
        state = evolve(book.find(Nomination, KEY), draft.event, call)
        book = with_state(book, KEY, state)
    return book


def free(book: Book, step: Approval) -> tuple[Entry, ...]:
    """Return what *step* decides on: what stands, less what is held or has missed a step."""
    state = book.load(Nomination, KEY)
    missed = {one.entry for one in state.missed}
    return tuple(
        entry
        for entry in state.standing(step)
        if entry not in missed and not holds.held(book, entry.award, entry.unit)
    )


def _units(book: Book, step: Approval) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.unit for entry in free(book, step)))


def _lines(book: Book, step: Approval) -> frozenset[tuple[str, str]]:
    return frozenset(pairs(free(book, step)))


def pairs(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Yield lines as award and unit."""
    return ((entry.award, entry.unit) for entry in entries)


def _votes(found: Matter, cut: frozenset[tuple[str, str]]) -> Iterator[Unmet]:
    lines = [one for one in pairs(free(found.book, found.step)) if one not in cut]
    return step_votes.prevents(found.book, found.step, lines, found.turn.opened_at)


def _passed(book: Book, step: Approval, turn: Turn, _call: Call) -> list[Draft]:
    """Record the list that a step writes: what stands, less what anybody who approved cut."""
    said, now = [one for one in turn.answers if one.cut], free(book, step)
    cut = tuple({(one.award, one.unit): one for answer in said for one in answer.cut}.values())
    papers = [one for one in turn.answers if one.number or one.signed_on]
    comments = [one.comment for one in turn.answers if one.comment]
    event = StepDecided(
        step=step.id,
        verdict="approve",
        writes=step.writes or "appraised",
        entries=_left(now, cut),
        cut=cut,
        comment="\n".join(comments) or None,
        number=papers[-1].number if papers else None,
        signed_on=papers[-1].signed_on if papers else None,
        held=tuple(one for one in book.load(Nomination, KEY).standing(step) if one not in now),
        votes=tuple(step_votes.line_votes(book, step, pairs(_left(now, cut)), turn.opened_at)),
    )
    return [Draft(stream=KEY, event=event)]


def _left(standing: Sequence[Entry], cut: LeftOuts) -> tuple[Entry, ...]:
    gone = {Entry(award=one.award, unit=one.unit) for one in cut}
    return tuple(one for one in standing if one not in gone)


def _returned(_book: Book, step: Approval, comment: str | None) -> list[Draft]:
    writes = step.writes or "appraised"
    event = StepDecided(step=step.id, verdict="return", writes=writes, comment=comment)
    return [Draft(stream=KEY, event=event)]


def _reopened(book: Book, kept: Sequence[Turn]) -> list[Draft]:
    """Return the lists as they stood after the turns that are kept, worked out anew."""
    state, chain = book.load(Nomination, KEY), {step.id: step for step in steps(book)}
    written = {"appraised": state.appraised, "passed": state.passed, "decided": state.decided}
    lists = {name: _followed(state, entries) for name, entries in written.items()}
    found = replace(state, cut=_followed(state, state.cut))
    decided = [turn for turn in kept if turn.outcome == "passed"]
    for turn in decided:
        step = chain[turn.step]
        cut = tuple(one for answer in turn.answers for one in answer.cut)
        writes = step.writes or "appraised"
        stood = [one for one in found.standing(step) if one in written[writes]]
        lists[writes] += _left(stood, cut)
        gone = tuple(Entry(award=one.award, unit=one.unit) for one in cut)
        found = replace(found, cut=(*found.cut, *gone))
    event = NominationReopened(steps=len(decided), cut=tuple(dict.fromkeys(found.cut)), **lists)
    return [Draft(stream=KEY, event=event)]


def _followed(state: Nomination, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the lines that never went with the others, and so do not go back with them."""
    return tuple(entry for entry in entries if state.followed(entry))


def _ended(outcome: str, _step: Approval | None, reason: str | None) -> list[Draft]:
    if outcome == "rejected":
        return [Draft(stream=KEY, event=NominationRejected(reason=reason))]
    return [Draft(stream=KEY, event=NominationDecided())]


def _content(book: Book) -> object:
    return book.load(Nomination, KEY).first


def _by_nominating(_book: Book, _call: Call) -> Iterator[Unmet]:
    yield Unmet(code="REQUESTED_BY_NOMINATING", who=("head",))


SUBJECT = Subject(
    content=_content,
    prevents=_by_nominating,
    units=_units,
    concerns=lambda book, step: bool(_lines(book, step)),
    lines=_lines,
    votes=_votes,
    passed=_passed,
    returned=_returned,
    reopened=_reopened,
    ended=_ended,
    after=_after,
    final=True,
)
"""The nomination, as its approval sees it."""


def evolve(  # noqa: C901 - one line for each event
    state: Nomination | None, event: Event, call: Call
) -> Nomination:
    """Return the nomination after *event*."""
    if isinstance(event, LateDecided | RevocationAsked | AwardRevoked | NextProposed) and state:
        return _afterwards(state, event, call)
    match event, state:
        case NominationProposed(), _:
            entries = tuple(Entry(award=one.award, unit=one.unit) for one in event.candidates)
            return Nomination(status="proposed", proposer=call.actor.person, proposed=entries)
        case StepOpened(), Nomination():
            return replace(state, open_step=event.step, open_until=event.due)
        case StepDecided(), Nomination():
            return _decided(state, event, call)
        case StepExpired(), Nomination():
            return replace(state, expired=(*state.expired, event.step))
        case NominationDecided(), Nomination():
            return replace(state, status="decided")
        case NominationRejected(), Nomination():
            return replace(state, status="rejected", comment=event.reason)
        case NominationReopened(), Nomination():
            return replace(
                state, steps=state.steps[: event.steps], appraised=event.appraised,
                passed=event.passed, decided=event.decided, cut=event.cut,
            )  # fmt: skip
    raise OutOfPlace(event.kind)


def _afterwards(
    state: Nomination,
    event: LateDecided | RevocationAsked | AwardRevoked | NextProposed,
    call: Call,
) -> Nomination:
    """Return the nomination after what may happen to one line beside the chain, or after it."""
    match event:
        case LateDecided():
            return _late(state, event, call)
        case RevocationAsked():
            asked = Revocation(
                entry=Entry(award=event.award, unit=event.unit), reason=event.reason,
                paper=event.paper, asked_by=call.actor.person, asked_at=call.at,
            )  # fmt: skip
            return replace(state, revocations=(*state.revocations, asked))
        case AwardRevoked():
            return replace(state, revocations=tuple(_revoked(state, event, call)))
        case NextProposed():
            new = tuple(Entry(award=one.award, unit=one.unit) for one in event.candidates)
            added = [Following(entry=one, proposer=call.actor.person) for one in new]
            proposed, following = (*state.proposed, *new), (*state.following, *added)
            return replace(state, proposed=proposed, following=following)


def _late(state: Nomination, event: LateDecided, call: Call) -> Nomination:
    entry = Entry(award=event.award, unit=event.unit)
    after = replace(
        state, late=(*state.late, OneStep(step=event.step, entry=entry, person=call.actor.person))
    )
    if event.verdict == "cut":
        return replace(after, cut=(*after.cut, entry))
    return _written(after, event.writes, (entry,))


def _revoked(state: Nomination, event: AwardRevoked, call: Call) -> Iterator[Revocation]:
    wanted = Entry(award=event.award, unit=event.unit)
    for one in state.revocations:
        confirmed = replace(one, confirmed_by=call.actor.person, confirmed_at=call.at)
        yield confirmed if one.entry == wanted else one


def _decided(state: Nomination, event: StepDecided, call: Call) -> Nomination:
    record = StepRecord(
        step=event.step,
        verdict=event.verdict,
        person=call.actor.person,
        at=call.at,
        number=event.number,
        signed_on=event.signed_on,
    )
    after = replace(
        state, steps=(*state.steps, record), open_step=None, open_until=None, comment=event.comment
    )
    if event.verdict == "return":
        return replace(after, status="returned")
    cut = tuple(Entry(award=one.award, unit=one.unit) for one in event.cut)
    missed = tuple(OneStep(step=event.step, entry=entry) for entry in event.held)
    after = replace(after, cut=(*after.cut, *cut), missed=(*after.missed, *missed))
    return _written(after, event.writes, event.entries)


def _written(
    state: Nomination,
    writes: Literal["appraised", "passed", "decided"],
    entries: tuple[Entry, ...],
) -> Nomination:
    match writes:
        case "appraised":
            return replace(state, appraised=(*state.appraised, *entries))
        case "passed":
            return replace(state, passed=(*state.passed, *entries))
        case "decided":
            return replace(state, decided=(*state.decided, *entries))
