"""Figures of one bloc year, counted from its state as it stands; a history is never read."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from definitions.schema.reports import Column
from workflow.domain.eligibility.holds import KEY as HOLDS
from workflow.domain.eligibility.holds import Holds
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations import own_awards
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.objections.state import KEY as OBJECTIONS
from workflow.domain.objections.state import objections_of
from workflow.domain.papers.documents import KEY as DOCUMENTS
from workflow.domain.papers.documents import Documents
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.pledging.review import REPORT, Report
from workflow.domain.registration.coverage import Coverage, coverage
from workflow.domain.registration.state import KIND as REGISTRATION
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores import periods, sheet
from workflow.domain.scores.sheet import KIND as SHEET
from workflow.domain.scores.sheet import Sheet
from workflow.domain.stages.course import DISSOLVED
from workflow.domain.stages.lateness import KIND as LATENESS
from workflow.domain.stages.lateness import Lateness
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState

Count = Callable[[Book, Column], int]


def counted(book: Book, column: Column) -> int:
    """Return the figure of *column* in a bloc year."""
    return MEASURES[column.measure][1](book, column)


def looked_at(columns: list[Column]) -> frozenset[str]:
    """Return the kinds of streams that the figures of *columns* are counted from."""
    kinds = (kind for column in columns for kind in MEASURES[column.measure][0])
    return frozenset({ROSTER, YEAR, *kinds})


def _closed(book: Book, _column: Column) -> int:
    state = book.load(YearState, YEAR)
    return int(state.current is None and state.state != DISSOLVED)


def _members(book: Book, _column: Column) -> int:
    return len(book.load(Roster, ROSTER).units)


def _covered(figure: Callable[[Coverage], int]) -> Count:
    return lambda book, _column: figure(coverage(book, book.load(Roster, ROSTER).unit_ids()))


def _signed(book: Book, _column: Column) -> int:
    pledge = book.find(Pledge, PLEDGE)
    return len(pledge.signatures) if pledge else 0


def _sheets(*statuses: str) -> Count:
    """Return how many units have their sheets so: all of them, where there are periods."""

    def count(book: Book, _column: Column) -> int:
        declared = book.definition.rubric.periods
        if declared is None:
            return sum(one.status in statuses for one in book.each(Sheet, SHEET).values())
        found = [
            [sheet.find(book, unit, one).status for one in periods.of_unit(book, unit)]
            for unit in book.load(Roster, ROSTER).unit_ids()
        ]
        return sum(bool(mine) and {*mine} <= {*statuses} for mine in found)

    return count


def _ranked(book: Book, _column: Column) -> int:
    state = book.find(RankingState, RANKING)
    return len(state.places) if state else 0


def _class(book: Book, column: Column) -> int:
    """Return how many are of a class, which may be named by its place from the top."""
    wanted, state = column.of, book.find(RankingState, RANKING)
    if column.level is not None:
        bands = sorted(book.definition.rubric.classes, key=lambda one: -Decimal(one.at_least))
        wanted = bands[column.level - 1].id if column.level <= len(bands) else None
    if wanted is None or state is None:
        return 0
    return sum(place.class_id == wanted for place in state.places)


def _listed(name: str) -> Count:
    """Return how many lines of a list are of the award, or of the kind and subject, asked for."""

    def count(book: Book, column: Column) -> int:
        return sum(1 for _ in _of(book, column, _entries(book, name)))

    return count


def _entries(book: Book, name: str) -> tuple[Entry, ...]:
    if name in {"decided", "revoked"}:
        every = own_awards.decided(book)
        gone = {one for one in every if _gone(book, one)}
        return tuple(one for one in every if (one in gone) == (name == "revoked"))
    state = book.find(Nomination, NOMINATION)
    entries: tuple[Entry, ...] = getattr(state, name) if state else ()
    return entries


def _gone(book: Book, entry: Entry) -> bool:
    found = own_awards.revocation_of(book, entry)
    return found is not None and found.confirmed_by is not None


def _of(book: Book, column: Column, entries: tuple[Entry, ...]) -> Iterator[Entry]:
    catalogue = {one.id: one for one in book.definition.catalogue}
    for entry in entries:
        award = catalogue[entry.award]
        asked = ((column.of, award.id), (column.kind, award.kind), (column.subject, award.subject))
        if all(wanted in {None, found} for wanted, found in asked):
            yield entry


def _overdue(book: Book, _column: Column) -> int:
    return sum(one.overdue for one in book.load(YearState, YEAR).stages)


def _late(book: Book, _column: Column) -> int:
    return sum(len(one.entries) for one in book.each(Lateness, LATENESS).values())


def _held(book: Book, _column: Column) -> int:
    state = book.find(Holds, HOLDS)
    return sum(one.conclusion is None for one in state.holds) if state else 0


def _upheld(book: Book, _column: Column) -> int:
    return sum(one.status == "upheld" for one in objections_of(book).objections)


def _documents(book: Book, _column: Column) -> int:
    state = book.find(Documents, DOCUMENTS)
    return len(state.documents) if state else 0


MEASURES: dict[str, tuple[tuple[str, ...], Count]] = {
    "blocs": ((), lambda _book, _column: 1),
    "closed": ((), _closed),
    "members": ((), _members),
    "registered": ((REGISTRATION,), _covered(lambda found: found.units)),
    "people_registered": ((REGISTRATION,), _covered(lambda found: found.people)),
    "staff": ((REGISTRATION,), _covered(lambda found: found.of_staff)),
    "signed": ((PLEDGE,), _signed),
    "reported": ((REPORT,), lambda book, _column: len(book.each(Report, REPORT))),
    "scored": ((SHEET,), _sheets("submitted", "accepted")),
    "appraised": ((SHEET,), _sheets("accepted")),
    "ranked": ((RANKING,), _ranked),
    "class": ((RANKING,), _class),
    "proposed": ((NOMINATION,), _listed("proposed")),
    "decided": ((NOMINATION, own_awards.KIND), _listed("decided")),
    "revoked": ((NOMINATION, own_awards.KIND), _listed("revoked")),
    "overdue": ((), _overdue),
    "late": ((LATENESS,), _late),
    "holds": ((HOLDS,), _held),
    "objections": ((OBJECTIONS,), lambda book, _column: len(objections_of(book).objections)),
    "objections_upheld": ((OBJECTIONS,), _upheld),
    "complaints": ((OBJECTIONS,), lambda book, _column: len(objections_of(book).complaints)),
    "documents": ((DOCUMENTS,), _documents),
}
"""From what, and how, each of `definitions.schema.reports.Measure` is counted; a test compares."""
