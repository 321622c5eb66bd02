"""Errors as answers: one table from the family of errors to HTTP, the same documents as ever."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from starlette.exceptions import HTTPException

from console.sentences import WrongUse, document
from definitions.errors import (
    FileRefused,
    ThiduaError,
    UnknownCalendar,
    UnknownDefinition,
    YearOutOfCalendar,
)
from workflow.domain.errors import CommandReused, GivenWrong, NotFound, Refused, StaleStream
from workflow.hiding import all_hidden
from workflow.service.by_hand import NoticeElsewhere
from workflow.store.faults import DatabaseBusy

BAD, NO_ENTRY, MISSING, CONFLICT, UNUSABLE = 400, 401, 404, 409, 422
FAULT, NOT_NOW = 500, 503

STATUSES: Mapping[type[ThiduaError], int] = {
    Refused: CONFLICT,
    StaleStream: CONFLICT,  # read again, decide again, ask again with the same key
    NoticeElsewhere: CONFLICT,
    CommandReused: UNUSABLE,
    GivenWrong: UNUSABLE,
    FileRefused: UNUSABLE,
    UnknownDefinition: UNUSABLE,
    UnknownCalendar: UNUSABLE,
    YearOutOfCalendar: UNUSABLE,
    NotFound: MISSING,
    DatabaseBusy: NOT_NOW,
    WrongUse: BAD,
    ThiduaError: FAULT,  # broken histories, and whatever else the sender cannot mend
}

LATER = {"Retry-After": "2"}

PLAIN: Mapping[int, str] = {
    BAD: "request_unreadable",
    NO_ENTRY: "token_wrong",
}


def status(error: ThiduaError) -> int:
    """Return the HTTP status of an error: its own, or that of the nearest class above it."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def answer_faults(app: FastAPI) -> None:
    """Have every error answered with a document in both languages."""
    app.add_exception_handler(ThiduaError, _told)
    app.add_exception_handler(RequestValidationError, _wrong_shape)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(OperationalError, _no_database)
    app.add_exception_handler(PoolExhausted, _no_database)
    app.add_exception_handler(Exception, _unexpected)


async def _told(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ThiduaError)  # noqa: S101 - as registered above
    code = status(error)
    return JSONResponse(document(error), code, LATER if code == NOT_NOW else None)


async def _wrong_shape(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as registered above
    key = [one["type"] for one in error.errors() if one["loc"] == ("header", "idempotency-key")]
    if key:
        absent = "missing" in key
        return _said(
            WrongUse("idempotency_key_missing" if absent else "idempotency_key_wrong"), BAD
        )
    no_json = [one["loc"] for one in error.errors() if one["type"] == "json_invalid"]
    if no_json:
        return _said(WrongUse("request_not_json", at=no_json[0][-1]), UNUSABLE)
    places = [_place(one["loc"]) for one in error.errors()]
    return _said(WrongUse("request_wrong", places=places), UNUSABLE)


def _place(parts: Iterable[object]) -> str:
    """Return a place within a request; half a letter in a name cannot be sent back as it came."""
    return ".".join(str(part) for part in parts).encode(errors="backslashreplace").decode()


async def _plain(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as registered above
    code = PLAIN.get(error.status_code, "request_not_served")
    fault = WrongUse(code, places=[], status=error.status_code)
    return _said(fault, error.status_code, dict(error.headers or {}))


async def _no_database(_request: Request, error: Exception) -> JSONResponse:
    return _said(WrongUse("database_fault", reason=_reason(error)), NOT_NOW, LATER)


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    """Tell that it is our fault, and of what kind; what went wrong stands in the log."""
    if isinstance(error, DBAPIError):
        return _said(WrongUse("database_fault", reason=_reason(error)), FAULT)
    return _said(WrongUse("request_unexpected", kind=type(error).__name__), FAULT)


def _reason(error: Exception) -> str:
    return next(iter(str(getattr(error, "orig", error)).splitlines()), "")


def _said(fault: WrongUse, code: int, headers: dict[str, Any] | None = None) -> JSONResponse:
    return JSONResponse(all_hidden(document(fault)), code, headers)
