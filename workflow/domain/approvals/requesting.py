"""The work of a stage is laid before its offices."""

from collections.abc import Iterator

from workflow.domain.approvals import course, subjects
from workflow.domain.approvals.given import RequestApproval
from workflow.domain.approvals.state import approvals_of
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft
from workflow.domain.stages import year


def request_prevents(book: Book, given: RequestApproval, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a request: no chain, stage not open, nothing there, asked already."""
    stage = subjects.stage_named(book, given.stage)
    if stage is None or not stage.approvals:
        chains = [one.id for one in book.definition.stages if one.approvals]
        facts: dict[str, object] = {"stage": given.stage, "known": chains}
        yield Unmet(code="NO_CHAIN", facts=facts, who=("admin",))
        return
    yield from year.stage_prevents(book, stage.kind, call)
    missing = tuple(subjects.SUBJECTS[stage.kind].prevents(book, call))
    yield from missing
    approval = approvals_of(book).of_stage(stage.id)
    if approval is None or missing:
        return
    done = approval.status == "approved" and not subjects.outdated(book, stage)
    if approval.status == "open" or done:
        facts = {"stage": stage.title, "status": approval.status}
        yield Unmet(code="REQUESTED_ALREADY", facts=facts)


def request(book: Book, given: RequestApproval, call: Call) -> list[Draft]:
    """Record the request, and open the first step."""
    stage = subjects.stage_named(book, given.stage)
    if stage is None:
        raise KeyError(given.stage)
    subject = subjects.SUBJECTS[stage.kind]
    return course.begin(book, subject, stage, call, given.comment)
