"""What went otherwise in a running year, and must be judged by the rule that it happened under."""

from collections.abc import Iterator

from definitions.schema.definition import Definition
from workflow.domain.eligibility.holds import KEY as HOLDS
from workflow.domain.eligibility.holds import Holds
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.stages.lateness import KIND as LATENESS
from workflow.domain.stages.lateness import Lateness
from workflow.domain.stages.meeting import KIND as MEETING
from workflow.domain.stages.meeting import Meeting


def prevents(book: Book, new: Definition) -> Iterator[Unmet]:
    """Yield the rules on deviations that were applied already and that *new* has otherwise.

    A stage, a meeting or a rule that is gone altogether is told by its name elsewhere.
    """
    yield from _late(book, new)
    yield from _absent(book, new)
    holds = book.find(Holds, HOLDS)
    if holds and holds.holds and new.investigated != book.definition.investigated:
        yield Unmet(code="PART_SETTLED", facts={"part": "investigated"})


def _late(book: Book, new: Definition) -> Iterator[Unmet]:
    found = book.each(Lateness, LATENESS).values()
    taken = {one.stage for each in found for one in each.entries}
    taken |= {one.stage for each in found for one in each.permits}
    after = {stage.id: stage.late for stage in new.stages}
    for stage in book.definition.stages:
        if stage.id in taken and after.get(stage.id, stage.late) != stage.late:
            yield Unmet(code="LATE_TAKEN_ALREADY", facts={"stage": stage.title})


def _absent(book: Book, new: Definition) -> Iterator[Unmet]:
    held = {one.meeting for one in book.each(Meeting, MEETING).values()}
    after = {kind.id: kind.absent for kind in new.meetings}
    for kind in book.definition.meetings:
        if kind.id in held and after.get(kind.id, kind.absent) != kind.absent:
            yield Unmet(code="MEETING_HELD_ALREADY", facts={"meeting": kind.title})
