"""What is known of the approvals of a bloc year: one chain for each stage that has one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from definitions.schema.approvals import Capacity
from workflow.domain.awards.allocating import LeftOuts
from workflow.domain.model import Book, Name
from workflow.domain.stages.moving import Moved

KEY = "approvals"
PREPARER = "preparer"
"""Whom a file is returned to when no earlier step is meant."""

Status = Literal["open", "returned", "rejected", "approved", "void"]
Verdict = Literal["approve", "reject"]
Place = Literal["before", "beside", "after"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """What a capacity rests on: number and date, who issued it, and its last day if it has one."""

    number: Name
    issued_on: date
    issuer: Name
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one person said in a step; `owner` is whose turn it was, `side` the office it counts on.

    An added signer's answer has no side.
    """

    person: str
    owner: str
    seat: str
    side: str | None
    verdict: Verdict
    at: datetime
    capacity: Capacity = "direct"
    paper: Paper | None = None
    comment: str | None = None
    cut: LeftOuts = ()
    number: str | None = None
    signed_on: date | None = None
    effective_on: date | None = None

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose hand is in this answer."""
        return frozenset({self.person, self.owner})


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """Somebody's part in a step that is another's now, for good."""

    owner: str
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delegation:
    """Somebody's part in a step that another gives an opinion on; then it is theirs again."""

    owner: str
    to: str
    opinion: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """A person added to a step: before the offices, beside them, or after them.

    Once they can act no longer, `office` signs in their place, or they are `returned` to `by`.
    """

    person: str
    place: Place
    by: str
    office: str | None = None
    returned: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Routed:
    """A side whose office could not act, or did not: another one decides in its place."""

    side: str
    office: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One step while it is, or was, the chain's turn.

    `calendar` is the overlay that its due moment was reckoned by; `moves` are those of that moment.
    `since` is from when its time counts, where that is not its opening.
    """

    step: str
    opened_at: datetime
    due: datetime | None = None
    answers: tuple[Answer, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    signers: tuple[Signer, ...] = ()
    routed: tuple[Routed, ...] = ()
    asked: tuple[str, ...] = ()
    stuck: bool = False
    urged_at: datetime | None = None
    expired: bool = False
    outcome: Literal["passed", "unanswered"] | None = None
    calendar: int = 0
    moves: tuple[Moved, ...] = ()
    since: datetime | None = None

    @property
    def acted(self) -> bool:
        """Whether anybody has done anything in it that another may rely on."""
        return bool(self.answers or self.transfers or self.delegations or self.signers)


@dataclass(frozen=True, kw_only=True, slots=True)
class Last:
    """The last thing that was decided: what, in which step, by whom, when."""

    verb: Literal["approve", "reject", "return"]
    step: str
    person: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """The approval of one stage's work: its steps in order, and how far it has come.

    `of` is a digest of what was laid before the offices. `preparers` laid it there; `earlier` did
    so in rounds before this one.
    """

    stage: str
    status: Status
    of: str
    preparers: tuple[str, ...]
    steps: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    comment: str | None = None
    last: Last | None = None
    earlier: tuple[str, ...] = ()

    @property
    def turn(self) -> Turn | None:
        """The step whose turn it is."""
        return self.turns[-1] if self.status == "open" and self.turns else None

    @property
    def everybody(self) -> tuple[str, ...]:
        """Whoever laid the file before the offices, in this round or an earlier one."""
        return tuple(dict.fromkeys((*self.earlier, *self.preparers)))

    def lived(self, step: str) -> Turn | None:
        """Return the turn of *step* in this round, if it has had one."""
        return next((turn for turn in self.turns if turn.step == step), None)

    def deciders(self) -> Iterator[Answer]:
        """Yield every answer given in the steps before the open one."""
        for turn in self.turns:
            if turn is not self.turn:
                yield from turn.answers


@dataclass(frozen=True, kw_only=True, slots=True)
class Approvals:
    """The state of all approvals of a bloc year."""

    approvals: tuple[Approval, ...] = ()

    def of_stage(self, stage: str) -> Approval | None:
        """Return the approval of a stage's work."""
        return next((one for one in self.approvals if one.stage == stage), None)

    def of_step(self, step: str) -> Approval | None:
        """Return the approval that has *step* in its chain."""
        return next((one for one in self.approvals if step in one.steps), None)


def approvals_of(book: Book) -> Approvals:
    """Return the approvals of a bloc year; none at first."""
    return book.find(Approvals, KEY) or Approvals()
