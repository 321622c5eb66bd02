"""Revoking: the authority that issued a decision takes an award back, also years later.

Two people do it: the issuing office asks with its reason and paper, somebody else confirms. The
decided list stays as it was decided. Luật TĐKT 2022, Điều 93(2) and 93(8).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Name, Words
from workflow.domain.nomination import (
    KEY,
    AwardRevoked,
    Entry,
    Nomination,
    Revocation,
    RevocationAsked,
    steps,
)
from workflow.domain.praise import revoking as praised


@dataclass(frozen=True, kw_only=True, slots=True)
class AskRevocation(Given):
    """Ask to take an award back: why, and by which paper.

    `praise` names the proposal of one that was given off the cycle.
    """

    unit: Id
    award: Id
    reason: Words
    paper: Name
    subject: Id | None = None
    praise: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmRevocation(Given):
    """Confirm that an award is taken back."""

    unit: Id
    award: Id
    subject: Id | None = None
    praise: Id | None = None


def issuers(book: Book, award: str) -> tuple[str, ...]:
    """Return the offices that decide an award."""
    return tuple(
        step.office
        for step in steps(book)
        if step.writes == "decided" and (step.awards is None or award in step.awards)
    )


def _entry(given: AskRevocation | ConfirmRevocation) -> Entry:
    return Entry(award=given.award, unit=given.unit, subject=given.subject)


def ask_prevents(book: Book, given: AskRevocation, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: never decided, revoked or asked already, another office's award."""
    if given.praise is not None:
        yield from praised.ask_prevents(book, (given.praise, given.award, given.unit), call)
        return
    state, entry = book.find(Nomination, KEY), _entry(given)
    if state is None or entry not in state.decided:
        decided = [f"{one.award} {one.unit}" for one in state.decided] if state else []
        facts: dict[str, object] = {"award": given.award, "decided": decided}
        yield Unmet(code="NEVER_DECIDED", facts=facts)
        return
    if state.revocation(entry):
        yield Unmet(code="REVOCATION_ASKED", facts={"award": given.award})
    offices = issuers(book, given.award)
    if call.actor.office not in offices:
        who = tuple(f"office:{one}" for one in offices)
        yield Unmet(code="NOT_THE_ISSUER", facts={"award": given.award}, who=who)


def ask(_book: Book, given: AskRevocation, _call: Call) -> list[Draft]:
    """Record that it is asked for."""
    if given.praise is not None:
        return praised.ask(given.praise, given.reason, given.paper)
    event = RevocationAsked(
        award=given.award,
        unit=given.unit,
        reason=given.reason,
        paper=given.paper,
        subject=given.subject,
    )
    return [Draft(stream=KEY, event=event)]


def confirm_prevents(book: Book, given: ConfirmRevocation, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nobody asked, done already, or the same person asked."""
    if given.praise is not None:
        yield from praised.confirm_prevents(book, (given.praise, given.award, given.unit), call)
        return
    state, entry = book.find(Nomination, KEY), _entry(given)
    asked: Revocation | None = state.revocation(entry) if state else None
    if asked is None or asked.confirmed_by:
        yield Unmet(code="NO_REVOCATION", facts={"award": given.award})
    elif asked.asked_by == call.actor.person:
        yield Unmet(
            code="SECOND_PERSON", facts={"person": call.actor.person}, who=("overseer", "admin")
        )


def confirm(_book: Book, given: ConfirmRevocation, _call: Call) -> list[Draft]:
    """Record that the award is taken back."""
    if given.praise is not None:
        return praised.confirm(given.praise)
    event = AwardRevoked(award=given.award, unit=given.unit, subject=given.subject)
    return [Draft(stream=KEY, event=event)]
