"""Waiting for a fact, with a deadline: tests never sleep and hope."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

Fact = TypeVar("Fact")


def eventually(
    ask: Callable[[], Fact | None], *, within_s: float = 10, every_s: float = 0.02
) -> Fact:
    """Return the first true answer. Raises AssertionError with the last one when time is over."""
    until, pause = monotonic() + within_s, Event()
    while not (answer := ask()):
        assert monotonic() < until, f"not within {within_s} s; last: {answer!r}"
        pause.wait(every_s)
    return answer
