"""The definition that an act names, laid beside the book: rules compare, and never read files."""

from workflow.domain.adoption.proposing import AdoptDefinition, ProposeDefinition
from workflow.domain.adoption.state import OFFERED, Offered, adoption_of
from workflow.runtime import Runtime
from workflow.service.desk import Page
from workflow.service.opening import pin


def lay_definition(runtime: Runtime, page: Page, given: object) -> None:
    """Lay the definition that is to be proposed or adopted beside the book.

    Raises:
        UnknownDefinition: The catalogue has none of that name.
        FileRefused: It has mistakes.
    """
    if isinstance(given, AdoptDefinition):
        waiting = adoption_of(page.book).waiting
        if waiting is None or waiting.definition != given.definition:
            return  # refused without it
    if isinstance(given, ProposeDefinition | AdoptDefinition):
        page.streams.put(OFFERED, Offered(pin(runtime, given.definition)))
