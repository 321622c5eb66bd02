"""The definition that an act is about, laid beside the book: rules compare, and read no files."""

from workflow.domain.adoption.proposing import AdoptDefinition, ProposeDefinition
from workflow.domain.adoption.state import OFFERED, Offered, adoption_of
from workflow.domain.model import Pinned
from workflow.runtime import Runtime
from workflow.service.desk import Desk, Page
from workflow.service.opening import pin
from workflow.store import books


def lay_definition(runtime: Runtime, desk: Desk, page: Page, given: object) -> None:
    """Lay the definition that is to be proposed or adopted beside the book.

    What is proposed comes from the catalogue and is kept with the proposal. What is adopted is
    exactly that, whatever has become of the files since.

    Raises:
        UnknownDefinition: The catalogue has none of that name.
        FileRefused: It has mistakes.
    """
    if isinstance(given, ProposeDefinition):
        offered = books.at_hand(pin(runtime, given.definition))
        page.streams.put(OFFERED, Offered(offered))
    waiting = adoption_of(page.book).waiting if isinstance(given, AdoptDefinition) else None
    if waiting:
        page.streams.put(OFFERED, Offered(_proposed(desk, page, waiting.hash)))


def _proposed(desk: Desk, page: Page, digest: str) -> Pinned:
    """Return what was proposed, be it by the same transaction."""
    here = next((one for one in page.pinned if one.hash == digest), None)
    return here or books.pinned(desk.direct, digest)
