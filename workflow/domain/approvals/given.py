"""What the verbs of an approval are given."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import MaxLen, MinLen

from definitions.schema.approvals import Capacity
from definitions.schema.record import OneLine
from workflow.domain.approvals.state import PREPARER, Paper, Place
from workflow.domain.awards.allocating import LeftOuts
from workflow.domain.model import Given, Id, Name, Words

StepId = Annotated[OneLine, MinLen(1), MaxLen(170)]
"""A step of a stage, or of one proposal for praise: `look@q1`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestApproval(Given):
    """Lay the work of a stage, named by its id or kind, before its offices."""

    stage: Id
    comment: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveStep(Given):
    """Approve; `owner` says for whom, where one may act for several people."""

    step: StepId
    owner: Id | None = None
    capacity: Capacity = "direct"
    paper: Paper | None = None
    comment: Words | None = None
    cut: LeftOuts = ()
    number: Name | None = None
    signed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectStep(Given):
    """Be against, for a reason."""

    step: StepId
    reason: Words
    owner: Id | None = None
    capacity: Capacity = "direct"
    paper: Paper | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnStep(Given):
    """Send the file back to an earlier step, or to whoever prepared it."""

    step: StepId
    comment: Words
    to: StepId = PREPARER
    owner: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideStep(Given):
    """Decide the open step in one word: approve it, or return it to whoever prepared it."""

    step: StepId
    verdict: Literal["approve", "return"] = "approve"
    cut: LeftOuts = ()
    comment: Words | None = None
    number: Name | None = None
    signed_on: date | None = None
    effective_on: date | None = None
    capacity: Capacity = "direct"
    paper: Paper | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawDecision(Given):
    """Take back what one said in a step, or the opinion one asked for."""

    step: StepId


@dataclass(frozen=True, kw_only=True, slots=True)
class TransferStep(Given):
    """Hand one's part in a step over for good."""

    step: StepId
    to: Id
    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class DelegateStep(Given):
    """Ask another for an opinion; one's part waits for it."""

    step: StepId
    to: Id
    comment: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveOpinion(Given):
    """Give the opinion that one was asked for."""

    step: StepId
    opinion: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class AddSigner(Given):
    """Let another sign as well: before the offices, beside them or after them.

    `instead` names a signer whom one has added and who can act no longer: `person` takes their
    place, wherever that was.
    """

    step: StepId
    person: Id
    place: Place = "beside"
    instead: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveSigner(Given):
    """Let an added signer go."""

    step: StepId
    person: Id


@dataclass(frozen=True, kw_only=True, slots=True)
class UrgeStep(Given):
    """Ask those whose move it is to make it."""

    step: StepId
    comment: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentStep(Given):
    """Say something that changes nothing."""

    step: StepId
    comment: Words
