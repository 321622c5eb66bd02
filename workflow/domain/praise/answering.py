"""The bloc answers a proposal for praise: it gives it, or lays it before the offices; or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain import access
from workflow.domain.approvals import course, subjects
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Words
from workflow.domain.praise import deciding, folding, state
from workflow.domain.praise.events import PraiseAnswered
from workflow.domain.praise.state import KEY, Answer, Praise, Praises


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerPraise(Given):
    """Give the praise; or decline it, or return it to whoever proposed it, with a comment."""

    id: Id
    answer: Answer = "give"
    comment: Words | None = None


def answer_prevents(book: Book, given: AnswerPraise, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an answer: not open, the proposer's own, the unit's own, no reason."""
    found = state.find(book, given.id)
    if found is None or found.withdrawn:
        known = [one.id for one in state.praises_of(book) if one.unanswered]
        yield Unmet(code="NO_SUCH_PRAISE", facts={"praise": given.id, "known": known})
        return
    if not found.unanswered:
        yield from _not_now(found)
    if found.proposer in call.hands:
        facts: dict[str, object] = {"praise": given.id}
        yield Unmet(code="PRAISE_PROPOSED_BY_YOU", facts=facts, who=("head", "deputy"))
    if found.unit in access.own_units(book, call):
        facts = {"unit": book.load(Roster, ROSTER).name(found.unit)}
        yield Unmet(code="OWN_UNIT", facts=facts, who=("head", "deputy"))
    if given.answer != "give" and not given.comment:
        yield Unmet(code="PRAISE_REASON", who=(call.actor.seat,))


def _not_now(found: Praise) -> Iterator[Unmet]:
    if found.answer:
        yield Unmet(code="PRAISE_ANSWERED", facts={"praise": found.id})
    else:
        who = (f"person:{found.proposer}",)
        facts: dict[str, object] = {"praise": found.id, "comment": found.comment}
        yield Unmet(code="PRAISE_RETURNED", facts=facts, who=who)


def answer(book: Book, given: AnswerPraise, call: Call) -> list[Draft]:
    """Record the answer; given for an award, it is laid before the first office."""
    by = call.actor.person if book.definition.praise else None
    event = PraiseAnswered(id=given.id, answer=given.answer, comment=given.comment, by=by)
    drafts = [Draft(stream=KEY, event=event)]
    praises = folding.evolve(book.load(Praises, KEY), event, call)
    book = course.with_state(book, KEY, praises)
    chain = deciding.chain_of(book, state.load(book, given.id))
    if given.answer == "give" and chain:
        subject, _ = subjects.laid(book, chain.id)
        drafts += course.begin(book, subject, chain, call, given.comment)
    return drafts
