"""The dossier of awards as an office received it: the day counts where the law has changed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflow.domain.model import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """The file of some awards, or of all, as an office received it on a day of its own."""

    office: str
    received_on: date
    number: str | None = None
    awards: tuple[str, ...] = ()

    def covers(self, award: str) -> bool:
        """Whether the file holds *award*."""
        return not self.awards or award in self.awards


def first_of(dossiers: tuple[Dossier, ...], award: str) -> Dossier | None:
    """Return how the file of *award* was first received."""
    return next((one for one in dossiers if one.covers(award)), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierReceived(Event):
    """An office received the file of some awards, or of all."""

    kind: ClassVar[str] = "dossier_received"
    dossier: Dossier
