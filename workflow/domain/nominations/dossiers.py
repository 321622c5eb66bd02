"""The dossier of awards as an office received it: the day counts where the law has changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workflow.domain.model import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class LateAward:
    """An award whose dossier came after it was due, and was taken all the same.

    `working_days` lie after the day it was due up to the day it came; 0 where all were days off.
    """

    award: str
    due: datetime
    working_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """The dossier of some awards, or of all, as an office received it on a day of its own."""

    office: str
    received_on: date
    number: str | None = None
    awards: tuple[str, ...] = ()
    late: tuple[LateAward, ...] = ()

    def covers(self, award: str) -> bool:
        """Whether the dossier holds *award*."""
        return not self.awards or award in self.awards

    def late_of(self, award: str) -> LateAward | None:
        """Return by how much it came late with *award*; None where it did not."""
        return next((one for one in self.late if one.award == award), None)


def first_of(
    dossiers: tuple[Dossier, ...], award: str, office: str | None = None
) -> Dossier | None:
    """Return how the dossier of *award* was first received, by *office* or by any."""
    return next(
        (one for one in dossiers if one.covers(award) and office in {None, one.office}), None
    )


def complete_on(dossiers: tuple[Dossier, ...], awards: Collection[str], office: str) -> date | None:
    """Return the day on which *office* had the dossiers of all *awards*; None before that."""
    found = [first_of(dossiers, award, office) for award in awards]
    days = [one.received_on for one in found if one]
    return max(days) if days and len(days) == len(found) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierReceived(Event):
    """An office received the dossier of some awards, or of all."""

    kind: ClassVar[str] = "dossier_received"
    dossier: Dossier
