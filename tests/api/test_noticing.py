"""Notices over HTTP: GET looks and changes nothing; POST decides, with who and why."""

from fastapi.testclient import TestClient

from tests.years import Lived
from workflow.service import notices

BY = {"person": "of-admin", "reason": "đã báo bằng điện thoại"}


def test_notices_are_listed_and_shown(client: TestClient, lived: Lived) -> None:
    asked = {"year": lived.id, "person": "of-chau", "status": "owed"}
    found = client.get("/api/notices", params=asked).json()["notices"]
    assert [one["notice"] for one in found] == ["stage_opened", "year_opened"]

    shown = client.get(f"/api/notices/{found[0]['id']}").json()
    assert (shown["status"], shown["decisions"]) == ("owed", [])
    assert shown["subject"]


def test_looking_changes_nothing(client: TestClient, lived: Lived) -> None:
    before = client.get("/api/notices").json()
    for one in before["notices"]:
        client.get(f"/api/notices/{one['id']}")
        for what in ("retry", "drop"):
            assert client.get(f"/api/notices/{one['id']}/{what}").status_code == 405

    assert client.get("/api/notices").json() == before
    assert notices.waiting(lived.runtime) == len(before["notices"])


def test_a_decision_is_kept(client: TestClient) -> None:
    number = client.get("/api/notices").json()["notices"][0]["id"]

    assert client.post(f"/api/notices/{number}/drop", json=BY).json() == {"dropped": [number]}
    assert client.post(f"/api/notices/{number}/retry", json=BY).json() == {"owed": [number]}

    decisions = client.get(f"/api/notices/{number}").json()["decisions"]
    assert [(one["did"], one["was"]) for one in decisions] == [
        ("drop", "owed"), ("retry", "superseded"),
    ]  # fmt: skip


def test_a_decision_needs_who_and_why(client: TestClient) -> None:
    number = client.get("/api/notices").json()["notices"][0]["id"]

    for body in ({}, {"person": "x"}, {**BY, "reason": "  "}, {**BY, "more": 1}):
        assert client.post(f"/api/notices/{number}/drop", json=body).status_code == 422


def test_nobody_looks_without_the_token(stranger: TestClient) -> None:
    assert stranger.get("/api/notices").status_code == 401
    assert stranger.post("/api/notices/1/drop", json=BY).status_code == 401
