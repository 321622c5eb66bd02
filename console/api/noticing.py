"""Notices: looked at by GET, which changes nothing; sent again or given up by POST."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from console.api.shapes import Name, Number
from console.sentences.noticing import entry, whole
from definitions.schema.record import Lines
from workflow.runtime import Runtime
from workflow.service import by_hand

Reason = Annotated[Lines, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]


class ByHand(BaseModel):
    """Who decides about a notice by hand, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Name
    reason: Reason


def routes(runtime: Runtime) -> APIRouter:
    """Return the routes on which notices are looked at and decided about."""
    router = APIRouter()

    @router.get("/notices")
    def search(
        year: Name | None = None,
        person: Name | None = None,
        status: Name | None = None,
        before: Number | None = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = by_hand.PAGE,
    ) -> dict[str, Any]:
        found = by_hand.search(
            runtime, year=year, person=person, status=status, before=before, limit=limit
        )
        return {"notices": [entry(one) for one in found]}

    @router.get("/notices/{number}")
    def show(number: Number) -> dict[str, Any]:
        return whole(by_hand.show(runtime, number))

    @router.post("/notices/{number}/retry")
    def retry(number: Number, decided: ByHand) -> dict[str, Any]:
        found = by_hand.retry(runtime, number, person=decided.person, reason=decided.reason)
        return {"owed": found}

    @router.post("/notices/{number}/drop")
    def drop(number: Number, decided: ByHand) -> dict[str, Any]:
        found = by_hand.drop(runtime, number, person=decided.person, reason=decided.reason)
        return {"dropped": found}

    return router
