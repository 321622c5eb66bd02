"""Ballots on paper: a year with one kind of ballot, and voters who cast what a test says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.factories import HEAD, plain, sits
from tests.years import Paper
from workflow.domain.ballots.state import Ballot, Item, Outcome
from workflow.domain.model import Actor

RULE: dict[str, Any] = {
    "id": "vote",
    "title": {"vi": "Bình xét", "en": "The vote"},
    "voters": {"units": True},
    "threshold": {"at_least": "2/3"},
}


@dataclass
class Voting:
    """A year on paper in which one ballot is held."""

    paper: Paper
    ballot: str = "b"
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> Ballot:
        """The ballot as it stands."""
        return self.paper.book.load(Ballot, f"ballot/{self.ballot}")

    def open(self, *items: Mapping[str, Any] | str, by: Actor = HEAD, **given: Any) -> None:  # noqa: ANN401 - of OpenBallot
        """Open the ballot about *items*: units by their names, or whole items."""
        wanted = [{"id": one, "unit": one} if isinstance(one, str) else one for one in items]
        self.paper.do("open_ballot", by, ballot=self.ballot, rule="vote", items=wanted, **given)

    def vote(self, who: str, /, *answers: str, **given: Any) -> None:  # noqa: ANN401 - of CastVote
        """Let a unit answer the items that are left, in their order."""
        self.paper.do("cast_vote", sits(who), **self.answers(*answers), **given)

    def refused(self, who: str, /, *answers: str, **given: Any) -> list[str]:  # noqa: ANN401 - of CastVote
        """Return why a unit's vote is refused."""
        return self.paper.refused("cast_vote", sits(who), **self.answers(*answers), **given)

    def answers(self, *answers: str) -> dict[str, Any]:
        """Return what a vote is given."""
        names = [item.id for item in self.state.left]
        return {"ballot": self.ballot, "answers": dict(zip(names, answers, strict=False))}

    def close(self) -> dict[str, Outcome]:
        """Close the round and return how items came out so far."""
        self.paper.do("close_ballot", HEAD, ballot=self.ballot)
        return self.state.settled


def voting(count: int = 4, **rule: Any) -> Voting:  # noqa: ANN401 - of BallotRule
    """Return a year whose definition has one kind of ballot: the plain one, with *rule* over it."""
    change = f"ballots: {json.dumps([RULE | rule])}"
    return Voting(Paper(definition=plain(change), count=count))


def items(*names: str) -> tuple[Item, ...]:
    """Return items about units."""
    return tuple(Item(id=name, unit=name) for name in names)
