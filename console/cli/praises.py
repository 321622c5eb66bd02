"""Commendation off the cycle: what was asked for, how far it is, its paper and its bonus."""

from collections.abc import Iterator, Sequence
from typing import Any

from console.cli.asked import Asked
from console.cli.award_money import bonus_document
from console.cli.saying import told
from console.cli.tables import NOTHING
from console.sentences.naming import award_name, unit_name
from workflow.domain.model import Book
from workflow.domain.money import bonus
from workflow.domain.praise import Praise, praises_of, waiting_step

Json = dict[str, Any]


def praises_document(book: Book) -> list[Json]:
    """Return every proposal of the year for praise."""
    return [_praise(book, one) for one in praises_of(book)]


def _praise(book: Book, one: Praise) -> Json:
    step, paper = waiting_step(book, one), one.paper
    signed = paper.signed_on if paper else None
    money = bonus(book.definition, one.award, signed, one.to) if one.award and signed else None
    return {
        "id": one.id,
        "unit": one.unit,
        "name": one.person or unit_name(book, one.unit),
        "to": one.to,
        "round": one.round,
        "campaign": one.campaign,
        "award": one.award,
        "achievement": one.achievement,
        "status": _status(one),
        "waits_for": step.id if step else None,
        "decision_number": paper.number if paper else None,
        "decided_on": signed.isoformat() if signed else None,
        "effective_on": paper.effective_on.isoformat() if paper and paper.effective_on else None,
        "money": bonus_document(money),
    }


def _status(one: Praise) -> str:
    if one.declined:
        return "declined"
    if one.given:
        return "given"
    return "waiting" if one.answer else "proposed"


def praises_text(asked: Asked, book: Book, praises: Sequence[Json]) -> Iterator[str]:
    """Yield a line for each proposal, and its paper once it is signed."""
    if not praises:
        return
    yield ""
    yield told(asked, "praises_heading")
    for one in praises:
        award = award_name(book, one["award"]) if one["award"] else NOTHING
        yield told(
            asked, "praise_line", award=award, name=one["name"],
            whom=told(asked, f"subject_{one['to']}"), unit=unit_name(book, one["unit"]),
            status=told(asked, f"praise_status_{one['status']}"),
        )  # fmt: skip
        if one["decision_number"]:
            money = one["money"]
            yield told(
                asked, "praise_paper", number=one["decision_number"], decided=one["decided_on"],
                effective=one["effective_on"], amount=money["amount"] if money else NOTHING,
            )  # fmt: skip
