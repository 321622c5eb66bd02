"""The sheets of a whole bloc added up, each beside the others where scores depend on them.

Pure and from nothing but entries: called again, it gives the same, whatever order they came in.
"""

from collections.abc import Iterable

from workflow.domain import deviations, groups, scoring, standards
from workflow.domain.closed import closing_of
from workflow.domain.marks import Standard
from workflow.domain.model import Book
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.scoring import Beside, Total
from workflow.domain.sheet import KIND, Sheet, proven
from workflow.domain.targets import of_unit


def handed_in(book: Book) -> dict[str, Sheet]:
    """Return the sheets with something entered on them, in official order."""
    found = book.each(Sheet, KIND)
    members = book.load(Roster, ROSTER).unit_ids()
    return {unit: found[unit] for unit in members if unit in found and found[unit].entries}


def standards_of(book: Book) -> tuple[Standard, ...]:
    """Return what units are measured against: as closed, or as it stands now."""
    if closed := closing_of(book):
        return closed.standards
    return standards_now(book)


def standards_now(book: Book) -> tuple[Standard, ...]:
    """Return what units are measured against, worked out from the sheets as they stand."""
    rubric = book.definition.rubric
    if not rubric.relative:
        return ()
    achieved = {
        unit: standards.Achieved(entries=sheet.entries, targets=of_unit(book, unit))
        for unit, sheet in handed_in(book).items()
    }
    return tuple(standards.standards(rubric, achieved, groups.of(book)))


def tally(book: Book, units: Iterable[str] | None = None) -> dict[str, Total]:
    """Return the totals of *units*, or of every unit that has entered something."""
    sheets, found, grouped = handed_in(book), standards_of(book), groups.of(book)
    final = closing_of(book) is not None
    totals = {}
    for unit in sheets if units is None else units:
        sheet = sheets.get(unit, Sheet(status="none"))
        beside = Beside(
            targets=of_unit(book, unit),
            evidence=proven(sheet),
            standards=standards.of_group(found, grouped.get(unit, "")),
            final=final,
            deducted=deviations.deducted(book, unit),
        )
        totals[unit] = scoring.total(book.definition.rubric, sheet.entries, sheet.times, beside)
    return totals
