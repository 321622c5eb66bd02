"""A bloc year that was ended by force: by which paper, into which bloc, with what left open."""

from collections.abc import Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import NOTHING
from console.sentences.naming import state_name, unit_name
from workflow.domain.model import Book
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState


def end_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield how a year was ended by force; nothing where it was not."""
    ended = book.load(YearState, YEAR).dissolved
    if ended is None:
        return
    yield ""
    if ended.paper:
        yield told(
            asked, "dissolved_by", number=ended.paper.number, on=ended.paper.on,
            issuer=ended.paper.issuer, reason=ended.reason,
        )  # fmt: skip
    if ended.successor:
        yield told(asked, "dissolved_into", name=ended.successor.name, bloc=ended.successor.bloc)
    for one in ended.carried:
        yield told(asked, "dissolved_carried", unit=unit_name(book, one.unit), bloc=one.to)
    if ended.ballots or ended.approvals:
        stages = [state_name(book, stage) for stage in ended.approvals]
        yield told(
            asked, "dissolved_open", ballots=list(ended.ballots) or NOTHING,
            approvals=stages or NOTHING,
        )  # fmt: skip


def ended_document(book: Book) -> dict[str, Any] | None:
    """Return how a year was ended by force."""
    ended = book.load(YearState, YEAR).dissolved
    if ended is None:
        return None
    paper, successor = ended.paper, ended.successor
    return {
        "reason": ended.reason,
        "paper": paper
        and {"number": paper.number, "on": paper.on.isoformat(), "issuer": paper.issuer},
        "successor": successor and {"bloc": successor.bloc, "name": successor.name},
        "carried": [{"unit": one.unit, "to": one.to} for one in ended.carried],
        "ballots": list(ended.ballots),
        "approvals": list(ended.approvals),
    }
