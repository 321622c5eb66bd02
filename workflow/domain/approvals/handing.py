"""Transfer, delegate, add a signer, urge, comment: what people do to a step besides deciding it."""

from collections.abc import Iterator
from datetime import datetime

from definitions.schema.timing import Span
from workflow.domain import timing
from workflow.domain.approvals import course, finding, leaving, signers, waiting
from workflow.domain.approvals.events import (
    OpinionGiven,
    SignerAdded,
    SignerRemoved,
    SignersUrged,
    StepCommented,
    StepDelegated,
    StepTransferred,
)
from workflow.domain.approvals.given import (
    AddSigner,
    CommentStep,
    DelegateStep,
    GiveOpinion,
    RemoveSigner,
    TransferStep,
    UrgeStep,
)
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import KEY, approvals_of
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Event

ONCE_A_DAY = Span(1, "days")


def _done(book: Book, step: str, event: Event, call: Call) -> list[Draft]:
    """Return an event of the open step, and what follows from it."""
    found = finding.find(book, step, call)
    if found is None:
        raise KeyError(step)
    matter = found.matter
    after = course.after(matter.book, event, call)
    settled = course.settle(course.matter(after, matter.subject, matter.stage), call)
    return [*found.first, Draft(stream=KEY, event=event), *settled]


def _own_prevents(book: Book, step: str, call: Call) -> Iterator[Unmet]:
    """Yield why a part is not the actor's own to hand on; a stand-in hands nothing on."""
    found = finding.find(book, step, call)
    if found is None:
        yield from finding.not_open(book, step, call)
        return
    yield from finding.part_prevents(found.matter, call, call.actor.person)


def _taker_prevents(matter: Matter, person: str, call: Call) -> Iterator[Unmet]:
    """Yield why *person* cannot be given a part: no office, a conflict, a part already."""
    day = timing.hanoi_day(call.at)
    if not signers.holds_office(matter, person, day):
        yield Unmet(code="NO_OFFICE_HELD", facts={"person": person, "day": day}, who=("admin",))
        return
    yield from signers.bars(matter, frozenset({person}), day)
    if any(person == part.owner for part in signers.parts(matter, day)):
        yield Unmet(code="HAS_A_PART", facts={"person": person})


def transfer_prevents(book: Book, given: TransferStep, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a part from being handed over for good."""
    yield from _own_prevents(book, given.step, call)
    if found := finding.find(book, given.step, call):
        yield from _taker_prevents(found.matter, given.to, call)


def transfer(book: Book, given: TransferStep, call: Call) -> list[Draft]:
    """Record that a part is another's now."""
    event = StepTransferred(
        step=given.step, owner=call.actor.person, to=given.to, reason=given.reason
    )
    return _done(book, given.step, event, call)


def delegate_prevents(book: Book, given: DelegateStep, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an opinion from being asked for."""
    yield from _own_prevents(book, given.step, call)
    if found := finding.find(book, given.step, call):
        yield from _taker_prevents(found.matter, given.to, call)


def delegate(book: Book, given: DelegateStep, call: Call) -> list[Draft]:
    """Record that an opinion is asked for."""
    event = StepDelegated(
        step=given.step, owner=call.actor.person, to=given.to, comment=given.comment
    )
    return _done(book, given.step, event, call)


def opinion_prevents(book: Book, given: GiveOpinion, call: Call) -> Iterator[Unmet]:
    """Yield that nobody asked for an opinion."""
    found = finding.find(book, given.step, call)
    if found is None:
        yield from finding.not_open(book, given.step, call)
    elif _asker(found.matter, call) is None:
        yield Unmet(code="NO_OPINION_ASKED", facts={"step": given.step})


def _asker(matter: Matter, call: Call) -> str | None:
    return next(
        (one.owner for one in matter.turn.delegations
         if one.to == call.actor.person and one.opinion is None),
        None,
    )  # fmt: skip


def give_opinion(book: Book, given: GiveOpinion, call: Call) -> list[Draft]:
    """Record an opinion; whoever asked may decide again."""
    found = finding.find(book, given.step, call)
    owner = _asker(found.matter, call) if found else None
    event = OpinionGiven(step=given.step, owner=owner or "", opinion=given.opinion)
    return _done(book, given.step, event, call)


def add_prevents(book: Book, given: AddSigner, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a signer from being added."""
    found = finding.find(book, given.step, call)
    if found is None:
        yield from finding.not_open(book, given.step, call)
        return
    if given.instead:
        yield from _instead_prevents(found.matter, given.instead, call)
    else:
        yield from finding.part_prevents(found.matter, call)
    yield from _taker_prevents(found.matter, given.person, call)


def _instead_prevents(matter: Matter, person: str, call: Call) -> Iterator[Unmet]:
    """Yield why nobody is named in the place of a signer: not added, able, another's to say."""
    added = next((one for one in matter.turn.signers if one.person == person), None)
    if added is None:
        yield _not_added(matter, person)
        return
    if added not in leaving.unable(matter, timing.hanoi_day(call.at)):
        yield Unmet(code="SIGNER_ABLE", facts={"person": person})
    if added.by != call.actor.person:
        who = (f"person:{added.by}",)
        yield Unmet(code="NOT_YOURS_TO_REMOVE", facts={"person": added.by}, who=who)


def _not_added(matter: Matter, person: str) -> Unmet:
    known = [one.person for one in matter.turn.signers]
    return Unmet(code="NOT_ADDED", facts={"person": person, "people": known})


def add_signer(book: Book, given: AddSigner, call: Call) -> list[Draft]:
    """Record that another is to sign as well, or in the place of one who can no longer."""
    found = finding.find(book, given.step, call)
    added = found.matter.turn.signers if found else ()
    place = next((one.place for one in added if one.person == given.instead), given.place)
    event = SignerAdded(step=given.step, person=given.person, place=place, instead=given.instead)
    return _done(book, given.step, event, call)


def remove_prevents(book: Book, given: RemoveSigner, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a signer from being let go: not added, answered, another's to remove."""
    found = finding.find(book, given.step, call)
    if found is None:
        yield from finding.not_open(book, given.step, call)
        return
    turn = found.matter.turn
    added = next((one for one in turn.signers if one.person == given.person), None)
    if added is None:
        yield _not_added(found.matter, given.person)
        return
    for part in signers.parts(found.matter, timing.hanoi_day(call.at)):
        if part.signer == given.person and part.answer:
            facts: dict[str, object] = {"person": part.answer.person, "at": part.answer.at}
            yield Unmet(code="ANSWERED_ALREADY", facts=facts)
    if call.actor.seat != "admin" and added.by != call.actor.person:
        who = (f"person:{added.by}", "admin")
        yield Unmet(code="NOT_YOURS_TO_REMOVE", facts={"person": added.by}, who=who)


def remove_signer(book: Book, given: RemoveSigner, call: Call) -> list[Draft]:
    """Record that an added signer is let go."""
    return _done(book, given.step, SignerRemoved(step=given.step, person=given.person), call)


def urge_prevents(book: Book, given: UrgeStep, call: Call) -> Iterator[Unmet]:
    """Yield that a step is not open, that it is nobody's move, or that they were urged lately."""
    found = finding.find(book, given.step, call)
    if found is None:
        yield from finding.not_open(book, given.step, call)
        return
    urged, step = found.matter.turn.urged_at, found.matter.step
    if not waiting.movers(found.matter, timing.hanoi_day(call.at)):
        yield from waiting.waits(found.matter, call.at)
    if urged:
        again = _again_from(book, urged, step.urge_every or ONCE_A_DAY)
        if timing.hanoi_day(call.now) < timing.hanoi_day(again):
            facts: dict[str, object] = {"at": urged, "day": timing.hanoi_day(again)}
            yield Unmet(code="URGED_LATELY", facts=facts)


def _again_from(book: Book, urged: datetime, every: Span) -> datetime:
    return timing.after(book, urged, every)


def urge(book: Book, given: UrgeStep, call: Call) -> list[Draft]:
    """Record that those whose move it is are urged, and who they are."""
    found = finding.find(book, given.step, call)
    if found is None:
        raise KeyError(given.step)
    people = waiting.movers(found.matter, timing.hanoi_day(call.at))
    event = SignersUrged(step=given.step, people=people, comment=given.comment)
    return _done(book, given.step, event, call)


def comment_prevents(book: Book, given: CommentStep, call: Call) -> Iterator[Unmet]:
    """Yield that there is no such step to say anything about."""
    if finding.find(book, given.step, call) is None:
        approval = approvals_of(book).of_step(given.step)
        if approval is None or approval.lived(given.step) is None:
            yield from finding.not_open(book, given.step, call)


def comment(_book: Book, given: CommentStep, _call: Call) -> list[Draft]:
    """Record what was said."""
    event = StepCommented(step=given.step, comment=given.comment)
    return [Draft(stream=KEY, event=event)]
