"""Mail by TLS: to a server that proves who it is, and never a password without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasks.senders.line import Patience
from tasks.senders.smtp import SmtpSender
from tests.eventually import eventually
from tests.tasks.authority import Authority
from tests.tasks.mail_server import Kept, mail_server
from tests.tasks.test_smtp import FROM, NOTICE, refused

PASSWORDS = {"thidua": "mật khẩu"}
LOGIN = "thidua:m%E1%BA%ADt%20kh%E1%BA%A9u@"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@contextmanager
def serving(authority: Authority, scheme: str, name: str = "localhost") -> Iterator[Kept]:
    with mail_server("localhost", scheme=scheme, trust=authority.server(name)) as kept:
        yield kept


@pytest.mark.parametrize("scheme", ["smtps", "starttls", "smtp"])
def test_mail_goes_by_tls(authority: Authority, scheme: str) -> None:
    with serving(authority, scheme) as kept:
        sender = SmtpSender(kept.url, FROM, authority=authority.file)

        assert sender.send(NOTICE).startswith("250")
        assert len(kept.envelopes) == 1
        sender.close()


@pytest.mark.parametrize("scheme", ["smtps", "starttls", "smtp"])
def test_a_server_of_another_name_gets_nothing(authority: Authority, scheme: str) -> None:
    with serving(authority, scheme, "mail.example.vn") as kept:
        why = refused(SmtpSender(kept.url, FROM, authority=authority.file))

        assert not why.final
        assert "certificate" in why.answer
        assert kept.asked == []


@pytest.mark.parametrize("scheme", ["smtps", "starttls", "smtp"])
def test_a_certificate_by_an_unknown_authority_is_refused(
    authority: Authority, scheme: str
) -> None:
    with serving(authority, scheme) as kept:
        why = refused(SmtpSender(kept.url, FROM))

        assert "certificate" in why.answer
        assert kept.asked == []


def test_who_insists_on_tls_does_not_go_on_without(authority: Authority) -> None:
    with mail_server(scheme="starttls") as kept:
        why = refused(SmtpSender(kept.url, FROM, authority=authority.file))

        assert (why.final, kept.asked) == (False, [])
        assert "TLS" in why.answer


@pytest.mark.parametrize("scheme", ["smtps", "starttls"])
def test_a_password_is_said_by_tls(authority: Authority, scheme: str) -> None:
    trust = authority.server("localhost")
    with mail_server("localhost", scheme=scheme, trust=trust, passwords=PASSWORDS) as kept:
        url = kept.url.replace("://", f"://{LOGIN}")
        sender = SmtpSender(url, FROM, authority=authority.file)

        assert sender.send(NOTICE).startswith("250")
        assert kept.logins == ["thidua"]
        sender.close()


def test_a_wrong_password_is_no_fault_of_the_notice(authority: Authority) -> None:
    trust = authority.server("localhost")
    with mail_server("localhost", scheme="smtps", trust=trust, passwords=PASSWORDS) as kept:
        url = kept.url.replace("://", "://thidua:wrong@")
        why = refused(SmtpSender(url, FROM, authority=authority.file))

        assert not why.final
        assert "wrong" not in why.answer


def test_many_mails_go_over_one_line() -> None:
    with mail_server() as kept:
        sender = SmtpSender(kept.url, FROM)
        for _ in range(50):
            sender.send(NOTICE)

        assert (len(kept.envelopes), len(kept.lines)) == (50, 1)
        sender.close()


def test_a_refusal_does_not_spoil_the_line_for_the_next() -> None:
    with mail_server() as kept:
        kept.to_recipient += ["550 unknown", "451 later"]
        kept.to_message += ["552 too big"]
        sender = SmtpSender(kept.url, FROM)
        for _ in range(3):
            refused(sender)

        assert sender.send(NOTICE).startswith("250")
        assert len(kept.lines) == 1
        sender.close()


def test_a_line_that_the_server_closed_is_opened_anew() -> None:
    with mail_server() as kept:
        sender = SmtpSender(kept.url, FROM, patience=Patience(check_s=0))
        kept.to_recipient.append("421 closing")
        refused(sender)

        assert sender.send(NOTICE).startswith("250")
        sender.close()


def test_a_line_that_nobody_needs_is_closed() -> None:
    with mail_server() as kept:
        sender = SmtpSender(kept.url, FROM, patience=Patience(idle_s=0.05))
        sender.send(NOTICE)

        eventually(lambda: sender.idle)
        sender.send(NOTICE)
        assert len(kept.lines) == 2
        sender.close()


@pytest.mark.parametrize("patience", [Patience(mails=2), Patience(age_s=0)])
def test_a_line_is_not_kept_for_ever(patience: Patience) -> None:
    with mail_server() as kept:
        sender = SmtpSender(kept.url, FROM, patience=patience)
        for _ in range(4):
            sender.send(NOTICE)

        assert len(kept.lines) > 1
        sender.close()
