"""Notices as messages of a Telegram bot. Each person must have written to the bot once."""

import json
from datetime import timedelta
from typing import Any

import httpx2

from tasks.senders.http import LONGEST_REST, Answered, client, post, refused
from workflow.runtime import CannotSend, Mail

API = "https://api.telegram.org"
LONGEST = 4096
"""Characters of one message."""

OURS = frozenset({401, 404})
"""A wrong token: our fault, and no reason to give up what the recipient is owed."""


class TelegramSender:
    """Sends by one bot."""

    def __init__(self, token: str, api: str = API) -> None:
        self._url = httpx2.URL(f"{api.rstrip('/')}/bot{token}/sendMessage")
        self._client = client()

    def send(self, mail: Mail) -> str:
        """Send *mail*; return the message's number. Raises CannotSend."""
        content = {"chat_id": mail.address, "text": cut(mail.body, LONGEST)}
        answer = post(
            self._client,
            self._url,
            headers={"content-type": "application/json"},
            content=json.dumps(content).encode(),
        )
        found = document(answer)
        if found.get("ok") is True:
            return f"message {_within(found, 'result').get('message_id')}"
        raise _refused(answer, found)


def cut(text: str, longest: int) -> str:
    """Return *text*, with its end left off where it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def document(answer: Answered) -> dict[str, Any]:
    """Return the JSON object in an answer. Raises CannotSend."""
    try:
        found = json.loads(answer.body)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    raise (
        refused(answer)
        if answer.status >= httpx2.codes.BAD_REQUEST
        else CannotSend(answer.shown, final=False, unsure=True)
    )


def _refused(answer: Answered, found: dict[str, Any]) -> CannotSend:
    code = found.get("error_code", answer.status)
    said = f"{code} {found.get('description', '')}".strip()
    wait = _within(found, "parameters").get("retry_after", 0)
    rest = timedelta(seconds=wait) if isinstance(wait, int) else timedelta(0)
    for_now = code in OURS or code == httpx2.codes.TOO_MANY_REQUESTS or not _of_request(code)
    again_in = max(answer.again_in, min(rest, LONGEST_REST))
    return CannotSend(said, final=not for_now, again_in=again_in)


def _of_request(code: object) -> bool:
    return isinstance(code, int) and httpx2.codes.BAD_REQUEST <= code < 500  # noqa: PLR2004 - 4xx


def _within(found: dict[str, Any], name: str) -> dict[str, Any]:
    inner = found.get(name)
    return inner if isinstance(inner, dict) else {}
