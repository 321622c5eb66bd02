"""The bonus of an award, as a document and in words."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from console.cli.asked import Asked
from console.cli.explain_document import plain
from console.cli.saying import told
from console.sentences.grounds import article, basis_said, stored_basis
from console.sentences.naming import award_name
from workflow.domain.awards.money import Bonus
from workflow.domain.model import Book

Json = dict[str, Any]


def bonus_document(found: Bonus | None) -> Json | None:
    """Return what is paid and what made it; `instead` names the title that is paid in its place."""
    if found is None:
        return None
    return {
        "amount": found.amount, "exact": plain(found.exact), "factor": plain(found.factor),
        "base_salary": plain(found.salary), "from": found.salary_from.isoformat(),
        "rounded_up_to": found.rounded_up_to, "unverified": found.unverified,
        "to": found.to, "instead": found.instead,
        "basis": [article(one) for one in found.basis],
    }  # fmt: skip


def money_text(asked: Asked, book: Book, money: Json | None) -> Iterator[str]:
    """Yield what is paid, and what of it is unverified."""
    if money is None:
        return
    if money["instead"]:
        yield told(asked, "explain_award_money_instead", instead=award_name(book, money["instead"]))
        return
    known = [basis for basis in money["basis"] if basis]
    yield told(
        asked, "explain_award_money", amount=money["amount"], factor=Decimal(money["factor"]),
        salary=Decimal(money["base_salary"]), exact=Decimal(money["exact"]),
        step=money["rounded_up_to"],
        basis=[stored_basis(book, one, []) for one in known] or basis_said(),
    )  # fmt: skip
    if money["unverified"]:
        yield told(asked, "explain_award_money_unverified")
