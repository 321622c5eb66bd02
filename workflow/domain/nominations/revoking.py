"""Revoking: the authority that issued a decision takes an award back, also years later.

Two people do it: the issuing office asks with its reason and paper, somebody else confirms. The
decided list stays as it was decided. Luật TĐKT 2022, Điều 93(2) and 93(8).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain import access
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Name, Words
from workflow.domain.nominations import own_awards
from workflow.domain.nominations.nomination import (
    KEY,
    AwardRevoked,
    Entry,
    Nomination,
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
    """Yield what prevents it: one's own unit, never decided, asked already, another's award."""
    if call.actor.office and given.unit in access.own_units(book, call):
        facts = {"unit": book.load(Roster, ROSTER).name(given.unit)}
        yield Unmet(code="OWN_UNIT", facts=facts)
    if given.praise is not None:
        yield from praised.ask_prevents(book, (given.praise, given.award, given.unit), call)
        return
    entry = _entry(given)
    issued = issued_by(book, entry)
    if not issued:
        decided = {"award": given.award, "decided": _decided(book)}
        yield Unmet(code="NEVER_DECIDED", facts=decided)
        return
    if own_awards.revocation_of(book, entry):
        yield Unmet(code="REVOCATION_ASKED", facts={"award": given.award})
    if call.actor.seat not in issued:
        yield Unmet(code="NOT_THE_ISSUER", facts={"award": given.award}, who=issued)


def issued_by(book: Book, entry: Entry) -> tuple[str, ...]:
    """Return the seats that issued an award: offices of the chain, or the unit itself; or none."""
    if own_awards.of_unit(book, entry.unit).found(entry):
        return (f"unit:{entry.unit}",)
    state = book.find(Nomination, KEY)
    if state is None or entry not in state.decided:
        return ()
    return tuple(f"office:{one}" for one in issuers(book, entry.award))


def _decided(book: Book) -> list[str]:
    state = book.find(Nomination, KEY)
    return [f"{one.award} {one.unit}" for one in state.decided] if state else []


def _stream(book: Book, entry: Entry) -> str:
    own = own_awards.of_unit(book, entry.unit).found(entry)
    return f"{own_awards.KIND}/{entry.unit}" if own else KEY


def ask(book: Book, given: AskRevocation, _call: Call) -> list[Draft]:
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
    return [Draft(stream=_stream(book, _entry(given)), event=event)]


def confirm_prevents(book: Book, given: ConfirmRevocation, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nobody asked, done already, or the same person asked."""
    if given.praise is not None:
        yield from praised.confirm_prevents(book, (given.praise, given.award, given.unit), call)
        return
    asked = own_awards.revocation_of(book, _entry(given))
    if asked is None or asked.confirmed_by:
        yield Unmet(code="NO_REVOCATION", facts={"award": given.award})
    elif asked.asked_by == call.actor.person:
        yield Unmet(
            code="SECOND_PERSON", facts={"person": call.actor.person}, who=("overseer", "admin")
        )


def confirm(book: Book, given: ConfirmRevocation, _call: Call) -> list[Draft]:
    """Record that the award is taken back."""
    if given.praise is not None:
        return praised.confirm(given.praise)
    event = AwardRevoked(award=given.award, unit=given.unit, subject=given.subject)
    return [Draft(stream=_stream(book, _entry(given)), event=event)]
