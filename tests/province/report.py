"""A province's year as text, and what is amiss with it."""

from collections.abc import Iterator

from tests.province.blocs import REMINDERS
from tests.province.run import Result

FLAT = 1.15
"""At the end a process may hold so many times what it held in the middle."""

MEGABYTE = 1_000_000


def amiss(result: Result) -> list[str]:
    """Return what did not hold: every letter once, every year closed, memory flat."""
    return list(_amiss(result))


def _amiss(result: Result) -> Iterator[str]:
    wanted = REMINDERS * result.units
    if result.owed != {("sent", 1): wanted}:
        yield f"notices are {result.owed}, not {wanted} sent at the first attempt"
    if len(result.letters) != wanted or set(result.letters.values()) != {1}:
        again = sum(times - 1 for times in result.letters.values())
        yield f"{len(result.letters)} letters came, {again} of them again, not {wanted} once"
    if result.states != {"closed": result.blocs}:
        yield f"years are {dict(result.states)}"
    if result.memory[100] > FLAT * result.memory[50]:
        yield "memory is not flat"


def report(result: Result) -> Iterator[str]:
    """Yield the lines of the report."""
    took, sent = result.took_s, len(result.letters)
    yield f"{result.blocs} blocs, {result.units} units, {sent} letters"
    yield "seconds: " + ", ".join(f"{what} {seconds:.0f}" for what, seconds in took.items())
    yield f"letters a second while they were sent: {sent / took['reminded']:.0f}"
    held = (f"{share} % {size / MEGABYTE:.0f} MB" for share, size in result.memory.items())
    yield f"memory at {', '.join(held)}"
    yield from (f"AMISS: {one}" for one in amiss(result))
