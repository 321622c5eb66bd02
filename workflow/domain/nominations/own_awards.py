"""Awards that the head of a unit decides: recorded with their paper, beside the bloc's chain.

What they used up serves for nothing else, and who has them holds the title that others build on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from workflow.domain.awards.quotas import Allotment
from workflow.domain.eligibility.judging import Reason, Spent
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Book, Call, Event
from workflow.domain.nominations.lists import KEY as NOMINATION
from workflow.domain.nominations.lists import Entry, Nomination, Revocation
from workflow.domain.nominations.nominated import asked, revoked
from workflow.domain.nominations.nominating import AwardRevoked, RevocationAsked

KIND = "own_awards"


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One person or household that has the award, on what basis, and what served for it."""

    subject: str
    basis: tuple[Reason, ...]
    uses: tuple[Spent, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnDecided(Event):
    """The head of a unit has decided an award of people of it, by a paper."""

    kind: ClassVar[str] = "own_decided"
    unit: str
    award: str
    rule: str
    given: tuple[Given, ...]
    number: str
    signed_on: date
    effective_on: date | None = None
    minutes: str | None = None
    allotments: tuple[Allotment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnDecision:
    """What was decided by one paper, and by whom it was recorded."""

    award: str
    rule: str
    given: tuple[Given, ...]
    number: str
    signed_on: date
    effective_on: date
    by: str
    at: datetime
    minutes: str | None = None
    allotments: tuple[Allotment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitAwards:
    """Every decision of the head of a unit in a year, and what was taken back of it."""

    unit: str
    decisions: tuple[OwnDecision, ...] = ()
    revocations: tuple[Revocation, ...] = ()

    def revocation(self, entry: Entry) -> Revocation | None:
        """Return that *entry* is to be taken back, or has been."""
        return next((one for one in self.revocations if one.entry == entry), None)

    def found(self, entry: Entry) -> tuple[OwnDecision, Given] | None:
        """Return by which decision somebody was given an award."""
        for decision in self.decisions:
            for one in decision.given:
                if (decision.award, self.unit, one.subject) == _line(entry):
                    return decision, one
        return None

    def standing(self) -> Iterator[tuple[OwnDecision, Given]]:
        """Yield what was given and not taken back."""
        for decision in self.decisions:
            for one in decision.given:
                entry = Entry(award=decision.award, unit=self.unit, subject=one.subject)
                gone = self.revocation(entry)
                if gone is None or gone.confirmed_by is None:
                    yield decision, one


def _line(entry: Entry) -> tuple[str, str, str | None]:
    return entry.award, entry.unit, entry.subject


def of_unit(book: Book, unit: str) -> UnitAwards:
    """Return what the head of a unit has decided; nothing at first."""
    return book.find(UnitAwards, f"{KIND}/{unit}") or UnitAwards(unit=unit)


def everywhere(book: Book) -> dict[str, UnitAwards]:
    """Return what the heads of all units have decided."""
    return book.each(UnitAwards, KIND)


def decided(book: Book) -> tuple[Entry, ...]:
    """Return what was decided, whoever did, revoked or not: by the offices, then by heads."""
    state = book.find(Nomination, NOMINATION)
    own = [
        Entry(award=decision.award, unit=unit, subject=one.subject)
        for unit, found in everywhere(book).items()
        for decision in found.decisions
        for one in decision.given
    ]
    return (*(state.decided if state else ()), *own)


def revocation_of(book: Book, entry: Entry) -> Revocation | None:
    """Return that an award is to be taken back, or has been, whoever decided it."""
    state, own = book.find(Nomination, NOMINATION), of_unit(book, entry.unit)
    return own.revocation(entry) or (state.revocation(entry) if state else None)


def evolve(state: UnitAwards | None, event: Event, call: Call) -> UnitAwards:
    """Return what the head of a unit has decided after *event*."""
    if isinstance(event, OwnDecided):
        before = state or UnitAwards(unit=event.unit)
        return replace(before, decisions=(*before.decisions, _decision(event, call)))
    if state and isinstance(event, RevocationAsked):
        return replace(state, revocations=(*state.revocations, asked(event, call)))
    if state and isinstance(event, AwardRevoked):
        return replace(state, revocations=tuple(revoked(state.revocations, event, call)))
    raise OutOfPlace(event.kind)


def _decision(event: OwnDecided, call: Call) -> OwnDecision:
    return OwnDecision(
        award=event.award, rule=event.rule, given=event.given, number=event.number,
        signed_on=event.signed_on, effective_on=event.effective_on or event.signed_on,
        by=call.actor.person, at=call.at, minutes=event.minutes, allotments=event.allotments,
    )  # fmt: skip
