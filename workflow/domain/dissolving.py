"""A bloc ceases to be: the year ends by force, by a paper, and nothing that was open stays so.

Votes that are not over are void, files before offices are taken back, deadlines and reminders are
off (`deadlines`), and everybody concerned is told (`occasions`). What was done stays as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen

from workflow.domain import timing
from workflow.domain.approvals.events import ApprovalEnded
from workflow.domain.approvals.state import KEY as APPROVALS
from workflow.domain.approvals.state import approvals_of
from workflow.domain.ballots.events import BallotVoided
from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Words
from workflow.domain.stages import year
from workflow.domain.stages.year import Carried, Decree, Successor, YearDissolved

VOTING = frozenset({"open", "sealed", "deadlocked"})
"""The states of a ballot that is not over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dissolve(Given):
    """End the year by force, by the paper that dissolves the bloc or has another absorb it.

    `successor`: the bloc that takes its place. `carried`: the units that go to a bloc, that one
    where none is named; a unit that is not there goes to none.
    """

    reason: Words
    paper: Decree
    successor: Successor | None = None
    carried: Annotated[tuple[Carried, ...], MaxLen(500)] = ()


def dissolve_prevents(book: Book, given: Dissolve, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the year from ending by force."""
    yield from year.trigger_prevents(book, "dissolve")
    members, units = book.load(Roster, ROSTER), [one.unit for one in given.carried]
    if given.paper.on > timing.hanoi_day(call.at):
        yield Unmet(code="DECREE_TO_COME", facts={"day": given.paper.on}, who=("admin",))
    if given.successor and given.successor.bloc == book.bloc:
        yield Unmet(code="SUCCESSOR_IS_ITSELF", facts={"bloc": book.bloc_name}, who=("admin",))
    for unit in sorted({one for one in units if one not in members.unit_ids()}):
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit}, who=("admin",))
    for unit in sorted({one for one in units if units.count(one) > 1}):
        yield Unmet(code="CARRIED_TWICE", facts={"unit": members.name(unit)}, who=("admin",))
    nowhere = [one.unit for one in given.carried if one.to is None]
    if nowhere and given.successor is None:
        names = [members.name(unit) for unit in nowhere]
        yield Unmet(code="CARRIED_NOWHERE", facts={"units": names}, who=("admin",))


def dissolve(book: Book, given: Dissolve, _call: Call) -> list[Draft]:
    """Record the end of the year, and of everything in it that was still open."""
    open_votes = [name for name, one in book.each(Ballot, BALLOT).items() if one.status in VOTING]
    pending = [one.stage for one in approvals_of(book).approvals if one.status == "open"]
    bloc = given.successor.bloc if given.successor else ""
    event = YearDissolved(
        reason=given.reason,
        paper=given.paper,
        successor=given.successor,
        carried=tuple(Carried(unit=one.unit, to=one.to or bloc) for one in given.carried),
        ballots=tuple(open_votes),
        approvals=tuple(pending),
    )
    return [
        *(Draft(stream=f"{BALLOT}/{name}", event=BallotVoided()) for name in open_votes),
        *(Draft(stream=APPROVALS, event=_taken_back(stage, given)) for stage in pending),
        Draft(stream=year.KEY, event=event),
    ]


def _taken_back(stage: str, given: Dissolve) -> ApprovalEnded:
    return ApprovalEnded(stage=stage, outcome="void", reason=given.reason)
