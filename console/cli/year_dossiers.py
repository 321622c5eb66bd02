"""Dossiers of awards that are owed, on the page of a bloc year: to which office, and by when."""

from collections.abc import Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.sentences.moments import iso
from console.sentences.naming import award_name
from workflow.domain.model import Book
from workflow.domain.nominations import late_dossiers
from workflow.domain.nominations.owed_dossiers import office_of, office_title


def dossiers_document(book: Book) -> list[dict[str, Any]]:
    """Return each dossier that is owed: its award, the office that has to have it, when it is due.

    `office` is null where no office of the chain sees the award, `due` where it had come in time
    before the list went back, and comes again.
    """
    return [
        {
            "award": one.award,
            "office": office_of(book, one.award),
            "due": iso(one.due),
        }
        for one in late_dossiers.awaited(book)
    ]


def dossiers_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield of each dossier that is owed with whom it has to be, and by when."""
    found = late_dossiers.awaited(book)
    if found:
        yield ""
        yield told(asked, "part_dossiers")
    for one in found:
        award, office = award_name(book, one.award), office_title(book, one.award)
        code = "dossier_due" if one.due else "dossier_again"
        yield told(asked, code, award=award, office=office, due=one.due)
