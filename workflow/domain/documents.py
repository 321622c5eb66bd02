"""The library of documents that a bloc issues in its year: number, date, title, issuing unit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

KEY = "documents"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One document; a bloc has no seal, so a unit issues it on the bloc's behalf."""

    number: str
    title: str
    on: date
    issuer: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Documents:
    """The state of the library."""

    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRecorded(Event):
    """A document is entered."""

    kind: ClassVar[str] = "document_recorded"
    document: Document


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordDocument(Given):
    """Enter a document into the library."""

    number: Id
    title: Name
    on: date


def record_prevents(book: Book, given: RecordDocument, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents a document from being entered: the number is taken."""
    library = book.find(Documents, KEY) or Documents()
    if any(one.number == given.number for one in library.documents):
        yield Unmet(code="NUMBER_TAKEN", facts={"number": given.number})


def record(_book: Book, given: RecordDocument, call: Call) -> list[Draft]:
    """Record a document."""
    document = Document(number=given.number, title=given.title, on=given.on, issuer=call.actor.unit)
    return [Draft(stream=KEY, event=DocumentRecorded(document=document))]


def evolve(state: Documents | None, event: Event, _call: Call) -> Documents:
    """Return the library after *event*."""
    if isinstance(event, DocumentRecorded):
        before = state or Documents()
        return replace(before, documents=(*before.documents, event.document))
    raise OutOfPlace(event.kind)
