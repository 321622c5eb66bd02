"""Telegram, by a server that answers as its bot interface does."""

import pytest
from pytest_httpserver import HTTPServer

from tasks.senders.telegram import LONGEST, TelegramSender
from tests.tasks.test_smtp import NOTICE
from workflow.runtime import CannotSend, Mail

TOKEN = "123:a-token-of-the-tests"  # noqa: S105 - opens nothing
PATH = f"/bot{TOKEN}/sendMessage"


def to_chat(body: str = NOTICE.body) -> Mail:
    return Mail(
        message_id=NOTICE.message_id, date=NOTICE.date, address="77", name="An", subject="x",
        body=body, folder="bloc/2025", channel="telegram",
    )  # fmt: skip


@pytest.fixture
def sender(httpserver: HTTPServer) -> TelegramSender:
    return TelegramSender(TOKEN, httpserver.url_for(""))


def refused(sender: TelegramSender) -> CannotSend:
    with pytest.raises(CannotSend) as why:
        sender.send(to_chat())
    return why.value


def test_a_message_arrives(httpserver: HTTPServer, sender: TelegramSender) -> None:
    wanted = {"chat_id": "77", "text": NOTICE.body}
    answer = {"ok": True, "result": {"message_id": 5}}
    httpserver.expect_request(PATH, method="POST", json=wanted).respond_with_json(answer)

    assert sender.send(to_chat()) == "message 5"


def test_a_long_text_is_cut_to_what_is_taken(
    httpserver: HTTPServer, sender: TelegramSender
) -> None:
    answer = {"ok": True, "result": {"message_id": 5}}
    httpserver.expect_request(PATH).respond_with_json(answer)

    sender.send(to_chat("ư" * 10_000))

    sent = httpserver.log[0][0].get_json()["text"]
    assert (len(sent), sent[-1]) == (LONGEST, "…")


def test_too_many_messages_wait_as_long_as_asked(
    httpserver: HTTPServer, sender: TelegramSender
) -> None:
    answer = {
        "ok": False, "error_code": 429, "description": "Too Many Requests: retry after 35",
        "parameters": {"retry_after": 35},
    }  # fmt: skip
    httpserver.expect_request(PATH).respond_with_json(answer, status=429)

    why = refused(sender)

    assert (why.final, why.again_in.total_seconds()) == (False, 35)


@pytest.mark.parametrize(
    ("code", "description", "final"),
    [
        (403, "Forbidden: bot was blocked by the user", True),
        (400, "Bad Request: chat not found", True),
        (401, "Unauthorized", False),
        (500, "Internal Server Error", False),
    ],
)
@pytest.mark.parametrize("status", [None, 200])
def test_a_refusal_is_told_by_the_body(
    httpserver: HTTPServer,
    sender: TelegramSender,
    status: int | None,
    code: int,
    description: str,
    final: bool,  # noqa: FBT001 - of the table
) -> None:
    answer = {"ok": False, "error_code": code, "description": description}
    httpserver.expect_request(PATH).respond_with_json(answer, status=status or code)

    why = refused(sender)

    assert (why.answer, why.final) == (f"{code} {description}", final)


@pytest.mark.parametrize(("status", "unsure"), [(502, False), (200, True)])
def test_an_answer_that_is_none_is_tried_again(
    httpserver: HTTPServer, sender: TelegramSender, status: int, *, unsure: bool
) -> None:
    httpserver.expect_request(PATH).respond_with_data("<html>gateway</html>", status=status)

    why = refused(sender)

    assert (why.final, why.unsure) == (False, unsure)


def test_no_answer_names_the_token() -> None:
    why = refused(TelegramSender(TOKEN, "http://127.0.0.1:1"))

    assert not why.final
    assert TOKEN not in f"{why.answer} {why.__cause__}"
