"""Who remembers, outside the database, how far it had published: a file, and Redis where it is.

Either may be lost alone. Both only ever know what the database had committed before.
"""

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from redis.exceptions import RedisError

from tasks.demands import client
from workflow.runtime import Unreachable, Witness

FILE = "witness.json"
KEY = "thidua:witness"
logger = logging.getLogger(__name__)


class FileWitness:
    """A file in the working folder. Not flushed: it guards against a backup, not a power cut."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def seen(self) -> Mapping[str, int]:
        """Return what the file says; nothing when there is none, or it cannot be read."""
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return {name: mark for name, mark in found.items() if isinstance(mark, int)}

    def note(self, instance: str, mark: int) -> None:
        """Write the file anew and put it in the old one's place.

        A folder that cannot be written to is no reason to keep notices back, only to say so.
        """
        marks = {**self.seen(), instance: mark}
        unfinished = self._file.with_name(f".{FILE}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(marks))
            unfinished.replace(self._file)
        except OSError as failed:
            logger.warning("cannot note how far publishing went: %s", failed)


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
