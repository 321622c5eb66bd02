"""The state of one ballot: what is voted on, by whom, what was cast, how rounds came out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from definitions.schema.ballots import BallotRule
from workflow.domain.errors import NotFound
from workflow.domain.model import Book, Id, Name

KIND = "ballot"
Answer = Literal["agree", "disagree", "lower", "blank"]
Outcome = Literal["passed", "lower", "failed", "cut", "tied"]
Status = Literal["open", "sealed", "deadlocked", "closed", "void"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What is voted on: a unit or a person of it, perhaps for an award, or a question by title."""

    id: Id
    title: Name | None = None
    unit: Id | None = None
    award: Id | None = None
    subject: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """The votes on one item and what came of it. `base` is the number that `needed` is out of."""

    item: str
    agree: int
    disagree: int
    lower: int
    blank: int
    base: int
    needed: int
    outcome: Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One round as it was counted. `spoiled` ballots were cast and say nothing that counts."""

    number: int
    present: int
    cast: int
    spoiled: int
    counted: tuple[Counted, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proxy:
    """A voter's written authority for another to vote in their place."""

    to: str
    paper: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Trustee:
    """Somebody who keeps one of the keys of a secret ballot, with the public half of it."""

    person: Id
    key: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """The state. `cast` names who has voted in this round; `votes` what, and only if open.

    `staff`: how many may vote in each unit, where all staff do; `voters` names nobody then.
    """

    rule: str
    status: Status
    items: tuple[Item, ...]
    voters: tuple[str, ...]
    present: tuple[str, ...] | None
    opened_at: datetime
    opened_by: str
    trustees: tuple[Trustee, ...] = ()
    round: int = 1
    cast: tuple[str, ...] = ()
    votes: dict[str, dict[str, Answer]] = field(default_factory=dict)
    written: dict[str, dict[str, Answer]] = field(default_factory=dict)
    proxies: dict[str, Proxy] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    settled: dict[str, Outcome] = field(default_factory=dict)
    envelopes: tuple[str, ...] = ()
    void_asked_by: str | None = None
    staff: dict[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many may vote."""
        return sum(self.staff.values()) if self.staff else len(self.voters)

    @property
    def left(self) -> tuple[Item, ...]:
        """The items that this round is about, in the order of the ballot paper."""
        return tuple(item for item in self.items if item.id not in self.settled)

    def item(self, name: str) -> Item | None:
        """Return an item by its id."""
        return next((item for item in self.items if item.id == name), None)

    def agreed(self, name: str) -> int:
        """Return how many agreed to an item when it was last counted."""
        found = [one.agree for turn in self.rounds for one in turn.counted if one.item == name]
        return found[-1] if found else 0


def rule_of(book: Book, name: str) -> BallotRule:
    """Return a kind of ballot by its id. Raises NotFound."""
    rules = book.definition.ballots
    found = next((rule for rule in rules if rule.id == name), None)
    if found is None:
        raise NotFound("ballot_rule", name, [rule.id for rule in rules])
    return found
