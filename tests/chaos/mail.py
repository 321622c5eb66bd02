"""A mail server in a process of its own would be killed with the rest; this one stands outside."""

import email
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.policy import compat32

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from console.cluster.programs import free_port

HOST = "127.0.0.1"


@dataclass
class Postbox:
    """Keeps of each letter only its Message-ID, with the seconds at which its copies came."""

    now_s: Callable[[], float]
    port: int = field(default_factory=free_port)
    arrived: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://{HOST}:{self.port}"

    async def handle_DATA(  # noqa: N802 - as the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a letter."""
        content = envelope.content
        assert isinstance(content, bytes)
        head = content.partition(b"\r\n\r\n")[0]
        name = email.message_from_bytes(head, policy=compat32)["Message-ID"]
        self.arrived[str(name).strip()].append(self.now_s())
        return "250 taken"


@contextmanager
def postbox(now_s: Callable[[], float]) -> Iterator[Postbox]:
    """Run the mail server while the block lasts."""
    kept = Postbox(now_s)
    controller = Controller(kept, hostname=HOST, port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
