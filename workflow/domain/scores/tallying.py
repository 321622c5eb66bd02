"""The sheets of a whole bloc added up, each beside the others where scores depend on them.

Pure and from nothing but entries: called again, it gives the same, whatever order they came in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow.domain.members import groups
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.results import deviations
from workflow.domain.scores import part_years, periods, scoring, standards
from workflow.domain.scores.closed import closing_of
from workflow.domain.scores.marks import Standard
from workflow.domain.scores.scoring import Beside, Total
from workflow.domain.scores.sheet import Sheet, kind_of, proven
from workflow.domain.scores.targets import of_unit


def handed_in(book: Book, period: str | None = None) -> dict[str, Sheet]:
    """Return the sheets with something entered on them, in official order.

    A unit that is gone keeps a sheet that was appraised, where there is a rule for its score.
    """
    found = book.each(Sheet, kind_of(period))
    gone = [unit for unit in part_years.scored_once(book) if _appraised(found.get(unit))]
    members = (*book.load(Roster, ROSTER).unit_ids(), *gone)
    return {unit: found[unit] for unit in members if unit in found and found[unit].entries}


def _appraised(sheet: Sheet | None) -> bool:
    return sheet is not None and sheet.status == "accepted"


def entered(book: Book) -> list[str]:
    """Return the units that have entered anything, in any period, in official order."""
    having = {
        unit
        for period in _all(book)
        for unit in handed_in(book, period)
        if period in periods.of_unit(book, unit)
    }
    order = (*book.load(Roster, ROSTER).unit_ids(), *part_years.scored_once(book))
    return [unit for unit in order if unit in having]


def _all(book: Book) -> list[str | None]:
    return [one.period.id for one in periods.spans(book)] or [None]


def standards_of(book: Book, period: str | None = None) -> tuple[Standard, ...]:
    """Return what units are measured against in a period: as closed, or as it stands now."""
    closed = closing_of(book)
    found = closed.standards if closed else _standards_in(book, period)
    return tuple(one for one in found if one.period == (period or ""))


def standards_now(book: Book) -> tuple[Standard, ...]:
    """Return what units are measured against, worked out from the sheets as they stand."""
    return tuple(one for period in _all(book) for one in _standards_in(book, period))


def _standards_in(book: Book, period: str | None) -> Iterator[Standard]:
    rubric = book.definition.rubric
    if not rubric.relative:
        return
    achieved = {
        unit: standards.Achieved(entries=sheet.entries, targets=of_unit(book, unit))
        for unit, sheet in handed_in(book, period).items()
        if part_years.membership(book, unit).ranked
    }
    for one in standards.standards(rubric, achieved, groups.of(book)):
        yield replace(one, period=period or "") if period else one


def tally(book: Book, units: Iterable[str] | None = None) -> dict[str, Total]:
    """Return the year's totals of *units*, or of every unit that has entered something.

    Where the year is scored in periods, it is made of those that have been entered.
    """
    wanted, rubric = entered(book) if units is None else list(units), book.definition.rubric
    if rubric.periods is None:
        totals = tally_in(book, None, wanted)
    else:
        made = {period: tally_in(book, period) for period in _all(book)}
        totals = {unit: _year_of(book, unit, made) for unit in wanted}
    return {
        unit: part_years.pro_rata(rubric, part_years.membership(book, unit), one)
        for unit, one in totals.items()
    }


def _year_of(book: Book, unit: str, made: dict[str | None, dict[str, Total]]) -> Total:
    mine = {
        period: made[period][unit]
        for period in periods.of_unit(book, unit)
        if period and unit in made[period]
    }
    rubric = book.definition.rubric
    return periods.year_of(rubric, mine) if mine else scoring.total(rubric, {}, {})


def tally_in(
    book: Book, period: str | None, units: Iterable[str] | None = None
) -> dict[str, Total]:
    """Return the totals of one period, or of a year that has none."""
    sheets, grouped = handed_in(book, period), groups.of(book)
    found, final = standards_of(book, period), closing_of(book) is not None
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
