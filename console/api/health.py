"""Whether the background lives and keeps up, for a probe: asks for no token, names no person."""

from dataclasses import asdict

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from workflow.runtime import Runtime
from workflow.service import heartbeats

WELL, UNWELL = 200, 503


def routes(runtime: Runtime) -> APIRouter:
    """Return the probe's route. Nobody is called silent before they could have been heard here."""
    router, since = APIRouter(), runtime.clock.now()

    @router.get("/healthz")
    def healthz() -> JSONResponse:
        found = heartbeats.health(runtime, since)
        return JSONResponse(asdict(found), WELL if found.ok else UNWELL)

    return router
