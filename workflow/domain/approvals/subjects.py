"""What approvals decide on, stage by stage and praise by praise, and where a step belongs."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from definitions.schema.approvals import Approval as Step
from definitions.schema.stages import Stage
from workflow.domain.approvals import course
from workflow.domain.approvals.events import ApprovalContinued, DecidedBefore
from workflow.domain.approvals.matters import Chain, Matter, Subject
from workflow.domain.approvals.state import KEY, approvals_of
from workflow.domain.errors import Unmet
from workflow.domain.leaders import handover, succession
from workflow.domain.members import facts
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations import dating, nomination
from workflow.domain.pledging import pledge, review
from workflow.domain.praise import deciding as praise
from workflow.domain.praise.state import load as load_praise
from workflow.domain.registration import state as registration
from workflow.domain.results import ranking


def _registrations(book: Book) -> object:
    found = book.each(registration.Registration, registration.KIND)
    left_out, by_name = {"status", "comment", "late"}, {"persons", "households"}
    return {
        unit: {
            name: value
            for name, value in asdict(one).items()
            if name not in left_out and (value or name not in by_name)
        }
        for unit, one in found.items()
    }


def _nobody_registered(book: Book, _call: Call) -> Iterator[Unmet]:
    if not book.each(registration.Registration, registration.KIND):
        yield Unmet(code="NOTHING_TO_APPROVE", who=("head",))


def _no_pledge(book: Book, _call: Call) -> Iterator[Unmet]:
    if book.find(pledge.Pledge, pledge.KEY) is None:
        yield Unmet(code="PLEDGE_NOT_DRAFTED", facts={}, who=("head",))


def _no_review(book: Book, _call: Call) -> Iterator[Unmet]:
    if book.find(review.Review, review.KEY) is None:
        yield Unmet(code="REVIEW_NOT_CONCLUDED", facts={}, who=("head",))


def _no_ranking(book: Book, _call: Call) -> Iterator[Unmet]:
    if book.find(ranking.RankingState, ranking.KEY) is None:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))


def _no_handover(book: Book, _call: Call) -> Iterator[Unmet]:
    if book.find(handover.Handover, handover.KEY) is None:
        yield Unmet(code="HANDOVER_NOT_PREPARED", facts={}, who=("head",))


def _handed_over(book: Book) -> object:
    leaders = book.find(succession.Succession, succession.KEY)
    list_of = book.load(handover.Handover, handover.KEY)
    chosen = [leaders.head, *leaders.deputies] if leaders else []
    return {"items": list_of.items, "definition": list_of.next_definition, "leaders": chosen}


def _sides_of_handover(book: Book, _step: Step) -> tuple[str, ...]:
    leaders = book.find(succession.Succession, succession.KEY)
    chosen = (leaders.head, *leaders.deputies) if leaders else ()
    roster = book.load(Roster, ROSTER)
    heads = [one.unit for one in roster.mandates if one.role == "head"]
    return tuple(dict.fromkeys((*heads, *chosen)))


def _reviewed(book: Book) -> object:
    found = book.load(review.Review, review.KEY)
    return {"behind": found.behind, "remarks": found.remarks}


def _pledge_hands(book: Book) -> tuple[str, ...]:
    found = book.find(pledge.Pledge, pledge.KEY)
    return found.by if found else ()


def _review_hands(book: Book) -> tuple[str, ...]:
    found = book.find(review.Review, review.KEY)
    return found.by if found else ()


def _ranking_hands(book: Book) -> tuple[str, ...]:
    found = book.find(ranking.RankingState, ranking.KEY)
    fixed = (found.fixed_by,) if found and found.fixed_by else ()
    return (*fixed, *facts.recorders(book))


def _handover_hands(book: Book) -> tuple[str, ...]:
    found = book.find(handover.Handover, handover.KEY)
    return found.by if found else ()


SUBJECTS: dict[str, Subject] = {
    "registration": Subject(content=_registrations, prevents=_nobody_registered),
    "pledge": Subject(
        content=lambda book: book.load(pledge.Pledge, pledge.KEY).text_hash,
        prevents=_no_pledge,
        hands=_pledge_hands,
    ),
    "review": Subject(content=_reviewed, prevents=_no_review, hands=_review_hands),
    "scoring": Subject(
        content=lambda book: book.load(ranking.RankingState, ranking.KEY),
        prevents=_no_ranking,
        hands=_ranking_hands,
    ),
    "nomination": replace(nomination.SUBJECT, days=dating.days),
    "handover": Subject(
        content=_handed_over,
        prevents=_no_handover,
        hands=_handover_hands,
        units=_sides_of_handover,
    ),
}
"""One for each kind of stage of `definitions.schema.stages`; a test compares."""


def stage_named(book: Book, name: str) -> Stage | None:
    """Return the stage of that id, or the first one of that kind."""
    stages = book.definition.stages
    return next((one for one in stages if one.id == name), book.definition.stage_of(name))


def stage_of_step(book: Book, step: str) -> Stage | None:
    """Return the stage in whose chain *step* is; None also for a step of praise."""
    return next(
        (one for one in book.definition.stages if any(step == each.id for each in one.approvals)),
        None,
    )


def laid(book: Book, name: str) -> tuple[Subject, Chain]:
    """Return what an approval is about, and its steps, by the name that it is kept under.

    Raises StopIteration when there is no such stage.
    """
    if praised := praise.chain_named(book, name):
        return praise.subject_of(praised.praise), praised
    stage = book.definition.stage(name)
    return SUBJECTS[stage.kind], stage


def chain_of_step(book: Book, step: str) -> Chain | None:
    """Return the stage, or the proposal for praise, in whose chain *step* is."""
    return praise.chain_with(book, step) or stage_of_step(book, step)


def step_of(book: Book, step: str) -> Step:
    """Return a step of any chain by its id. Raises StopIteration when there is none."""
    chain = chain_of_step(book, step)
    return next(one for one in (chain.approvals if chain else ()) if one.id == step)


def matter_of(book: Book, stage: Chain) -> Matter | None:
    """Return the approval of a chain at its open step, if one is open."""
    approval = approvals_of(book).of_stage(stage.id)
    if approval is None or approval.turn is None:
        return None
    return course.matter(book, laid(book, stage.id)[0], stage)


def matter_at(book: Book, step: str) -> Matter | None:
    """Return the approval that *step* belongs to at its open step, if one is open."""
    chain = chain_of_step(book, step)
    return matter_of(book, chain) if chain else None


def open_matters(book: Book) -> Iterator[Matter]:
    """Yield every approval that is open, in the order of the stages, then of the praise."""
    chains: Iterable[Chain] = (*book.definition.stages, *praise.chains(book))
    for chain in chains:
        if found := matter_of(book, chain):
            yield found


def carried_over(book: Book, call: Call) -> tuple[Book, list[Draft]]:
    """Return the book with everything continued that began before approvals had a history of it.

    That is a nomination, and praise. The drafts are what that takes; none for all others.
    """
    drafts = list[Draft]()
    for begun in (_nomination(book), *_praises(book)):
        if begun:
            book, more = _continued(book, begun, call)
            drafts += more
    return book, drafts


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A chain begun without an approval: what was decided, and which step is open till when."""

    subject: Subject
    chain: Chain
    preparer: str
    decided: tuple[DecidedBefore, ...]
    open_step: str
    due: datetime | None


def _nomination(book: Book) -> Begun | None:
    state = book.find(nomination.Nomination, nomination.KEY)
    stage = book.definition.stage_of(nomination.KEY)
    if state is None or stage is None or state.open_step is None:
        return None
    if state.status != "proposed" or approvals_of(book).of_stage(stage.id):
        return None
    return Begun(
        subject=nomination.SUBJECT,
        chain=stage,
        preparer=state.proposer,
        decided=tuple(
            DecidedBefore(step=one.step, person=one.person, at=one.at) for one in state.steps
        ),
        open_step=state.open_step,
        due=None if state.open_step in state.expired else state.open_until,
    )


def _praises(book: Book) -> Iterator[Begun]:
    """Yield the proposals for praise that lie before an office, and have no approval yet."""
    for chain in praise.chains(book):
        one = load_praise(book, chain.praise)
        done = {f"{each.step}{praise.MARK}{one.id}": each for each in one.decisions}
        left = [step.id for step in chain.approvals if step.id not in done]
        waits = one.answer == "give" and not one.declined and left
        if waits and approvals_of(book).of_stage(chain.id) is None:
            yield Begun(
                subject=praise.subject_of(one.id),
                chain=chain,
                preparer=one.answered_by or one.proposer,
                decided=tuple(
                    DecidedBefore(step=step, person=each.person, at=each.at)
                    for step, each in done.items()
                ),
                open_step=left[0],
                due=None,
            )


def _continued(book: Book, begun: Begun, call: Call) -> tuple[Book, list[Draft]]:
    chain = begun.chain
    event = ApprovalContinued(
        stage=chain.id,
        of=begun.subject.digest(book),
        steps=tuple(step.id for step in chain.approvals),
        preparer=begun.preparer,
        decided=begun.decided,
    )
    step, drafts = step_of(book, begun.open_step), [Draft(stream=KEY, event=event)]
    book = course.after(book, event, call)
    drafts += course.open_step(book, begun.subject, chain, step, begun.due, call)
    for draft in drafts[1:]:
        book = course.after(book, draft.event, call)
    return book, drafts


def outdated(book: Book, stage: Stage) -> bool:
    """Whether what was approved is not what lies there now."""
    approval = approvals_of(book).of_stage(stage.id)
    return approval is not None and approval.of != SUBJECTS[stage.kind].digest(book)
