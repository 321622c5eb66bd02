"""State is the fold of events: which stream holds which state, and how each event changes it."""

from collections.abc import Callable
from typing import Any

from workflow.domain import (
    documents,
    facts,
    handover,
    meeting,
    nomination,
    pledge,
    praise,
    ranking,
    registration,
    review,
    roster,
    sheet,
    succession,
    year,
)
from workflow.domain.errors import HistoryBroken, OutOfPlace
from workflow.domain.model import Call, Event

Evolve = Callable[[Any, Event, Call], object]

STREAMS: dict[str, tuple[type[Any], Evolve]] = {
    year.KEY: (year.YearState, year.evolve),
    roster.KEY: (roster.Roster, roster.evolve),
    registration.KIND: (registration.Registration, registration.evolve),
    pledge.KEY: (pledge.Pledge, pledge.evolve),
    praise.KEY: (praise.Praises, praise.evolve),
    review.REPORT: (review.Report, review.evolve_report),
    review.KEY: (review.Review, review.evolve),
    sheet.KIND: (sheet.Sheet, sheet.evolve),
    facts.KIND: (facts.UnitFacts, facts.evolve),
    ranking.KEY: (ranking.RankingState, ranking.evolve),
    nomination.KEY: (nomination.Nomination, nomination.evolve),
    succession.KEY: (succession.Succession, succession.evolve),
    handover.KEY: (handover.Handover, handover.evolve),
    meeting.KIND: (meeting.Meeting, meeting.evolve),
    documents.KEY: (documents.Documents, documents.evolve),
}

EVENTS: tuple[type[Event], ...] = (
    year.YearOpened, year.StageEntered, year.StageOverdue, year.YearSuspended, year.YearResumed,
    year.YearDissolved, year.YearClosed,
    roster.RosterFixed, roster.PersonSeated, roster.MandateTaken,
    registration.RegistrationSubmitted, registration.RegistrationAccepted,
    registration.RegistrationReturned,
    pledge.PledgeDrafted, pledge.PledgeSigned,
    praise.PraiseProposed, praise.PraiseAnswered,
    review.ReportSubmitted, review.ReviewConcluded,
    sheet.SelfScoreSubmitted, sheet.SheetReturned, sheet.SheetAppraised,
    facts.FactsRecorded,
    ranking.RankingFixed,
    nomination.NominationProposed, nomination.StepOpened, nomination.StepDecided,
    nomination.StepExpired, nomination.NominationDecided,
    succession.LeadersAgreed, handover.HandoverPrepared, handover.HandoverSigned,
    handover.HandoverCompleted,
    meeting.MeetingHeld,
    documents.DocumentRecorded,
)  # fmt: skip

EVENT_KINDS = {event.kind: event for event in EVENTS}


def stream_kind(stream: str) -> str:
    """Return the kind of a stream key: what stands before the slash."""
    return stream.partition("/")[0]


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
