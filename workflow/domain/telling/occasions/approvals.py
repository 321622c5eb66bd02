"""What is told of approvals: whose move a step is, and what came of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from definitions.wording import Phrase
from workflow.domain import timing
from workflow.domain.approvals import counting, signers, subjects
from workflow.domain.approvals import events as approving
from workflow.domain.approvals.state import PREPARER, approvals_of
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.praise.deciding import KIND as PRAISE
from workflow.domain.telling.occasions.occasion import Occasion


def step_asked(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    people = event.came if isinstance(event, approving.SignersChanged) else event.people
    yield replace(step_occasion(book, "approval_requested", event.step), people=people)


def opinion_asked(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield replace(step_occasion(book, "approval_requested", event.step), people=(event.to,))


def opinion_back(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield replace(step_occasion(book, "approval_requested", event.step), people=(event.owner,))


def urged(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    occasion = step_occasion(book, "approval_urged", event.step)
    facts = {"comment": event.comment or ""}
    yield replace(occasion, people=event.people, facts=occasion.facts | facts)


def stuck(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that nobody was able to act, for the office that steps in, or for administrators."""
    event: Any = draft.event
    if isinstance(event, approving.StepRouted) and event.why == "expired":
        return
    occasion = step_occasion(book, "approval_stuck", event.step)
    yield replace(occasion, office=getattr(event, "office", None))


def signer_gone(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that an added signer can act no longer, for whoever added them."""
    event: Any = draft.event
    occasion = step_occasion(book, "signer_gone", event.step)
    approval = approvals_of(book).of_step(event.step)
    turn = approval.lived(event.step) if approval else None
    added = (
        next((one for one in turn.signers if one.person == event.person), None) if turn else None
    )
    office = getattr(event, "office", None)
    facts = {
        "person": book.load(Roster, ROSTER).person_name(event.person),
        "follows": Phrase("signer_then_office", {"office": book.definition.office_title(office)})
        if office
        else Phrase("signer_then_adder"),
    }
    people = (added.by,) if added else ()
    yield replace(occasion, people=people, only="approver", facts=occasion.facts | facts)


def stand_in_gone(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    name = book.load(Roster, ROSTER).person_name
    facts: dict[str, object] = {"stand_in": name(event.stand_in), "person": name(event.person)}
    yield Occasion(
        on="stand_in_gone", people=(event.person,), facts=facts, about=f"stand_in/{event.id}"
    )


def sent_back(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that a file came back to whoever prepared it; a nomination says so itself."""
    event: Any = draft.event
    approval = approvals_of(book).of_step(event.step)
    chain = subjects.chain_of_step(book, event.step)
    if approval and chain and event.to == PREPARER and chain.kind != "nomination":
        yield _to_preparers(book, "approval_returned", approval.stage, event.comment)


def ended(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    kind = subjects.laid(book, event.stage)[1].kind
    if event.outcome == "void":
        yield from _taken_back(book, event)
    elif kind == PRAISE:  # which says so itself, to more than its preparers
        return
    elif event.outcome == "rejected":
        yield _to_preparers(book, "approval_rejected", event.stage, event.reason)
    elif kind != "nomination":
        yield _to_preparers(book, "approval_given", event.stage, None)


def _taken_back(book: Book, event: Any) -> Iterator[Occasion]:  # noqa: ANN401 - as the rules above
    """Yield that a file is no longer anybody's move, for those whose move it was."""
    approval = approvals_of(book).of_stage(event.stage)
    for turn in approval.turns[-1:] if approval else ():
        occasion = step_occasion(book, "approval_void", turn.step)
        yield replace(occasion, people=turn.asked, facts=occasion.facts | {"reason": event.reason})


def _to_preparers(book: Book, on: str, stage_id: str, comment: str | None) -> Occasion:
    approval = approvals_of(book).of_stage(stage_id)
    facts: dict[str, object] = {"stage": subjects.laid(book, stage_id)[1].title}
    if on != "approval_given":
        facts |= {"comment": comment or ""}
    people = approval.preparers if approval else ()
    return Occasion(on=on, people=people, facts=facts, about=f"approval/{stage_id}")


def nomination_withdrawn(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that the bloc took its list back, for those whose move it was."""
    event: Any = draft.event
    approval = approvals_of(book).of_step(event.step) if event.step else None
    turn = approval.lived(event.step) if approval else None
    if turn:
        occasion = step_occasion(book, "approval_void", event.step)
        yield replace(occasion, people=turn.asked, facts=occasion.facts | {"reason": event.reason})


def step_expired(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    told = subjects.step_of(book, event.step).expired_to
    occasion = step_occasion(book, "approval_expired", event.step)
    approval = approvals_of(book).of_step(event.step)
    turn = approval.lived(event.step) if approval else None
    people = turn.asked if turn else ()
    yield replace(occasion, people=people, also=(told,) if told else ())


def step_occasion(book: Book, on: str, step_id: str, *, at: datetime | None = None) -> Occasion:
    """Return an occasion about a step of an approval chain, for those whose move it is.

    Without *at* it is for those who are asked by an event, and are set on the occasion.
    """
    step = subjects.step_of(book, step_id)
    stage = subjects.chain_of_step(book, step_id)
    approval = approvals_of(book).of_step(step_id)
    turn = approval.lived(step_id) if approval else None
    due = turn.due if turn else None
    facts: dict[str, object] = {
        "stage": stage.title if stage else None,
        "step": step.title,
        "office": book.definition.office_title(step.office),
        "due": due,
    }
    people = _signers(book, step_id, at) if at else ()
    return Occasion(
        on=on, office=step.office, people=people, facts=facts, about=f"step/{step_id}", until=due
    )


def _signers(book: Book, step_id: str, at: datetime) -> tuple[str, ...]:
    """Return who may act on an open step now; nobody where it is not open."""
    matter = subjects.matter_at(book, step_id)
    if matter is None or matter.turn.step != step_id:
        return ()
    return signers.people_of(counting.open_parts(matter, timing.hanoi_day(at)))
