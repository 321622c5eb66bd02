"""Mail to a real mail server: what it takes, refuses for now, refuses for good."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tasks.senders.smtp import NoMailServer, SmtpSender
from tests.tasks.mail_server import Kept, free_port, mail_server
from tests.years import Lived, opened
from workflow.runtime import CannotSend, Mail, Runtime, SimulatedClock
from workflow.service import notices, reading

FROM = "Thi Đua <thidua@example.vn>"
NOTICE = Mail(
    message_id="<0123456789abcdef0123@thidua>",
    date=datetime(2025, 3, 14, 20, 0, tzinfo=UTC),
    address="an@example.vn",
    name="Nguyễn Văn An",
    subject="Nhắc việc: Đăng ký thi đua năm 2025",
    body="Bước Đăng ký thi đua đến hạn.\n.\nMột dòng chỉ có dấu chấm đứng trên.",
    folder="bloc/2025",
)


@pytest.fixture
def server() -> Iterator[Kept]:
    with mail_server() as kept:
        yield kept


@pytest.fixture
def posted(runtime: Runtime, server: Kept) -> Lived:
    """A bloc year whose notices go to the server."""
    return opened(replace(runtime, sender=SmtpSender(server.url, FROM)))


def refused(sender: SmtpSender, mail: Mail = NOTICE) -> CannotSend:
    with pytest.raises(CannotSend) as why:
        sender.send(mail)
    return why.value


def test_the_server_gets_what_the_row_says(server: Kept) -> None:
    SmtpSender(server.url, FROM).send(NOTICE)

    [message] = server.messages
    assert {
        name: message[name] for name in ("Subject", "Date", "Message-ID", "Auto-Submitted")
    } == {
        "Subject": NOTICE.subject,
        "Date": "Fri, 14 Mar 2025 20:00:00 +0000",
        "Message-ID": NOTICE.message_id,
        "Auto-Submitted": "auto-generated",
    }
    assert message.get_content().splitlines() == NOTICE.body.splitlines()


def test_the_answer_is_kept(server: Kept) -> None:
    assert SmtpSender(server.url, FROM).send(NOTICE) == "250 queued as 1A2B"


def test_only_seven_bits_go_over_the_wire(server: Kept) -> None:
    SmtpSender(server.url, FROM).send(NOTICE)

    content = server.envelopes[0].content
    assert isinstance(content, bytes)
    assert content.isascii()


def test_a_name_with_line_breaks_adds_neither_header_nor_recipient(server: Kept) -> None:
    evil = "An\r\nBcc: spy@example.vn\r\n\r\nMở tệp này"

    SmtpSender(server.url, FROM).send(replace(NOTICE, name=evil, subject=evil))

    assert server.envelopes[0].rcpt_tos == ["an@example.vn"]
    assert server.messages[0]["Bcc"] is None


def test_an_address_with_a_command_in_it_reaches_nobody(server: Kept) -> None:
    evil = replace(NOTICE, address="an@example.vn>\r\nRCPT TO:<spy@example.vn")

    assert refused(SmtpSender(server.url, FROM), evil).final
    assert server.envelopes == []


@pytest.mark.parametrize(
    ("answer", "final"), [("451 later", False), ("452 full", False), ("550 unknown", True)]
)
@pytest.mark.parametrize("step", ["to_recipient", "to_message"])
def test_a_refusal_is_for_now_or_for_good_as_the_server_says(
    server: Kept, step: str, answer: str, *, final: bool
) -> None:
    getattr(server, step).append(answer)

    why = refused(SmtpSender(server.url, FROM))

    assert (why.answer, why.final) == (answer, final)


def test_a_server_that_is_away_is_tried_again() -> None:
    nowhere = f"smtp://127.0.0.1:{free_port('127.0.0.1')}"

    assert not refused(SmtpSender(nowhere, FROM)).final


def test_a_bad_goodbye_does_not_unsend(server: Kept) -> None:
    server.goodbye = "451 not yet"

    assert SmtpSender(server.url, FROM).send(NOTICE).startswith("250")


def test_a_password_does_not_leave_in_the_clear() -> None:
    with mail_server("127.0.0.2") as abroad:  # not one of the names of this machine
        url = abroad.url.replace("://", "://user:secret@")
        why = refused(SmtpSender(url, FROM))

    assert "TLS" in why.answer


@pytest.mark.parametrize("written", ["localhost:25", "http://x", "smtp://", "smtp://h:port"])
def test_what_is_no_mail_server_is_said_at_the_start(written: str) -> None:
    with pytest.raises(NoMailServer):
        SmtpSender(written, FROM)


def statuses(lived: Lived) -> dict[str, int]:
    return reading.notices(lived.runtime)


def post(lived: Lived) -> None:
    for key in notices.claim(lived.runtime):
        notices.send(lived.runtime, key)


def test_what_is_refused_for_now_is_sent_later(
    posted: Lived, server: Kept, clock: SimulatedClock
) -> None:
    server.to_message += ["451 later"] * 2
    post(posted)
    assert statuses(posted) == {"owed": 2, "sent": 6}

    post(posted)  # too soon
    assert statuses(posted) == {"owed": 2, "sent": 6}

    clock.move_to(clock.now() + timedelta(seconds=30))
    post(posted)
    assert (statuses(posted), len(server.envelopes)) == ({"sent": 8}, 8)


def test_what_is_refused_for_good_is_not_tried_again(
    posted: Lived, server: Kept, clock: SimulatedClock
) -> None:
    server.to_recipient.append("550 unknown")
    post(posted)

    clock.move_to(clock.now() + timedelta(days=1))
    post(posted)

    assert (statuses(posted), len(server.envelopes)) == ({"dead": 1, "sent": 7}, 7)


def test_a_server_down_for_a_day_loses_nothing(
    posted: Lived, server: Kept, clock: SimulatedClock
) -> None:
    back = clock.now() + timedelta(days=1)
    server.to_recipient += ["421 down"] * 1000
    while clock.now() < back:
        post(posted)
        clock.move_to(clock.now() + timedelta(minutes=10))

    server.to_recipient.clear()
    clock.move_to(back + timedelta(hours=6))
    post(posted)

    assert statuses(posted) == {"sent": 8}


def test_a_server_down_for_good_is_given_up(
    posted: Lived, server: Kept, clock: SimulatedClock
) -> None:
    server.to_recipient += ["421 down"] * 1000
    for _ in range(notices.ATTEMPTS):
        post(posted)
        clock.move_to(clock.now() + notices.LONGEST_WAIT)

    assert statuses(posted) == {"dead": 8}
