"""A mail server in a process of its own: it takes everything, and writes each Message-ID down."""

import email
import signal
import sys
from email.policy import compat32
from pathlib import Path
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class Kept:
    """Writes one line for each letter."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", buffering=1, encoding="ascii")

    async def handle_DATA(  # noqa: N802 - as the server calls it
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a letter."""
        content = envelope.content
        assert isinstance(content, bytes)
        head = email.message_from_bytes(content.partition(b"\r\n\r\n")[0], policy=compat32)
        self._file.write(f"{str(head['Message-ID']).strip()}\n")
        return "250 taken"


def main(port: int, file: Path) -> None:
    """Serve until told to stop; say so when it listens."""
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    controller = Controller(Kept(file), hostname=HOST, port=port)
    controller.start()
    sys.stdout.write("listening\n")
    sys.stdout.flush()
    stopped.wait()
    controller.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
