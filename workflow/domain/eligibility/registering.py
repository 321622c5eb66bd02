"""Who has no registration that stands, and what that means for awards."""

from dataclasses import replace

from workflow.domain.eligibility.conditions import Judgement, Reason
from workflow.domain.model import Book
from workflow.domain.registration.inherited import counting
from workflow.domain.registration.state import KIND, STANDING


def missing(book: Book, unit: str) -> bool:
    """Whether *unit* has no registration that stands."""
    found = counting(book, unit)
    return found is None or found.status not in STANDING


def judged(book: Book, unit: str, judgement: Judgement) -> Judgement:
    """Return *judgement* of an award, after what the definition says of going unregistered."""
    stage = book.definition.stage_of(KIND)
    if stage is None or stage.unregistered.effect == "allowed" or not missing(book, unit):
        return judgement
    rule = stage.unregistered
    basis = " ".join(filter(None, [rule.basis.ref, rule.basis.article])) if rule.basis else None
    reason = Reason(
        condition="unregistered",
        met=False,
        warned=not rule.bars,
        facts={"by": rule.by, "effect": rule.effect},
        basis=basis,
    )
    met = judgement.met and not rule.bars
    return replace(judgement, met=met, reasons=(*judgement.reasons, reason))
