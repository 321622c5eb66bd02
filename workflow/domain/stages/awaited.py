"""A rubric that the bloc has still to adopt: nothing is scored before, and whose move it is."""

from collections.abc import Iterator

from workflow.domain.errors import Unmet
from workflow.domain.model import Book

MOVERS = ("head", "deputy")


def rubric_prevents(book: Book) -> Iterator[Unmet]:
    """Yield that the rubric of the year is still to be adopted."""
    if book.definition.rubric.to_be_adopted:
        facts: dict[str, object] = {"definition": book.definition.title}
        yield Unmet(code="RUBRIC_NOT_ADOPTED", facts=facts, who=MOVERS)
