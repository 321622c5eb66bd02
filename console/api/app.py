"""The application: its routes, behind one token."""

from fastapi import APIRouter, Depends, FastAPI

from console.api import acting, asking, health, metrics, noticing
from console.api.failing import answer_faults
from console.api.telling import Telling
from console.api.token import required
from workflow.runtime import Runtime

LARGEST_BODY = 1_000_000
"""Bytes: the acts of a whole meeting are a hundredth of it."""


def create_app(runtime: Runtime, token: str, metrics_token: str | None = None) -> FastAPI:
    """Return the application over *runtime*; everything under `/api` asks for *token*.

    The figures ask for *metrics_token*; without one, for the same *token*.
    """
    app = FastAPI(
        title="Thi Đua",
        openapi_url="/openapi.json",
        docs_url=None,  # both pages load programs from elsewhere, which would see the token
        redoc_url=None,
        max_body_size=LARGEST_BODY,
    )
    answer_faults(app)
    api = APIRouter(prefix="/api", dependencies=[Depends(required(token))])
    api.include_router(acting.routes(runtime))
    api.include_router(asking.routes(runtime))
    api.include_router(noticing.routes(runtime))
    app.include_router(api)
    app.include_router(health.routes(runtime))
    app.include_router(metrics.routes(runtime, metrics_token or token))
    app.add_middleware(Telling)
    return app
