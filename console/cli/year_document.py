"""A bloc year as a document."""

from datetime import date, datetime
from typing import Any

from console.cli.adoption import adoption_document
from console.cli.approvals import approvals_document
from console.cli.award_dates import dates_document, rule_set_document, subject_document
from console.cli.award_money import bonus_document
from console.cli.explain_own import own_document
from console.cli.kept_back import kept_back_document
from console.cli.objections import objections_document
from console.cli.praises import praises_document
from console.cli.written import both
from console.cli.year_criteria_groups import criteria_groups_document
from console.cli.year_deadlines import late_document, stage_moves
from console.cli.year_dossiers import dossiers_document
from console.cli.year_ended import ended_document
from console.cli.year_feeds import feeds_document
from console.cli.year_periods import periods_document
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from definitions.schema.stages import Stage
from workflow.domain.eligibility.holds import class_held
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.nominations.paying import bonus_of
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.registration.coverage import coverage
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState
from workflow.domain.timing import hanoi_day
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
        "adoption": adoption_document(book),
        "stages": [_stage(book, stage) for stage in book.definition.stages],
        "units": _units(book, last_day(book, now)),
        "periods": periods_document(book),
        "feeds": feeds_document(book),
        "criteria_groups": criteria_groups_document(book),
        "late": late_document(book),
        "coverage": _coverage(book),
        "pledge": _pledge(book),
        "ranking": _ranking(book),
        **approvals_document(book, now),
        "lists": {name: _entries(book, name) for name in LISTS},
        "dossiers_owed": dossiers_document(book),
        **kept_back_document(book),
        "own_awards": own_document(book),
        **objections_document(book, now),
        "praises": praises_document(book),
        "history": {"events": summary.events, "head": summary.head},
    }


def last_day(book: Book, now: datetime) -> date:
    """Return today, or the day on which the year came to its end."""
    stages = book.load(YearState, YEAR).stages
    return hanoi_day(stages[-1].left_at or now) if stages else hanoi_day(now)


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
    members = book.load(Roster, ROSTER).unit_ids()
    return {
        "text_hash": pledge.text_hash,
        "signed": len(pledge.signers(members)),
        "of": len(members),
        "signatures": [{"unit": one.unit, "at": iso(one.at)} for one in pledge.signatures],
    }


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


def _entries(book: Book, name: str) -> list[dict[str, Any]]:
    state = book.find(Nomination, NOMINATION)
    entries: tuple[Entry, ...] = getattr(state, name) if state else ()
    return [_entry(book, one, decided=name == "decided") for one in entries]


def _entry(book: Book, one: Entry, *, decided: bool) -> dict[str, Any]:
    """Return a line of a list; of a person no more than the name, the unit and the award."""
    line = {
        "award": one.award,
        "unit": one.unit,
        "name": unit_name(book, one.unit),
        "subject": subject_document(book, one),
        "dates": dates_document(book, one),
        "rule_set": (rule_set_document(book, one) or {}).get("id"),
    }
    return line | {"money": bonus_document(bonus_of(book, one))} if decided else line
