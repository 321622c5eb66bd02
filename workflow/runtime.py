"""The parts that are handed down: database, clock, ids, catalogue, sender, and the nudge."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from secrets import token_hex
from time import time_ns
from typing import Protocol

from sqlalchemy import Engine

from definitions.catalogue import Catalogue
from workflow.settings import Settings


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class SimulatedClock:
    """A clock that stands until it is moved, and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment that the clock stands at."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move the clock on; a moment that is already past leaves it where it stands."""
        self._now = max(self._now, moment)


def random_ids() -> str:
    """Return a new identifier that nobody else has.

    Later ones sort after earlier ones, so that the index they are found by grows at its end only.
    """
    return f"{time_ns():016x}{token_hex(8)}"


class CountedIds:
    """Identifiers in order, for runs that must come out the same twice."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._numbers = count(1)

    def __call__(self) -> str:
        """Return the next identifier."""
        return f"{self._prefix}-{next(self._numbers)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that a mail tells: a sentence, and the page to look at."""

    text: str
    link: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One notice, or several in one, ready to leave by a channel.

    `body` says all of it as plain text; `entries` are its parts, for whoever lays them out.
    `refers_to` is the Message-ID of the mail that this one takes back or goes on from.
    """

    message_id: str
    date: datetime
    address: str
    name: str
    subject: str
    body: str
    folder: str
    channel: str = "email"
    language: str = "vi"
    entries: tuple[Entry, ...] = ()
    refers_to: str | None = None


class CannotSend(Exception):
    """The far end did not take a notice. `final` says that trying again is of no use.

    `unsure`: it may have taken it, and only its answer was lost. `again_in`: how long the far end
    asked to be left alone.
    """

    def __init__(
        self,
        answer: str,
        *,
        final: bool,
        unsure: bool = False,
        again_in: timedelta = timedelta(0),
    ) -> None:
        self.answer = answer
        self.final = final
        self.unsure = unsure
        self.again_in = again_in
        super().__init__(answer)


class Sender(Protocol):
    """Whatever carries notices out."""

    def send(self, mail: Mail) -> str:
        """Hand *mail* over; return the far end's answer. Raises CannotSend."""


class Nowhere:
    """A sender for parts that send nothing: whatever is handed to it is a mistake."""

    def send(self, mail: Mail) -> str:
        """Refuse."""
        answer = f"no sender is set for {mail.address}"
        raise CannotSend(answer, final=True)


def no_nudge() -> None:
    """Wake nobody: what is owed is found by the sweep."""


class Unreachable(Exception):
    """A witness cannot be asked or told now: nothing may be published without it."""


class Witness(Protocol):
    """Something outside the database that remembers how far it had published.

    A database restored from a backup does not know what went out since; the witness does.
    """

    def seen(self) -> Mapping[str, int]:
        """Return the highest mark noted for each installation. Raises Unreachable."""

    def note(self, instance: str, mark: int) -> None:
        """Remember that everything up to *mark* may have gone out. Raises Unreachable."""


class Nobody:
    """A witness who remembers nothing, for parts that publish nothing lasting."""

    def seen(self) -> Mapping[str, int]:
        """Return nothing."""
        return {}

    def note(self, instance: str, mark: int) -> None:
        """Forget it."""


LEASE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """What every use case is given.

    `lease`: how long a notice is left to whoever took it. `broker`: where keys are published;
    None for a worker in this process. `witness` remembers outside the database what went out.
    `site` is what links in notices begin with; None for no links.
    """

    engine: Engine
    catalogue: Catalogue
    clock: Clock = field(default_factory=SystemClock)
    ids: Callable[[], str] = random_ids
    sender: Sender = field(default_factory=Nowhere)
    nudge: Callable[[], None] = no_nudge
    lease: timedelta = LEASE
    broker: str | None = None
    site: str | None = None
    witness: Witness = field(default_factory=Nobody)


class Background(Protocol):
    """The background work of one process, started."""

    @property
    def runtime(self) -> Runtime:
        """The parts, with the nudge that wakes this background after a commit."""

    def settle(self, timeout_s: float) -> None:
        """Wait until nothing that is owed by now is waiting. Raises TimeoutError."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokerSeen:
    """What a broker answered: its policy when it is full, or why there was no answer."""

    policy: str | None = None
    failed: str | None = None


class Composer(Protocol):
    """What floor 4 hands to the faces: parts made from settings, and background work on demand."""

    def runtime(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        ids: Callable[[], str] | None = None,
        folders: tuple[Path, ...] = (),
    ) -> Runtime:
        """Return the parts; `folders` hold definitions beside the shipped ones."""

    def background(self, runtime: Runtime, *, ticking: bool) -> AbstractContextManager[Background]:
        """Start the worker inside this process; with `ticking`, also the schedule."""

    def broker_seen(self, settings: Settings) -> BrokerSeen | None:
        """Ask the broker how it is set; None where there is none."""
