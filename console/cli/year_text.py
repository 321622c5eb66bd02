"""A bloc year as text: stages, units, registrations, places, and the four lists kept apart."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from console.cli.adoption import adoption_text
from console.cli.approvals import approvals_text
from console.cli.asked import Asked
from console.cli.explain_own import own_text
from console.cli.kept_back import kept_back_text
from console.cli.objections import objections_text
from console.cli.praises import praises_document, praises_text
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.cli.year_criteria_groups import criteria_groups_text
from console.cli.year_deadlines import late_text, reasons_text
from console.cli.year_document import LISTS, last_day, roles_of, stage_status
from console.cli.year_dossiers import dossiers_text
from console.cli.year_ended import end_text
from console.cli.year_feeds import feeds_text
from console.cli.year_periods import periods_text
from console.sentences.naming import award_name, role_name, state_name, subject_name, unit_name
from workflow.domain.eligibility.holds import class_held
from workflow.domain.members.places import Place
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.registration.coverage import coverage
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState

Part = str | Table


def year_text(asked: Asked, book: Book, now: datetime) -> Iterator[Part]:
    """Yield a bloc year as lines and tables."""
    state = book.load(YearState, YEAR).state
    yield told(
        asked, "year_heading", bloc=book.bloc_name, year=str(book.year),
        state=state_name(book, state),
    )  # fmt: skip
    yield told(asked, "year_definition", id=book.definition.id, hash=book.pinned.hash)
    yield from adoption_text(asked, book)
    yield from end_text(asked, book)
    yield from _under(asked, "part_stages", _stages(asked, book))
    yield from reasons_text(asked, book)
    yield from _days_of_their_own(asked, book)
    yield from _under(asked, "part_units", _units(asked, book, last_day(book, now)))
    yield from late_text(asked, book)
    yield from _coverage(asked, book)
    if pledge := book.find(Pledge, PLEDGE):
        members = book.load(Roster, ROSTER).unit_ids()
        yield told(
            asked, "pledge_signed", signed=len(pledge.signers(members)), of=len(members),
            text=pledge.text_hash[:12],
        )  # fmt: skip
    if ranking := book.find(RankingState, RANKING):
        yield from _under(
            asked, "part_places", _places(asked, book, (*ranking.places, *ranking.unranked))
        )
    yield from approvals_text(asked, book, now)
    if nomination := book.find(Nomination, NOMINATION):
        yield from _lists(asked, book, nomination)
    yield from dossiers_text(asked, book)
    yield from kept_back_text(asked, book)
    yield from own_text(asked, book)
    yield from objections_text(asked, book, now)
    yield from praises_text(asked, book, praises_document(book))


def _days_of_their_own(asked: Asked, book: Book) -> Iterator[Part]:
    yield from periods_text(asked, book)
    yield from criteria_groups_text(asked, book)
    yield from feeds_text(asked, book)


def _under(asked: Asked, title: str, table: Table) -> Iterator[Part]:
    yield ""
    yield told(asked, title)
    yield table


def _table(
    asked: Asked, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], *right: int
) -> Table:
    return Table([told(asked, head) for head in heads], rows, frozenset(right))


def _stages(asked: Asked, book: Book) -> Table:
    state = book.load(YearState, YEAR)
    rows = []
    for number, stage in enumerate(book.definition.stages, start=1):
        lived = state.lived(stage.id)
        moments = (lived.entered_at, lived.due, lived.left_at) if lived else (None, None, None)
        shown = [worded(asked, one) if one else NOTHING for one in moments]
        status = told(asked, stage_status(book, stage))
        rows.append((str(number), worded(asked, stage.title), status, *shown))
    heads = ("head_number", "head_stage", "head_status", "head_entered", "head_due", "head_left")
    return _table(asked, heads, rows, 0)


def _units(asked: Asked, book: Book, day: date) -> Table:
    roster = book.load(Roster, ROSTER)
    rows = [
        (
            str(number),
            unit.name,
            unit.id,
            worded(asked, [role_name(book, role) for role in roles_of(roster, unit.id, day)]),
        )
        for number, unit in enumerate(roster.units, start=1)
    ]
    return _table(asked, ("head_number", "head_unit", "head_id", "head_role"), rows, 0)


def _coverage(asked: Asked, book: Book) -> Iterator[Part]:
    found = coverage(book, book.load(Roster, ROSTER).unit_ids())
    yield ""
    yield told(asked, "part_coverage")
    yield told(
        asked, "coverage_units", units=found.units, of=found.of_units,
        percent=percent(asked, found.units_percent),
    )  # fmt: skip
    if found.of_staff:
        yield told(
            asked, "coverage_people", people=found.people, of=found.of_staff,
            percent=percent(asked, found.people_percent),
        )  # fmt: skip


def percent(asked: Asked, written: str) -> str:
    """Return a percentage with its decimals kept: 100,0 or 100.0."""
    return written.replace(".", asked.choose(",", "."))


def _places(asked: Asked, book: Book, places: tuple[Place, ...]) -> Table:
    rows = [
        (
            str(one.rank or NOTHING),
            unit_name(book, one.unit),
            worded(asked, one.points),
            worded(asked, one.of),
            percent(asked, f"{one.percent:.2f}"),
            _class(asked, book, one),
        )
        for one in places
    ]
    heads = ("head_rank", "head_unit", "head_points", "head_of", "head_percent", "head_class")
    return _table(asked, heads, rows, 0, 2, 3, 4)


def _class(asked: Asked, book: Book, place: Place) -> str:
    """Return the class of a unit; marked where a matter that is pending holds it."""
    classes = {band.id: band.title for band in book.definition.rubric.classes}
    if place.class_id not in classes:
        return NOTHING
    title = worded(asked, classes[place.class_id])
    return told(asked, "class_held", title=title) if class_held(book, place.unit) else title


def _lists(asked: Asked, book: Book, nomination: Nomination) -> Iterator[Part]:
    for name in LISTS:
        entries: tuple[Entry, ...] = getattr(nomination, name)
        if entries:
            rows = [
                (
                    worded(asked, award_name(book, one.award)),
                    subject_name(book, one.unit, one.subject),
                )
                for one in entries
            ]
            yield from _under(
                asked, f"list_{name}", _table(asked, ("head_award", "head_unit"), rows)
            )
