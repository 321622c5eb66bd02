"""An act over HTTP: its receipt, or every reason why not."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import BEARER, Act
from tests.factories import HEAD, MEMBER, STRANGER, at
from tests.years import Lived
from workflow.runtime import SimulatedClock
from workflow.service import reading

GIVEN = {"staff": 10, "people": 9}


def recorded(lived: Lived) -> int:
    return len(reading.history(lived.runtime, lived.id))


def test_an_act_is_answered_with_its_receipt(act: Act, lived: Lived) -> None:
    answer = act("register", given=GIVEN)

    [event] = answer.json()["events"]
    last = reading.history(lived.runtime, lived.id)[-1]
    assert (answer.status_code, event["hash"], event["kind"]) == (200, last.hash, last.kind)


def test_the_same_key_again_is_the_same_answer_and_one_act(act: Act, lived: Lived) -> None:
    first = act("register", given=GIVEN)
    before = recorded(lived)

    again = act("register", given=GIVEN)

    assert (again.status_code, again.json(), recorded(lived)) == (200, first.json(), before)


def test_the_same_key_for_something_else_is_refused(act: Act) -> None:
    act("register", given=GIVEN)

    other = act("register", given={"staff": 11, "people": 9})

    assert (other.status_code, other.json()["error"]["code"]) == (422, "command_reused")


def test_a_refusal_names_every_condition_in_words_with_whose_move_it_is(act: Act) -> None:
    refused = act("advance", MEMBER)

    found = {one["code"]: one for one in refused.json()["refused"]}
    assert (refused.status_code, len(found)) == (409, 2)
    assert found["NOT_IN_ROLE"]["who"] == ["Khối trưởng (Ban An)", "Quản trị"]
    assert all(one["vi"] and one["en"] and "due" in one for one in found.values())


def test_a_refusal_writes_nothing(act: Act, lived: Lived) -> None:
    before = recorded(lived)

    act("advance", MEMBER)

    assert recorded(lived) == before


def test_an_act_takes_effect_on_the_day_that_is_said(act: Act, clock: SimulatedClock) -> None:
    clock.move_to(at(1, 6))

    receipt = act("register", given=GIVEN, at="2025-01-03T09:30:00+07:00").json()

    assert (receipt["at"], receipt["recorded_at"]) == (
        "2025-01-03T02:30:00Z",
        "2025-01-06T12:00:00Z",
    )


def test_an_act_cannot_be_dated_into_the_future(act: Act) -> None:
    refused = act("register", given=GIVEN, at=at(2, 1).isoformat())

    assert [one["code"] for one in refused.json()["refused"]] == ["IN_THE_FUTURE"]


@pytest.mark.parametrize(("version", "status"), [(0, 200), (5, 412)])
def test_a_stale_screen_is_told_so(act: Act, version: int, status: int) -> None:
    answer = act("register", given=GIVEN, expects={"registration/binh": version})

    assert answer.status_code == status


def test_what_an_act_may_expect_is_told_with_the_year_and_with_every_receipt(
    act: Act, client: TestClient, lived: Lived
) -> None:
    before = client.get(f"/api/years/{lived.id}").json()["versions"]
    [event] = act("register", given=GIVEN, expects={"roster": before["roster"]}).json()["events"]
    after = client.get(f"/api/years/{lived.id}").json()["versions"]

    assert (event["stream"], event["version"]) == ("registration/binh", 1)
    assert "registration/binh" not in before
    assert after == before | {"registration/binh": 1}


def test_a_stream_that_cannot_be_is_not_found(act: Act) -> None:
    answer = act("register", given=GIVEN, expects={"registraton/binh": 0})

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert "registration" in answer.json()["error"]["en"]


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"do": "register", "given": {"staff": "ten"}}, 422, "given_wrong"),
        ({"do": "register", "given": {"surprise": 1}}, 422, "given_wrong"),
        ({"do": "dance"}, 404, "not_found"),
        ({"do": "register", "year": "bloc/1999"}, 404, "not_found"),
        ({"do": "register", "surprise": 1}, 422, "request_wrong"),
        ({"do": "register", "at": "2025-01-02T07:30:00"}, 422, "request_wrong"),
        ({"do": ""}, 422, "request_wrong"),
    ],
)
def test_what_is_wrong_is_said(act: Act, more: dict[str, Any], status: int, code: str) -> None:
    answer = act(**more)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert set(answer.json()["error"]) >= {"vi", "en"}


@pytest.mark.parametrize("key", ["", "short", "with space in it", "x" * 201, "đăng-ký-một-lần"])
def test_a_key_is_asked_for(client: TestClient, lived: Lived, key: str) -> None:
    body = {"do": "register", "person": "of-binh", "seat": "unit:binh", "given": GIVEN}
    headers = {b"Idempotency-Key": key.encode()} if key else {}

    answer = client.post(f"/api/years/{lived.id}/acts", json=body, headers=headers)

    code = "idempotency_key_wrong" if key else "idempotency_key_missing"
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_a_body_has_an_end(client: TestClient, lived: Lived) -> None:
    body = {"do": "register", "person": "x" * 2_000_000, "seat": "unit:binh"}
    headers = {"Idempotency-Key": "key-00000001"}

    answer = client.post(f"/api/years/{lived.id}/acts", json=body, headers=headers)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic a-token-of-the-tests", "Bearer tøken"]
)
def test_nobody_gets_in_without_the_token(stranger: TestClient, lived: Lived, header: str) -> None:
    headers = {b"Authorization": header.encode("latin-1")} if header else {}

    answers = [
        stranger.get("/api/years", headers=headers),
        stranger.get(f"/api/years/{lived.id}", headers=headers),
        stranger.post(f"/api/years/{lived.id}/acts", headers=headers, json={}),
    ]

    assert [one.status_code for one in answers] == [401, 401, 401]
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"


def test_a_token_opens_the_door_and_no_seat(act: Act) -> None:
    codes = [one["code"] for one in act("register", STRANGER, given=GIVEN).json()["refused"]]

    assert "SEAT_NOT_HELD" in codes


def test_the_word_bearer_may_be_written_in_any_case(stranger: TestClient) -> None:
    header = BEARER["Authorization"].replace("Bearer", "bearer")

    assert stranger.get("/api/years", headers={"Authorization": header}).status_code == 200


def test_a_meeting_is_one_act(act: Act) -> None:
    inner = {"do": "register", "person": "of-chau", "seat": "unit:chau", "given": GIVEN}
    given = {"id": "m1", "meeting": "conference", "title": "Hội nghị", "acts": [inner]}

    receipt = act("hold_meeting", HEAD, given=given).json()

    assert [one["kind"] for one in receipt["events"]] == ["meeting_held", "registration_submitted"]
