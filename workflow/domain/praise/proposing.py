"""Proposing praise, for an award and an achievement where the definition says so; withdrawing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from definitions.schema.awards import SubjectKind
from definitions.schema.praise import Round
from workflow.domain.awards import personal
from workflow.domain.errors import Unmet
from workflow.domain.members.honours import KIND as HONOURS
from workflow.domain.members.honours import UnitHonours
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Name, Words
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Nomination
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.praise import before_event, clock, state
from workflow.domain.praise.events import PraiseProposed, PraiseWithdrawn
from workflow.domain.praise.state import KEY


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposePraise(Given):
    """Propose a unit, or a person or household of it, for praise outside the yearly awards.

    `event_on` is the day of the event that it is asked for, where there is one.
    """

    id: Id
    unit: Id
    reason: Words
    round: Round = "periodic"
    person: Name | None = None
    campaign: Name | None = None
    award: Id | None = None
    to: SubjectKind | None = None
    achievement: Id | None = None
    event_on: date | None = None

    @property
    def subject(self) -> SubjectKind:
        """Whom it is for: a person where one is named, unless it says otherwise."""
        return self.to or ("individual" if self.person else "collective")


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawPraise(Given):
    """Take one's own proposal back, until the bloc has answered it."""

    id: Id


def propose_prevents(book: Book, given: ProposePraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the proposal: no member, an id twice, no such campaign, too late.

    What came back to its proposer is proposed once more under its own id, and by them.
    """
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    before = state.find(book, given.id)
    if before and (before.back != "proposer" or before.proposer != call.actor.person):
        yield Unmet(code="PRAISE_TAKEN", facts={"praise": given.id})
    pledge = book.find(Pledge, PLEDGE)
    campaigns = list(pledge.campaigns) if pledge else []
    if given.campaign and given.campaign not in campaigns:
        facts: dict[str, object] = {"campaign": given.campaign, "known": campaigns}
        yield Unmet(code="NO_SUCH_CAMPAIGN", facts=facts)
    yield from before_event.prevents(book, given.event_on, given.round, before, call)
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
    elif given.achievement and _served(book, given):
        yield Unmet(code="ACHIEVEMENT_REWARDED", facts={"achievement": given.achievement})


def _served(book: Book, given: ProposePraise) -> bool:
    """Whether an achievement was rewarded before, or serves for an award of the year."""
    found = book.each(UnitHonours, HONOURS).values()
    used = {one.id for unit in found for one in unit.initiatives if one.used_for}
    achievement = given.achievement
    if achievement in used | state.rewarded(book, but=given.id):
        return True
    nominated = book.find(Nomination, NOMINATION)
    if nominated is None:
        return False
    return ("initiative", achievement) in personal.propose(book, (), nominated.proposed_on).spent


def propose(book: Book, given: ProposePraise, call: Call) -> list[Draft]:
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
        due=clock.due(book, call.at),
        calendar=book.overlay.version,
        event_on=given.event_on,
        last_day=before_event.last_day(
            book, given.event_on, given.round, state.find(book, given.id), call
        ),
    )
    return [Draft(stream=KEY, event=event)]


def withdraw_prevents(book: Book, given: WithdrawPraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a withdrawal: no such proposal, another's, or the next has acted."""
    found = state.find(book, given.id)
    if found is None or found.withdrawn:
        known = [one.id for one in state.praises_of(book) if not one.answer and not one.withdrawn]
        yield Unmet(code="NO_SUCH_PRAISE", facts={"praise": given.id, "known": known})
        return
    if found.proposer != call.actor.person:
        who = (f"person:{found.proposer}",)
        yield Unmet(code="PRAISE_OF_ANOTHER", facts={"praise": given.id}, who=who)
    if found.answer or found.back == "bloc":
        yield Unmet(code="PRAISE_ANSWERED", facts={"praise": given.id})


def withdraw(_book: Book, given: WithdrawPraise, _call: Call) -> list[Draft]:
    """Record that a proposal is taken back."""
    return [Draft(stream=KEY, event=PraiseWithdrawn(id=given.id))]
