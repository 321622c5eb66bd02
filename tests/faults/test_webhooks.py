"""F56: a webhook that fails, is slow, redirects or answers without end; see tests/tasks too."""

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tasks.senders.channels import Channels
from tasks.senders.webhook import WebhookSender
from tests.factories import ADMIN, HEAD, sits
from tests.service.telling import Post, deliver, deliver_until, telling
from tests.tasks.authority import Authority
from tests.years import Lived
from workflow.domain.waves import HOUR
from workflow.runtime import Runtime
from workflow.service import by_hand

SECRET = "a secret of the tests"  # noqa: S105 - opens nothing


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
    allowed = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    hook = WebhookSender(SECRET, allowed=allowed, trust=authority.client())
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
