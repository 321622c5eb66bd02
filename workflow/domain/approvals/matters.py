"""What a chain decides on: the work of a stage, and what each kind of stage does with decisions."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal

from definitions.canonical import canonical_json
from definitions.schema.approvals import Approval as Step
from definitions.schema.stages import Stage
from workflow.domain.approvals.state import Approval, Turn
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster


def _everybody(book: Book, _step: Step) -> tuple[str, ...]:
    return book.load(Roster, ROSTER).unit_ids()


def _nothing(_book: Book, _call: Call) -> Iterator[Unmet]:
    return iter(())


def _always(_book: Book, _step: Step) -> bool:
    return True


def _no_lines(_book: Book, _step: Step) -> frozenset[tuple[str, str]]:
    return frozenset()


def _nobody(_book: Book) -> tuple[str, ...]:
    return ()


def _free(_found: "Matter", _cut: frozenset[tuple[str, str]]) -> Iterator[Unmet]:
    return iter(())


def _passed(_book: Book, _step: Step, _turn: Turn, _call: Call) -> list[Draft]:
    return []


def _returned(_book: Book, _step: Step, _comment: str | None) -> list[Draft]:
    return []


def _reopened(_book: Book, _kept: Sequence[Turn]) -> list[Draft]:
    return []


def _ended(_outcome: str, _step: Step | None, _reason: str | None) -> list[Draft]:
    return []


def _after(book: Book, _drafts: list[Draft], _call: Call) -> Book:
    return book


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The work of one kind of stage, as an approval sees it.

    `content` is what is laid before the offices (its digest is kept), `prevents` why it cannot be
    yet, `hands` who made it, `units` whom a step decides on, `concerns` whether a step has anything
    to decide, `lines` what it may cut. The rest returns what the stage's own stream records: when a
    step passes, when the file goes back to whoever prepared it, when it goes back to an earlier
    step with some turns *kept*, and when the chain ends; `after` is the book with such drafts in
    it. `final` says that others go by its end at once: nothing is taken back after it.
    """

    content: Callable[[Book], object]
    prevents: Callable[[Book, Call], Iterator[Unmet]] = _nothing
    hands: Callable[[Book], tuple[str, ...]] = _nobody
    units: Callable[[Book, Step], tuple[str, ...]] = _everybody
    concerns: Callable[[Book, Step], bool] = _always
    lines: Callable[[Book, Step], frozenset[tuple[str, str]]] = _no_lines
    votes: Callable[["Matter", frozenset[tuple[str, str]]], Iterator[Unmet]] = _free
    passed: Callable[[Book, Step, Turn, Call], list[Draft]] = _passed
    returned: Callable[[Book, Step, str | None], list[Draft]] = _returned
    reopened: Callable[[Book, Sequence[Turn]], list[Draft]] = _reopened
    ended: Callable[[str, Step | None, str | None], list[Draft]] = _ended
    after: Callable[[Book, list[Draft], Call], Book] = _after
    final: bool = False

    def digest(self, book: Book) -> str:
        """Return the sha256 of what is laid before the offices."""
        return hashlib.sha256(canonical_json(plain(self.content(book)))).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Matter:
    """An approval at one of its steps, as rules look at it."""

    book: Book
    stage: Stage
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
