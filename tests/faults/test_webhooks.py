"""F56: a webhook that fails, is slow, redirects or answers without end; see tests/tasks too."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tasks.senders.channels import Channels
from tasks.senders.http import LARGEST_ANSWER
from tasks.senders.webhook import WebhookSender
from tests.factories import ADMIN, HEAD, sits
from tests.service.telling import Post, deliver, deliver_until, telling
from tests.tasks.authority import Authority
from tests.tasks.test_smtp import NOTICE
from tests.years import Lived
from workflow.domain.telling.waves import HOUR
from workflow.runtime import CannotSend, Mail, Runtime
from workflow.service import by_hand

SECRET = "a secret of the tests"  # noqa: S105 - opens nothing
HERE = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
HEAD_OF_200 = b"HTTP/1.1 200 OK\r\nconnection: close\r\n"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def far(tmp_path: Path) -> Iterator[tuple[HTTPServer, Authority]]:
    authority = Authority(tmp_path)
    with HTTPServer("127.0.0.1", ssl_context=authority.server("localhost")) as server:
        yield server, authority


@pytest.fixture
def lived(runtime: Runtime, post: Post, far: tuple[HTTPServer, Authority], tmp_path: Path) -> Lived:
    """A year in which one person is told by a webhook, and everybody else by mail."""
    server, authority = far
    hook = WebhookSender(SECRET, allowed=HERE, trust=authority.client())
    found = telling(runtime, Channels({"email": post, "webhook": hook}), tmp_path)
    deliver(found.runtime)
    contact = {"channel": "webhook", "to": f"https://localhost:{server.port}/hook"}
    found.do("choose_channels", ADMIN, person="of-chau", channels=["webhook"], contacts=[contact])
    found.do("register", sits("chau"), staff=10, people=10)
    post.mails.clear()
    return found


def statuses(lived: Lived) -> list[tuple[str, str | None]]:
    return [(one.status, one.answer) for one in by_hand.search(lived.runtime, person="of-chau")][
        :-2
    ]


def returned(lived: Lived) -> None:
    lived.do("return_registration", HEAD, unit="chau", comment="Thiếu")


def test_f56_a_webhook_that_fails_is_tried_again_with_the_same_id(
    lived: Lived, far: tuple[HTTPServer, Authority]
) -> None:
    server, _ = far
    server.expect_ordered_request("/hook").respond_with_data("", status=500)
    server.expect_ordered_request("/hook").respond_with_data("", status=503)
    server.expect_ordered_request("/hook").respond_with_data("", status=200)
    returned(lived)
    deliver_until(lived.runtime, lived.now + HOUR)

    assert statuses(lived) == [("sent", "200")]
    assert len({request.headers["webhook-id"] for request, _ in server.log}) == 1


@pytest.mark.parametrize("status", [302, 410])
def test_f56_a_webhook_that_leads_elsewhere_gives_up_and_mail_takes_over(
    lived: Lived, far: tuple[HTTPServer, Authority], post: Post, status: int
) -> None:
    server, _ = far
    elsewhere = {"location": "https://localhost/other"}
    server.expect_request("/hook").respond_with_data("", status=status, headers=elsewhere)
    returned(lived)
    deliver(lived.runtime)

    assert statuses(lived) == [("sent", "taken"), ("dead", str(status))]
    assert [mail.address for mail in post.mails] == ["of-chau@example.vn"]
    assert len(server.log) == 1


def test_f56_a_webhook_that_sends_much_has_taken_it(
    lived: Lived, far: tuple[HTTPServer, Authority]
) -> None:
    server, _ = far
    given = []

    def endless(_request: Request) -> Response:
        def pieces() -> Iterator[bytes]:
            for _ in range(10_000):
                given.append(10_000)
                yield b"x" * 10_000

        return Response(pieces(), 200)

    server.expect_request("/hook").respond_with_handler(endless)
    returned(lived)
    deliver(lived.runtime)

    assert statuses(lived) == [("sent", "200")]
    assert sum(given) < 100 * LARGEST_ANSWER


@contextmanager
def dribbling(authority: Authority, begun: bytes) -> Iterator[Mail]:
    """Give a notice to a web server that says *begun*, then a byte at a time without end."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def dribble() -> None:
            with suppress(OSError), authority.server("localhost").wrap_socket(
                listening.accept()[0], server_side=True
            ) as line:  # fmt: skip
                line.recv(65536)
                line.sendall(begun)
                while not over.wait(0.02):
                    line.sendall(b"x")

        thread = Thread(target=dribble)
        thread.start()
        address = f"https://localhost:{listening.getsockname()[1]}/hook"
        yield replace(NOTICE, channel="webhook", address=address)
        over.set()
        thread.join()


@pytest.fixture
def hurried(tmp_path: Path) -> tuple[WebhookSender, Authority]:
    """A sender that waits half a second for a whole answer."""
    authority = Authority(tmp_path)
    trust: ssl.SSLContext = authority.client()
    return WebhookSender(SECRET, allowed=HERE, trust=trust, within_s=0.5), authority


@pytest.mark.parametrize("begun", [b"", HEAD_OF_200, HEAD_OF_200 + b"y: "])
def test_f56_a_webhook_that_dribbles_before_its_answer_is_hung_up_on(
    hurried: tuple[WebhookSender, Authority], begun: bytes
) -> None:
    sender, authority = hurried
    with dribbling(authority, begun) as mail:
        began = monotonic()
        with pytest.raises(CannotSend) as why:
            sender.send(mail)

    assert (why.value.final, why.value.unsure) == (False, True)
    assert monotonic() - began < 5


@pytest.mark.parametrize("promised", [b"", b"content-length: 9999\r\n"])
def test_f56_what_a_webhook_answered_before_it_dribbled_counts(
    hurried: tuple[WebhookSender, Authority], promised: bytes
) -> None:
    sender, authority = hurried
    with dribbling(authority, HEAD_OF_200 + promised + b"\r\n") as mail:
        began = monotonic()
        assert sender.send(mail) == "200"

    assert monotonic() - began < 5
