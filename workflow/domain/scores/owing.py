"""Which sheets are still missing, at which level they wait, and what agencies still owe."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from definitions.wording import Phrase
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.scores import chain, part_years, periods
from workflow.domain.scores.sheet import Sheet, find, stream_of

Owed = tuple[str, str | None]
"""A unit, and the period for which it owes a sheet; None where the year is scored as one."""


def missing_sheets(book: Book, demanded: str) -> Iterator[Unmet]:
    """Yield conditions that name the units not yet self-scored, and those not yet appraised."""
    sheets = {one: find(book, *one) for one in owed(book)}
    owing = [one for one, sheet in sheets.items() if sheet.status in {"none", "returned"}]
    waiting = [one for one, sheet in sheets.items() if sheet.status == "submitted"]
    if owing:
        who = tuple(dict.fromkeys(f"unit:{unit}" for unit, _ in owing))
        yield Unmet(code="MISSING_SELF_SCORE", facts=_units(book, owing, len(sheets)), who=who)
    if demanded != "appraised":
        return
    if waiting:
        movers = [who for one in waiting for who in chain.movers(book, one[0], sheets[one])]
        who = tuple(dict.fromkeys(movers))
        yield Unmet(code="MISSING_APPRAISAL", facts=_units(book, waiting, len(sheets)), who=who)
    yield from _missing_imports(book, sheets)


def owed(book: Book) -> list[Owed]:
    """Return the sheets that are owed: of every member, but for those who will have no place.

    A unit that is gone owes none; what it handed in waits for its appraisal all the same.
    """
    return [
        (unit, period)
        for unit in (*book.load(Roster, ROSTER).unit_ids(), *part_years.scored_once(book))
        if part_years.membership(book, unit).ranked
        for period in periods.of_unit(book, unit)
        if _asked(book, unit, period)
    ]


def _asked(book: Book, unit: str, period: str | None) -> bool:
    member = unit in book.load(Roster, ROSTER).unit_ids()
    found = book.find(Sheet, stream_of(unit, period))
    return member or (found is not None and found.status == "submitted")


def _missing_imports(book: Book, sheets: dict[Owed, Sheet]) -> Iterator[Unmet]:
    lacking: dict[str, list[Owed]] = defaultdict(list)
    for leaf in book.definition.rubric.leaves():
        if leaf.agency:
            empty = [one for one, sheet in sheets.items() if leaf.id not in sheet.entries]
            known = lacking[leaf.agency]
            known += [one for one in empty if one not in known]
    for office, found in lacking.items():
        if found:
            facts = _units(book, found, len(sheets))
            facts |= {"office": book.definition.office_title(office)}
            yield Unmet(code="MISSING_IMPORT", facts=facts, who=(f"office:{office}",))


def _units(book: Book, found: Sequence[Owed], of: int) -> dict[str, object]:
    return {"count": len(found), "of": of, "units": [_named(book, one) for one in found]}


def _named(book: Book, one: Owed) -> object:
    (unit, period), declared = one, book.definition.rubric.periods
    name = book.load(Roster, ROSTER).name(unit)
    if period is None or declared is None:
        return name
    return Phrase("unit_in_period", {"unit": name, "period": declared.period(period).title})
