"""Webhooks: signed, to checked addresses, and bounded whatever the far end does."""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tasks.senders.http import LARGEST_ANSWER
from tasks.senders.webhook import WebhookSender
from tests.tasks.authority import Authority
from tests.tasks.test_smtp import NOTICE
from workflow.runtime import CannotSend, Entry, Mail

SECRET = "a secret of the tests"  # noqa: S105 - opens nothing
HERE = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
NOW = 1_742_000_000
NAME = "hook.example.vn"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def far(authority: Authority) -> Iterator[HTTPServer]:
    """The far end, which is certified as another name than the address it is reached at."""
    with HTTPServer("127.0.0.1", ssl_context=authority.server(NAME)) as server:
        yield server


@pytest.fixture
def sender(authority: Authority) -> WebhookSender:
    return WebhookSender(
        SECRET,
        allowed=HERE,
        trust=authority.client(),
        now=lambda: NOW,
        looking_up=lambda _host, _port: ["127.0.0.1"],
    )


def to(far: HTTPServer, name: str = NAME) -> Mail:
    entries = (Entry(text=NOTICE.body, link="https://thidua.example.vn/years/bloc/2025"),)
    address = f"https://{name}:{far.port}/hook?of=an"
    return replace(NOTICE, channel="webhook", address=address, entries=entries)


def refused(sender: WebhookSender, mail: Mail) -> CannotSend:
    with pytest.raises(CannotSend) as why:
        sender.send(mail)
    return why.value


def test_what_is_posted_is_signed(far: HTTPServer, sender: WebhookSender) -> None:
    far.expect_request("/hook", method="POST").respond_with_data("thanks")

    assert sender.send(to(far)) == "200"

    request, _ = far.log[0]
    name = NOTICE.message_id.strip("<>")
    signed = f"{name}.{NOW}.".encode() + request.get_data()
    made = b64encode(hmac.new(SECRET.encode(), signed, sha256).digest()).decode()
    found = {one: request.headers[one] for one in ("webhook-id", "webhook-timestamp", "host")}
    assert found == {
        "webhook-id": name, "webhook-timestamp": str(NOW), "host": f"{NAME}:{far.port}",
    }  # fmt: skip
    assert request.headers["webhook-signature"] == f"v1,{made}"
    assert json.loads(request.get_data())["subject"] == NOTICE.subject


def test_the_same_notice_is_the_same_bytes_and_id(far: HTTPServer, sender: WebhookSender) -> None:
    far.expect_request("/hook").respond_with_data("")

    sender.send(to(far))
    sender.send(to(far))

    first, second = (request for request, _ in far.log)
    assert first.get_data() == second.get_data()
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_a_certificate_of_another_name_is_refused(far: HTTPServer, sender: WebhookSender) -> None:
    why = refused(sender, to(far, "other.example.vn"))

    assert not why.final
    assert not why.unsure
    assert far.log == []


@pytest.mark.parametrize(
    ("status", "final"),
    [(500, False), (503, False), (429, False), (408, False), (400, True), (404, True), (410, True)],
)
def test_a_refusal_is_for_now_or_for_good(
    far: HTTPServer, sender: WebhookSender, status: int, *, final: bool
) -> None:
    far.expect_request("/hook").respond_with_data("no", status=status)

    why = refused(sender, to(far))

    assert (why.answer, why.final) == (str(status), final)


@pytest.mark.parametrize(("said", "seconds"), [("120", 120), ("9999999999", 21600), ("soon", 0)])
def test_who_asks_to_be_left_alone_is(
    far: HTTPServer, sender: WebhookSender, said: str, seconds: int
) -> None:
    far.expect_request("/hook").respond_with_data("", 429, {"retry-after": said})

    assert refused(sender, to(far)).again_in.total_seconds() == seconds


def test_a_redirect_is_not_followed(far: HTTPServer, sender: WebhookSender) -> None:
    inside = {"location": "https://169.254.169.254/latest"}
    far.expect_request("/hook").respond_with_data("", status=302, headers=inside)

    why = refused(sender, to(far))

    assert (why.final, why.answer, len(far.log)) == (True, "302", 1)


def test_a_huge_answer_is_not_read_to_its_end(far: HTTPServer, sender: WebhookSender) -> None:
    given = []

    def endless(_request: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            for _ in range(10_000):
                given.append(1)
                yield b"x" * 10_000

        return Response(pieces(), 200)

    far.expect_request("/hook").respond_with_handler(endless)

    assert sender.send(to(far)) == "200"
    assert len(given) * 10_000 < 100 * LARGEST_ANSWER


def test_an_internal_address_is_never_called(far: HTTPServer, authority: Authority) -> None:
    far.expect_request("/hook").respond_with_data("")
    strict = WebhookSender(SECRET, trust=authority.client())

    why = refused(strict, to(far, "localhost"))

    assert (why.final, far.log) == (True, [])


@pytest.mark.parametrize(
    "address",
    ["http://hook.example.vn/", "https://user:x@hook.example.vn/", "ftp://x/", "https://", "x"],
)
def test_what_is_no_https_url_is_refused_for_good(sender: WebhookSender, address: str) -> None:
    assert refused(sender, replace(NOTICE, address=address)).final
