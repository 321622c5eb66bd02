"""Notices: looked at by GET, which changes nothing; sent again or given up by POST."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from console.sentences.noticing import entry, whole
from workflow.runtime import Runtime
from workflow.service import by_hand

Words = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ByHand(BaseModel):
    """Who decides about a notice by hand, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Name
    reason: Words


def routes(runtime: Runtime) -> APIRouter:
    """Return the routes on which notices are looked at and decided about."""
    router = APIRouter()

    @router.get("/notices")
    def search(
        year: str | None = None,
        person: str | None = None,
        status: str | None = None,
        before: int | None = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = by_hand.PAGE,
    ) -> dict[str, Any]:
        found = by_hand.search(
            runtime, year=year, person=person, status=status, before=before, limit=limit
        )
        return {"notices": [entry(one) for one in found]}

    @router.get("/notices/{number}")
    def show(number: int) -> dict[str, Any]:
        return whole(by_hand.show(runtime, number))

    @router.post("/notices/{number}/retry")
    def retry(number: int, decided: ByHand) -> dict[str, Any]:
        found = by_hand.retry(runtime, number, person=decided.person, reason=decided.reason)
        return {"owed": found}

    @router.post("/notices/{number}/drop")
    def drop(number: int, decided: ByHand) -> dict[str, Any]:
        found = by_hand.drop(runtime, number, person=decided.person, reason=decided.reason)
        return {"dropped": found}

    return router
