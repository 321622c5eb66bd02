"""What a chain decides on: the work of a stage, and what each kind of stage does with decisions."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from definitions.canonical import canonical_json
from definitions.schema.approvals import Approval as Step
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.approvals.state import Approval, Turn
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft

Title = Text | Phrase


class Chain(Protocol):
    """What has steps: a stage of the year, or one proposal for praise."""

    @property
    def id(self) -> str:
        """The name that its approval is kept under."""

    @property
    def kind(self) -> str:
        """The kind of the stage, or `praise`."""

    @property
    def title(self) -> Title:
        """What is decided on, in words."""

    @property
    def approvals(self) -> list[Step]:
        """Its steps in order."""


Days = tuple[date, date | None]
"""The day on which a decision is signed, and the one from which it holds, where that is given."""

Line = tuple[str, str, str | None]
"""What a step may cut: an award, a unit, and a person or household of it."""


def _everybody(book: Book, _step: Step) -> tuple[str, ...]:
    return book.load(Roster, ROSTER).unit_ids()


def _nothing(_book: Book, _call: Call) -> Iterator[Unmet]:
    return iter(())


def _always(_book: Book, _step: Step) -> bool:
    return True


def _no_lines(_book: Book, _step: Step) -> frozenset[Line]:
    return frozenset()


def _no_days(_book: Book, _step: Step, _days: Days) -> Iterator[Unmet]:
    return iter(())


def _nobody(_book: Book) -> tuple[str, ...]:
    return ()


def _free(_found: "Matter", _cut: frozenset[Line]) -> Iterator[Unmet]:
    return iter(())


def _passed(_matter: "Matter", _call: Call) -> list[Draft]:
    return []


def _from_its_opening(_book: Book, _step: Step, opened: datetime) -> datetime | None:
    return opened


def _approved(_found: "Matter", _number: str | None) -> Iterator[Unmet]:
    return iter(())


def _returned(_book: Book, _step: Step, _comment: str | None, _call: Call) -> list[Draft]:
    return []


def _reopened(_book: Book, _kept: Sequence[Turn]) -> list[Draft]:
    return []


def _ended(_outcome: str, _step: Step | None, _reason: str | None) -> list[Draft]:
    return []


def _after(book: Book, _drafts: list[Draft], _call: Call) -> Book:
    return book


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What an approval decides on, as it sees that: the work of a stage, or praise off the cycle.

    `content` is what is laid before the offices (its digest is kept), `prevents` why it cannot be
    yet, `hands` who made it, `units` whom a step decides on, `concerns` whether a step has anything
    to decide, `lines` what it may cut, `days` what is wrong with the days of a decision,
    `approving` why a step cannot be approved by a paper of that number, `since` from when the time
    of a step counts that opened then (None: it does not yet). The rest returns what the
    subject's own stream records: when a step passes, when the file goes back to
    whoever prepared it, when it goes back to an earlier step with some turns *kept*, and when the
    chain ends; `after` is the book with such drafts in it. `final` says that others go by its end
    at once: nothing is taken back after it. `praise` is the proposal it is.
    """

    content: Callable[[Book], object]
    prevents: Callable[[Book, Call], Iterator[Unmet]] = _nothing
    hands: Callable[[Book], tuple[str, ...]] = _nobody
    units: Callable[[Book, Step], tuple[str, ...]] = _everybody
    concerns: Callable[[Book, Step], bool] = _always
    lines: Callable[[Book, Step], frozenset[Line]] = _no_lines
    votes: Callable[["Matter", frozenset[Line]], Iterator[Unmet]] = _free
    days: Callable[[Book, Step, Days], Iterator[Unmet]] = _no_days
    approving: Callable[["Matter", str | None], Iterator[Unmet]] = _approved
    since: Callable[[Book, Step, datetime], datetime | None] = _from_its_opening
    passed: Callable[["Matter", Call], list[Draft]] = _passed
    returned: Callable[[Book, Step, str | None, Call], list[Draft]] = _returned
    reopened: Callable[[Book, Sequence[Turn]], list[Draft]] = _reopened
    ended: Callable[[str, Step | None, str | None], list[Draft]] = _ended
    after: Callable[[Book, list[Draft], Call], Book] = _after
    final: bool = False
    praise: str | None = None

    def digest(self, book: Book) -> str:
        """Return the sha256 of what is laid before the offices."""
        return hashlib.sha256(canonical_json(plain(self.content(book)))).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Matter:
    """An approval at one of its steps, as rules look at it."""

    book: Book
    stage: Chain
    step: Step
    subject: Subject
    approval: Approval
    turn: Turn


def plain(value: object) -> object:
    """Return a value of the rules as plain data, so that it has one way to be written."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
