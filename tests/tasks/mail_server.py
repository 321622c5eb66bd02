"""A real mail server in the test's process: keeps what it takes, refuses what it is told to."""

import email
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG_UP = "hang up"
"""Instead of an answer to a message: it is taken, and the line goes dead."""


@dataclass
class Kept:
    """What the server has seen, and how it answers next; nothing said is to take it."""

    host: str = "127.0.0.1"
    port: int = 0
    envelopes: list[Envelope] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_message: list[str] = field(default_factory=list)
    goodbye: str = "221 Bye"
    scheme: str = "smtp"
    lines: set[object] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """What it has taken, read again."""
        return [self._read(one) for one in self.envelopes]

    @staticmethod
    def _read(envelope: Envelope) -> EmailMessage:
        content = envelope.content
        assert isinstance(content, bytes)
        return email.message_from_bytes(content, policy=default)

    async def handle_RCPT(  # noqa: N802 - as the server calls it
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take a recipient, or refuse."""
        self.asked.append(address)
        answer = self.to_recipient.pop(0) if self.to_recipient else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - as the server calls it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message, or refuse; or take it and say nothing any more."""
        answer = self.to_message.pop(0) if self.to_message else "250 queued as 1A2B"
        self.lines.add(session.peer)
        if answer == HANG_UP:
            self.envelopes.append(envelope)
            line: Any = server.transport
            line.abort()
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        return answer

    async def handle_QUIT(  # noqa: N802 - as the server calls it
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        """Say goodbye."""
        return self.goodbye


def _asking(passwords: dict[str, str], kept: Kept) -> Callable[..., AuthResult]:
    def ask(
        _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: LoginPassword
    ) -> AuthResult:
        known = passwords.get(given.login.decode())
        kept.logins.append(given.login.decode())
        return AuthResult(success=known == given.password.decode())

    return ask


def free_port(host: str) -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((host, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def mail_server(
    host: str = "127.0.0.1",
    *,
    scheme: str = "smtp",
    trust: ssl.SSLContext | None = None,
    passwords: dict[str, str] | None = None,
) -> Iterator[Kept]:
    """Run a mail server while the block lasts; with *trust*, by TLS as *scheme* says."""
    kept = Kept(host=host, port=free_port(host), scheme=scheme)
    options: dict[str, Any] = {}
    if scheme == "smtps":
        options["ssl_context"] = trust
    elif trust:
        options["tls_context"] = trust
    if passwords is not None:
        options["authenticator"] = _asking(passwords, kept)
        # The server knows of no TLS but STARTTLS: over TLS from the start it must not insist.
        options["auth_required"] = options["auth_require_tls"] = scheme != "smtps"
    controller = Controller(kept, hostname=host, port=kept.port, **options)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
