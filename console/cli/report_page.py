"""A report as one page to print: A4 landscape, black on white, nothing fetched from elsewhere."""

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from console.cli.asked import Asked
from console.cli.saying import told, worded
from console.cli.tables import Table
from console.cli.unseen import form_unseen
from workflow.service.reporting import Report


def page(asked: Asked, filled: Report, table: Table, scope: str, now: datetime) -> str:
    """Return the page; everything that people wrote is escaped by the template engine."""
    note = filled.form.note
    return (
        _template()
        .render(
            language=asked.language,
            title=worded(asked, filled.form.title),
            scope=scope,
            heads=table.heads,
            right=table.right,
            letters=_letters(table),
            rows=table.rows[:-1],
            total=table.rows[-1],
            empty=told(asked, "no_report_rows"),
            note=told(asked, "report_note", note=note) if note else "",
            unseen=list(form_unseen(asked, filled.form.basis)),
            made=told(asked, "report_made", at=now),
            signers=[told(asked, one) for one in ("report_prepared_by", "report_signed_by")],
            sign_here=told(asked, "report_sign_here"),
        )
        .rstrip()
    )


def _letters(table: Table) -> list[str]:
    """Return what columns are called in their second row: A, B for words, 1, 2 … for figures."""
    words = len(table.heads) - len(table.right)
    return [*"ABC"[:words], *(str(number) for number in range(1, len(table.right) + 1))]


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return made.get_template("report.html")
