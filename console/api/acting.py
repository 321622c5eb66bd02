"""Doing an act: one command, one receipt."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from console.api.shapes import Name, YearNumber
from console.sentences import document, refusal
from workflow import tracing
from workflow.domain.errors import Refused, StaleStream
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service import acts, reading
from workflow.service.commands import Command

REFUSED, NOT_AS_EXPECTED = 409, 412
Key = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{8,200}$")]


class Asked(BaseModel):
    """An act as it is asked for: what, by whom, in which seat, with what, when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Name
    person: Name
    seat: Name
    given: dict[str, Any] = {}
    at: AwareDatetime | None = None
    expects: dict[str, int] = {}


def routes(runtime: Runtime) -> APIRouter:
    """Return the route on which acts are done."""
    router = APIRouter()

    @router.post("/years/{bloc}/{year}/acts")
    def act(
        bloc: Name, year: YearNumber, asked: Asked, idempotency_key: Annotated[Key, Header()]
    ) -> JSONResponse:
        command = _command(f"{bloc}/{year}", asked, idempotency_key)
        try:
            with tracing.span("act", do=asked.do, command=idempotency_key):
                receipt = acts.perform(runtime, command)
        except Refused as refused:
            return _refused(runtime, command.year, refused)
        except StaleStream as stale:
            if not asked.expects:
                raise
            return JSONResponse(document(stale), NOT_AS_EXPECTED)
        return JSONResponse(asdict(receipt))

    return router


def _command(year: str, asked: Asked, key: str) -> Command:
    return Command(
        id=key,
        year=year,
        do=asked.do,
        actor=Actor(person=asked.person, seat=asked.seat),
        given=asked.given,
        at=asked.at,
        expects=asked.expects,
    )


def _refused(runtime: Runtime, year: str, refused: Refused) -> JSONResponse:
    """Return the refusal with people and units by their names."""
    book = reading.load_book(runtime, year)
    now = book.not_before(runtime.clock.now())
    return JSONResponse(refusal(refused.unmet, book, now), REFUSED)
