"""A stored bloc year, as expectations look at it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.runtime import Runtime

Found = Iterator[tuple[str, object, object]]
"""What is compared: its name, what is expected, what is stored."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A bloc year as it is stored."""

    runtime: Runtime
    book: Book

    @property
    def roster(self) -> Roster:
        """The units, people and roles."""
        return self.book.load(Roster, ROSTER)


def distinct(values: Iterable[object]) -> list[object]:
    """Return each value once, in their order."""
    return list(dict.fromkeys(values))
