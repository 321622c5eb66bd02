"""From an event to what people are told of."""

from collections.abc import Iterator
from dataclasses import replace

from workflow.domain.adoption import state as adoption
from workflow.domain.approvals import events as approving
from workflow.domain.approvals import standins
from workflow.domain.awards.proposal import NextProposed
from workflow.domain.eligibility import holds
from workflow.domain.eligibility.feeds import FeedOverdue, FeedsDue
from workflow.domain.leaders import handover, succession
from workflow.domain.members import membership
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.nominations import nomination, owed_dossiers
from workflow.domain.nominations.nominating import NominationWithdrawn
from workflow.domain.objections import events as objecting
from workflow.domain.praise import events as praising
from workflow.domain.registration import events as registering
from workflow.domain.results.ranking import RankingFixed
from workflow.domain.scores import criteria_groups, period_deadlines, sheet
from workflow.domain.stages import extending, year
from workflow.domain.stages.moving import DeadlineMoved
from workflow.domain.telling.occasions import (
    approvals,
    dossiers,
    feeds,
    lines,
    members,
    objections,
    praise,
    registrations,
    results,
    stages,
)
from workflow.domain.telling.occasions.occasion import Occasion, Rule, plain


def follow(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    """Yield what people are to be told because of *draft*; the book is as it stands after."""
    rule = RULES.get(type(draft.event))
    for occasion in rule(book, draft, call) if rule else ():
        yield replace(occasion, about=occasion.about or draft.stream)


RULES: dict[type[Event], Rule] = {
    year.YearOpened: plain("year_opened"),
    year.StageEntered: stages.entered,
    year.StageOverdue: stages.overdue,
    period_deadlines.PeriodOverdue: stages.period_overdue,
    period_deadlines.PeriodsDue: stages.periods_moved,
    FeedOverdue: feeds.overdue,
    FeedsDue: feeds.moved,
    criteria_groups.CriteriaGroupOverdue: stages.group_overdue,
    criteria_groups.CriteriaGroupsDated: stages.groups_moved,
    owed_dossiers.DossierOverdue: dossiers.overdue,
    owed_dossiers.DossiersDue: dossiers.moved,
    DeadlineMoved: stages.deadline_moved,
    extending.ExtensionProposed: stages.extension_proposed,
    adoption.DefinitionProposed: stages.definition_proposed,
    adoption.DefinitionAdopted: stages.definition_adopted,
    year.YearClosed: plain("year_closed"),
    year.YearDissolved: stages.dissolved,
    membership.UnitWithdrawn: members.left,
    registering.RegistrationSubmitted: registrations.submitted,
    registering.RegistrationAmended: registrations.amended,
    registering.RegistrationWithdrawn: registrations.withdrawn,
    registering.RegistrationReturned: results.returned,
    registering.RegistrationAccepted: results.accepted,
    sheet.SheetReturned: results.returned,
    sheet.SheetAppraised: results.accepted,
    RankingFixed: plain("ranking_fixed"),
    approving.StepOpened: approvals.step_asked,
    approving.SignersChanged: approvals.step_asked,
    approving.StepDelegated: approvals.opinion_asked,
    approving.OpinionGiven: approvals.opinion_back,
    approving.PartReturned: approvals.opinion_back,
    approving.SignersUrged: approvals.urged,
    approving.StepRouted: approvals.stuck,
    approving.StepStuck: approvals.stuck,
    approving.SignerRouted: approvals.signer_gone,
    approving.SignerReturned: approvals.signer_gone,
    standins.StandInGone: approvals.stand_in_gone,
    approving.StepReturned: approvals.sent_back,
    approving.ApprovalEnded: approvals.ended,
    approving.StepExpired: approvals.step_expired,
    nomination.StepDecided: results.nomination_returned,
    nomination.NominationDecided: results.decided,
    nomination.LateDecided: lines.decided_alone,
    nomination.AwardRevoked: lines.revoked,
    holds.HoldReleased: lines.let_go,
    NextProposed: lines.proposed_later,
    NominationWithdrawn: approvals.nomination_withdrawn,
    praising.PraiseProposed: praise.proposed,
    praising.PraiseReturned: praise.proposed,
    praising.PraiseAnswered: praise.answered,
    praising.PraiseDecided: praise.decided,
    praising.PraiseWithdrawn: praise.plain("praise_withdrawn"),
    praising.PraiseOverdue: praise.overdue,
    praising.PraiseRevoked: praise.plain("praise_revoked"),
    succession.LeadersAgreed: results.agreed,
    handover.HandoverPrepared: results.handing_over,
    objecting.ObjectionsOpened: objections.opened,
    objecting.WindowMoved: objections.window_moved,
    objecting.ObjectionMoved: objections.moved,
    objecting.ObjectionRaised: objections.objection("objection_raised"),
    objecting.ObjectionCarried: objections.objection("objection_carried"),
    objecting.ObjectionOverdue: objections.objection("objection_overdue"),
    objecting.ObjectionAnswered: objections.objection("objection_answered"),
    objecting.ObjectionWithdrawn: objections.objection("objection_answered"),
}
"""Events that people are told of."""
