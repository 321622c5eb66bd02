"""How a year's result came of its periods, or of the months in which a unit was a member."""

from collections.abc import Iterator

from console.cli.asked import Asked
from console.cli.saying import told
from console.sentences.grounds import basis_said
from definitions.schema.part_years import MONTHS
from workflow.domain.model import Book
from workflow.domain.results.explaining import Explained


def periods_text(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    """Yield what each period makes, and how they make the year's score."""
    declared = book.definition.rubric.periods
    if declared is None:
        return
    yield told(asked, f"explain_periods_{declared.makes}", basis=basis_said(declared.basis))
    for one in found.parts:
        yield told(
            asked, "explain_period", period=one.period.title, weight=str(one.weight),
            points=one.total.points, of=one.total.of, percent=one.total.percent,
        )  # fmt: skip


def part_year_text(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    """Yield for how long the unit was a member, and what the rule for that makes of its score."""
    member, rule, total = found.membership, book.definition.rubric.part_year, found.total
    if rule is None or member.rule is None:
        return
    facts = {"start": member.start, "end": member.end, "months": member.months, "of": MONTHS}
    yield told(asked, f"explain_months_{rule.month}", **facts)
    yield told(
        asked, f"explain_part_year_{member.rule}", basis=basis_said(rule.basis),
        months=member.months, of=MONTHS, points=total.points,
        whole=total.points if total.whole is None else total.whole,
    )  # fmt: skip
    if member.short:
        yield told(asked, "explain_part_year_short", least=rule.least_months)
