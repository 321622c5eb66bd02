"""A bloc year as a document."""

from datetime import date, datetime
from typing import Any

from console.cli.approvals import approvals_document
from console.cli.kept_back import kept_back_document
from console.cli.year_deadlines import late_document, stage_moves
from console.cli.year_ended import ended_document
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from definitions.schema.record import Text
from definitions.schema.stages import Stage
from workflow.domain.holds import class_held
from workflow.domain.model import Book
from workflow.domain.nomination import KEY as NOMINATION
from workflow.domain.nomination import Entry, Nomination
from workflow.domain.pledge import KEY as PLEDGE
from workflow.domain.pledge import Pledge
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.registration import coverage
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.timing import hanoi_day
from workflow.domain.year import KEY as YEAR
from workflow.domain.year import YearState
from workflow.service.reading import YearSummary

LISTS = ("proposed", "appraised", "passed", "decided", "cut")
ROLES = ("head", "deputy", "standing_unit")


def year_document(book: Book, summary: YearSummary, now: datetime) -> dict[str, Any]:
    """Return everything that one page shows of a bloc year."""
    return {
        "id": book.id,
        "bloc": book.bloc,
        "bloc_name": book.bloc_name,
        "year": book.year,
        "state": summary.state,
        "dissolved": ended_document(book),
        "definition": {"id": book.definition.id, "hash": book.pinned.hash},
        "stages": [_stage(book, stage) for stage in book.definition.stages],
        "units": _units(book, last_day(book, now)),
        "late": late_document(book),
        "coverage": _coverage(book),
        "pledge": _pledge(book),
        "ranking": _ranking(book),
        **approvals_document(book, now),
        "lists": {name: _entries(book, name) for name in LISTS},
        **kept_back_document(book),
        "history": {"events": summary.events, "head": summary.head},
    }


def last_day(book: Book, now: datetime) -> date:
    """Return today, or the day on which the year came to its end."""
    stages = book.load(YearState, YEAR).stages
    return hanoi_day(stages[-1].left_at or now) if stages else hanoi_day(now)


def both(text: Text) -> dict[str, str]:
    """Return a text in both languages."""
    return {"vi": text.vi, "en": text.en}


def stage_status(book: Book, stage: Stage) -> str:
    """Return how a stage stands, as a word for it: not open, open, overdue, closed, skipped."""
    state = book.load(YearState, YEAR)
    lived = state.lived(stage.id)
    if lived is None:
        return "stage_not_open" if state.current else "stage_not_lived"
    if lived.left_at:
        return "stage_closed"
    if state.resume_to:
        return "stage_suspended"
    return "stage_overdue" if lived.overdue else "stage_open"


def _stage(book: Book, stage: Stage) -> dict[str, Any]:
    lived = book.load(YearState, YEAR).lived(stage.id)
    return {
        "id": stage.id,
        "title": both(stage.title),
        "status": stage_status(book, stage).removeprefix("stage_"),
        "entered_at": iso(lived.entered_at) if lived else None,
        "opens": iso(lived.opens) if lived else None,
        "due": iso(lived.due) if lived else None,
        "left_at": iso(lived.left_at) if lived else None,
        "overdue": lived.overdue if lived else False,
        **stage_moves(book, lived),
    }


def roles_of(roster: Roster, unit: str, day: date) -> list[str]:
    """Return the roles that a unit holds on a day."""
    return [role for role in ROLES if unit in roster.holders(role, day)]


def _units(book: Book, day: date) -> list[dict[str, Any]]:
    roster = book.load(Roster, ROSTER)
    return [
        {
            "id": unit.id,
            "name": unit.name,
            "kind": unit.kind,
            "parent": unit.parent,
            "roles": roles_of(roster, unit.id, day),
        }
        for unit in roster.units
    ]


def _coverage(book: Book) -> dict[str, Any]:
    found = coverage(book, book.load(Roster, ROSTER).unit_ids())
    return {
        "units": found.units,
        "of_units": found.of_units,
        "units_percent": found.units_percent,
        "people": found.people,
        "of_staff": found.of_staff,
        "people_percent": found.people_percent,
    }


def _pledge(book: Book) -> dict[str, Any] | None:
    pledge = book.find(Pledge, PLEDGE)
    if pledge is None:
        return None
    signed = [{"unit": one.unit, "at": iso(one.at)} for one in pledge.signatures]
    return {"text_hash": pledge.text_hash, "signatures": signed}


def _ranking(book: Book) -> list[dict[str, Any]]:
    state = book.find(RankingState, RANKING)
    return [
        {
            "rank": place.rank or None,
            "unit": place.unit,
            "name": unit_name(book, place.unit),
            "months": place.months,
            "points": format(place.points, "f"),
            "of": format(place.of, "f"),
            "percent": format(place.percent, "f"),
            "class": place.class_id,
            "class_held": class_held(book, place.unit) is not None,
            "tie_broken_by": place.tie_broken_by,
        }
        for place in ((*state.places, *state.unranked) if state else ())
    ]


def _entries(book: Book, name: str) -> list[dict[str, str]]:
    state = book.find(Nomination, NOMINATION)
    entries: tuple[Entry, ...] = getattr(state, name) if state else ()
    return [
        {"award": one.award, "unit": one.unit, "name": unit_name(book, one.unit)} for one in entries
    ]
