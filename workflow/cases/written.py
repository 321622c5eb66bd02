"""The acts of a case in the order in which they happen, each with the place where it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from definitions.problems import Path
from workflow.cases.drafts import Draft, DraftYear, Placed
from workflow.cases.schema import Doing, DoneAt, Entry


@dataclass(frozen=True, kw_only=True)
class Written:
    """One act as it is written: of which bloc year, when, where in the file.

    `place` numbers it within the case; `there` is its path in the file.
    """

    year: int
    at: datetime
    doing: Doing
    place: str
    there: Path
    refused: tuple[str, ...] = ()


def entries(draft: Draft) -> list[tuple[DraftYear, Placed[Entry]]]:
    """Return every act and meeting, of all years together, as time goes; the file's order else."""
    found = [(year, entry) for year in draft.years for entry in year.entries]
    return sorted(found, key=lambda pair: pair[1].value.at)


def acts(draft: Draft) -> list[Written]:
    """Return every act, those of meetings among them, as time goes."""
    return [act for year, entry in entries(draft) for act in acts_of(year, entry)]


def acts_of(year: DraftYear, placed: Placed[Entry]) -> Iterator[Written]:
    """Yield the act that an entry is, or the acts of a meeting in their order."""
    entry, place = placed.value, f"{year.year}.{number(placed.path)}"
    if isinstance(entry, DoneAt):
        yield Written(
            year=year.year,
            at=entry.at,
            doing=entry,
            place=place,
            there=placed.path,
            refused=tuple(entry.refused),
        )
        return
    for at, inner in enumerate(entry.acts):
        yield Written(
            year=inner.year or year.year,
            at=entry.at,
            doing=inner,
            place=f"{place}.{at + 1}",
            there=(*placed.path, "acts", at),
            refused=tuple(entry.refused),
        )


def number(path: Path) -> int:
    """Return the position of a list's item, counted from 1."""
    position = path[-1]
    return position + 1 if isinstance(position, int) else 0


def completed(draft: Draft, year: int) -> datetime | None:
    """Return when the handover of *year* was signed last, which is when the next year opens."""
    signed = [act for act in acts(draft) if act.year == year and act.doing.do == "sign_handover"]
    done = [act for act in signed if not act.refused]
    return max(map(attrgetter("at"), done), default=None)
