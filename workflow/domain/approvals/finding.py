"""Where an act on a step finds the chain: at that step, or past it, and who was there when."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain import timing
from workflow.domain.approvals import counting, signers, subjects
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.signers import Part
from workflow.domain.approvals.state import Approval, approvals_of
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft


@dataclass(frozen=True, kw_only=True)
class Found:
    """A step that is open, and what has to be recorded before anything is done in it."""

    matter: Matter
    first: tuple[Draft, ...] = ()


def find(book: Book, step: str, call: Call) -> Found | None:
    """Return the chain at *step*, when that is the open one."""
    book, first = subjects.carried_over(book, call)
    matter = subjects.matter_at(book, step)
    if matter is None or matter.turn.step != step:
        return None
    return Found(matter=matter, first=tuple(first))


def not_open(book: Book, step: str, call: Call) -> Iterator[Unmet]:
    """Yield why *step* is not open: not its turn, decided by whom and when, or nothing there."""
    book, _ = subjects.carried_over(book, call)
    approval = approvals_of(book).of_step(step)
    if approval is None:
        waiting = next(subjects.open_matters(book), None)
        yield from _elsewhere(step, waiting.turn.step if waiting else None)
        return
    last = approval.last
    if last and last.step == step and _over(approval, step):
        facts: dict[str, object] = {
            "step": step,
            "person": last.person,
            "at": last.at,
            "verdict": last.verb,
        }
        yield Unmet(code="STEP_DECIDED", facts=facts)
        return
    lived = approval.lived(step)
    if lived and lived.outcome and lived.answers:
        one = lived.answers[-1]
        facts = {"step": step, "person": one.person, "at": one.at, "verdict": one.verdict}
        yield Unmet(code="STEP_DECIDED", facts=facts)
        return
    yield from _elsewhere(step, approval.turn.step if approval.turn else None)


def _over(approval: Approval, step: str) -> bool:
    return approval.turn is None or approval.turn.step != step


def _elsewhere(step: str, now: str | None) -> Iterator[Unmet]:
    if now is None:
        yield Unmet(code="NOTHING_TO_DECIDE", facts={}, who=("head",))
    else:
        yield Unmet(code="STEP_NOT_OPEN", facts={"step": step, "open": now})


def part_prevents(matter: Matter, call: Call, owner: str | None = None) -> Iterator[Unmet]:
    """Yield why the actor may not decide in this step now: no part, a bar, another's turn first.

    Whoever enters the act for somebody else brings in their own conflicts.
    """
    day, actor = timing.hanoi_day(call.at), call.actor
    if call.at < matter.turn.opened_at:  # or a paper that is over could be brought to bear
        facts: dict[str, object] = {
            "step": matter.step.id,
            "at": call.at,
            "opened": matter.turn.opened_at,
        }
        yield Unmet(code="BEFORE_STEP", facts=facts)
    if call.recorder:
        yield from signers.bars(matter, frozenset({call.recorder}), day)
    part = signers.part_of(matter, actor.person, actor.seat, day, owner)
    if part is None:
        yield from _no_part(matter, call)
        return
    hand = part.hand(actor.person)
    yield from hand.bars if hand else ()
    if part.delegation:
        facts = {"person": part.delegation.to}
        yield Unmet(code="OPINION_AWAITED", facts=facts, who=(f"person:{part.delegation.to}",))
    if hand and not hand.bars and not part.delegation:
        yield from _turn_prevents(matter, part, call)


def _no_part(matter: Matter, call: Call) -> Iterator[Unmet]:
    for one in matter.turn.answers:
        if call.actor.person in one.people:
            facts: dict[str, object] = {"person": call.actor.person, "at": one.at}
            yield Unmet(code="ANSWERED_ALREADY", facts=facts)
            return
    title = matter.book.definition.office_title
    seats = tuple(f"office:{side.office}" for side in matter.step.sides)
    facts = {"office": [title(side.office) for side in matter.step.sides]}
    yield Unmet(code="NOT_THE_OFFICE", facts=facts, who=seats)
    day = timing.hanoi_day(call.at)
    yield from signers.bars(matter, frozenset({call.actor.person}), day)


def _turn_prevents(matter: Matter, part: Part, call: Call) -> Iterator[Unmet]:
    day = timing.hanoi_day(call.at)
    now = counting.open_parts(matter, day)
    if any((one.owner, one.side) == (part.owner, part.side) for one in now):
        return
    answers = [one for one in matter.turn.answers if one.side == part.side]
    if part.side and answers and counting.standings(matter, day)[part.side] == "passed":
        last = answers[-1]
        facts: dict[str, object] = {
            "step": matter.step.id,
            "person": last.person,
            "at": last.at,
            "verdict": last.verdict,
        }
        yield Unmet(code="STEP_DECIDED", facts=facts)
        return
    people = signers.people_of(now)
    facts = {"people": list(people)}
    yield Unmet(code="OTHERS_FIRST", facts=facts, who=tuple(f"person:{one}" for one in people))


def own_part(matter: Matter, call: Call, owner: str | None = None) -> Part | None:
    """Return the part of the actor in the step, whether or not its time has come."""
    day, actor = timing.hanoi_day(call.at), call.actor
    return signers.part_of(matter, actor.person, actor.seat, day, owner)
