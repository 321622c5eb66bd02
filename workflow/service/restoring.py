"""A database that turns out to be older than what went out of it: publishing stops until told.

Before a batch is published its moment is marked in the database, and the mark is noted outside.
Whoever restores a backup brings an old mark back; the note outside still says how far it had gone.
What had been owed by then may have left, and so may what the deadlines that had come by then owe.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from logging import getLogger
from typing import Literal

from sqlalchemy import Connection

from definitions.errors import ThiduaError
from workflow.runtime import Runtime, Unreachable, random_ids
from workflow.service import approvals, calendars, deadlines
from workflow.service.deadlines import ClockAstray
from workflow.store import doubtful, installation, publishing, timers
from workflow.store.doubtful import DoubtfulRow
from workflow.store.engine import reader
from workflow.store.installation import Epoch
from workflow.store.schema import MICROSECOND

Choice = Literal["release", "drop"]
logger = getLogger(__name__)


class NothingHeld(ThiduaError):
    """Nothing is held back: there is nothing to decide."""

    code = "nothing_held"


class _Older(Exception):
    """The database has published less than the witness saw."""

    def __init__(self, witnessed: int) -> None:
        self.witnessed = witnessed
        super().__init__(witnessed)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Batch:
    """Keys to be published, once the witness has noted the mark."""

    keys: list[int]
    instance: str
    mark: int


def claim(runtime: Runtime, limit: int) -> list[int]:
    """Take what is owed for publishing, once it is marked and noted; return its keys.

    Nothing is taken while the installation is held. The witness is asked before the database,
    so that another relay at work is never taken for a contradiction.

    Raises:
        Unreachable: The witness cannot be asked or told; nothing is left claimed.
    """
    witnessed = runtime.witness.seen()
    try:
        with runtime.engine.begin() as conn:
            batch = _claim(conn, runtime, limit, witnessed)
    except _Older as older:
        _hold(runtime, older.witnessed)
        return []
    if batch is None:
        return []
    _note(runtime, batch)
    return batch.keys


def _claim(
    conn: Connection, runtime: Runtime, limit: int, witnessed: Mapping[str, int]
) -> _Batch | None:
    """Take a batch and mark it. Raises _Older, so that nothing stays claimed."""
    now = runtime.clock.now()
    taken = publishing.claim(conn, now, limit, runtime.lease)
    if taken is None:
        state = installation.found(conn)
        if state and state.held_at is None:
            _not_older(state.instance, state.mark, witnessed)
        return None
    instance = taken.instance or _begun(conn, runtime)
    _not_older(instance, taken.mark or 0, witnessed)
    if not taken.keys:
        return None
    return _Batch(keys=taken.keys, instance=instance, mark=installation.advance(conn, now))


def _not_older(instance: str, mark: int, witnessed: Mapping[str, int]) -> None:
    if mark < (seen := witnessed.get(instance, 0)):
        raise _Older(seen)


def _note(runtime: Runtime, batch: _Batch) -> None:
    try:
        runtime.witness.note(batch.instance, batch.mark)
    except Unreachable:
        with runtime.engine.begin() as conn:
            publishing.hand_back(conn, batch.keys, runtime.clock.now())
        raise


def _begun(conn: Connection, runtime: Runtime) -> str:
    """Return which installation this is, from now on: nothing was ever published from it."""
    # Not by the runtime's ids: those of a demo are the same every time, and whoever remembers
    # outside would take a new database for the old one, restored.
    first = Epoch(
        epoch=1, instance=random_ids(), mark=0, began_at=runtime.clock.now(),
        held_at=None, witnessed=None,
    )  # fmt: skip
    installation.begin(conn, first)
    return (installation.found(conn) or first).instance  # another may have begun it just now


def _hold(runtime: Runtime, witnessed: int) -> None:
    """Stop publishing, and set everything aside that may have gone out since the backup."""
    now = runtime.clock.now()
    with runtime.engine.begin() as conn:
        if installation.hold(conn, now, witnessed):
            state = installation.found(conn)
            doubtful.hold(conn, (state.doubt if state else None) or now)


def held(runtime: Runtime) -> Epoch | None:
    """Return the open epoch where publishing is held, else None."""
    with reader(runtime.engine).begin() as conn:
        state = installation.found(conn)
    return state if state and state.held_at else None


def held_back(runtime: Runtime) -> list[DoubtfulRow]:
    """Return the notices that may have gone out since the backup was made."""
    with reader(runtime.engine).begin() as conn:
        return doubtful.held(conn)


def to_come(runtime: Runtime) -> int:
    """Return how many deadlines may have been acted on before the restore, and are not yet again.

    What they owe is decided with all the rest.
    """
    with reader(runtime.engine).begin() as conn:
        state = installation.found(conn)
        doubt = state.doubt if state and state.held_at else None
        return timers.overdue(conn, doubt + MICROSECOND) if doubt else 0


def confirm(runtime: Runtime, choice: Choice) -> tuple[int, int]:
    """Begin a new epoch, in which publishing goes on.

    Return its number, and how many notices were decided.

    Whatever happens by itself is caught up with first, so that what it owes is decided as well.
    `release`: what is in doubt goes out, perhaps for the second time, each under the Message-ID
    that it would have had. `drop`: it is given up, and shown as such.

    Raises:
        NothingHeld: Publishing is not held.
    """
    if held(runtime) is None:
        raise NothingHeld
    _catch_up(runtime)
    now = runtime.clock.now()
    with runtime.engine.begin() as conn:
        state = installation.found(conn)
        if state is None or state.held_at is None:
            raise NothingHeld
        count = doubtful.release(conn, now) if choice == "release" else doubtful.drop(conn, now)
        installation.end(conn, now, choice)
        installation.begin(
            conn,
            Epoch(
                epoch=state.epoch + 1,
                instance=state.instance,
                mark=max(state.mark, state.witnessed or 0),
                began_at=now,
                held_at=None,
                witnessed=None,
            ),
        )
    runtime.nudge()
    return state.epoch + 1, count


def _catch_up(runtime: Runtime) -> None:
    """Do what the ticks would do. What fails is tried again by them, and follows the decision."""
    for look in (calendars.follow, deadlines.fire_due, approvals.recheck):
        try:
            look(runtime)
        except (ExceptionGroup, ClockAstray) as failed:
            logger.warning("before a restore is confirmed: %s", failed)
