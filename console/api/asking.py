"""Questions: which bloc years there are, and what keeps one in its stage. They change nothing."""

from typing import Any

from fastapi import APIRouter

from console.api.shapes import Name, YearNumber
from console.sentences import conditions
from console.sentences.conditions import entry
from console.sentences.moments import iso, working_days_left
from definitions.schema.record import Text
from workflow.runtime import Runtime
from workflow.service import reading
from workflow.service.reading import YearSummary


def routes(runtime: Runtime) -> APIRouter:
    """Return the routes on which questions are asked."""
    router = APIRouter()

    @router.get("/years")
    def list_years() -> dict[str, Any]:
        return {"years": [_summary(one) for one in reading.list_years(runtime)]}

    @router.get("/years/{bloc}/{year}")
    def why(bloc: Name, year: YearNumber) -> dict[str, Any]:
        return _why(runtime, f"{bloc}/{year}")

    return router


def _summary(summary: YearSummary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "bloc": summary.bloc,
        "bloc_name": summary.bloc_name,
        "year": summary.year,
        "state": summary.state,
        "definition": {"id": summary.definition, "hash": summary.definition_hash},
        "events": summary.events,
        "head": summary.head,
    }


def _why(runtime: Runtime, year: str) -> dict[str, Any]:
    found, book = reading.why(runtime, year), reading.load_book(runtime, year)
    now = book.not_before(runtime.clock.now())
    return {
        "year": found.year,
        "bloc_name": found.bloc_name,
        "state": found.state,
        "stage": _both(found.stage),
        "next": _both(found.next),
        "due": iso(found.due),
        "working_days_left": working_days_left(book, found.due, now),
        "overdue": found.overdue,
        "versions": dict(found.versions),
        "unmet": [entry(one) for one in conditions(found.unmet, book, now)],
    }


def _both(text: Text | None) -> dict[str, str] | None:
    return {"vi": text.vi, "en": text.en} if text else None
