"""Notices as messages of a Zalo Official Account, to people who follow it.

Errors come in the body of a 200. The token to send with lasts a day or less; a new one is bought
with a second token that each purchase replaces: whoever loses the replacement must be let in again
by hand.
"""

import json
from datetime import timedelta
from urllib.parse import urlencode

import httpx2

from tasks.senders.http import client, post
from tasks.senders.telegram import cut, document
from workflow.runtime import CannotSend, Mail
from workflow.service.tokens import Token, Tokens

API = "https://openapi.zalo.me"
OAUTH = "https://oauth.zaloapp.com"
LONGEST = 2000
"""Characters of one message."""

STALE = frozenset({-216, -220, -124})
"""The token is wrong or over."""

NOT_REACHED = frozenset({-201, -213, -217, -227, -230, -232, -233, -234, -244})
"""Nothing that waiting would mend: no such user, no follower, too long silent, has blocked us."""

LIMITED = frozenset({-32, -211})
"""Too many messages for now."""

REST = timedelta(minutes=10)

SHORT_LIFE = timedelta(hours=1)
"""How long a token is taken to last where that is not said, or makes no sense."""

LONGEST_LIFE_S = 10_000_000


class ZaloSender:
    """Sends by one Official Account; its tokens are kept where every worker finds them."""

    def __init__(
        self, app: str, secret: str, tokens: Tokens, *, api: str = API, oauth: str = OAUTH
    ) -> None:
        self._app, self._secret, self._tokens = app, secret, tokens
        self._message = httpx2.URL(f"{api.rstrip('/')}/v3.0/oa/message/cs")
        self._buying = httpx2.URL(f"{oauth.rstrip('/')}/v4/oa/access_token")
        self._client = client()

    def send(self, mail: Mail) -> str:
        """Send *mail*; return the message's number. Raises CannotSend."""
        token = self._tokens.valid(self._buy)
        code, said = self._try(mail, token)
        if code in STALE:
            code, said = self._try(mail, self._tokens.instead_of(token, self._buy))
        if code == 0:
            return said
        again_in = REST if code in LIMITED else timedelta(0)
        raise CannotSend(f"{code} {said}".strip(), final=code in NOT_REACHED, again_in=again_in)

    def _try(self, mail: Mail, token: str) -> tuple[object, str]:
        content = {
            "recipient": {"user_id": mail.address},
            "message": {"text": cut(mail.body, LONGEST)},
        }
        answer = post(
            self._client,
            self._message,
            headers={"content-type": "application/json", "access_token": token},
            content=json.dumps(content).encode(),
        )
        found = document(answer)
        code, data = found.get("error"), found.get("data")
        if code == 0:
            number = data.get("message_id") if isinstance(data, dict) else None
            return 0, f"message {number}"
        return code, str(found.get("message", ""))

    def _buy(self, refresh: str) -> Token:
        """Return a new token and its successor. Raises CannotSend."""
        wanted = {"refresh_token": refresh, "app_id": self._app, "grant_type": "refresh_token"}
        answer = post(
            self._client,
            self._buying,
            headers={
                "content-type": "application/x-www-form-urlencoded",
                "secret_key": self._secret,
            },
            content=urlencode(wanted).encode(),
        )
        found = document(answer)
        access, following = found.get("access_token"), found.get("refresh_token")
        if not (isinstance(access, str) and isinstance(following, str)):
            why = found.get("error_name") or found.get("message") or ""
            refusal = f"no new token: {found.get('error')} {why}".strip()
            raise CannotSend(refusal, final=False)
        return Token(access=access, refresh=following, lasts=_lasts(found.get("expires_in")))


def _lasts(said: object) -> timedelta:
    """Return how long a token lasts. What cannot be read must not lose what was bought with it."""
    try:
        seconds = int(said) if isinstance(said, int | str) else 0
    except ValueError:
        seconds = 0
    return timedelta(seconds=seconds) if 0 < seconds <= LONGEST_LIFE_S else SHORT_LIFE
