"""The dossier of awards as an office received it: the day counts where the law has changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workflow.domain.model import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class LateAward:
    """An award whose file came after it was due, and was taken all the same.

    `working_days` lie after the day it was due up to the day it came; 0 where all were days off.
    """

    award: str
    due: datetime
    working_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """The file of some awards, or of all, as an office received it on a day of its own."""

    office: str
    received_on: date
    number: str | None = None
    awards: tuple[str, ...] = ()
    late: tuple[LateAward, ...] = ()

    def covers(self, award: str) -> bool:
        """Whether the file holds *award*."""
        return not self.awards or award in self.awards


def first_of(
    dossiers: tuple[Dossier, ...], award: str, office: str | None = None
) -> Dossier | None:
    """Return how the file of *award* was first received, by *office* or by any."""
    return next(
        (one for one in dossiers if one.covers(award) and office in {None, one.office}), None
    )


def late_of(dossiers: tuple[Dossier, ...], award: str) -> LateAward | None:
    """Return by how much the file of *award* came late; None where it did not, or lacks."""
    return next((late for one in dossiers for late in one.late if late.award == award), None)


def complete_on(dossiers: tuple[Dossier, ...], awards: Collection[str], office: str) -> date | None:
    """Return the day on which *office* had the file of every one of *awards*; None before that."""
    found = [first_of(dossiers, award, office) for award in awards]
    days = [one.received_on for one in found if one]
    return max(days) if days and len(days) == len(found) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierReceived(Event):
    """An office received the file of some awards, or of all."""

    kind: ClassVar[str] = "dossier_received"
    dossier: Dossier
