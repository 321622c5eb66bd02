"""What a stage needs before the year may leave it. Answers all that is unmet, changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from definitions.schema.needs import Need
from workflow.domain.approvals import waiting
from workflow.domain.awards import parting
from workflow.domain.awards.personal import propose
from workflow.domain.eligibility import feeds
from workflow.domain.errors import Unmet
from workflow.domain.leaders import handover, succession
from workflow.domain.members import facts
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations import nomination
from workflow.domain.objections import windows
from workflow.domain.papers import documents
from workflow.domain.pledging import pledge, review
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.registration.state import KIND as REGISTRATION
from workflow.domain.registration.state import Registration
from workflow.domain.results import deciding_ties, publishing
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.scores import owing
from workflow.domain.stages import awaited, meeting, year
from workflow.domain.timing import hanoi_day

Gate = Callable[[Book, str, datetime], Iterator[Unmet]]


def unmet(book: Book, need: Need, at: datetime) -> Iterator[Unmet]:
    """Yield what is still missing for *need*."""
    return GATES[need.name](book, need.demanded, at)


def stage_unmet(book: Book, at: datetime) -> tuple[Unmet, ...]:
    """Return everything that keeps the year in its current stage, each due when the stage is."""
    current = book.load(year.YearState, year.KEY).current
    if current is None:
        return ()
    stage = book.definition.stage(current.id)
    found: list[Unmet] = []
    for one in (
        *(one for need in stage.needs for one in unmet(book, need, at)),
        *_rubric(book, at),
    ):
        found += [one] if one not in found else []  # two needs may wait for one fact
    return tuple(one if one.due else replace(one, due=current.due) for one in found)


def _rubric(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield that scoring would be opened while its rubric is still to be adopted."""
    if book.definition.rubric.to_be_adopted:
        to = year.going_to(book, holds(book, at))
        yield from awaited.rubric_prevents(book) if to and to.kind == year.SCORING else ()


def holds(book: Book, at: datetime) -> Callable[[Need], bool]:
    """Return the question whether a need holds, for the machine's branches."""
    return lambda need: not any(True for _ in unmet(book, need, at))


def _registrations(book: Book, demanded: str, _at: datetime) -> Iterator[Unmet]:
    roster, found = book.load(Roster, ROSTER), book.each(Registration, REGISTRATION)
    status = {unit: found[unit].status if unit in found else "none" for unit in roster.unit_ids()}
    owing = [unit for unit, now in status.items() if now in {"none", "returned", "withdrawn"}]
    waiting = [unit for unit, now in status.items() if now == "submitted"]
    if owing:
        who = tuple(f"unit:{unit}" for unit in owing)
        yield Unmet(code="MISSING_REGISTRATION", facts=_units(roster, owing), who=who)
    if waiting and demanded == "accepted":
        facts = _units(roster, waiting)
        yield Unmet(code="REGISTRATION_NOT_ACCEPTED", facts=facts, who=("head", "deputy"))


def _pledge(book: Book, _demanded: str, _at: datetime) -> Iterator[Unmet]:
    roster, found = book.load(Roster, ROSTER), book.find(Pledge, pledge.KEY)
    if found is None:
        yield Unmet(code="PLEDGE_NOT_DRAFTED", facts={}, who=("head",))
        return
    owing = [unit for unit in roster.unit_ids() if not found.signed_by(unit)]
    if owing:
        who = tuple(f"unit:{unit}" for unit in owing)
        yield Unmet(code="MISSING_SIGNATURE", facts=_units(roster, owing), who=who)


def _units(roster: Roster, units: list[str]) -> dict[str, object]:
    names = [roster.name(unit) for unit in units]
    return {"count": len(units), "of": len(roster.units), "units": names}


def _reports(book: Book, _demanded: str, _at: datetime) -> Iterator[Unmet]:
    return review.missing_reports(book)


def _review(book: Book, _demanded: str, _at: datetime) -> Iterator[Unmet]:
    if book.find(review.Review, review.KEY) is None:
        yield Unmet(code="REVIEW_NOT_CONCLUDED", facts={}, who=("head",))


def _sheets(book: Book, demanded: str, _at: datetime) -> Iterator[Unmet]:
    return owing.missing_sheets(book, demanded)


def _facts(book: Book, _demanded: str, _at: datetime) -> Iterator[Unmet]:
    yield from facts.missing_facts(book)
    yield from feeds.unreported(book)


def _ranking(book: Book, demanded: str, at: datetime) -> Iterator[Unmet]:
    if RANKING not in book.streams:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
        yield from deciding_ties.open_prevents(book, at)  # then it may be others' move first
    elif demanded == "published":
        yield from publishing.unpublished(book)


def _nomination(book: Book, demanded: str, at: datetime) -> Iterator[Unmet]:
    found = book.find(nomination.Nomination, nomination.KEY)
    if found is None:
        yield Unmet(code="NOT_PROPOSED", facts={}, who=("head",))
        if RANKING in book.streams:  # then it may be somebody else's move first
            yield from parting.open_prevents(book, propose(book, (), hanoi_day(at)))
        yield from feeds.asked_by_awards(book)
    elif found.status == "returned" or demanded == "decided":
        yield from nomination_waiting(book, at)


def nomination_waiting(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield what a nomination waits for: the bloc after a return, or the office whose step is open.

    It may outlast the year: awards are often decided months after the bloc's conference.
    """
    found = book.find(nomination.Nomination, nomination.KEY)
    if found and found.status == "returned":
        yield Unmet(code="NOMINATION_RETURNED", facts={"comment": found.comment}, who=("head",))
    if found and found.status == "rejected":
        yield Unmet(code="NOMINATION_REJECTED", facts={"comment": found.comment}, who=("head",))
    stage = book.definition.stage_of(nomination.KEY)
    if stage:
        yield from waiting.of_stage(book, stage, at)


def deciding(book: Book, at: datetime) -> tuple[str, ...]:
    """Return whose move the nomination is: the seats of its open step, or nobody's."""
    return tuple(dict.fromkeys(seat for one in nomination_waiting(book, at) for seat in one.who))


def _approval(book: Book, _demanded: str, at: datetime) -> Iterator[Unmet]:
    current = book.load(year.YearState, year.KEY).current
    if current:
        yield from waiting.unapproved(book, book.definition.stage(current.id), at)


def _leaders(book: Book, _demanded: str, _at: datetime) -> Iterator[Unmet]:
    if book.find(succession.Succession, succession.KEY) is None:
        yield Unmet(code="LEADERS_NOT_AGREED", facts={}, who=("head",))


def _handover(book: Book, _demanded: str, at: datetime) -> Iterator[Unmet]:
    return handover.unsigned(book, at)


def _meeting(book: Book, demanded: str, _at: datetime) -> Iterator[Unmet]:
    return meeting.not_held(book, demanded)


def _document(book: Book, demanded: str, _at: datetime) -> Iterator[Unmet]:
    return documents.unfinished(book, demanded)


def _objections(book: Book, _demanded: str, at: datetime) -> Iterator[Unmet]:
    return windows.all_unsettled(book, at)


GATES: dict[str, Gate] = {
    "registrations": _registrations,
    "pledge": _pledge,
    "reports": _reports,
    "review": _review,
    "sheets": _sheets,
    "facts": _facts,
    "ranking": _ranking,
    "nomination": _nomination,
    "leaders": _leaders,
    "handover": _handover,
    "meeting": _meeting,
    "approval": _approval,
    "document": _document,
    "objections": _objections,
}
"""Implements exactly `definitions.schema.needs.NEEDS`; a test compares."""
