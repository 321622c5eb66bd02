"""Nomination: proposed by the bloc, then office after office; the four lists are never mixed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from definitions.schema.stages import Approval
from workflow.domain import allocating, timing, year
from workflow.domain.allocating import Candidate, LeftOuts, PassedOver
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name, Words
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster

KEY = "nomination"
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
class Nomination:
    """The state of the nomination: its lists, what was cut, and the step that is open."""

    status: Literal["proposed", "returned", "decided"]
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

    def standing(self, step: Approval) -> tuple[Entry, ...]:
        """Return what *step* decides on: proposed, not cut so far, of its awards."""
        return tuple(
            entry
            for entry in self.proposed
            if entry not in self.cut and (step.awards is None or entry.award in step.awards)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationProposed(Event):
    """The bloc proposes. `own_units`: units of the proposer among the candidates, made visible."""

    kind: ClassVar[str] = "nomination_proposed"
    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    own_units: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StepOpened(Event):
    """It is an office's move."""

    kind: ClassVar[str] = "step_opened"
    step: str
    due: datetime | None


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


@dataclass(frozen=True, kw_only=True, slots=True)
class StepExpired(Event):
    """The time of a step is over; it stays open and is escalated."""

    kind: ClassVar[str] = "step_expired"
    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NominationDecided(Event):
    """No step is left: the decided list is complete."""

    kind: ClassVar[str] = "nomination_decided"


@dataclass(frozen=True, kw_only=True, slots=True)
class Nominate(Given):
    """Propose what the rules yield, less what the bloc leaves out with a reason."""

    left_out: LeftOuts = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideStep(Given):
    """Decide the open step of the chain."""

    step: Id
    verdict: Verdict = "approve"
    cut: LeftOuts = ()
    comment: Words | None = None
    number: Name | None = None
    signed_on: date | None = None


def steps(book: Book) -> list[Approval]:
    """Return the approval chain of the definition, in order."""
    stage = book.definition.stage_of(KEY)
    return stage.approvals if stage else []


def step_of(book: Book, step_id: str) -> Approval:
    """Return a step of the chain by its id."""
    return next(step for step in steps(book) if step.id == step_id)


def nominate_prevents(book: Book, given: Nominate, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the bloc from proposing.

    What an office returned may be proposed again even after the year has closed.
    """
    state = book.find(Nomination, KEY)
    if state is None or state.status != "returned":
        yield from year.stage_prevents(book, KEY, call)
    if book.find(RankingState, RANKING) is None:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
    if state and state.status != "returned":
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


def nominate(book: Book, given: Nominate, call: Call) -> list[Draft]:
    """Record the proposal and open the first step that has something to decide."""
    proposal = allocating.propose(book, given.left_out)
    own = tuple({one.unit for one in proposal.candidates if one.unit == call.actor.unit})
    event = NominationProposed(
        candidates=proposal.candidates, passed_over=proposal.passed_over, own_units=own
    )
    after = evolve(book.find(Nomination, KEY), event, call)
    return [Draft(stream=KEY, event=event), *_next(book, after, steps(book), call)]


def _next(book: Book, state: Nomination, left: list[Approval], call: Call) -> Iterator[Draft]:
    following = next((step for step in left if state.standing(step)), None)
    if following is None:
        yield Draft(stream=KEY, event=NominationDecided())
        return
    within = following.within
    due = timing.after(book.definition, call.at, within) if within else None
    yield Draft(stream=KEY, event=StepOpened(step=following.id, due=due))


def resume(book: Book, call: Call) -> list[Draft]:
    """Open the waiting step again after a suspension, its time moved by as much."""
    state = book.find(Nomination, KEY)
    if state is None or state.open_step is None or state.open_step in state.expired:
        return []
    due = state.open_until + year.stood_still(book, call) if state.open_until else None
    return [Draft(stream=KEY, event=StepOpened(step=state.open_step, due=due))]


def decide_prevents(book: Book, given: DecideStep, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an office from deciding: not its turn, not four eyes, its own unit."""
    state = book.find(Nomination, KEY)
    if state is None or state.open_step is None:
        yield Unmet(code="NOTHING_TO_DECIDE", facts={}, who=("head",))
        return
    if state.open_step != given.step:
        yield Unmet(code="STEP_NOT_OPEN", facts={"step": given.step, "open": state.open_step})
        return
    step = next(one for one in steps(book) if one.id == given.step)
    yield from _hands_prevent(book, state, step, call)
    yield from _paper_prevents(state, step, given)


def _hands_prevent(book: Book, state: Nomination, step: Approval, call: Call) -> Iterator[Unmet]:
    """Yield why these hands may not decide: who enters an act for somebody else counts as well."""
    office = f"office:{step.office}"
    if call.actor.seat != office:
        facts: dict[str, object] = {"office": book.definition.office_title(step.office)}
        yield Unmet(code="NOT_THE_OFFICE", facts=facts, who=(office,))
    hands = [call.actor.person, *filter(None, [call.recorder])]
    for person in sorted(
        {state.proposer, *(one.person for one in state.steps)}.intersection(hands)
    ):
        yield Unmet(code="FOUR_EYES", facts={"person": person}, who=(office,))
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(call.at)
    seats = {seat for person in hands for seat in roster.seats_of(person, day)}
    for unit in dict.fromkeys(entry.unit for entry in state.standing(step)):
        if f"unit:{unit}" in seats:
            yield Unmet(code="OWN_UNIT", facts={"unit": roster.name(unit)}, who=(office,))


def _paper_prevents(state: Nomination, step: Approval, given: DecideStep) -> Iterator[Unmet]:
    if given.verdict == "return" and not given.comment:
        yield Unmet(code="COMMENT_MISSING", facts={}, who=(f"office:{step.office}",))
    standing = state.standing(step)
    for one in given.cut:
        if Entry(award=one.award, unit=one.unit) not in standing:
            facts: dict[str, object] = {"award": one.award, "unit": one.unit}
            yield Unmet(code="NOT_ON_THE_LIST", facts=facts)


def decide(book: Book, given: DecideStep, call: Call) -> list[Draft]:
    """Record the decision; open the next step, or complete the lists."""
    state = book.load(Nomination, KEY)
    chain = steps(book)
    place = next(number for number, one in enumerate(chain) if one.id == given.step)
    step, cut = chain[place], {Entry(award=one.award, unit=one.unit) for one in given.cut}
    approved = given.verdict == "approve"
    event = StepDecided(
        step=step.id,
        verdict=given.verdict,
        writes=step.writes,
        entries=tuple(one for one in state.standing(step) if one not in cut) if approved else (),
        cut=given.cut if approved else (),
        comment=given.comment,
        number=given.number,
        signed_on=given.signed_on,
    )
    drafts = [Draft(stream=KEY, event=event)]
    if approved:
        drafts += _next(book, evolve(state, event, call), chain[place + 1 :], call)
    return drafts


def evolve(state: Nomination | None, event: Event, call: Call) -> Nomination:
    """Return the nomination after *event*."""
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
    raise OutOfPlace(event.kind)


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
    after = replace(after, cut=(*after.cut, *cut))
    match event.writes:
        case "appraised":
            return replace(after, appraised=(*after.appraised, *event.entries))
        case "passed":
            return replace(after, passed=(*after.passed, *event.entries))
        case "decided":
            return replace(after, decided=(*after.decided, *event.entries))
