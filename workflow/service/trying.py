"""Work on many bloc years, of which one may fail or kill whoever does it: the others never wait.

Each try is counted and committed before it is begun. Years that were begun before and not done are
taken one by one, after all others, with growing waits, and stopped after a few tries: shown until a
person lets them be tried again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from workflow.domain.errors import NotFound, StaleStream
from workflow.hiding import hidden
from workflow.runtime import Runtime
from workflow.store import timers, tries
from workflow.store.engine import reader
from workflow.store.tries import StoppedRow, Try

T = TypeVar("T")
GoingOn = Callable[[], bool]
"""Whether there is time to begin another one."""

LEASE = timedelta(minutes=2)
"""So long a year is left to whoever took it: as long as a task may take."""

PATIENCE = timedelta(seconds=10)
"""How long it waits after a second failure; four times as long after each further one."""

LONGEST_ANSWER = 500


def always() -> bool:
    """Go on until all is done."""
    return True


def each(  # noqa: PLR0913 - how much, and for how long
    runtime: Runtime,
    work: str,
    year_ids: Sequence[str],
    do: Callable[[str], T],
    *,
    at_once: int = 1,
    most: int | None = None,
    going_on: GoingOn = always,
) -> Iterator[T]:
    """Yield what *do* returns for each bloc year, after its transaction; *most* of them at most.

    `at_once`: so many years are counted together; a death among them costs each a try. No other
    one is begun once *going_on* says no, and those that were counted with it are not.

    Raises:
        ExceptionGroup: With what failed, after all others were done.
    """
    failures = list[Exception]()
    for group in _groups(runtime, work, year_ids, at_once, most):
        if not going_on():
            break
        with runtime.engine.begin() as conn:
            taken = tries.take(conn, work, group, LEASE)
        yield from _done(runtime, taken, do, going_on, failures)
    if failures:
        message = f"bloc years that could not be worked on: {work}"
        raise ExceptionGroup(message, failures)


def _done(
    runtime: Runtime,
    taken: list[Try],
    do: Callable[[str], T],
    going_on: GoingOn,
    failures: list[Exception],
) -> list[T]:
    """Return what came of the years that were taken. What fails is noted."""
    found, went_well = list[T](), list[Try]()
    try:
        while taken and going_on():
            one = taken.pop(0)
            try:
                found.append(do(one.year_id))
                went_well.append(one)
            except StaleStream as lost:
                _note(runtime, one, lost)  # somebody acted in that year: with the next look
            except Exception as failure:
                if not going_on():
                    raise  # what ends a task that takes too long: no fault of the year in hand
                _note(runtime, one, failure)
                failures.append(failure)
    finally:
        _forget(runtime, [*went_well, *(one for one in taken if one.attempt == 1)])
    return found


def _forget(runtime: Runtime, those: list[Try]) -> None:
    if those:
        with runtime.engine.begin() as conn:
            tries.done(conn, those)


def _groups(
    runtime: Runtime, work: str, year_ids: Sequence[str], at_once: int, most: int | None
) -> Iterator[list[str]]:
    """Yield the years to be taken together: those begun before come last, each alone."""
    with reader(runtime.engine).begin() as conn:
        begun = tries.begun(conn, work)
    fresh = islice((one for one in year_ids if one not in begun), most)
    while group := list(islice(fresh, at_once)):
        yield group
    yield from ([one] for one in year_ids if one in begun)


def _note(runtime: Runtime, one: Try, failure: Exception) -> None:
    failure.add_note(one.year_id)
    with runtime.engine.begin() as conn:
        tries.fail(conn, one, told(failure), rest(one.attempt, failure))


def told(failure: Exception) -> str:
    """Return what is kept of a failure, to be shown: no secret stands in it."""
    return hidden(f"{type(failure).__name__}: {failure}")[:LONGEST_ANSWER]


def rest(attempt: int, failure: Exception) -> timedelta:
    """Return how long to wait after that try: longer after each, not at all after a lost race."""
    again = 1 < attempt < tries.ATTEMPTS and not isinstance(failure, StaleStream)
    return PATIENCE * 4 ** (attempt - 2) if again else timedelta()


def stopped(runtime: Runtime) -> list[StoppedRow]:
    """Return the work that was stopped after too many tries, at most a hundred."""
    with reader(runtime.engine).begin() as conn:
        return tries.stopped(conn)


def try_again(runtime: Runtime, year_id: str, name: str) -> None:
    """Let a deadline, or other work that was stopped, be tried anew. Raises NotFound."""
    with runtime.engine.begin() as conn:
        if not (timers.try_again(conn, year_id, name) or tries.try_again(conn, year_id, name)):
            raise NotFound("timer", f"{year_id}: {name}")
    runtime.nudge()
