"""What happens when a task runs out of memory: the task fails, and nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager


class OutOfMemory(RuntimeError):
    """A task needed more memory than there was."""


@contextmanager
def spared() -> Iterator[None]:
    """Let a task that runs out of memory fail like any other. Raises OutOfMemory.

    Celery takes a MemoryError for the end of the whole worker, with all its tasks. The row of a
    notice counts the attempt, so that one which always ends like this is stopped.
    """
    try:
        yield
    except MemoryError as full:
        raise OutOfMemory(str(full)) from full
