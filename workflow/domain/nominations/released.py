"""A line of the nomination that goes by itself: it takes the steps it missed, or all of them.

It was held while the others went on; or it was proposed later, for a place that came free.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from definitions.schema.approvals import Approval
from workflow.domain import timing
from workflow.domain.awards.parting import named
from workflow.domain.eligibility import holds, ruling
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Name, Words
from workflow.domain.nominations import afterwards, late_dossiers, step_votes
from workflow.domain.nominations.nomination import KEY, Entry, LateDecided, Nomination, steps
from workflow.domain.nominations.step_votes import LineVote


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideReleased(Given):
    """Decide on a line that was released, as the office whose step went by without it."""

    unit: Id
    award: Id
    verdict: Literal["approve", "cut"] = "approve"
    reason: Words | None = None
    number: Name | None = None
    signed_on: date | None = None
    effective_on: date | None = None
    subject: Id | None = None

    @property
    def entry(self) -> Entry:
        """The line that is decided on."""
        return Entry(award=self.award, unit=self.unit, subject=self.subject)


def waiting(book: Book) -> dict[Entry, Approval]:
    """Return the lines that were passed without, with the step that each waits for now."""
    state = book.find(Nomination, KEY)
    if state is None or state.status not in {"proposed", "decided"}:
        return {}
    found = {entry: next_step(book, state, entry) for entry in state.proposed}
    return {entry: step for entry, step in found.items() if step}


def next_step(book: Book, state: Nomination, entry: Entry) -> Approval | None:
    """Return the step that a line has missed and must take now, if any."""
    if entry in state.cut or entry in state.decided:
        return None
    missed = [one.step for one in state.missed if one.entry == entry]
    followed = state.followed(entry)
    if not missed and not followed and state.status != "decided":
        return None
    chain = [one for one in steps(book) if one.awards is None or entry.award in one.awards]
    passed = {one.step for one in state.steps if one.verdict == "approve"}
    taken = set() if followed else passed - set(missed)
    taken |= {one.step for one in state.late if one.entry == entry}
    return next((one for one in chain if one.id not in taken), None)


def moves(book: Book) -> Iterator[Unmet]:
    """Yield each line that goes by itself and is some office's move now; no line that is held."""
    for entry, step in waiting(book).items():
        if holds.held(book, entry.award, entry.unit, entry.subject) is None:
            whom = named(book, entry.unit, entry.subject)
            facts: dict[str, object] = {"award": entry.award, "recipient": whom, "step": step.title}
            yield Unmet(code="LINE_WAITS", facts=facts, who=(f"office:{step.office}",))


def _handled_by(book: Book, entry: Entry) -> set[str]:
    """Return who has proposed the list, or has decided on this line before."""
    state = book.load(Nomination, KEY)
    late = {one.person for one in state.late if one.entry == entry and one.person}
    if followed := state.followed(entry):
        return {followed.proposer, *late}
    missed = {one.step for one in state.missed if one.entry == entry}
    earlier = {one.person for one in state.steps if one.step not in missed}
    return {state.proposer, *earlier, *late}


def decide_prevents(book: Book, given: DecideReleased, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nothing waits, it is still held, another office's step."""
    entry = given.entry
    step = waiting(book).get(entry)
    if step is None:
        known = [f"{one.award} {one.unit}" for one in waiting(book)]
        yield Unmet(code="NOTHING_RELEASED", facts={"award": given.award, "waiting": known})
        return
    if holds.barred(book, given.award, given.unit, given.subject):
        yield Unmet(code="LINE_BARRED", facts={"award": given.award}, who=("head",))
    elif holds.held(book, given.award, given.unit, given.subject):
        yield Unmet(code="STILL_HELD", facts={"award": given.award}, who=("head", "deputy"))
    if call.actor.office != step.office:
        office = f"office:{step.office}"
        yield Unmet(code="STEP_OF_OTHER_OFFICE", facts={"step": step.title}, who=(office,))
    hands = {call.actor.person, *filter(None, [call.recorder])}
    for person in sorted(_handled_by(book, entry) & hands):
        yield Unmet(code="FOUR_EYES", facts={"person": person}, who=(f"office:{step.office}",))
    if given.verdict == "approve":
        yield from _passing_prevents(book, given, step)
        yield from _days(book, given, timing.hanoi_day(call.at))
    elif not given.reason:
        yield Unmet(code="REASON_MISSING", facts={}, who=(call.actor.seat,))


def _passing_prevents(book: Book, given: DecideReleased, step: Approval) -> Iterator[Unmet]:
    """Yield that the line was not voted on as demanded, lacks its dossier, or no longer holds."""
    line = (given.award, given.unit, given.subject)
    yield from step_votes.prevents(book, step, [line], None)
    yield from late_dossiers.lacking(book, step.office, [line])
    if step.writes == "decided":
        yield from afterwards.prevents(book, [line], step.office)


def _days(book: Book, given: DecideReleased, today: date) -> Iterator[Unmet]:
    """Yield what is wrong with the days of the decision: to come, or out of order."""
    signed = given.signed_on or today
    if signed > today:
        yield Unmet(code="DECISION_TO_COME", facts={"day": signed})
    proposed = book.load(Nomination, KEY).proposed_day(given.entry)
    yield from ruling.out_of_order(proposed, signed, given.effective_on)


def decide(book: Book, given: DecideReleased, _call: Call) -> list[Draft]:
    """Record what the office decided on the line alone."""
    step = waiting(book)[given.entry]
    event = LateDecided(
        step=step.id,
        award=given.award,
        unit=given.unit,
        verdict=given.verdict,
        writes=step.writes or "appraised",
        reason=given.reason,
        number=given.number,
        signed_on=given.signed_on,
        votes=_votes(book, step, given),
        subject=given.subject,
        effective_on=given.effective_on,
    )
    return [Draft(stream=KEY, event=event)]


def _votes(book: Book, step: Approval, given: DecideReleased) -> tuple[LineVote, ...]:
    line = (given.award, given.unit, given.subject)
    lines = [line] if given.verdict == "approve" else []
    return tuple(step_votes.line_votes(book, step, lines, None))
