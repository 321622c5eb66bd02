"""A real mail server in the test's process: keeps what it takes, refuses what it is told to."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Kept:
    """What the server has seen, and how it answers next; nothing said is to take it."""

    host: str = "127.0.0.1"
    port: int = 0
    envelopes: list[Envelope] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_message: list[str] = field(default_factory=list)
    goodbye: str = "221 Bye"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://{self.host}:{self.port}"

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
        answer = self.to_recipient.pop(0) if self.to_recipient else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - as the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a message, or refuse."""
        answer = self.to_message.pop(0) if self.to_message else "250 queued as 1A2B"
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        return answer

    async def handle_QUIT(  # noqa: N802 - as the server calls it
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        """Say goodbye."""
        return self.goodbye


def free_port(host: str) -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((host, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def mail_server(host: str = "127.0.0.1") -> Iterator[Kept]:
    """Run a mail server while the block lasts."""
    kept = Kept(host=host, port=free_port(host))
    controller = Controller(kept, hostname=host, port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
