"""In what capacity somebody signs, and the paper it rests on. NĐ 30/2020 13."""

from collections.abc import Iterator
from datetime import date

from definitions.schema.approvals import WITH_PAPER, Approval, Capacity
from workflow.domain.approvals.state import Paper
from workflow.domain.errors import Unmet


def capacity_prevents(
    step: Approval, capacity: Capacity, paper: Paper | None, day: date
) -> Iterator[Unmet]:
    """Yield what is wrong with a capacity: not taken in this step, or no paper that covers it."""
    if step.capacities and capacity not in step.capacities:
        facts: dict[str, object] = {"capacity": capacity, "allowed": list(step.capacities)}
        yield Unmet(code="CAPACITY_NOT_TAKEN", facts=facts)
    yield from paper_prevents(capacity, paper, day)


def paper_prevents(capacity: Capacity, paper: Paper | None, day: date) -> Iterator[Unmet]:
    """Yield why a paper does not cover a capacity on a day.

    By order, by mandate and as acting head need one; a mandate is given for a limited time.
    """
    if paper is None:
        if capacity in WITH_PAPER:
            yield Unmet(code="AUTHORITY_MISSING", facts={"capacity": capacity})
        return
    if paper.issued_on > day:
        facts: dict[str, object] = {"paper": paper.number, "start": paper.issued_on}
        yield Unmet(code="AUTHORITY_NOT_YET", facts=facts)
    if paper.until and paper.until < day:
        facts = {"paper": paper.number, "end": paper.until}
        yield Unmet(code="AUTHORITY_OVER", facts=facts)
    if capacity == "TUQ" and paper.until is None:
        yield Unmet(code="AUTHORITY_WITHOUT_END", facts={"paper": paper.number})
