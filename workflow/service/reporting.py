"""Reports: the figures of a form, over one bloc or many, one year or several."""

from collections.abc import Iterable
from dataclasses import dataclass

from definitions.schema.reports import ReportForm
from workflow.domain.model import Book, Pinned
from workflow.domain.papers.measuring import counted, looked_at
from workflow.runtime import Runtime
from workflow.store import books, reporting
from workflow.store.engine import reader


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which bloc years a report is over; what is empty leaves nothing out.

    A definition stands for itself and for those under it: blocs/nam-dinh is all of that folder.
    """

    blocs: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    provinces: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()

    def holds(self, pinned: Pinned) -> bool:
        """Whether bloc years of that definition are in the scope."""
        definition = pinned.definition
        inside = any(f"{definition.id}/".startswith(f"{one}/") for one in self.definitions)
        of_province = not self.provinces or definition.province in self.provinces
        return of_province and (inside or not self.definitions)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line: what it is about, as far as its form tells that apart, and its figures."""

    figures: tuple[int, ...]
    bloc: str | None = None
    bloc_name: str | None = None
    year: int | None = None
    province: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A form filled: its rows, their sum, and how many bloc years it was counted from."""

    form: ReportForm
    scope: Scope
    rows: tuple[Row, ...]
    total: tuple[int, ...]
    counted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Year:
    id: str
    bloc: str
    bloc_name: str
    year: int
    pinned: Pinned


def report(runtime: Runtime, form: ReportForm, scope: Scope) -> Report:
    """Return *form* filled from the states of the bloc years in *scope*.

    As many statements for one bloc year as for thousands; no history is read.
    """
    rows: dict[str, Row] = {}
    with reader(runtime.engine).begin() as conn:
        found = reporting.years_of(conn, scope.blocs, scope.years)
        pinned = books.all_pinned(conn, {row[4] for row in found}) if found else {}
        inside = {
            row[0]: _Year(id=row[0], bloc=row[1], bloc_name=row[2], year=row[3],
                          pinned=pinned[row[4]])
            for row in found
            if scope.holds(pinned[row[4]])
        }  # fmt: skip
        for year_id, streams in reporting.states_of(conn, list(inside), looked_at(form.columns)):
            rows[year_id] = _row(form, inside[year_id], streams)
    lines = _gathered(form, [rows[one] for one in inside if one in rows])
    total = _sum(form, (row.figures for row in lines))
    return Report(form=form, scope=scope, rows=tuple(lines), total=total, counted=len(rows))


def _row(form: ReportForm, year: _Year, streams: books.Streams) -> Row:
    book = Book(
        id=year.id, bloc=year.bloc, bloc_name=year.bloc_name, year=year.year,
        pinned=year.pinned, streams=streams,
    )  # fmt: skip
    return Row(
        bloc=year.bloc, bloc_name=year.bloc_name, year=year.year,
        province=year.pinned.definition.province,
        figures=tuple(counted(book, column) for column in form.columns),
    )  # fmt: skip


def _gathered(form: ReportForm, rows: list[Row]) -> list[Row]:
    """Return the rows as the form has them: added up by bloc, by year or by province."""
    if form.rows == "bloc_year":
        return rows
    together: dict[object, list[Row]] = {}
    for row in rows:
        together.setdefault(getattr(row, form.rows), []).append(row)
    keys = sorted(together, key=lambda key: (key is None, key if form.rows == "year" else str(key)))
    return [_added(form, together[key]) for key in keys]


def _added(form: ReportForm, rows: list[Row]) -> Row:
    first, figures = rows[-1], _sum(form, (row.figures for row in rows))
    if form.rows == "bloc":
        return Row(bloc=first.bloc, bloc_name=first.bloc_name, figures=figures)
    if form.rows == "year":
        return Row(year=first.year, figures=figures)
    return Row(province=first.province, figures=figures)


def _sum(form: ReportForm, figures: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    nothing = (0,) * len(form.columns)
    return tuple(map(sum, zip(nothing, *figures, strict=True)))
