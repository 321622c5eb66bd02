"""Tokens of channels whose token is used up by buying the next: bought by one worker at a time.

What was bought is written down before it is used. Between the far end's answer and our commit lies
a moment in which a crash loses the successor; then an administrator sets a new first token.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from workflow.runtime import CannotSend
from workflow.store import tokens
from workflow.store.engine import reader
from workflow.store.tokens import TokenRow

EARLY = timedelta(minutes=5)
"""A token that is nearly over is not begun with."""

TURN = timedelta(seconds=60)
"""So long a worker has to buy; then another may try."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """What was bought: a token, its successor, and how long it lasts."""

    access: str
    refresh: str
    lasts: timedelta


Buying = Callable[[str], Token]


class Tokens:
    """The tokens of one channel, shared by all workers."""

    def __init__(
        self, engine: Engine, channel: str, first: str | None, now: Callable[[], datetime]
    ) -> None:
        self._engine, self._channel, self._first, self._now = engine, channel, first, now

    def valid(self, buying: Buying) -> str:
        """Return a token to send with, bought where the last one is over. Raises CannotSend."""
        found = self._found()
        if found.access and found.expires_at - EARLY > self._now():
            return found.access
        return self._bought(found, buying)

    def instead_of(self, refused: str, buying: Buying) -> str:
        """Return another token than one that the far end refused. Raises CannotSend."""
        found = self._found()
        return found.access if found.access != refused else self._bought(found, buying)

    def _found(self) -> TokenRow:
        with reader(self._engine).begin() as conn:
            found = tokens.find(conn, self._channel)
        if found is None:
            if not self._first:
                answer = f"no token for {self._channel}"
                raise CannotSend(answer, final=False)
            with self._engine.begin() as conn:
                tokens.begin(conn, self._channel, self._first, self._now())
                found = tokens.find(conn, self._channel)
        assert found is not None  # noqa: S101 - begun above
        return found

    def _bought(self, found: TokenRow, buying: Buying) -> str:
        with self._engine.begin() as conn:
            mine = tokens.take_turn(conn, self._channel, found.access, self._now(), TURN)
        if not mine:
            answer = "another worker is buying a token"
            raise CannotSend(answer, final=False, again_in=timedelta(seconds=5))
        token = buying(found.refresh)
        now = self._now()
        row = TokenRow(token.access, token.refresh, now + token.lasts, now)
        with self._engine.begin() as conn:
            tokens.keep(conn, self._channel, row)
        return token.access
