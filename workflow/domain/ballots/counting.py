"""Counting: whole numbers only, and the same whatever order the ballots lie in.

A threshold has a base that is named: all voters, those present, or the valid ballots on an item.
What is blank, spoiled or missing is no agreement. LTDKT 2022; NĐ 98/2023 30(7).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from definitions.schema.ballots import BallotRule
from workflow.domain.ballots.state import Answer, Counted, Item, Outcome, Round

Votes = Sequence[Mapping[str, Answer]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """Everything that a round is counted from.

    `voters` and `present` hold, for an item, how many belong to that base: whoever leaves the base
    on account of their own unit is not among them.
    """

    rule: BallotRule
    number: int
    items: tuple[Item, ...]
    voters: Mapping[str, int]
    present: Mapping[str, int]
    seats_left: int | None
    present_in_all: int


def count(poll: Poll, votes: Votes, spoiled: int = 0) -> Round:
    """Return the round that *votes* make."""
    tallies = {item.id: Counter(one[item.id] for one in votes if item.id in one)
               for item in poll.items}  # fmt: skip
    return settle(poll, tallies, cast=len(votes) + spoiled, spoiled=spoiled)


def settle(
    poll: Poll, tallies: Mapping[str, Mapping[Answer, int]], *, cast: int, spoiled: int
) -> Round:
    """Return the round of votes that were counted already, on paper or by hands."""
    counted = [_counted(poll, item, tallies.get(item.id, {})) for item in poll.items]
    return Round(
        number=poll.number,
        present=poll.present_in_all,
        cast=cast,
        spoiled=spoiled,
        counted=tuple(_limited(counted, poll.seats_left)),
    )


def _counted(poll: Poll, item: Item, votes: Mapping[Answer, int]) -> Counted:
    agree, lower = votes.get("agree", 0), votes.get("lower", 0)
    disagree, blank = votes.get("disagree", 0), votes.get("blank", 0)
    bases = {
        "all": poll.voters[item.id],
        "present": poll.present[item.id],
        "valid": agree + disagree + lower,
    }
    base = bases[poll.rule.threshold.of]
    needed = poll.rule.threshold.least(base)
    outcome: Outcome = "passed" if agree >= needed else "failed"
    if outcome == "failed" and item.award in poll.rule.lower and agree + lower >= needed:
        outcome = "lower"
    return Counted(
        item=item.id, agree=agree, disagree=disagree, lower=lower, blank=blank,
        base=base, needed=needed, outcome=outcome,
    )  # fmt: skip


def _limited(counted: list[Counted], seats: int | None) -> list[Counted]:
    """Cut what carries beyond the number of seats, from the fewest votes; equal last are tied."""
    carried = sorted((one.agree for one in counted if one.outcome == "passed"), reverse=True)
    if seats is None or len(carried) <= seats:
        return counted
    last = carried[seats - 1] if seats else carried[0] + 1
    tied = carried[seats] == last if seats else False
    return [_beyond(one, last, tied=tied) for one in counted]


def _beyond(one: Counted, last: int, *, tied: bool) -> Counted:
    if one.outcome != "passed" or one.agree > last or (one.agree == last and not tied):
        return one
    outcome: Literal["tied", "cut"] = "tied" if one.agree == last else "cut"
    return Counted(
        item=one.item, agree=one.agree, disagree=one.disagree, lower=one.lower, blank=one.blank,
        base=one.base, needed=one.needed, outcome=outcome,
    )  # fmt: skip


def quorate(rule: BallotRule, present: int, voters: int) -> bool:
    """Whether enough are there to vote at all; a question apart from whether enough agree."""
    part, whole = map(int, rule.quorum.split("/"))
    return present * whole >= part * voters
