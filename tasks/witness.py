"""Who remembers, outside the database, how far it had published: a file, and Redis where it is.

Either may be lost alone. Both only ever know what the database had committed before.
"""

import fcntl
import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from redis.exceptions import RedisError

from tasks.demands import client
from workflow.runtime import Unreachable, Witness

FILE = "witness.json"
KEY = "thidua:witness"
LONG = 4096
logger = logging.getLogger(__name__)


class FileWitness:
    """A file in the working folder. Not flushed: it guards against a backup, not a power cut.

    A note is one more line, so that it costs little and several processes may note at once; of the
    lines of one installation the highest mark counts.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def seen(self) -> Mapping[str, int]:
        """Return what the file says; nothing when there is none, or it cannot be read."""
        try:
            return _highest(self._file.read_bytes())
        except OSError:
            return {}

    def note(self, instance: str, mark: int) -> None:
        """Write one line more, and the file anew when it has grown long.

        A folder that cannot be written to is no reason to keep notices back, only to say so.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if self._append({instance: mark}) > LONG:
                self._shorten()
        except OSError as failed:
            logger.warning("cannot note how far publishing went: %s", failed)

    def _append(self, marks: Mapping[str, int]) -> int:
        """Add one line and return how long the file is then; lines of several never mix."""
        while True:
            file = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(file, f"\n{json.dumps(marks)}".encode())  # whatever stands before
                if self._is(file):  # and not one that was shortened meanwhile
                    return os.fstat(file).st_size
            finally:
                os.close(file)

    def _shorten(self) -> None:
        """Write the file anew with what counts. One does so at a time; nobody waits for it."""
        unfinished = self._file.with_name(f".{FILE}.{os.getpid()}")
        with suppress(BlockingIOError), self._file.open("rb") as long:
            fcntl.flock(long, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not self._is(long.fileno()):
                return
            unfinished.write_text(json.dumps(_highest(long.read())))
            unfinished.replace(self._file)
            if missed := _highest(long.read()):  # added by others between the two
                self._append(missed)

    def _is(self, file: int) -> bool:
        """Whether an open file is still the one that others find."""
        try:
            return os.path.samestat(os.fstat(file), self._file.stat())
        except FileNotFoundError:
            return False


def _highest(text: bytes) -> dict[str, int]:
    """Return the highest mark of each installation."""
    highest: dict[str, int] = {}
    for line in text.splitlines():
        for instance, mark in _marks(line):
            highest[instance] = max(mark, highest.get(instance, 0))
    return highest


def _marks(line: bytes) -> list[tuple[str, int]]:
    """Return the marks of one line; none when it is no such line."""
    try:
        found = json.loads(line)
    except ValueError:
        return []
    if not isinstance(found, dict):
        return []
    return [(name, mark) for name, mark in found.items() if isinstance(mark, int)]


class RedisWitness:
    """A hash in the broker that the keys are published to, so that it costs one more round trip."""

    def __init__(self, broker: str) -> None:
        self._redis = client(broker)

    def seen(self) -> Mapping[str, int]:
        """Return what Redis says. Raises Unreachable."""
        try:
            found = self._redis.hgetall(KEY)
        except RedisError as failed:
            raise Unreachable(str(failed)) from failed
        return {_text(name): int(mark) for name, mark in found.items()}

    def note(self, instance: str, mark: int) -> None:
        """Write the mark down. Raises Unreachable."""
        try:
            self._redis.hset(KEY, instance, str(mark))
        except RedisError as failed:
            raise Unreachable(str(failed)) from failed


def _text(raw: bytes | str) -> str:
    return raw if isinstance(raw, str) else raw.decode()


class Both:
    """Two witnesses: the higher mark counts, and both are told."""

    def __init__(self, *witnesses: Witness) -> None:
        self._witnesses = witnesses

    def seen(self) -> Mapping[str, int]:
        """Return the highest mark that any of them saw. Raises Unreachable."""
        highest: dict[str, int] = {}
        for one in self._witnesses:
            for instance, mark in one.seen().items():
                highest[instance] = max(mark, highest.get(instance, 0))
        return highest

    def note(self, instance: str, mark: int) -> None:
        """Tell all of them. Raises Unreachable."""
        for one in self._witnesses:
            one.note(instance, mark)


def witness_for(folder: Path, broker: str | None) -> Witness:
    """Return who remembers for an installation with that folder and that broker."""
    file = FileWitness(folder)
    return Both(file, RedisWitness(broker)) if broker else file
