"""Explanations as people read them: the result first, then everything that it rests on."""

from collections.abc import Iterator, Sequence

from console.cli.asked import Asked
from console.cli.explain_deviations import deviation_lines
from console.cli.explain_sheet import sheet_text
from console.cli.explain_year import part_year_text, periods_text
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.sentences.grounds import basis_said, criterion_name, stored_basis, tie_said
from console.sentences.naming import person_name, seat_name, unit_name
from console.sentences.reasons import reason_said
from definitions.schema.classes import Band
from definitions.wording import Phrase
from workflow.domain.eligibility.conditions import Reason
from workflow.domain.model import Book
from workflow.domain.results import explaining
from workflow.domain.results.classing import BelowFloor, Look
from workflow.domain.results.explaining import Explained
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.results.ties_tried import TieStep, ties_of
from workflow.service.reading import EventLine

Part = str | Table


def class_text(
    asked: Asked, book: Book, found: Explained, history: Sequence[EventLine]
) -> Iterator[Part]:
    """Yield why a unit has its points and class."""
    yield from _result(asked, book, found)
    yield definition_text(asked, book)
    yield from _class(asked, book, found)
    yield from deviation_lines(asked, book, found)
    yield ""
    yield from sheet_text(asked, book, found, history)


def rank_text(
    asked: Asked, book: Book, found: Explained, history: Sequence[EventLine]
) -> Iterator[Part]:
    """Yield why a unit has its rank: the whole order, what set equal units apart, its own sheet."""
    yield from _result(asked, book, found)
    yield definition_text(asked, book)
    ranking = book.definition.ranking
    yield told(asked, f"explain_by_{ranking.by}", basis=basis_said(ranking.basis))
    if ranking.inside != "bloc":
        yield told(asked, f"explain_inside_{ranking.inside}", group=found.place.group or NOTHING)
    yield ""
    yield _order(asked, book, found)
    steps = list(ties_of(book, found.unit))
    if steps:
        yield ""
        yield told(asked, "explain_ties")
        yield from (line for one in steps for line in _tie(asked, book, one))
    yield from deviation_lines(asked, book, found)
    state = book.find(RankingState, RANKING)
    if state and state.reason:
        yield told(asked, "explain_reason", reason=state.reason)
    yield ""
    yield told(asked, "explain_of_unit", unit=unit_name(book, found.unit))
    yield from sheet_text(asked, book, found, history)


def points_text(
    asked: Asked, book: Book, found: Explained, history: Sequence[EventLine]
) -> Iterator[Part]:
    """Yield what a unit's points and class rest on, below something else that rests on them."""
    yield from _result(asked, book, found)
    yield from _class(asked, book, found)
    yield from deviation_lines(asked, book, found)
    yield ""
    yield from sheet_text(asked, book, found, history)


def definition_text(asked: Asked, book: Book) -> str:
    """Return which definition the year is pinned to, and where that comes from."""
    facts = {"definition": book.definition.id, "hash": book.pinned.hash[:12]}
    return told(asked, "explain_definition", **facts, basis=basis_said(*book.definition.basis))


def coarse_text(asked: Asked, book: Book, unit: str, state: str) -> Iterator[Part]:
    """Yield how far a sheet is."""
    yield told(asked, f"explain_state_{state}", unit=unit_name(book, unit))


def _result(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    total, place = found.total, found.place
    code = "explain_result" if place.rank else "explain_result_unranked"
    yield told(
        asked, code, unit=unit_name(book, found.unit), year=str(book.year),
        points=total.points, of=total.of, percent=total.percent, rank=place.rank,
    )  # fmt: skip
    if place.provisional or total.provisional:
        yield told(asked, "explain_provisional")
    yield from periods_text(asked, book, found)
    yield from part_year_text(asked, book, found)


def _class(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    classed = found.classed
    bands = {band.id: band for band in book.definition.rubric.classes}
    if classed.class_id is None or classed.band is None:
        return
    if held := found.class_held:
        yield told(asked, "explain_class_held", source=held.source, since=held.since)
    band = bands[classed.band]
    reached, below = band.title, band.below
    code = "explain_band_open" if below is None else "explain_band"
    facts = {"band": reached, "at_least": band.at_least, "below": below, "result": classed.result}
    yield told(asked, code, **facts)
    for look in classed.looks:
        yield from _look(asked, book, look, bands[look.class_id])
    final = bands[classed.class_id]
    if classed.effect:
        code = f"explain_effect_{classed.effect}"
        yield told(asked, code, fallen=final.title, band=reached)
    yield told(asked, "explain_class", title=final.title, basis=basis_said(final.basis))


def _look(asked: Asked, book: Book, look: Look, band: Band) -> Iterator[str]:
    yield from (_floor(asked, book, one, band) for one in look.floors)
    own = [band.basis] if band.basis else []
    for reason in look.reasons:
        code = "explain_condition_met" if reason.met or reason.warned else "explain_condition_not"
        if not reason.met and set(look.lacking) & set(_named(reason)):
            code = "explain_condition_open"
        said = reason_said(book, reason.condition, reason.facts)
        basis = stored_basis(book, reason.basis, own)
        yield told(asked, code, reason=said, title=band.title, basis=basis)


def _named(reason: Reason) -> Iterator[str]:
    """Yield the facts that a condition goes by."""
    yield from (reason.facts[name] for name in ("fact", "of") if name in reason.facts)


def _floor(asked: Asked, book: Book, one: BelowFloor, band: Band) -> str:
    return told(
        asked, "explain_floor", criterion=criterion_name(book, one.criterion),
        points=one.points, of=one.of, percent=one.least_percent, title=band.title,
    )  # fmt: skip


def _order(asked: Asked, book: Book, found: Explained) -> Table:
    heads = ("head_rank", "head_unit", "head_points", "head_percent", "head_set_apart")
    rows = [
        (
            f"{one.rank}{' *' if one.unit == found.unit else ''}",
            unit_name(book, one.unit),
            worded(asked, one.points),
            worded(asked, one.percent),
            worded(asked, tie_said(book, one.tie_broken_by) or NOTHING),
        )
        for one in explaining.order(book)
        if book.definition.ranking.inside != "groups" or one.group == found.place.group
    ]
    return Table([told(asked, head) for head in heads], rows, frozenset({2, 3}))


def _tie(asked: Asked, book: Book, one: TieStep) -> Iterator[str]:
    values = [
        Phrase("tie_value", {"unit": unit_name(book, unit), "value": value})
        for unit, value in one.values.items()
    ]
    code = "explain_tie_settled" if one.settled else "explain_tie_equal"
    way = tie_said(book, one.way.label)
    yield told(asked, code, way=way, values=values, basis=basis_said(one.way.basis))
    if found := one.decided:
        yield told(
            asked, "explain_tie_decided", person=person_name(book, found.by),
            seat=seat_name(book, found.seat), at=found.at, reason=found.reason,
        )  # fmt: skip
