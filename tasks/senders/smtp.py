"""Mail to a mail server. A refusal for now is tried again; a refusal for good is not.

The server may have taken a message whose answer never arrived. It is then sent again under the same
Message-ID, by which the recipient's side can tell the copy.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

from tasks.senders.composing import address, compose, named_address
from workflow.runtime import CannotSend, Mail

TIMEOUT_S = 20
TAKEN = range(200, 400)
REFUSED_FOR_GOOD = 500
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class NoMailServer(ValueError):
    """What stands for a mail server's URL is none."""


class SmtpSender:
    """Sends through `smtp://[user:password@]host[:port]`, or `smtps://` for TLS from the start."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._host, port = _place(parts)
        self._tls = parts.scheme == "smtps"
        self._port = port or (smtplib.SMTP_SSL_PORT if self._tls else smtplib.SMTP_PORT)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = named_address(sender)

    def send(self, mail: Mail) -> str:
        """Hand *mail* over; return the server's answer. Raises CannotSend."""
        message = compose(mail, self._sender)
        recipient = address(mail.name, mail.address).addr_spec
        with self._connected() as server:
            _taken(server.mail(self._sender.addr_spec))
            _taken(server.rcpt(recipient))
            return _taken(server.data(message.as_bytes()))

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Yield a connection. Raises CannotSend for whatever goes wrong with the line."""
        try:
            server = self._connection()
            try:
                self._greet(server)
                yield server
            finally:
                _leave(server)
        except (
            smtplib.SMTPDataError
        ) as refused:  # to DATA itself; an answer to the text is returned
            _taken((refused.smtp_code, refused.smtp_error))
        except (smtplib.SMTPException, OSError) as failed:
            # Also a wrong password or a server that takes no mail at all: no fault of this notice.
            raise CannotSend(str(failed), final=False) from failed

    def _connection(self) -> smtplib.SMTP:
        if self._tls:
            safe = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=safe)
        return smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        secret = self._tls
        if not secret and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
            secret = True
        if self._user:
            if not secret and self._host not in LOCAL:
                answer = "the server offers no TLS, and the password is not sent in the clear"
                raise CannotSend(answer, final=False)
            server.login(self._user, self._password)


def _place(parts: SplitResult) -> tuple[str, int | None]:
    message = "a mail server is smtp://host:port or smtps://host:port"
    try:
        port = parts.port
    except ValueError as wrong:
        raise NoMailServer(message) from wrong
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise NoMailServer(message)
    return parts.hostname, port


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye. A message that was taken stays taken, however badly this goes."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _taken(answer: tuple[int, bytes | str]) -> str:
    """Return the server's answer as text. Raises CannotSend when it is a refusal."""
    code, said = answer
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    shown = f"{code} {text}"
    if code not in TAKEN:
        raise CannotSend(shown, final=code >= REFUSED_FOR_GOOD)
    return shown
