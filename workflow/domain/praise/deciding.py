"""How a proposal for praise goes before its offices: one approval each, with the steps it takes.

A step is named `look@q1`, so that two proposals never share one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from definitions.schema.approvals import Approval as Step
from definitions.wording import Phrase
from workflow.domain import timing
from workflow.domain.approvals.matters import Days, Matter, Subject
from workflow.domain.approvals.state import Turn
from workflow.domain.eligibility import holds, ruling
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.praise import clock
from workflow.domain.praise.events import PraiseDecided, PraiseReopened
from workflow.domain.praise.state import KEY, Praise, find, load, praises_of

KIND = "praise"
PREFIX = f"{KIND}:"
MARK = "@"


class Signed(TypedDict):
    """The paper of a decision."""

    number: str | None
    signed_on: date | None
    effective_on: date | None


@dataclass(frozen=True, kw_only=True)
class PraiseChain:
    """The steps that one proposal takes, as an approval sees them."""

    id: str
    title: Phrase
    approvals: list[Step]
    kind: str = KIND

    @property
    def praise(self) -> str:
        """Return the id of the proposal."""
        return self.id.removeprefix(PREFIX)


def chain_of(book: Book, praise: Praise) -> PraiseChain | None:
    """Return the steps of a proposal; None where the definition has none for it."""
    rules = book.definition.praise
    steps = rules.steps_of(praise.award) if rules and praise.award else []
    if not steps:
        return None
    mine = [
        Step.model_construct(**{**dict(one), "id": f"{one.id}{MARK}{praise.id}"}) for one in steps
    ]
    return PraiseChain(id=f"{PREFIX}{praise.id}", title=title(book, praise), approvals=mine)


def title(book: Book, praise: Praise) -> Phrase:
    """Return what a proposal is about, in words: which award, and for whom."""
    return Phrase("praise_chain", named(book, praise))


def named(book: Book, praise: Praise) -> dict[str, object]:
    """Return what a proposal is known by: its award, whom it is for, and their unit."""
    unit = book.load(Roster, ROSTER).name(praise.unit)
    award = praise.award
    return {
        "award": book.definition.award_title(award) if award else Phrase("praise_plain"),
        "name": praise.person or unit,
        "unit": unit,
    }


def chains(book: Book) -> Iterator[PraiseChain]:
    """Yield the steps of every proposal, in their order."""
    for praise in praises_of(book):
        if found := chain_of(book, praise):
            yield found


def chain_named(book: Book, name: str) -> PraiseChain | None:
    """Return the chain of that name, as its approval is kept under."""
    found = find(book, name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
    return chain_of(book, found) if found else None


def chain_with(book: Book, step: str) -> PraiseChain | None:
    """Return the chain that *step* is in."""
    return chain_named(book, f"{PREFIX}{step.partition(MARK)[2]}") if MARK in step else None


def subject_of(praise: str) -> Subject:
    """Return one proposal as its approval sees it."""
    return Subject(
        content=lambda book: _content(load(book, praise)),
        hands=lambda book: _hands(load(book, praise)),
        units=lambda book, _step: (load(book, praise).unit,),
        days=lambda book, _step, days: _days(load(book, praise), days),
        approving=lambda matter, number: _approving(matter, load(matter.book, praise), number),
        passed=lambda matter, call: [_decided(matter, praise, call)],
        returned=lambda book, _step, comment, call: clock.returned(book, praise, comment, call),
        reopened=lambda _book, kept: [_reopened(praise, kept)],
        ended=_ended(praise),
        praise=praise,
        final=True,
    )


def _content(praise: Praise) -> object:
    names = ("unit", "person", "reason", "round", "campaign", "award", "to", "achievement")
    return {name: getattr(praise, name) for name in names}


def _hands(praise: Praise) -> tuple[str, ...]:
    return tuple(filter(None, (praise.proposer, praise.answered_by)))


def _days(praise: Praise, days: Days) -> Iterator[Unmet]:
    proposed = timing.hanoi_day(praise.asked_at) if praise.asked_at else None
    yield from ruling.out_of_order(proposed, *days)


def _approving(matter: Matter, praise: Praise, number: str | None) -> Iterator[Unmet]:
    """Yield why a step cannot be approved now: it is held, or the last one signs no paper."""
    line = (praise.award or "", praise.unit, praise.person)
    if holds.barred(matter.book, *line):
        yield Unmet(code="LINE_BARRED", facts={"award": praise.award}, who=("head",))
    elif holds.held(matter.book, *line):
        yield Unmet(code="STILL_HELD", facts={"award": praise.award}, who=("head", "deputy"))
    signs = matter.step == matter.stage.approvals[-1]
    if signs and not number and not any(one.number for one in matter.turn.answers):
        yield Unmet(code="DECISION_PAPER_MISSING", facts={"step": matter.step.title})


def _decided(matter: Matter, praise: str, call: Call) -> Draft:
    """Return that an office gave its word; a paper counts in the last step alone."""
    step, turn = matter.step, matter.turn
    paper = _paper(matter.book, praise, step, turn, call)
    event = PraiseDecided(
        id=praise, step=plain(step.id), verdict="give",
        comment=turn.answers[-1].comment if turn.answers else None, **paper,
    )  # fmt: skip
    return Draft(stream=KEY, event=event)


def _paper(book: Book, praise: str, step: Step, turn: Turn, call: Call) -> Signed:
    """Return the number and the days of the decision that a step signs, if it signs one."""
    chain = chain_of(book, load(book, praise))
    last = chain is not None and chain.approvals[-1].id == step.id
    paper = next((one for one in reversed(turn.answers) if one.number), None)
    if paper is None or not last:
        return Signed(number=None, signed_on=None, effective_on=None)
    signed = paper.signed_on or timing.hanoi_day(call.at)
    return Signed(number=paper.number, signed_on=signed, effective_on=paper.effective_on or signed)


def plain(step: str) -> str:
    """Return the step of the definition that a step of one proposal is."""
    return step.partition(MARK)[0]


def _reopened(praise: str, kept: Sequence[Turn]) -> Draft:
    """Return that only what was decided before a step stands, which is open again."""
    decided = sum(one.outcome == "passed" for one in kept)
    return Draft(stream=KEY, event=PraiseReopened(id=praise, decisions=decided))


def _ended(praise: str) -> Callable[[str, Step | None, str | None], list[Draft]]:
    def ended(outcome: str, step: Step | None, reason: str | None) -> list[Draft]:
        if outcome != "rejected" or step is None:
            return []
        event = PraiseDecided(
            id=praise, step=plain(step.id), verdict="decline", comment=reason,
            number=None, signed_on=None, effective_on=None,
        )  # fmt: skip
        return [Draft(stream=KEY, event=event)]

    return ended
