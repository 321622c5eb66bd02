"""`thidua year document`: a document of the bloc, filled from the state of its year."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.cli.unseen import form_unseen, unverified
from console.cli.written import both
from console.cli.year_document import last_day
from console.sentences.grounds import article
from console.sentences.moments import iso
from definitions.schema.documents import DocumentRule
from workflow.domain.errors import NotFound
from workflow.domain.model import Book
from workflow.domain.papers import composing
from workflow.domain.papers.blanks import Subject
from workflow.domain.papers.documents import Document, library_of, next_signer, rule_of
from workflow.domain.papers.signing import title_of
from workflow.service import reading

LANGUAGES = ("vi", "en")


def show(asked: Asked, year: str, document: str | None, number: str | None) -> Answer:
    """Answer with one document, or with the kinds that the definition knows. Raises NotFound."""
    with stored(asked) as runtime:
        book, now = reading.load_book(runtime, year), runtime.clock.now()
        events = next(one.events for one in reading.list_years(runtime) if one.id == year)
    if document is None:
        return _listed(asked, book)
    rule = rule_of(book, document)
    if rule is None:
        raise NotFound("document", document, [one.id for one in book.definition.documents])
    found = _found(book, rule, number)
    written = _document(book, rule, found, now) | {"event": events}
    return Answer(document=written, text=list(_text(asked, book, rule, found, written)))


def _found(book: Book, rule: DocumentRule, number: str | None) -> Document | None:
    """Return the document of that number, or the newest that stands; None while it is a draft."""
    of_kind = [one for one in library_of(book).documents if one.rule == rule.id]
    if number is not None:
        found = next((one for one in of_kind if one.number == number), None)
        if found is None:
            raise NotFound("document", number, [one.number for one in of_kind])
        return found
    return next(reversed(library_of(book).standing(rule.id)), None)


def _document(
    book: Book, rule: DocumentRule, found: Document | None, now: datetime
) -> dict[str, Any]:
    day = found.on if found else last_day(book, now)
    subject = Subject(book=book, rule=rule, document=found, day=day)
    text = {one: composing.read(subject, one) for one in LANGUAGES}
    signatures = found.signatures if found else ()
    return {
        "year": book.id,
        "document": rule.id,
        "title": both(rule.title),
        "stage": rule.stage,
        "unverified": [article(one) for one in unverified(rule.basis)],
        "number": found.number if found else None,
        "on": found.on.isoformat() if found else None,
        "issuer": found.issuer if found else None,
        "state": _state(book, rule, found),
        "superseded_by": library_of(book).superseded_by(found.number) if found else None,
        "signers": [{"seat": one.seat, "capacity": one.capacity} for one in rule.signers],
        "signatures": [
            {"person": one.person, "capacity": one.capacity, "at": iso(one.at)}
            for one in signatures
        ],
        "text": text if text["vi"] else None,
    }


def _state(book: Book, rule: DocumentRule, found: Document | None) -> str:
    if found is None:
        return "draft"
    if library_of(book).superseded_by(found.number):
        return "superseded"
    return "signing" if next_signer(rule, found) else "signed"


def _text(
    asked: Asked, book: Book, rule: DocumentRule, found: Document | None, written: dict[str, Any]
) -> Iterator[str]:
    if written["text"] is None:
        yield told(asked, "document_no_template")
    else:
        yield written["text"][asked.language].rstrip()
    yield ""
    state = told(asked, f"document_{_state(book, rule, found)}")
    yield told(asked, "document_footer", state=state, year=book.id, seq=written["event"])
    yield from form_unseen(asked, rule.basis)
    if written["superseded_by"]:
        yield told(asked, "document_replaced", number=written["superseded_by"])


def _listed(asked: Asked, book: Book) -> Answer:
    kinds = [(rule, one) for rule in book.definition.documents for one in _all(book, rule)]
    heads = ("head_stage", "head_id", "head_document", "head_document_number", "head_status",
             "head_next_signer")  # fmt: skip
    rows = [_row(asked, book, rule, one) for rule, one in kinds]
    return Answer(
        document={"year": book.id, "documents": [_entry(book, *one) for one in kinds]},
        text=[Table([told(asked, head) for head in heads], rows)]
        if rows
        else [told(asked, "no_documents")],
    )


def _all(book: Book, rule: DocumentRule) -> list[Document | None]:
    """Return every document of a kind, or that there is none yet."""
    return [one for one in library_of(book).documents if one.rule == rule.id] or [None]


def _entry(book: Book, rule: DocumentRule, found: Document | None) -> dict[str, Any]:
    return {
        "stage": rule.stage,
        "document": rule.id,
        "title": both(rule.title),
        "number": found.number if found else None,
        "state": _state(book, rule, found),
    }


def _row(asked: Asked, book: Book, rule: DocumentRule, found: Document | None) -> tuple[str, ...]:
    state = _state(book, rule, found)
    signer = next_signer(rule, found) if found and state == "signing" else None
    stage = book.definition.stage(rule.stage).title
    waits = worded(asked, title_of(book, signer)) if signer else NOTHING
    number = found.number if found else NOTHING
    status = told(asked, f"document_{state}")
    return (worded(asked, stage), rule.id, worded(asked, rule.title), number, status, waits)
