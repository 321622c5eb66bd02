"""What happens to an approval. Each verb has its own event; what follows from it has one more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from definitions.schema.approvals import Capacity
from workflow.domain.approvals.state import Paper, Place
from workflow.domain.awards.allocating import LeftOuts
from workflow.domain.model import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRequested(Event):
    """The work of a stage is laid before its offices; `of` is the digest of what they see.

    `earlier` laid it there in rounds before this one.
    """

    kind: ClassVar[str] = "approval_requested"
    stage: str
    of: str
    steps: tuple[str, ...]
    comment: str | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedBefore:
    """A step decided before approvals had a history of their own."""

    step: str
    person: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalContinued(Event):
    """A chain that began before approvals had a history of their own goes on in this one."""

    kind: ClassVar[str] = "approval_continued"
    stage: str
    of: str
    steps: tuple[str, ...]
    preparer: str
    decided: tuple[DecidedBefore, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StepOpened(Event):
    """It is an office's move; for a step that is open already, its time is set anew.

    `people` could act when it opened, and are told. `was` is when it was due before its year stood
    still, and `reason` why that went on. `calendar` is the overlay that it was reckoned by.
    `since` is from when its time counts, where that is not its opening.
    """

    kind: ClassVar[str] = "step_opened"
    step: str
    due: datetime | None
    people: tuple[str, ...] = ()
    was: datetime | None = None
    reason: str | None = None
    calendar: int = 0
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepCounted(Event):
    """What the time of the open step waited for is there: it counts since then, and is due."""

    kind: ClassVar[str] = "step_counted"
    step: str
    since: datetime
    due: datetime
    calendar: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StepMoved(Event):
    """The open step is due at another time, since the calendar is another; both are kept."""

    kind: ClassVar[str] = "step_moved"
    step: str
    was: datetime
    due: datetime
    reason: str
    calendar: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StepApproved(Event):
    """Somebody approves, in a capacity, for the side that they count on."""

    kind: ClassVar[str] = "step_approved"
    step: str
    side: str | None
    owner: str
    capacity: Capacity = "direct"
    paper: Paper | None = None
    comment: str | None = None
    cut: LeftOuts = ()
    number: str | None = None
    signed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepRejected(Event):
    """Somebody is against, for a reason."""

    kind: ClassVar[str] = "step_rejected"
    step: str
    side: str | None
    owner: str
    reason: str
    capacity: Capacity = "direct"
    paper: Paper | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepReturned(Event):
    """The file goes back to an earlier step, or to whoever prepared it, with a comment.

    By the clock when `comment` is absent: the time of the step is over.
    """

    kind: ClassVar[str] = "step_returned"
    step: str
    to: str
    owner: str | None
    comment: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionWithdrawn(Event):
    """Somebody takes back what they said in *step*; `undone` is the step that had opened on it."""

    kind: ClassVar[str] = "decision_withdrawn"
    step: str
    undone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepTransferred(Event):
    """Somebody's part in a step goes to another for good."""

    kind: ClassVar[str] = "step_transferred"
    step: str
    owner: str
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDelegated(Event):
    """Somebody asks another for an opinion; until then their part in the step waits."""

    kind: ClassVar[str] = "step_delegated"
    step: str
    owner: str
    to: str
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpinionGiven(Event):
    """The opinion asked for; the part in the step is its owner's again."""

    kind: ClassVar[str] = "opinion_given"
    step: str
    owner: str
    opinion: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartReturned(Event):
    """Whoever was given a part, or asked about it, holds no office any more: it is its owner's."""

    kind: ClassVar[str] = "part_returned"
    step: str
    owner: str
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignerAdded(Event):
    """A person is to sign as well: before the offices, beside them or after them.

    `instead` is the added signer in whose place they do.
    """

    kind: ClassVar[str] = "signer_added"
    step: str
    person: str
    place: Place
    instead: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignerRouted(Event):
    """An added signer can act no longer: an office signs in their place."""

    kind: ClassVar[str] = "signer_routed"
    step: str
    person: str
    office: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignerReturned(Event):
    """An added signer can act no longer: whoever added them names another, or lets them go."""

    kind: ClassVar[str] = "signer_returned"
    step: str
    person: str
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignerRemoved(Event):
    """A person who was added is not to sign after all."""

    kind: ClassVar[str] = "signer_removed"
    step: str
    person: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignersUrged(Event):
    """Those whose move it is are asked to make it; `people` are told."""

    kind: ClassVar[str] = "signers_urged"
    step: str
    people: tuple[str, ...]
    comment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepCommented(Event):
    """A remark. It changes nothing."""

    kind: ClassVar[str] = "step_commented"
    step: str
    comment: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepPassed(Event):
    """Enough have approved; or, `unanswered`, its time is over and the chain goes on without."""

    kind: ClassVar[str] = "step_passed"
    step: str
    outcome: Literal["passed", "unanswered"] = "passed"


@dataclass(frozen=True, kw_only=True, slots=True)
class StepExpired(Event):
    """The time of a step is over; it stays open unless the definition says otherwise."""

    kind: ClassVar[str] = "step_expired"
    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepRouted(Event):
    """Another office decides in the place of these sides, and why: nobody able, or time over."""

    kind: ClassVar[str] = "step_routed"
    step: str
    sides: tuple[str, ...]
    office: str
    why: Literal["nobody_able", "expired"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StepStuck(Event):
    """Nobody is able to act on these sides, and no other office is named for that case."""

    kind: ClassVar[str] = "step_stuck"
    step: str
    sides: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SignersChanged(Event):
    """Others may act than were asked so far: a seat, a stand-in, a transfer. They are told."""

    kind: ClassVar[str] = "signers_changed"
    step: str
    came: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalEnded(Event):
    """The chain is at its end."""

    kind: ClassVar[str] = "approval_ended"
    stage: str
    outcome: Literal["approved", "rejected", "void"]
    reason: str | None = None
