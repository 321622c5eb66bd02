"""What happens to a ballot. Nothing here links a voter to a choice when the ballot is secret."""

from dataclasses import dataclass, field
from typing import ClassVar

from workflow.domain.ballots.state import Answer, Item, Outcome, Round, Trustee
from workflow.domain.model import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class BallotOpened(Event):
    """Voting begins, over a list of voters, or a number of staff by unit, that changes no more."""

    kind: ClassVar[str] = "ballot_opened"
    rule: str
    items: tuple[Item, ...]
    voters: tuple[str, ...]
    present: tuple[str, ...] | None
    trustees: tuple[Trustee, ...] = ()
    staff: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProxyGiven(Event):
    """A voter names in writing who votes in their place."""

    kind: ClassVar[str] = "proxy_given"
    voter: str
    to: str
    paper: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VoteCast(Event):
    """A voter has voted, once or anew; `answers` is empty where the ballot is secret."""

    kind: ClassVar[str] = "vote_cast"
    voter: str
    answers: dict[str, Answer] = field(default_factory=dict)
    proxy: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpinionRecorded(Event):
    """The written answer of a voter who is absent; the paper says so, and lies with the minutes."""

    kind: ClassVar[str] = "opinion_recorded"
    voter: str
    answers: dict[str, Answer]
    paper: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BallotSealed(Event):
    """A secret ballot takes no more votes. `envelopes`: the sha256 of each, sorted, unnamed."""

    kind: ClassVar[str] = "ballot_sealed"
    envelopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundCounted(Event):
    """A round is counted.

    `settled` says how items came out; what is left goes to another round, or to the officer who
    ends a deadlock. `papers` are the plain ballots of a secret round, sorted, one letter an item.
    """

    kind: ClassVar[str] = "round_counted"
    round: Round
    settled: dict[str, Outcome]
    papers: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()
    paper: str | None = None
    deadlocked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlockEnded(Event):
    """The officer whom the rule names settles what votes did not."""

    kind: ClassVar[str] = "deadlock_ended"
    chosen: tuple[str, ...]
    reason: str
    settled: dict[str, Outcome]


@dataclass(frozen=True, kw_only=True, slots=True)
class VoidAsked(Event):
    """Somebody asks for a ballot to be void; a second person has to agree."""

    kind: ClassVar[str] = "void_asked"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BallotVoided(Event):
    """A ballot is void: what was cast in it counts nowhere, and stays in the history."""

    kind: ClassVar[str] = "ballot_voided"


@dataclass(frozen=True, kw_only=True, slots=True)
class EnvelopesDestroyed(Event):
    """The envelopes of a secret ballot are gone, after the time for complaints."""

    kind: ClassVar[str] = "envelopes_destroyed"
    reason: str
