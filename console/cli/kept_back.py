"""Holds and revocations of a year, as its page shows them beside the lists."""

from collections.abc import Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import NOTHING
from console.sentences.naming import award_name, subject_name
from workflow.domain.eligibility.holds import KEY as HOLDS
from workflow.domain.eligibility.holds import Holds
from workflow.domain.model import Book
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import Nomination


def kept_back_document(book: Book) -> dict[str, Any]:
    """Return what is or was held, and what was taken back or is to be."""
    state = book.find(Nomination, NOMINATION)
    return {
        "holds": [
            {
                "unit": one.unit, "subject": one.subject, "award": one.award, "ground": one.ground,
                "since": one.since.isoformat(), "conclusion": one.conclusion,
            }
            for one in (book.find(Holds, HOLDS) or Holds()).holds
        ],
        "revocations": [
            {
                "award": one.entry.award, "unit": one.entry.unit,
                "subject": one.entry.subject, "paper": one.paper,
                "confirmed": one.confirmed_by is not None,
            }
            for one in (state.revocations if state else ())
        ],
    }  # fmt: skip


def kept_back_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield a line for each hold and each revocation."""
    for one in (book.find(Holds, HOLDS) or Holds()).holds:
        ground = told(asked, f"hold_ground_{one.ground}")
        award = award_name(book, one.award) if one.award else told(asked, "hold_every_award")
        yield told(asked, "hold_of", unit=subject_name(book, one.unit, one.subject), award=award)
        code = f"award_hold_{one.conclusion or 'open'}"
        yield told(
            asked, code, ground=ground, source=one.source, since=one.since,
            paper=one.paper or NOTHING,
        )  # fmt: skip
    state = book.find(Nomination, NOMINATION)
    for gone in state.revocations if state else ():
        unit = subject_name(book, gone.entry.unit, gone.entry.subject)
        award = award_name(book, gone.entry.award)
        yield told(asked, "hold_of", unit=unit, award=award)
        code = "award_revoked_confirmed" if gone.confirmed_by else "award_revoked_asked"
        yield told(asked, code, reason=gone.reason, paper=gone.paper)
