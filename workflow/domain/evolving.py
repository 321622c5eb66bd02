"""State is the fold of events: which stream holds which state, and how each event changes it."""

from collections.abc import Callable
from typing import Any

from workflow.domain.adoption import state as adoption
from workflow.domain.approvals import events as approving
from workflow.domain.approvals import folding, standins
from workflow.domain.approvals import state as approvals
from workflow.domain.awards import cutoffs, proposal
from workflow.domain.ballots import events as ballots
from workflow.domain.ballots import folding as ballot_folding
from workflow.domain.ballots import state as ballot
from workflow.domain.eligibility import feeds, holds
from workflow.domain.errors import HistoryBroken, OutOfPlace
from workflow.domain.leaders import handover, leading, succession
from workflow.domain.members import contacts, facts, groups, honours, membership, people, roster
from workflow.domain.model import Call, Event
from workflow.domain.nominations import (
    dossiers,
    nominating,
    nomination,
    owed_dossiers,
    own_awards,
)
from workflow.domain.objections import folding as objection_folding
from workflow.domain.objections import state as objections
from workflow.domain.papers import documents
from workflow.domain.pledging import pledge, review
from workflow.domain.praise import events as praising
from workflow.domain.praise import folding as praise_folding
from workflow.domain.praise import state as praise
from workflow.domain.registration import events as registering
from workflow.domain.registration import folding as registration_folding
from workflow.domain.registration import state as registration
from workflow.domain.results import decided_ties, deviations, publishing, ranking
from workflow.domain.scores import (
    closed,
    closing,
    criteria_groups,
    period_deadlines,
    sheet,
    targets,
)
from workflow.domain.stages import dues, extending, lateness, meeting, moving, year

Evolve = Callable[[Any, Event, Call], object]

STREAMS: dict[str, tuple[type[Any], Evolve]] = {
    year.KEY: (year.YearState, year.evolve),
    roster.KEY: (roster.Roster, membership.evolve),
    contacts.KEY: (contacts.Contacts, contacts.evolve),
    registration.KIND: (registration.Registration, registration_folding.evolve),
    pledge.KEY: (pledge.Pledge, pledge.evolve),
    praise.KEY: (praise.Praises, praise_folding.evolve),
    review.REPORT: (review.Report, review.evolve_report),
    review.KEY: (review.Review, review.evolve),
    sheet.KIND: (sheet.Sheet, sheet.evolve),
    facts.KIND: (facts.UnitFacts, facts.evolve),
    honours.KIND: (honours.UnitHonours, honours.evolve),
    holds.KEY: (holds.Holds, holds.evolve),
    targets.KIND: (targets.UnitTargets, targets.evolve),
    period_deadlines.KEY: (dues.Dues, period_deadlines.evolve),
    criteria_groups.KEY: (criteria_groups.CriteriaGroupDays, criteria_groups.evolve),
    feeds.KEY: (dues.Dues, feeds.evolve),
    groups.KEY: (groups.Groups, groups.evolve),
    closed.KEY: (closed.Closing, closing.evolve),
    deviations.KEY: (deviations.Deductions, deviations.evolve),
    decided_ties.KEY: (decided_ties.DecidedTies, decided_ties.evolve),
    ranking.KEY: (ranking.RankingState, ranking.evolve),
    publishing.KEY: (publishing.Published, publishing.evolve),
    ballot.KIND: (ballot.Ballot, ballot_folding.evolve),
    cutoffs.KEY: (cutoffs.Cutoffs, cutoffs.evolve),
    nomination.KEY: (nomination.Nomination, nomination.evolve),
    owed_dossiers.KEY: (dues.Dues, owed_dossiers.evolve),
    own_awards.KIND: (own_awards.UnitAwards, own_awards.evolve),
    people.KIND: (people.UnitPeople, people.evolve),
    approvals.KEY: (approvals.Approvals, folding.evolve),
    standins.KEY: (standins.StandIns, standins.evolve),
    leading.DECLINED: (leading.Declined, leading.evolve),
    succession.KEY: (succession.Succession, succession.evolve),
    handover.KEY: (handover.Handover, handover.evolve),
    meeting.KIND: (meeting.Meeting, meeting.evolve),
    documents.KEY: (documents.Documents, documents.evolve),
    extending.KEY: (extending.Extension, extending.evolve),
    lateness.KIND: (lateness.Lateness, lateness.evolve),
    objections.KEY: (objections.Objections, objection_folding.evolve),
    adoption.KEY: (adoption.Adoption, adoption.evolve),
}

EVENTS: tuple[type[Event], ...] = (
    year.YearOpened, year.StageEntered, year.StageOverdue, year.YearSuspended, year.YearResumed,
    year.YearDissolved, year.YearClosed, moving.DeadlineMoved,
    extending.ExtensionProposed, extending.ExtensionConfirmed, extending.ExtensionDeclined,
    adoption.DefinitionProposed, adoption.DefinitionAdopted, adoption.DefinitionDeclined,
    lateness.LatePermitted, lateness.LateTaken,
    roster.RosterFixed, roster.PersonSeated, roster.MandateTaken,
    membership.UnitAdmitted, membership.UnitWithdrawn, membership.UnitRenamed,
    membership.OrderChanged,
    contacts.ChannelsChosen,
    registering.RegistrationSubmitted, registering.RegistrationAccepted,
    registering.RegistrationReturned, registering.RegistrationAmended,
    registering.RegistrationWithdrawn,
    pledge.PledgeDrafted, pledge.PledgeSigned,
    praising.PraiseProposed, *praise_folding.FOLDS,
    review.ReportSubmitted, review.ReviewConcluded,
    sheet.EntriesSaved, sheet.SelfScoreSubmitted, sheet.SheetReturned, sheet.SheetAppraised,
    sheet.LevelPassed, sheet.LevelReturned, sheet.SheetExplained, sheet.ScoresImported,
    sheet.SheetCorrected,
    period_deadlines.PeriodOverdue, period_deadlines.PeriodsDue,
    feeds.FeedOverdue, feeds.FeedsDue,
    criteria_groups.CriteriaGroupOverdue, criteria_groups.CriteriaGroupsDated,
    targets.TargetsSet, targets.TargetsLapsed, groups.UnitsGrouped,
    closing.ScoresClosed, closing.ScoresReopened,
    facts.FactsRecorded, honours.HonoursRecorded, holds.AwardHeld, holds.HoldReleased,
    deviations.DeductionsFixed, decided_ties.TieDecided, ranking.RankingFixed,
    publishing.ScoresPublished,
    people.PeopleProposed, own_awards.OwnDecided, dossiers.DossierReceived,
    owed_dossiers.DossiersDue, owed_dossiers.DossierOverdue,
    ballots.BallotOpened, ballots.ProxyGiven, ballots.VoteCast, ballots.OpinionRecorded,
    ballots.BallotSealed, ballots.RoundCounted, ballots.DeadlockEnded, ballots.VoidAsked,
    ballots.BallotVoided, ballots.EnvelopesDestroyed,
    cutoffs.EqualsParted, proposal.NextProposed,
    nomination.NominationProposed, nomination.StepDecided, nomination.NominationReopened,
    nomination.NominationRejected, nomination.NominationDecided, nomination.LateDecided,
    nomination.RevocationAsked, nomination.AwardRevoked,
    nominating.NominationWithdrawn, nominating.JudgedAnew,
    approving.ApprovalRequested, approving.ApprovalContinued, approving.ApprovalEnded,
    *folding.FOLDS, standins.StandInGone, standins.StandInSet, standins.StandInSwitched,
    leading.LeadershipDeclined, succession.LeadersAgreed,
    handover.HandoverPrepared, handover.HandoverSigned, handover.HandoverCompleted,
    meeting.MeetingHeld,
    documents.DocumentRecorded, documents.DocumentSigned,
    *objection_folding.FOLDS,
)  # fmt: skip

EVENT_KINDS = {event.kind: event for event in EVENTS}


def stream_kind(stream: str) -> str:
    """Return the kind of a stream key: what stands before the slash; sheet@q1 is a sheet."""
    kind = stream.partition("/")[0]
    return sheet.KIND if kind.startswith(f"{sheet.KIND}@") else kind


def evolve(stream: str, state: object, event: Event, call: Call) -> object:
    """Return the state of *stream* after *event*.

    Raises:
        HistoryBroken: The event does not belong to such a stream, or not in this state.
    """
    kind = stream_kind(stream)
    if kind not in STREAMS:
        raise HistoryBroken("UNKNOWN_STREAM", stream=stream)
    try:
        return STREAMS[kind][1](state, event, call)
    except OutOfPlace as wrong:
        raise HistoryBroken("EVENT_OUT_OF_PLACE", stream=stream, kind=event.kind) from wrong
