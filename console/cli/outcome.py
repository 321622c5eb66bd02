"""What came of a case that was played, read back from what is stored."""

from dataclasses import asdict
from typing import Any

from console.cli.year_document import last_day
from console.sentences.moments import iso
from console.sentences.naming import subject_name, unit_name
from workflow.cases.expecting import missed
from workflow.cases.loading import Loaded
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations import own_awards
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState
from workflow.runtime import Runtime
from workflow.service import reading, verifying
from workflow.store import outbox

Document = dict[str, Any]  # as JSON allows


def case_document(runtime: Runtime, case: Loaded) -> Document:
    """Return a case with its bloc years as they are stored, and which expectations failed."""
    bloc = case.case.bloc
    years = [one.id for one in reading.list_years(runtime) if one.bloc == bloc.id]
    failed = [asdict(one) for one in missed(runtime, case)]
    held = len(case.case.expect) - len({one["number"] for one in failed})
    return {
        "id": case.case.id,
        "bloc": bloc.name,
        "years": [_year(runtime, year) for year in years],
        "expectations": {"held": held, "failed": failed},
    }


def _year(runtime: Runtime, year_id: str) -> Document:
    book = reading.load_book(runtime, year_id)
    state, roster = book.load(YearState, YEAR), book.load(Roster, ROSTER)
    sent = reading.notices(runtime, year_id)
    verdict = verifying.verify(runtime, year_id)
    return {
        "year": book.year,
        "state": state.state,
        "units": len(roster.units),
        "definition": {"id": book.definition.id, "hash": book.pinned.hash},
        "stages": [
            {"id": one.id, "entered_at": iso(one.entered_at), "left_at": iso(one.left_at)}
            for one in state.stages
        ],
        "awards": _awards(book),
        "head": next(iter(_holders(book, runtime, "head")), None),
        "deputies": _holders(book, runtime, "deputy"),
        "notices": {
            "sent": sent.get(outbox.SENT, 0),
            "failed": sent.get(outbox.DEAD, 0),
            "superseded": sent.get(outbox.SUPERSEDED, 0),
            "mails": reading.mails(runtime, year_id),
        },
        "history": {
            "events": verdict.events,
            "head": verdict.head,
            "verified": verdict.verified,
        },
    }


def _awards(book: Book) -> list[dict[str, str]]:
    return [
        {"award": one.award, "unit": subject_name(book, one.unit, one.subject)}
        for one in own_awards.decided(book)
    ]


def _holders(book: Book, runtime: Runtime, role: str) -> list[str]:
    """Return the units that hold a role now, or held it when the year came to its end."""
    day = last_day(book, runtime.clock.now())
    return [unit_name(book, unit) for unit in book.load(Roster, ROSTER).holders(role, day)]
