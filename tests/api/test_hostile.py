"""Whatever a client sends, it is answered with a document, and its own mistakes are called so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import update

from console.api.app import create_app
from tests.api.conftest import BEARER, TOKEN
from tests.years import Lived
from workflow.service import notices
from workflow.store.schema import streams

HALF = "half\\ud800"
"""Half a letter, as JSON writes it."""

BODIES = {
    "unit": '{"do": "register", "person": "p", "seat": "s", "given": {"unit": "%s"}}',
    "field": '{"do": "register", "person": "p", "seat": "s", "given": {"%s": 1}}',
    "expects": '{"do": "register", "person": "p", "seat": "s", "expects": {"roster/%s": 1}}',
    "act": '{"do": "%s", "person": "p", "seat": "s"}',
    "person": '{"do": "register", "person": "%s", "seat": "s"}',
    "surprise": '{"do": "register", "person": "p", "seat": "s", "%s": 1}',
    "meeting": '{"do": "hold_meeting", "person": "p", "seat": "s", "given": {"acts": ["%s"]}}',
}


@pytest.fixture
def client(lived: Lived) -> Iterator[TestClient]:
    """Somebody with the token, who sees what a client sees of a fault."""
    app = create_app(lived.runtime, TOKEN)
    with TestClient(app, raise_server_exceptions=False, headers=BEARER) as client:
        yield client


def refused(answer: Response) -> bool:
    said: dict[str, Any] = answer.json()["error"]
    return answer.status_code == 422 and bool(said["vi"] and said["en"])


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("text", [HALF, "a\\u0000b", "a\\u001bb"], ids=["half", "nul", "escape"])
def test_text_that_cannot_be_kept_is_refused(
    client: TestClient, lived: Lived, body: str, text: str
) -> None:
    headers = {"Idempotency-Key": "key-00000001", "Content-Type": "application/json"}

    assert refused(client.post(f"/api/years/{lived.id}/acts", content=body % text, headers=headers))


@pytest.mark.parametrize("text", ["x\0y", "x\x1by"], ids=["nul", "escape"])
@pytest.mark.parametrize(
    "path",
    ["years/{}/2025", "notices?year={}", "notices?person={}", "notices?status={}"],
)
def test_names_that_cannot_be_kept_are_refused(client: TestClient, path: str, text: str) -> None:
    assert refused(client.get(f"/api/{path.format(quote(text))}"))


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
@pytest.mark.parametrize("path", ["notices/{}", "notices?before={}", "years/bloc/{}0000"])
def test_numbers_that_count_nothing_are_refused(client: TestClient, path: str, number: int) -> None:
    assert refused(client.get(f"/api/{path.format(number)}"))


@pytest.mark.parametrize("reason", ["a\\u0000b", HALF])
def test_a_reason_that_cannot_be_kept_is_refused(client: TestClient, reason: str) -> None:
    body = f'{{"person": "of-admin", "reason": "{reason}"}}'
    headers = {"Content-Type": "application/json"}

    assert refused(client.post("/api/notices/1/drop", content=body, headers=headers))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59+00:00"])
def test_a_year_without_known_holidays_is_the_asker_s_mistake(
    client: TestClient, lived: Lived, moment: str
) -> None:
    body = {"do": "register", "person": "of-binh", "seat": "unit:binh", "at": moment}
    headers = {"Idempotency-Key": "key-00000001"}

    answer = client.post(f"/api/years/{lived.id}/acts", json=body, headers=headers)

    assert (answer.json()["error"]["code"], refused(answer)) == ("year_out_of_calendar", True)


def test_a_fault_of_ours_is_a_document_too(lived: Lived) -> None:
    def broken() -> None:
        message = "a secret"
        raise ArithmeticError(message)

    app = create_app(replace(lived.runtime, nudge=broken), TOKEN)
    body = {"do": "register", "person": "of-binh", "seat": "unit:binh"}
    headers = {**BEARER, "Idempotency-Key": "key-00000001"}
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.post(f"/api/years/{lived.id}/acts", json=body, headers=headers)

    said = answer.json()["error"]
    assert (answer.status_code, said["code"]) == (500, "request_unexpected")
    assert "ArithmeticError" in said["vi"]
    assert "secret" not in answer.text


def test_a_database_that_lacks_something_is_a_document_too(
    client: TestClient, lived: Lived
) -> None:
    with lived.runtime.engine.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE outbox RENAME COLUMN facts TO lost")

    answer = client.get("/api/notices")

    assert answer.status_code >= 500
    assert answer.json()["error"]["code"] == "database_fault"


def test_a_notice_that_left_is_no_fault_of_ours(client: TestClient, lived: Lived) -> None:
    for key in notices.claim(lived.runtime):
        notices.send(lived.runtime, key)
    by = {"person": "of-admin", "reason": "Nhầm"}

    answer = client.post("/api/notices/1/drop", json=by)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "notice_elsewhere")


@pytest.mark.parametrize("content", ["", "{", "[1, 2", "\ufeff{}"])
def test_a_body_that_is_no_json_is_called_so(
    client: TestClient, lived: Lived, content: str
) -> None:
    headers = {"Idempotency-Key": "key-00000001", "Content-Type": "application/json"}

    answer = client.post(f"/api/years/{lived.id}/acts", content=content.encode(), headers=headers)

    said = answer.json()["error"]
    assert said["code"] in {"request_not_json", "request_wrong", "request_unreadable"}
    assert not re.search(r"body\.\d|: \.", said["vi"] + said["en"])


def test_a_year_that_cannot_be_read_is_answered_with_a_document(
    client: TestClient, lived: Lived
) -> None:
    this = (streams.c.year_id == lived.id) & (streams.c.kind == "roster")
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(streams).where(this).values(state=b"{}"))

    answer = client.get(f"/api/years/{lived.id}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "state_shape")
