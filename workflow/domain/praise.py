"""Praise outside the yearly awards: proposed as the year goes, answered by the bloc, and decided.

Where the definition names awards for it, a proposal is for one of them and for one achievement: the
bloc's answer lays it before the offices, the last of which signs the decision. One achievement is
rewarded once, and what was rewarded so serves for no award of the year. Luật TĐKT 2022, Điều
5(2)(c); NĐ 152/2025, Điều 4(3).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from definitions.schema.awards import SubjectKind
from definitions.schema.praise import PraiseStep
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Event

KEY = "praises"
Round = Literal["periodic", "thematic", "sudden"]
Answer = Literal["give", "decline"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseDecision:
    """What an office decided in its step; the last one carries the paper."""

    step: str
    verdict: Answer
    person: str
    at: datetime
    comment: str | None = None
    number: str | None = None
    signed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Praise:
    """One proposal: a unit, or a person of it, for what; `campaign` is one the pledge names.

    `award` is what is asked for, `to` whom it would be given to, `achievement` what for.
    """

    id: str
    unit: str
    reason: str
    round: Round
    proposer: str
    person: str | None = None
    campaign: str | None = None
    answer: Answer | None = None
    comment: str | None = None
    award: str | None = None
    to: SubjectKind = "collective"
    achievement: str | None = None
    answered_by: str | None = None
    decisions: tuple[PraiseDecision, ...] = ()

    @property
    def declined(self) -> bool:
        """Whether the bloc or an office was against."""
        return "decline" in {self.answer, *(one.verdict for one in self.decisions)}

    @property
    def paper(self) -> PraiseDecision | None:
        """The decision by which it was given; None while nobody has signed one."""
        return next((one for one in self.decisions if one.number), None)

    @property
    def given(self) -> bool:
        """Whether it was given: by the bloc, or an award by a signed decision."""
        return self.paper is not None if self.award else self.answer == "give"


@dataclass(frozen=True, kw_only=True, slots=True)
class Praises:
    """The state of all proposals for praise in a year."""

    praises: tuple[Praise, ...] = ()

    def find(self, praise: str) -> Praise | None:
        """Return the proposal of that id."""
        return next((one for one in self.praises if one.id == praise), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseProposed(Event):
    """Somebody typical is proposed for praise."""

    kind: ClassVar[str] = "praise_proposed"
    id: str
    unit: str
    reason: str
    round: Round
    person: str | None = None
    campaign: str | None = None
    award: str | None = None
    to: SubjectKind = "collective"
    achievement: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseAnswered(Event):
    """The bloc gives the praise, or lays it before the offices; or it declines."""

    kind: ClassVar[str] = "praise_answered"
    id: str
    answer: Answer
    comment: str | None = None
    by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseDecided(Event):
    """An office decides on a proposal in its step."""

    kind: ClassVar[str] = "praise_decided"
    id: str
    step: str
    verdict: Answer
    comment: str | None
    number: str | None
    signed_on: date | None
    effective_on: date | None


def praises_of(book: Book) -> tuple[Praise, ...]:
    """Return every proposal of the year, in their order."""
    return (book.find(Praises, KEY) or Praises()).praises


def found(book: Book, praise: str) -> Praise | None:
    """Return the proposal of that id."""
    return next((one for one in praises_of(book) if one.id == praise), None)


def waiting_step(book: Book, praise: Praise) -> PraiseStep | None:
    """Return the step whose move a proposal is; None before the bloc's answer and at the end."""
    rules = book.definition.praise
    if rules is None or praise.award is None or praise.answer != "give" or praise.declined:
        return None
    done = {one.step for one in praise.decisions}
    return next((one for one in rules.steps_of(praise.award) if one.id not in done), None)


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield every proposal for an award that waits for the bloc's answer, or for an office."""
    for one in praises_of(book):
        facts: dict[str, object] = {"praise": one.id}
        if step := waiting_step(book, one):
            facts |= {"step": step.title}
            yield Unmet(code="PRAISE_STEP_WAITING", facts=facts, who=(f"office:{step.office}",))
        elif one.award and one.answer is None:
            yield Unmet(code="PRAISE_UNANSWERED", facts=facts, who=("head", "deputy"))


def rewarded(book: Book) -> frozenset[str]:
    """Return the achievements that praise was given for, or may yet be: they serve once."""
    return frozenset(
        one.achievement for one in praises_of(book) if one.achievement and not one.declined
    )


def evolve(state: Praises | None, event: Event, call: Call) -> Praises:
    """Return the proposals after *event*."""
    before = state or Praises()
    match event:
        case PraiseProposed():
            praise = Praise(
                id=event.id,
                unit=event.unit,
                reason=event.reason,
                round=event.round,
                proposer=call.actor.person,
                person=event.person,
                campaign=event.campaign,
                award=event.award,
                to=event.to,
                achievement=event.achievement,
            )
            return replace(before, praises=(*before.praises, praise))
        case PraiseAnswered() | PraiseDecided():
            return Praises(
                praises=tuple(
                    _after(one, event, call) if one.id == event.id else one
                    for one in before.praises
                )
            )
    raise OutOfPlace(event.kind)


def _after(praise: Praise, event: PraiseAnswered | PraiseDecided, call: Call) -> Praise:
    if isinstance(event, PraiseAnswered):
        return replace(praise, answer=event.answer, comment=event.comment, answered_by=event.by)
    decision = PraiseDecision(
        step=event.step,
        verdict=event.verdict,
        person=call.actor.person,
        at=call.at,
        comment=event.comment,
        number=event.number,
        signed_on=event.signed_on,
        effective_on=event.effective_on,
    )
    return replace(praise, decisions=(*praise.decisions, decision))
