"""Trying again: what may be tried, how often, and how long to wait before it.

Trying again is safe since a command's id is kept with what it did: whoever was cut off while the
database was committing reads the answer that is there, or does the act now.
"""

from collections.abc import Callable, Sequence
from random import uniform
from time import sleep
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from workflow.store.faults import DatabaseBusy, passing
from workflow.store.rows import LostRace

T = TypeVar("T")
ATTEMPTS = 5
FIRST_WAIT_S = 0.02
"""Waits double, and each is drawn by lot: those who met do not meet again."""


def patiently(attempt: Callable[[Sequence[str] | None], T], year_ids: Sequence[str]) -> T:
    """Return what *attempt* returns, trying again when somebody else was in the way.

    The first time it is told to hold nothing: hardly ever are two at the same bloc year. After that
    it is told to hold *year_ids*, where others wait in line instead of being first again.

    Raises:
        LostRace: Somebody was first, every time.
        DatabaseBusy: Others held what was needed, for too long.
        DBAPIError: The database cannot be reached, or refuses.
    """
    holding: Sequence[str] | None = None
    for number in range(1, ATTEMPTS + 1):
        try:
            return attempt(holding)
        except LostRace:
            if number == ATTEMPTS:
                raise
        except PoolExhausted as full:
            raise DatabaseBusy(reason="pool") from full
        except DBAPIError as failed:
            _bear(failed, last=number == ATTEMPTS)
            sleep(uniform(0, 2**number * FIRST_WAIT_S))  # noqa: S311 - nothing is kept secret by it
        holding = year_ids
    raise AssertionError


def _bear(failed: DBAPIError, *, last: bool) -> None:
    """Say nothing of what passes; raise what does not, and what has gone on for too long."""
    reason = passing(failed)
    if reason is None or (last and reason == "connection"):
        raise failed
    if last or reason in {"lock", "statement"}:  # it has waited already, for as long as it may
        raise DatabaseBusy(reason=reason) from failed
