"""A bloc year, the interface over it, and somebody who may ask."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from console.api.app import create_app
from tests.factories import sits
from tests.years import Lived, opened
from workflow.domain.model import Actor
from workflow.runtime import Runtime

TOKEN = "a-token-of-the-tests"  # noqa: S105 - opens nothing
BEARER = {"Authorization": f"Bearer {TOKEN}"}

Act = Callable[..., Response]


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A bloc year that has just been opened."""
    return opened(runtime)


@pytest.fixture
def stranger(lived: Lived) -> Iterator[TestClient]:
    """Somebody without the token."""
    with TestClient(create_app(lived.runtime, TOKEN)) as client:
        yield client


@pytest.fixture
def client(stranger: TestClient) -> TestClient:
    """Somebody with the token."""
    stranger.headers.update(BEARER)
    return stranger


@pytest.fixture
def act(client: TestClient, lived: Lived) -> Act:
    """How an act is asked for."""

    def ask(
        do: str,
        by: Actor = sits("binh"),  # noqa: B008 - frozen
        *,
        key: str = "key-00000001",
        year: str = lived.id,
        **more: Any,  # noqa: ANN401 - whatever a body may hold
    ) -> Response:
        body = {"do": do, "person": by.person, "seat": by.seat, **more}
        headers = {"Idempotency-Key": key}
        return client.post(f"/api/years/{year}/acts", json=body, headers=headers)

    return ask
