"""Praise outside the yearly awards: proposed as the year goes, periodic or thematic, and answered.

It never counts towards the awards of the year; those come from the ranking alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from workflow.domain import access
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name, Words
from workflow.domain.pledge import KEY as PLEDGE
from workflow.domain.pledge import Pledge
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster

KEY = "praises"
Round = Literal["periodic", "thematic", "sudden"]
Answer = Literal["give", "decline"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Praise:
    """One proposal: a unit, or a person of it, for what; `campaign` is one the pledge names."""

    id: str
    unit: str
    reason: str
    round: Round
    proposer: str
    person: str | None = None
    campaign: str | None = None
    answer: Answer | None = None
    comment: str | None = None


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


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseAnswered(Event):
    """The bloc gives the praise or declines it."""

    kind: ClassVar[str] = "praise_answered"
    id: str
    answer: Answer
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposePraise(Given):
    """Propose a unit, or a person of it, for praise outside the yearly awards."""

    id: Id
    unit: Id
    reason: Words
    round: Round = "periodic"
    person: Name | None = None
    campaign: Name | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerPraise(Given):
    """Give the praise, or decline it with a comment."""

    id: Id
    answer: Answer = "give"
    comment: Words | None = None


def _praises(book: Book) -> Praises:
    return book.find(Praises, KEY) or Praises()


def propose_prevents(book: Book, given: ProposePraise, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents the proposal: no member, an id twice, a campaign nobody pledged."""
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    if _praises(book).find(given.id):
        yield Unmet(code="PRAISE_TAKEN", facts={"praise": given.id})
    pledge = book.find(Pledge, PLEDGE)
    campaigns = list(pledge.campaigns) if pledge else []
    if given.campaign and given.campaign not in campaigns:
        facts: dict[str, object] = {"campaign": given.campaign, "known": campaigns}
        yield Unmet(code="NO_SUCH_CAMPAIGN", facts=facts)


def propose(_book: Book, given: ProposePraise, _call: Call) -> list[Draft]:
    """Record the proposal."""
    event = PraiseProposed(
        id=given.id,
        unit=given.unit,
        reason=given.reason,
        round=given.round,
        person=given.person,
        campaign=given.campaign,
    )
    return [Draft(stream=KEY, event=event)]


def answer_prevents(book: Book, given: AnswerPraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an answer: not open, the proposer's own, the unit's own, no reason."""
    praise = _praises(book).find(given.id)
    if praise is None:
        known = [one.id for one in _praises(book).praises if one.answer is None]
        yield Unmet(code="NO_SUCH_PRAISE", facts={"praise": given.id, "known": known})
        return
    if praise.answer:
        yield Unmet(code="PRAISE_ANSWERED", facts={"praise": given.id})
    if praise.proposer == call.actor.person:
        facts: dict[str, object] = {"praise": given.id}
        yield Unmet(code="PRAISE_PROPOSED_BY_YOU", facts=facts, who=("head", "deputy"))
    if praise.unit in access.own_units(book, call):
        facts = {"unit": book.load(Roster, ROSTER).name(praise.unit)}
        yield Unmet(code="OWN_UNIT", facts=facts, who=("head", "deputy"))
    if given.answer == "decline" and not given.comment:
        yield Unmet(code="PRAISE_REASON", who=(call.actor.seat,))


def answer(_book: Book, given: AnswerPraise, _call: Call) -> list[Draft]:
    """Record the answer."""
    event = PraiseAnswered(id=given.id, answer=given.answer, comment=given.comment)
    return [Draft(stream=KEY, event=event)]


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
            )
            return replace(before, praises=(*before.praises, praise))
        case PraiseAnswered():
            return replace(
                before,
                praises=tuple(
                    replace(one, answer=event.answer, comment=event.comment)
                    if one.id == event.id
                    else one
                    for one in before.praises
                ),
            )
    raise OutOfPlace(event.kind)
