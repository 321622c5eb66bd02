"""Mail to a mail server. A refusal for now is tried again; a refusal for good is not.

The server may have taken a message whose answer never arrived. Then it is not known whether it
left, and that is said: whether it is sent again, under the same Message-ID, depends on its kind.
"""

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from tasks.senders.composing import address, compose, named_address
from tasks.senders.line import Line, Patience
from workflow.runtime import CannotSend, Mail

TIMEOUT_S = 20
TAKEN = range(200, 400)
CLOSING = 421
REFUSED_FOR_GOOD = 500
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
SCHEMES = frozenset({"smtp", "starttls", "smtps"})


class NoMailServer(ValueError):
    """What stands for a mail server's URL is none."""


@dataclass
class _Said:
    """How far a message got: whether its text went out without an answer."""

    text: bool = False


class SmtpSender:
    """Sends through `smtps://[user:password@]host[:port]`, `starttls://` or `smtp://`.

    `smtps` is TLS from the start, `starttls` insists on changing to it, `smtp` does so where the
    server offers it. The server's certificate is always checked, against *authority* where the
    server has one of its own. A password never leaves without TLS, but to this very machine.
    """

    def __init__(
        self,
        url: str,
        sender: str,
        *,
        authority: Path | None = None,
        patience: Patience = Patience(),  # noqa: B008 - frozen
    ) -> None:
        parts = urlsplit(url)
        self._host, port = _place(parts)
        self._scheme = parts.scheme
        self._port = port or _usual_port(parts.scheme)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = named_address(sender)
        self._trust = ssl.create_default_context(cafile=authority)
        self._line = Line(self._unconnected, self._greet, patience)

    def send(self, mail: Mail) -> str:
        """Hand *mail* over; return the server's answer. Raises CannotSend."""
        message = compose(mail, self._sender).as_bytes()
        recipient = address(mail.name, mail.address).addr_spec
        said = _Said()
        with _told(said), self._line.use() as server:
            answer = self._hand_over(server, recipient, message, said)
            if answer[0] == CLOSING:
                self._line.close()
        return _taken(answer)

    @property
    def idle(self) -> bool:
        """Whether no connection is open."""
        return not self._line.open

    def close(self) -> None:
        """End the connection, if one is open."""
        self._line.close()

    def _hand_over(
        self, server: smtplib.SMTP, recipient: str, message: bytes, said: _Said
    ) -> tuple[int, bytes]:
        """Say everything up to the first refusal, and return the server's last answer."""
        answer = server.mail(self._sender.addr_spec)
        if answer[0] in TAKEN:
            answer = server.rcpt(recipient)
        if answer[0] not in TAKEN:
            return _reset(server, answer)
        said.text = True
        try:
            answer = server.data(message)
        except smtplib.SMTPDataError as refused:  # to DATA itself: the text did not go out
            answer = (refused.smtp_code, _bytes(refused.smtp_error))
        return answer if answer[0] in TAKEN else _reset(server, answer)

    def _unconnected(self) -> smtplib.SMTP:
        if self._scheme == "smtps":
            return smtplib.SMTP_SSL(timeout=TIMEOUT_S, context=self._trust)
        return smtplib.SMTP(timeout=TIMEOUT_S)

    def _greet(self, server: smtplib.SMTP) -> None:
        # The name is what a certificate is compared with; connect() alone does not keep it.
        server._host = self._host  # type: ignore[attr-defined]  # noqa: SLF001
        code, said = server.connect(self._host, self._port)
        if code not in TAKEN:
            raise smtplib.SMTPConnectError(code, said)
        server.ehlo_or_helo_if_needed()
        secret = self._scheme == "smtps"
        if not secret and server.has_extn("starttls"):
            server.starttls(context=self._trust)
            server.ehlo()
            secret = True
        if self._scheme == "starttls" and not secret:
            answer = "the server offers no TLS"
            raise CannotSend(answer, final=False)
        if self._user:
            if not secret and self._host not in LOCAL:
                answer = "the server offers no TLS, and the password is not sent in the clear"
                raise CannotSend(answer, final=False)
            _log_in(server, self._user, self._password)


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Log in. Raises SMTPException."""
    if f"{user}{password}".isascii():
        server.login(user, password)
        return
    plain = b64encode(f"\0{user}\0{password}".encode()).decode()  # RFC 4616; smtplib knows ASCII
    code, said = server.docmd("AUTH", f"PLAIN {plain}")
    if code not in TAKEN:
        raise smtplib.SMTPAuthenticationError(code, said)


@contextmanager
def _told(said: _Said) -> Iterator[None]:
    """Raise CannotSend for whatever goes wrong with the line.

    Also for a wrong password or a server that takes no mail at all: no fault of this notice.
    """
    try:
        yield
    except (smtplib.SMTPException, OSError) as failed:
        answer = str(failed) or type(failed).__name__
        raise CannotSend(answer, final=False, unsure=said.text) from failed


def _place(parts: SplitResult) -> tuple[str, int | None]:
    message = "a mail server is smtps://host, starttls://host or smtp://host, with :port or without"
    try:
        port = parts.port
    except ValueError as wrong:
        raise NoMailServer(message) from wrong
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise NoMailServer(message)
    return parts.hostname, port


def _usual_port(scheme: str) -> int:
    return {"smtps": smtplib.SMTP_SSL_PORT, "starttls": 587}.get(scheme, smtplib.SMTP_PORT)


def _reset(server: smtplib.SMTP, answer: tuple[int, bytes]) -> tuple[int, bytes]:
    """Make the connection ready for the next mail after a refusal; return that refusal."""
    if answer[0] != CLOSING:
        with suppress(smtplib.SMTPException, OSError):
            server.rset()
    return answer


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _taken(answer: tuple[int, bytes]) -> str:
    """Return the server's answer as text. Raises CannotSend when it is a refusal."""
    code, said = answer
    shown = f"{code} {said.decode('utf-8', 'replace')}"
    if code not in TAKEN:
        raise CannotSend(shown, final=code >= REFUSED_FOR_GOOD)
    return shown
