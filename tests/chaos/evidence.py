"""What a run leaves behind: what was asked and answered, what is stored, what letters arrived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from math import inf
from typing import Any

from sqlalchemy import Table, select

from tests.chaos.looking import LOOKING, Look
from workflow.runtime import Runtime
from workflow.service import reading, verifying
from workflow.service.reading import Task
from workflow.service.verifying import Verdict
from workflow.store.schema import events, outbox, requests, streams, timers, years

PATIENCE_S = 10.0
"""An act answered within this counts as a success; people do not wait longer."""


@dataclass(kw_only=True)
class Ask:
    """One act as one client asked for it, again and again with one key, until it was answered.

    Moments are seconds of the run. `unclear` counts the tries of which nobody knows what came.
    """

    key: str
    year: str
    do: str
    begun_s: float
    meant: bool = True
    tries: int = 0
    unclear: int = 0
    answered_s: float | None = None
    receipt: Mapping[str, Any] | None = None
    refused: Sequence[str] = ()

    @property
    def waited_s(self) -> float | None:
        """How long the client waited for its answer."""
        return None if self.answered_s is None else self.answered_s - self.begun_s

    @property
    def succeeded(self) -> bool:
        """Whether it was done, or refused as it was meant to be, within people's patience."""
        waited, done = self.waited_s, self.receipt is not None
        return waited is not None and waited <= PATIENCE_S and done is self.meant


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The end of a chain as it was seen at some second of the run."""

    at_s: float
    year: str
    seq: int
    head: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All of it. `arrived`: the seconds at which each Message-ID reached the mail server.

    `crashes` counts faults that can come between the mail server's yes and our note of it.
    """

    runtime: Runtime
    asks: Sequence[Ask]
    arrived: Mapping[str, Sequence[float]]
    crashes: int
    heads: Sequence[Head] = ()
    looks: Sequence[Look] = ()
    bound: timedelta = timedelta(minutes=3)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "now", self.runtime.clock.now())

    @cached_property
    def events(self) -> list[Any]:
        """Every event, in the order of its chain."""
        return self._all(events, "year_id", "seq")

    @cached_property
    def years(self) -> list[Any]:
        """Every bloc year."""
        return self._all(years, "id")

    @cached_property
    def streams(self) -> list[Any]:
        """Every snapshot."""
        return self._all(streams, "year_id", "kind", "subject")

    @cached_property
    def outbox(self) -> list[Any]:
        """Every notice."""
        return self._all(outbox, "id")

    @cached_property
    def timers(self) -> list[Any]:
        """Every deadline."""
        return self._all(timers, "year_id", "name")

    @cached_property
    def requests(self) -> list[Any]:
        """Every command that was answered."""
        return self._all(requests, "command_id")

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """The proof of every history."""
        known = verifying.histories_known(self.runtime)
        return [verifying.verify(self.runtime, year) for year in known]

    @cached_property
    def work(self) -> list[Task]:
        """What waits, and for which seat."""
        return reading.work(self.runtime)

    @cached_property
    def shown(self) -> list[Look]:
        """What some people were shown of their own work during the run, and are in the end."""
        last = [
            Look(at_s=inf, person=one, tasks=reading.work(self.runtime, one)) for one in LOOKING
        ]
        return [*self.looks, *last]

    def _all(self, table: Table, *order: str) -> list[Any]:
        with self.runtime.engine.connect() as conn:
            return list(conn.execute(select(table).order_by(*(table.c[name] for name in order))))
