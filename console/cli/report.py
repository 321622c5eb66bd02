"""`thidua report`: a statistical form over one bloc or many, as a table, a document or a page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.report_page import page
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.cli.unseen import form_unseen, unverified
from console.cli.written import both
from console.sentences import WrongUse
from console.sentences.grounds import article
from console.sentences.moments import iso
from definitions.advice import did_you_mean
from definitions.forms import find_form, form_names
from definitions.schema.reports import ReportForm
from workflow.service import reporting
from workflow.service.reporting import Report, Row, Scope

HEADS = {
    "bloc_year": ("head_bloc", "head_year_of"),
    "bloc": ("head_bloc",),
    "year": ("head_year_of",),
    "province": ("head_province",),
}


def report(asked: Asked, form: str | None, *, html: bool, **named: tuple[Any, ...]) -> Answer:
    """Answer with a form filled, or with the forms there are. Raises WrongUse, FileRefused."""
    if form is None:
        return _forms(asked)
    found = find_form(form)
    if found is None:
        advice = did_you_mean(form, form_names())
        raise WrongUse("no_such_form", name=form, advice=advice)
    with stored(asked) as runtime:
        filled, now = reporting.report(runtime, found, Scope(**named)), runtime.clock.now()
    if html:
        table = lines(asked, filled)
        text = [page(asked, filled, table, scope_text(asked, filled), now)]
        return Answer(document=_document(filled, now), text=text)
    return Answer(document=_document(filled, now), text=list(_text(asked, filled, now)))


def _forms(asked: Asked) -> Answer:
    found = [(name, form) for name in form_names() if (form := find_form(name))]
    heads = ("head_id", "head_title", "head_columns")
    rows = [(name, worded(asked, form.title), str(len(form.columns))) for name, form in found]
    return Answer(
        document={"forms": [{"id": name, "title": both(form.title)} for name, form in found]},
        text=[
            Table([told(asked, head) for head in heads], rows, frozenset({2})),
            told(asked, "report_forms"),
        ],
    )


def lines(asked: Asked, filled: Report) -> Table:
    """Return the table: what each row is about, its figures, and the sum of them all."""
    heads = [told(asked, head) for head in HEADS[filled.form.rows]]
    columns = [worded(asked, column.title) for column in filled.form.columns]
    rows = [(*_about(asked, filled.form, row), *map(str, row.figures)) for row in filled.rows]
    gap = [""] * (len(heads) - 1)
    rows.append((told(asked, "report_total"), *gap, *map(str, filled.total)))
    right = range(len(heads), len(heads) + len(columns))
    return Table([*heads, *columns], rows, frozenset(right))


def _about(asked: Asked, form: ReportForm, row: Row) -> tuple[str, ...]:
    if form.rows == "province":
        return (row.province or told(asked, "report_no_province"),)
    if form.rows == "year":
        return (str(row.year),)
    name = row.bloc_name or NOTHING
    return (name,) if form.rows == "bloc" else (name, str(row.year))


def _text(asked: Asked, filled: Report, now: datetime) -> Iterator[str | Table]:
    yield told(asked, "report_heading", title=filled.form.title)
    yield scope_text(asked, filled)
    yield ""
    yield lines(asked, filled) if filled.rows else told(asked, "no_report_rows")
    if filled.form.note:
        yield told(asked, "report_note", note=filled.form.note)
    yield from form_unseen(asked, filled.form.basis)
    yield told(asked, "report_made", at=now)


def _document(filled: Report, now: datetime) -> dict[str, Any]:
    form, scope = filled.form, filled.scope
    return {
        "form": form.id,
        "title": both(form.title),
        "basis": [article(one) for one in form.basis],
        "unverified": [article(one) for one in unverified(form.basis)],
        "at": iso(now),
        "scope": {
            "blocs": list(scope.blocs),
            "years": list(scope.years),
            "provinces": list(scope.provinces),
            "definitions": list(scope.definitions),
        },
        "bloc_years": filled.counted,
        "columns": [
            {**column.model_dump(exclude_none=True, exclude={"title"}), "title": both(column.title)}
            for column in form.columns
        ],
        "rows": [_row(row) for row in filled.rows],
        "total": list(filled.total),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "bloc": row.bloc,
        "bloc_name": row.bloc_name,
        "year": row.year,
        "province": row.province,
        "figures": list(row.figures),
    }


def scope_text(asked: Asked, filled: Report) -> str:
    """Return what the report is over, in words."""
    scope = filled.scope
    parts = [
        told(asked, f"report_{name}", names=[str(one) for one in named])
        for name, named in (
            ("blocs", scope.blocs),
            ("years", scope.years),
            ("provinces", scope.provinces),
            ("definitions", scope.definitions),
        )
        if named
    ]
    return told(
        asked, "report_scope", scope=parts or told(asked, "report_everything"), count=filled.counted
    )
