"""Proposing praise, answering it for the bloc, and deciding on it office by office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from definitions.schema.awards import SubjectKind
from definitions.schema.praise import PraiseStep
from workflow.domain import access, personal, praise
from workflow.domain.errors import Unmet
from workflow.domain.honours import KIND as HONOURS
from workflow.domain.honours import UnitHonours
from workflow.domain.model import Book, Call, Draft, Given, Id, Name, Words
from workflow.domain.nomination import KEY as NOMINATION
from workflow.domain.nomination import Nomination
from workflow.domain.pledge import KEY as PLEDGE
from workflow.domain.pledge import Pledge
from workflow.domain.praise import (
    KEY,
    Answer,
    Praise,
    PraiseAnswered,
    PraiseDecided,
    PraiseProposed,
    Round,
    praises_of,
    waiting_step,
)
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.timing import hanoi_day


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposePraise(Given):
    """Propose a unit, or a person or household of it, for praise outside the yearly awards."""

    id: Id
    unit: Id
    reason: Words
    round: Round = "periodic"
    person: Name | None = None
    campaign: Name | None = None
    award: Id | None = None
    to: SubjectKind | None = None
    achievement: Id | None = None

    @property
    def subject(self) -> SubjectKind:
        """Whom it is for: a person where one is named, unless it says otherwise."""
        return self.to or ("individual" if self.person else "collective")


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerPraise(Given):
    """Give the praise, or decline it with a comment."""

    id: Id
    answer: Answer = "give"
    comment: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidePraise(Given):
    """Decide as an office: the last one gives the number and the day of its decision."""

    id: Id
    verdict: Answer = "give"
    comment: Words | None = None
    number: Name | None = None
    signed_on: date | None = None
    effective_on: date | None = None


def propose_prevents(book: Book, given: ProposePraise, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents the proposal: no member, an id twice, a campaign nobody pledged."""
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    if praise.found(book, given.id):
        yield Unmet(code="PRAISE_TAKEN", facts={"praise": given.id})
    pledge = book.find(Pledge, PLEDGE)
    campaigns = list(pledge.campaigns) if pledge else []
    if given.campaign and given.campaign not in campaigns:
        facts: dict[str, object] = {"campaign": given.campaign, "known": campaigns}
        yield Unmet(code="NO_SUCH_CAMPAIGN", facts=facts)
    yield from _award_prevents(book, given)


def _award_prevents(book: Book, given: ProposePraise) -> Iterator[Unmet]:
    """Yield what is wrong with the award: not offered, not for such a subject, rewarded before."""
    rules = book.definition.praise
    offered = sorted(rules.awards) if rules else []
    fitting = {one.id for one in book.definition.catalogue if one.is_for(given.subject)}
    if rules and given.award is None:
        yield Unmet(code="PRAISE_WITHOUT_AWARD", facts={"offered": offered})
    elif given.award and given.award not in offered:
        yield Unmet(code="AWARD_NOT_OFFERED", facts={"award": given.award, "offered": offered})
    elif given.award and given.award not in fitting:
        yield Unmet(code="AWARD_NOT_FOR", facts={"award": given.award, "whom": given.subject})
    if given.subject != "collective" and not given.person:
        yield Unmet(code="PRAISE_OF_NOBODY", facts={"whom": given.subject})
    if given.award and given.achievement is None:
        yield Unmet(code="ACHIEVEMENT_MISSING", facts={})
    elif given.achievement and _served(book, given.achievement):
        yield Unmet(code="ACHIEVEMENT_REWARDED", facts={"achievement": given.achievement})


def _served(book: Book, achievement: str) -> bool:
    """Whether an achievement was rewarded before, or serves for an award of the year."""
    found = book.each(UnitHonours, HONOURS).values()
    used = {one.id for unit in found for one in unit.initiatives if one.used_for}
    if achievement in used | praise.rewarded(book):
        return True
    state = book.find(Nomination, NOMINATION)
    if state is None:
        return False
    return ("initiative", achievement) in personal.propose(book, (), state.proposed_on).spent


def propose(_book: Book, given: ProposePraise, _call: Call) -> list[Draft]:
    """Record the proposal."""
    event = PraiseProposed(
        id=given.id,
        unit=given.unit,
        reason=given.reason,
        round=given.round,
        person=given.person,
        campaign=given.campaign,
        award=given.award,
        to=given.subject,
        achievement=given.achievement,
    )
    return [Draft(stream=KEY, event=event)]


def answer_prevents(book: Book, given: AnswerPraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an answer: not open, the proposer's own, the unit's own, no reason."""
    found = praise.found(book, given.id)
    if found is None:
        known = [one.id for one in praises_of(book) if one.answer is None]
        yield Unmet(code="NO_SUCH_PRAISE", facts={"praise": given.id, "known": known})
        return
    if found.answer:
        yield Unmet(code="PRAISE_ANSWERED", facts={"praise": given.id})
    if found.proposer == call.actor.person:
        facts: dict[str, object] = {"praise": given.id}
        yield Unmet(code="PRAISE_PROPOSED_BY_YOU", facts=facts, who=("head", "deputy"))
    if found.unit in access.own_units(book, call):
        facts = {"unit": book.load(Roster, ROSTER).name(found.unit)}
        yield Unmet(code="OWN_UNIT", facts=facts, who=("head", "deputy"))
    if given.answer == "decline" and not given.comment:
        yield Unmet(code="PRAISE_REASON", who=(call.actor.seat,))


def answer(book: Book, given: AnswerPraise, call: Call) -> list[Draft]:
    """Record the answer."""
    by = call.actor.person if book.definition.praise else None
    event = PraiseAnswered(id=given.id, answer=given.answer, comment=given.comment, by=by)
    return [Draft(stream=KEY, event=event)]


def decide_prevents(book: Book, given: DecidePraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an office's decision: no open step, another's step, hands, the paper."""
    found = praise.found(book, given.id)
    step = waiting_step(book, found) if found else None
    if found is None or step is None:
        known = [one.id for one in praises_of(book) if waiting_step(book, one)]
        yield Unmet(code="PRAISE_NOT_WAITING", facts={"praise": given.id, "known": known})
        return
    office = f"office:{step.office}"
    if call.actor.office != step.office:
        yield Unmet(code="STEP_OF_OTHER_OFFICE", facts={"step": step.title}, who=(office,))
    earlier = {found.proposer, found.answered_by, *(one.person for one in found.decisions)}
    for person in sorted({call.actor.person, call.recorder or call.actor.person}):
        if person in earlier:
            yield Unmet(code="FOUR_EYES", facts={"person": person}, who=(office,))
    if found.unit in access.own_units(book, call):
        unit = book.load(Roster, ROSTER).name(found.unit)
        yield Unmet(code="OWN_UNIT", facts={"unit": unit}, who=(office,))
    if given.verdict == "decline" and not given.comment:
        yield Unmet(code="PRAISE_REASON", who=(call.actor.seat,))
    yield from _paper_prevents(book, found, step, given, call)


def _paper_prevents(
    book: Book, praise: Praise, step: PraiseStep, given: DecidePraise, call: Call
) -> Iterator[Unmet]:
    """Yield that the last office signs no decision, or one with days in reverse."""
    if given.verdict == "give" and _is_last(book, praise, step) and not given.number:
        yield Unmet(code="DECISION_PAPER_MISSING", facts={"step": step.title})
    signed = given.signed_on or hanoi_day(call.at)
    if given.effective_on and given.effective_on < signed:
        facts: dict[str, object] = {"effective": given.effective_on, "signed": signed}
        yield Unmet(code="EFFECTIVE_BEFORE_SIGNED", facts=facts)


def _is_last(book: Book, praise: Praise, step: PraiseStep) -> bool:
    rules = book.definition.praise
    return rules is not None and rules.steps_of(praise.award or "")[-1].id == step.id


def decide(book: Book, given: DecidePraise, call: Call) -> list[Draft]:
    """Record what the office decided; a paper counts in the last step alone."""
    found = praise.found(book, given.id)
    step = waiting_step(book, found) if found else None
    if found is None or step is None:
        raise KeyError(given.id)
    signs = given.verdict == "give" and _is_last(book, found, step)
    signed = given.signed_on or hanoi_day(call.at)
    event = PraiseDecided(
        id=given.id,
        step=step.id,
        verdict=given.verdict,
        comment=given.comment,
        number=given.number if signs else None,
        signed_on=signed if signs else None,
        effective_on=(given.effective_on or signed) if signs else None,
    )
    return [Draft(stream=KEY, event=event)]
