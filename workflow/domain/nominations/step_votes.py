"""Votes that a step of the chain waits for: so many of the whole council, counted line by line.

The majority is of all members, whoever came, in whole numbers: NĐ 98/2023, Điều 30(7). What is
unverified in law warns, and is recorded with the step as a warning.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from definitions.schema.approvals import Approval, StepBallot
from definitions.schema.definition import Definition
from workflow.domain.approvals.matters import Line
from workflow.domain.ballots.state import rule_of
from workflow.domain.ballots.votes import Vote, votes
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book


@dataclass(frozen=True, kw_only=True, slots=True)
class LineVote:
    """How the ballot on a line came out when a step passed it; no `ballot`: none was held."""

    award: str
    unit: str
    rule: str
    ballot: str | None = None
    outcome: str | None = None
    agree: int = 0
    base: int = 0
    needed: int = 0
    warned: bool = False
    basis: str | None = None
    subject: str | None = None


def demanded(definition: Definition, step: str | None) -> bool:
    """Whether a step of that name waits for votes, so that its ballots have to be looked at."""
    chain = [one for stage in definition.stages for one in stage.approvals]
    return any(one.id == step and one.ballots for one in chain)


def line_votes(
    book: Book, step: Approval, lines: Iterable[Line], since: datetime | None
) -> Iterator[LineVote]:
    """Yield, for each line of which a step demands a vote, how that came out."""
    held = votes(book)
    for line in lines:
        for demand in _demands(step, line[0]):
            yield _line_vote(demand, line, _vote(held, demand, line, since))


def _demands(step: Approval, award: str) -> list[StepBallot]:
    return [one for one in step.ballots if one.awards is None or award in one.awards]


def _vote(
    held: Collection[Vote], demand: StepBallot, line: Line, since: datetime | None
) -> Vote | None:
    award, unit, subject = line
    found = [
        one for one in held
        if one.about(demand.rule, unit, award, subject)
        and (since is None or (one.opened_at is not None and one.opened_at >= since))
    ]  # fmt: skip
    return found[-1] if found else None


def _line_vote(demand: StepBallot, line: Line, vote: Vote | None) -> LineVote:
    (award, unit, subject), basis = line, demand.basis
    article = " ".join(filter(None, [basis.ref, basis.article])) if basis else None
    carried = vote is not None and vote.outcome == "passed"
    warned = demand.status == "unverified" and not carried
    if vote is None:
        return LineVote(
            award=award, unit=unit, subject=subject,
            rule=demand.rule, warned=warned, basis=article,
        )  # fmt: skip
    return LineVote(
        award=award, unit=unit, subject=subject, rule=demand.rule,
        ballot=vote.ballot, outcome=vote.outcome, agree=vote.agree, base=vote.base,
        needed=vote.needed, warned=warned, basis=article,
    )  # fmt: skip


def prevents(
    book: Book, step: Approval, lines: Iterable[Line], since: datetime | None
) -> Iterator[Unmet]:
    """Yield lines that a step may not pass: not voted on yet, or not carried and not cut."""
    found = [one for one in line_votes(book, step, lines, since) if not one.warned]
    for rule in dict.fromkeys(one.rule for one in found):
        mine, ballot = [one for one in found if one.rule == rule], rule_of(book, rule)
        facts: dict[str, object] = {"step": step.title, "ballot": ballot.title}
        if missing := [one for one in mine if one.ballot is None]:
            told = [_named(book, one) for one in missing]
            who = tuple(dict.fromkeys(ballot.runner(one.unit) for one in missing))
            yield Unmet(code="STEP_NEEDS_VOTE", facts=facts | {"lines": told}, who=who)
        failed = [one for one in mine if one.ballot is not None and one.outcome != "passed"]
        if failed:
            told = [f"{_named(book, one)} {one.agree}/{one.base} < {one.needed}" for one in failed]
            who = (f"office:{step.office}",)
            yield Unmet(code="STEP_VOTE_LOST", facts=facts | {"lines": told}, who=who)


def _named(book: Book, one: LineVote) -> str:
    unit = book.load(Roster, ROSTER).name(one.unit)
    return f"{one.award} {unit}" + (f" {one.subject}" if one.subject else "")
