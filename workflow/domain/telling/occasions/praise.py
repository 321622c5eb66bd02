"""What is told of praise off the cycle: to whoever answers, who proposed it, and who is praised."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.praise import clock, deciding
from workflow.domain.praise.state import Praise, load
from workflow.domain.telling.occasions.occasion import Occasion, Rule


def praise_occasion(book: Book, on: str, praise: str) -> Occasion:
    """Return an occasion about a proposal, for its unit and for those who proposed and answered."""
    found = load(book, praise)
    facts = {
        **deciding.named(book, found),
        "number": found.id,
        "reason": found.reason,
        "due": found.due,
    }
    return Occasion(
        on=on,
        units=book.load(Roster, ROSTER).answering_for(found.unit),
        people=tuple(filter(None, (found.proposer, found.answered_by))),
        facts=facts,
        about=clock.about(praise),
        until=found.due,
    )


def plain(on: str) -> Rule:
    """Return what tells of one proposal as it stands."""

    def tell(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
        event: Any = draft.event
        yield praise_occasion(book, on, event.id)

    return tell


def proposed(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that the bloc has a proposal to answer, for the first time or anew."""
    event: Any = draft.event
    found = load(book, event.id)
    occasion = praise_occasion(book, "praise_proposed", event.id)
    comment = found.comment if found.back == "bloc" else None
    yield replace(occasion, facts=occasion.facts | {"comment": comment or ""})


def answered(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield what the bloc answered; what goes before an office is told by its approval."""
    event: Any = draft.event
    found = load(book, event.id)
    if event.answer == "return":
        yield _with_comment(book, "praise_returned", found, event.comment)
    elif event.answer == "decline":
        yield _with_comment(book, "praise_declined", found, event.comment)
    elif found.given:
        yield praise_occasion(book, "praise_given", event.id)


def decided(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that an office declined it, or that the last one signed the decision."""
    event: Any = draft.event
    if event.verdict == "decline":
        yield _with_comment(book, "praise_declined", load(book, event.id), event.comment)
    elif event.number:
        yield praise_occasion(book, "praise_given", event.id)


def overdue(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that the bloc has not answered in time, also for the office named for that case."""
    event: Any = draft.event
    rules = book.definition.praise
    told = rules.answer.expired_to if rules and rules.answer else None
    occasion = praise_occasion(book, "praise_overdue", event.id)
    yield replace(occasion, also=(told,) if told else ())


def _with_comment(book: Book, on: str, found: Praise, comment: str | None) -> Occasion:
    occasion = praise_occasion(book, on, found.id)
    return replace(occasion, facts=occasion.facts | {"comment": comment or ""})
