"""Criteria groups on the page of a bloc year: when each opens and is due, and who owes entries."""

from collections.abc import Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.written import both
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from workflow.domain.model import Book
from workflow.domain.scores import criteria_group_entries, criteria_groups


def criteria_groups_document(book: Book) -> list[dict[str, Any]]:
    """Return each group that has days of its own, with who has not entered it, as a document."""
    return [
        {
            "id": group.id,
            "title": both(group.title),
            "opens": iso(criteria_groups.opens_of(book, group)),
            "due": iso(criteria_groups.due_of(book, group)),
            "missing": list(criteria_group_entries.missing(book, group)),
        }
        for group in book.definition.rubric.dated
    ]


def criteria_groups_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield when each group opens and is due that has days of its own, and who owes entries."""
    groups = book.definition.rubric.dated
    if groups:
        yield ""
        yield told(asked, "part_criteria_groups")
    for group in groups:
        opens, due = criteria_groups.opens_of(book, group), criteria_groups.due_of(book, group)
        if opens:
            yield told(asked, "criteria_group_opens", group=group.title, opens=opens)
        if due:
            names = [unit_name(book, unit) for unit in criteria_group_entries.missing(book, group)]
            code = "criteria_group_due" if names else "criteria_group_due_all_in"
            yield told(asked, code, group=group.title, due=due, units=names)
