"""Notices as signed requests to a program of the recipient's.

The signature is that of Standard Webhooks: HMAC-SHA256 over id, moment and body, so that a receiver
can tell that it is ours, that it is fresh, and that it is a copy.
"""

import hmac
import json
import ssl
from base64 import b64encode
from collections.abc import Callable, Collection
from hashlib import sha256
from time import time

import httpx2

from tasks.senders.http import WITHIN_S, Answered, client, post, refused
from tasks.senders.places import LookUp, Network, checked, look_up
from workflow.runtime import CannotSend, Mail

TAKEN = range(200, 300)
TLS_PORT = 443


class WebhookSender:
    """Posts notices to the URL that a person's webhook is; TLS always, redirects never."""

    def __init__(
        self,
        secret: str,
        *,
        allowed: Collection[Network] = (),
        trust: ssl.SSLContext | None = None,
        now: Callable[[], float] = time,
        looking_up: LookUp = look_up,
        within_s: float = WITHIN_S,
    ) -> None:
        self._secret = secret.encode()
        self._allowed = allowed
        self._now = now
        self._looking_up = looking_up
        self._within_s = within_s
        self._client = client(trust=trust, proxies=False)  # a proxy would look the name up again

    def send(self, mail: Mail) -> str:
        """Post *mail*; return the status. Raises CannotSend."""
        url = _url(mail.address)
        address = checked(url.host, url.port or TLS_PORT, self._allowed, self._looking_up)
        body = document(mail)
        answer = post(
            self._client,
            url.copy_with(host=address),
            headers={
                "host": url.netloc.decode("ascii"),
                "content-type": "application/json",
                **signed(self._secret, mail.message_id, int(self._now()), body),
            },
            content=body,
            extensions={"sni_hostname": url.host},  # the certificate is that of the name
            within_s=self._within_s,
        )
        return _status(answer)


def document(mail: Mail) -> bytes:
    """Return what is posted: the same notice is the same bytes."""
    return json.dumps(
        {
            "id": mail.message_id,
            "date": mail.date.isoformat(),
            "subject": mail.subject,
            "text": mail.body,
            "entries": [{"text": one.text, "link": one.link} for one in mail.entries],
            "language": mail.language,
            "refers_to": mail.refers_to,
        },
        ensure_ascii=False,
        sort_keys=True,
    ).encode()


def signed(secret: bytes, name: str, moment: int, body: bytes) -> dict[str, str]:
    """Return the headers by which a receiver checks *body*."""
    named = name.strip("<>")
    made = hmac.new(secret, f"{named}.{moment}.".encode() + body, sha256).digest()
    return {
        "webhook-id": named,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{b64encode(made).decode()}",
    }


def _url(written: str) -> httpx2.URL:
    try:
        url = httpx2.URL(written)
    except httpx2.InvalidURL as wrong:
        answer = f"not a URL: {written!r}"
        raise CannotSend(answer, final=True) from wrong
    if url.scheme != "https" or not url.host or url.userinfo:
        answer = f"not an https URL: {written!r}"
        raise CannotSend(answer, final=True)
    return url


def _status(answer: Answered) -> str:
    """Return the status. What the far end writes is not kept: nobody here asked for it."""
    if answer.status in TAKEN:
        return str(answer.status)
    raise refused(answer, str(answer.status))
