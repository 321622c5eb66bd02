"""Which sheets are still missing, at which level they wait, and what agencies still owe."""

from collections import defaultdict
from collections.abc import Iterator

from workflow.domain import chain, part_years
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.sheet import find


def missing_sheets(book: Book, demanded: str) -> Iterator[Unmet]:
    """Yield conditions that name the units not yet self-scored, and those not yet appraised."""
    roster = book.load(Roster, ROSTER)
    sheets = {unit: find(book, unit) for unit in owed(book)}
    owing = [unit for unit, sheet in sheets.items() if sheet.status in {"none", "returned"}]
    waiting = [unit for unit, sheet in sheets.items() if sheet.status == "submitted"]
    if owing:
        facts = _units(roster, owing)
        yield Unmet(
            code="MISSING_SELF_SCORE", facts=facts, who=tuple(f"unit:{unit}" for unit in owing)
        )
    if demanded != "appraised":
        return
    if waiting:
        movers = [one for unit in waiting for one in chain.movers(book, unit, sheets[unit])]
        who = tuple(dict.fromkeys(movers))
        yield Unmet(code="MISSING_APPRAISAL", facts=_units(roster, waiting), who=who)
    yield from _missing_imports(book, roster)


def owed(book: Book) -> list[str]:
    """Return the units that owe a sheet: members, but for those who will have no place.

    One that is gone owes none; what it handed in waits for its appraisal all the same.
    """
    members = book.load(Roster, ROSTER).unit_ids()
    gone = [one for one in part_years.scored_once(book) if find(book, one).status == "submitted"]
    return [unit for unit in (*members, *gone) if part_years.membership(book, unit).ranked]


def _missing_imports(book: Book, roster: Roster) -> Iterator[Unmet]:
    lacking: dict[str, list[str]] = defaultdict(list)
    for leaf in book.definition.rubric.leaves():
        if leaf.agency:
            empty = [one for one in owed(book) if leaf.id not in find(book, one).entries]
            known = lacking[leaf.agency]
            known += [unit for unit in empty if unit not in known]
    for office, units in lacking.items():
        if units:
            facts = _units(roster, units) | {"office": book.definition.office_title(office)}
            yield Unmet(code="MISSING_IMPORT", facts=facts, who=(f"office:{office}",))


def _units(roster: Roster, units: list[str]) -> dict[str, object]:
    names = [roster.name(unit) for unit in units]
    return {"count": len(units), "of": len(roster.units), "units": names}
