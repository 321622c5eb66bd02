"""What each kind of expectation looks at in a stored bloc year, and what it finds there."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workflow.cases.comparing_awards import award, no_award
from workflow.cases.expectations import (
    CoverageFound,
    DocumentsFound,
    MeetingFound,
    PledgeFound,
    PraisesFound,
    RegisteredFound,
    ScoreFound,
    StageFound,
    TieFound,
)
from workflow.cases.stored import Found, Stored, distinct
from workflow.domain.papers.documents import KEY as DOCUMENTS
from workflow.domain.papers.documents import Documents
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.pledging.review import KEY as REVIEW
from workflow.domain.pledging.review import Review
from workflow.domain.praise.state import KEY as PRAISES
from workflow.domain.praise.state import Praises
from workflow.domain.registration.coverage import coverage
from workflow.domain.registration.state import KIND as REGISTRATION
from workflow.domain.registration.state import Registration
from workflow.domain.results.ordering import provisional
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores.tallying import tally
from workflow.domain.stages.meeting import KIND as MEETING
from workflow.domain.stages.meeting import Meeting
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState
from workflow.domain.timing import hanoi_day
from workflow.service.reading import history


def _state(stored: Stored, wanted: str) -> Found:
    yield "state", wanted, stored.book.load(YearState, YEAR).state


def _definition(stored: Stored, wanted: str) -> Found:
    yield "definition", wanted, stored.book.definition.id


def _stage(stored: Stored, wanted: StageFound) -> Found:
    lived = stored.book.load(YearState, YEAR).lived(wanted.id)
    if wanted.entered_on:
        yield "entered_on", wanted.entered_on, hanoi_day(lived.entered_at) if lived else None
    if wanted.due_on:
        due = lived.due if lived else None
        yield "due_on", wanted.due_on, hanoi_day(due) if due else None
    if wanted.left_on:
        left = lived.left_at if lived else None
        yield "left_on", wanted.left_on, hanoi_day(left) if left else None
    if wanted.overdue is not None:
        yield "overdue", wanted.overdue, lived.overdue if lived else None


def _units(stored: Stored, wanted: int) -> Found:
    yield "units", wanted, len(stored.roster.units)


def _holders(stored: Stored, role: str) -> list[str]:
    return [one.unit for one in stored.roster.mandates if one.role == role]


def _head(stored: Stored, wanted: str) -> Found:
    yield "head", [wanted], _holders(stored, "head")


def _deputies(stored: Stored, wanted: list[str]) -> Found:
    yield "deputies", sorted(wanted), sorted(_holders(stored, "deputy"))


def _standing_unit(stored: Stored, wanted: str) -> Found:
    yield "standing_unit", [wanted], _holders(stored, "standing_unit")


def _overseer(stored: Stored, wanted: str) -> Found:
    held = [one.person for one in stored.roster.seats if one.seat == "overseer"]
    yield "overseer", [wanted], held


def _percent(part: int, whole: int) -> Decimal:
    return round(Decimal(100 * part) / whole, 1) if whole else Decimal(0)


def _registered(stored: Stored, wanted: RegisteredFound) -> Found:
    found = stored.book.each(Registration, REGISTRATION).values()
    aiming = [one for one in found if one.aims_at(wanted.id)]
    if wanted.count is not None:
        yield "count", wanted.count, len(aiming)
    if wanted.units_percent is not None:
        of = _percent(len(aiming), len(stored.roster.units))
        yield "units_percent", wanted.units_percent, of


def _coverage(stored: Stored, wanted: CoverageFound) -> Found:
    found = coverage(stored.book, stored.roster.unit_ids())
    yield "units_percent", wanted.units_percent, Decimal(found.units_percent)
    yield "people_percent", wanted.people_percent, Decimal(found.people_percent)


def _pledge(stored: Stored, wanted: PledgeFound) -> Found:
    pledge = stored.book.find(Pledge, PLEDGE)
    signed = pledge.signatures if pledge else ()
    if wanted.signed_on:
        yield "signed_on", [wanted.signed_on], distinct(hanoi_day(one.at) for one in signed)
    if wanted.signatures is not None:
        yield "signatures", wanted.signatures, len(signed)
    if wanted.witness:
        yield "witness", [wanted.witness], distinct(one.witness for one in signed)
    if wanted.campaign:
        yield "campaign", True, wanted.campaign in (pledge.campaigns if pledge else ())
    if wanted.themes is not None:
        yield "themes", wanted.themes, len(pledge.themes if pledge else ())


def _documents(stored: Stored, wanted: DocumentsFound) -> Found:
    library = stored.book.find(Documents, DOCUMENTS) or Documents()
    count = len(library.documents)
    yield "at_least", wanted.at_least, min(wanted.at_least, count)


def _praises(stored: Stored, wanted: PraisesFound) -> Found:
    found = (stored.book.find(Praises, PRAISES) or Praises()).praises
    yield "proposed", wanted.proposed, len(found)
    yield "granted", wanted.granted, len([one for one in found if one.given])


def _meeting(stored: Stored, wanted: MeetingFound) -> Found:
    held = stored.book.find(Meeting, f"{MEETING}/{wanted.id}")
    yield "held", True, held is not None
    if wanted.held_on:
        yield "held_on", [wanted.held_on], _held_on(stored, wanted.id)
    for guest in wanted.guests:
        yield "guest", guest, guest if held and guest in held.guests else None


def _held_on(stored: Stored, meeting: str) -> list[date]:
    return [
        hanoi_day(datetime.fromisoformat(line.at))
        for line in history(stored.runtime, stored.book.id)
        if line.stream == f"{MEETING}/{meeting}"
    ]


def _behind(stored: Stored, wanted: list[str]) -> Found:
    review = stored.book.find(Review, REVIEW)
    yield "behind", sorted(wanted), sorted({one.unit for one in review.behind}) if review else None


def _ranking(stored: Stored, wanted: dict[str, int]) -> Found:
    ranking = stored.book.find(RankingState, RANKING)
    for unit, rank in wanted.items():
        place = ranking.of(unit) if ranking else None
        yield unit, rank, place.rank if place else None


def _tie(stored: Stored, wanted: TieFound) -> Found:
    ranking = stored.book.find(RankingState, RANKING)
    place = ranking.of(wanted.unit) if ranking else None
    yield wanted.unit, wanted.broken_by, place.tie_broken_by if place else None


def _scores(stored: Stored, wanted: dict[str, ScoreFound]) -> Found:
    ranking = stored.book.find(RankingState, RANKING)
    places = provisional(stored.book)
    if ranking:
        places = (*ranking.places, *ranking.unranked)
    totals = tally(stored.book, wanted)
    for unit, score in wanted.items():
        place = next((one for one in places if one.unit == unit), None)
        for key in sorted(score.model_fields_set - {"criteria"}):
            yield f"{unit}.{key}", getattr(score, key), getattr(place, key, None)
        for criterion, points in score.criteria.items():
            yield f"{unit}.{criterion}", points, totals[unit].nodes.get(criterion)


COMPARED: dict[str, Callable[[Stored, Any], Found]] = {
    "state": _state,
    "definition": _definition,
    "stage": _stage,
    "units": _units,
    "head": _head,
    "deputies": _deputies,
    "standing_unit": _standing_unit,
    "overseer": _overseer,
    "registered": _registered,
    "coverage": _coverage,
    "pledge": _pledge,
    "documents": _documents,
    "praises": _praises,
    "meeting": _meeting,
    "behind": _behind,
    "ranking": _ranking,
    "tie": _tie,
    "scores": _scores,
    "award": award,
    "no_award": no_award,
}
"""Compares exactly the subjects of `workflow.cases.expectations`; a test compares the two."""
