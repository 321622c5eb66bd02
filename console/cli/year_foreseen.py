"""`thidua year do --dry-run`: what an act would record, and what would follow. Writes nothing."""

from collections.abc import Iterator, Sequence

from console.cli.adoption import consequences_text
from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import NOTHING, Table
from definitions.wording import Phrase
from workflow.domain.adoption.state import DefinitionAdopted, DefinitionProposed
from workflow.domain.model import Book, Draft
from workflow.runtime import Runtime
from workflow.service import acts, reading
from workflow.service.commands import Command
from workflow.store.codec import data_of

Foreseen = Sequence[tuple[str, Draft]]


def foreseen(asked: Asked, runtime: Runtime, wanted: Command) -> Answer:
    """Answer with the events that *wanted* would record. Raises Refused."""
    found = acts.foresee(runtime, wanted)
    book = reading.load_book(runtime, wanted.year)
    events = [
        {
            "year": year,
            "stream": draft.stream,
            "kind": draft.event.kind,
            "data": data_of(draft.event),
        }
        for year, draft in found
    ]
    return Answer(
        document={"would": {"year": wanted.year, "do": wanted.do, "events": events}},
        text=list(_text(asked, book, wanted, found)),
    )


def _text(asked: Asked, book: Book, wanted: Command, found: Foreseen) -> Iterator[str | Table]:
    yield told(asked, "act_foreseen", act=Phrase(f"act_{wanted.do}"))
    heads = [told(asked, head) for head in ("head_year", "head_recorded", "head_about")]
    rows = [
        (
            year,
            told(asked, f"recorded_{draft.event.kind}"),
            draft.stream.partition("/")[2] or NOTHING,
        )
        for year, draft in found
    ]
    yield Table(heads, rows)
    for _, draft in found:
        if isinstance(draft.event, DefinitionProposed):
            yield from consequences_text(asked, book, draft.event.foreseen)
        if isinstance(draft.event, DefinitionAdopted):
            yield from consequences_text(asked, book, draft.event.consequences)
