"""`thidua year show`: a bloc year on one page."""

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told
from console.cli.year_document import year_document
from console.cli.year_text import year_text
from workflow.service import reading


def show(asked: Asked, year: str) -> Answer:
    """Answer with where a bloc year stands and what it has yielded. Raises NotFound."""
    with stored(asked) as runtime:
        book = reading.load_book(runtime, year)
        now = book.not_before(runtime.clock.now())
        summary = next(one for one in reading.list_years(runtime) if one.id == year)
    history = told(asked, "year_history", events=summary.events, head=summary.head)
    return Answer(
        document={"year": year_document(book, summary, now)},
        text=[*year_text(asked, book, now), "", history],
    )
