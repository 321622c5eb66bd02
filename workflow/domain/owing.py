"""Which sheets are still missing, at which level they wait, and what agencies still owe."""

from collections import defaultdict
from collections.abc import Iterator

from workflow.domain import chain
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.sheet import find


def missing_sheets(book: Book, demanded: str) -> Iterator[Unmet]:
    """Yield conditions that name the units not yet self-scored, and those not yet appraised."""
    roster = book.load(Roster, ROSTER)
    sheets = {unit: find(book, unit) for unit in roster.unit_ids()}
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


def _missing_imports(book: Book, roster: Roster) -> Iterator[Unmet]:
    owed: dict[str, list[str]] = defaultdict(list)
    for leaf in book.definition.rubric.leaves():
        if leaf.agency:
            lacking = [one for one in roster.unit_ids() if leaf.id not in find(book, one).entries]
            owed[leaf.agency] += [unit for unit in lacking if unit not in owed[leaf.agency]]
    for office, units in owed.items():
        if units:
            facts = _units(roster, units) | {"office": book.definition.office_title(office)}
            yield Unmet(code="MISSING_IMPORT", facts=facts, who=(f"office:{office}",))


def _units(roster: Roster, units: list[str]) -> dict[str, object]:
    names = [roster.name(unit) for unit in units]
    return {"count": len(units), "of": len(roster.units), "units": names}
