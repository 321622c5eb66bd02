"""The documents that a bloc issues in its year: recorded, signed in order, superseded.

Those of a kind that the definition knows are held to its number, its issuer and its signers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from definitions.filling import TOKEN
from definitions.schema.approvals import Capacity
from definitions.schema.documents import DocumentRule, Signer
from workflow.domain import access, timing
from workflow.domain.approvals.papers import paper_prevents
from workflow.domain.approvals.state import Paper
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

KEY = "documents"


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentSignature:
    """One signature: who, in which seat and capacity, by which paper, when."""

    person: str
    seat: str
    capacity: Capacity
    at: datetime
    paper: Paper | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What a document says, in pieces: the block of signatures stands between them."""

    vi: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One document; a bloc has no seal, so a unit issues it on the bloc's behalf.

    `rule` is its kind, `supersedes` the number of the one whose place it takes, and `text` what it
    said when it was recorded, and people sign.
    """

    number: str
    title: str
    on: date
    issuer: str | None = None
    rule: str | None = None
    supersedes: str | None = None
    signatures: tuple[DocumentSignature, ...] = ()
    text: Wording | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Documents:
    """The state of the library."""

    documents: tuple[Document, ...] = ()

    def find(self, number: str) -> Document | None:
        """Return the document of that number."""
        return next((one for one in self.documents if one.number == number), None)

    def superseded_by(self, number: str) -> str | None:
        """Return the number of the document that took the place of another, if one did."""
        return next((one.number for one in self.documents if one.supersedes == number), None)

    def standing(self, rule: str) -> tuple[Document, ...]:
        """Return the documents of a kind that none superseded."""
        return tuple(
            one
            for one in self.documents
            if one.rule == rule and self.superseded_by(one.number) is None
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRecorded(Event):
    """A document is entered."""

    kind: ClassVar[str] = "document_recorded"
    document: Document


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentSigned(Event):
    """The next of those who sign a document has signed it."""

    kind: ClassVar[str] = "document_signed"
    number: str
    capacity: Capacity
    paper: Paper | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordDocument(Given):
    """Enter a document into the library; `document` is its kind, where the definition knows it."""

    number: Id
    title: Name
    on: date
    document: Id | None = None
    supersedes: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignDocument(Given):
    """Sign a document, as the next of those who are to sign it."""

    number: Id
    capacity: Capacity = "direct"
    paper: Paper | None = None


def library_of(book: Book) -> Documents:
    """Return the library; empty where nothing is entered yet."""
    return book.find(Documents, KEY) or Documents()


def rule_of(book: Book, name: str | None) -> DocumentRule | None:
    """Return a kind of document by its id."""
    return next((one for one in book.definition.documents if one.id == name), None)


def next_signer(rule: DocumentRule, document: Document) -> Signer | None:
    """Return who signs next; None once all have."""
    done = len(document.signatures)
    return rule.signers[done] if done < len(rule.signers) else None


def record_prevents(book: Book, given: RecordDocument, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a document from being entered: number, day, kind, issuer or place."""
    library = library_of(book)
    if library.find(given.number):
        yield Unmet(code="NUMBER_TAKEN", facts={"number": given.number})
    if given.on > timing.hanoi_day(call.at):
        yield Unmet(code="DOCUMENT_TO_COME", facts={"day": given.on})
    if given.supersedes is not None:
        yield from _supersedes_prevents(library, given)
    rule = rule_of(book, given.document)
    if rule:
        yield from _kind_prevents(book, rule, given, call)
    elif given.document is not None:
        known = [one.id for one in book.definition.documents]
        yield Unmet(code="NO_SUCH_DOCUMENT_KIND", facts={"kind": given.document, "known": known})


def _kind_prevents(
    book: Book, rule: DocumentRule, given: RecordDocument, call: Call
) -> Iterator[Unmet]:
    """Yield what a kind of document does not let pass: number, issuer, one in force already."""
    if not _numbered(rule, book.year).fullmatch(given.number):
        facts: dict[str, object] = {"number": given.number, "pattern": rule.number}
        yield Unmet(code="NUMBER_FORM", facts=facts | {"title": rule.title})
    if not access.plays(book, call, rule.issuer):
        facts = {"title": rule.title, "roles": [rule.issuer]}
        yield Unmet(code="ANOTHER_UNIT_ISSUES", facts=facts, who=(rule.issuer,))
    standing = [one.number for one in library_of(book).standing(rule.id)]
    if standing and given.supersedes not in standing and not rule.several:
        facts = {"title": rule.title, "number": standing[-1]}
        yield Unmet(code="DOCUMENT_STANDS", facts=facts)


def _supersedes_prevents(library: Documents, given: RecordDocument) -> Iterator[Unmet]:
    before = library.find(given.supersedes or "")
    facts: dict[str, object] = {"number": given.supersedes}
    if before is None:
        known = [one.number for one in library.documents]
        yield Unmet(code="NO_SUCH_DOCUMENT", facts=facts | {"known": known})
    elif before.rule != given.document:
        yield Unmet(code="SUPERSEDES_OTHER_KIND", facts=facts)
    elif by := library.superseded_by(before.number):
        yield Unmet(code="DOCUMENT_SUPERSEDED", facts=facts | {"later": by})


def _numbered(rule: DocumentRule, year: int) -> re.Pattern[str]:
    """Return what numbers of a kind look like in that year."""
    blanks = {"n": "[0-9]{1,4}", "year": str(year)}
    pattern, at = "", 0
    for found in TOKEN.finditer(rule.number):
        pattern += re.escape(rule.number[at : found.start()]) + blanks[found[1]]
        at = found.end()
    return re.compile(pattern + re.escape(rule.number[at:]))


def worded(document: Document, text: Wording) -> Document:
    """Return *document* with the words that are signed."""
    return replace(document, text=text)


def sign_prevents(book: Book, given: SignDocument, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a signature: not this paper, not yet, not so, not twice."""
    library = library_of(book)
    document, facts = library.find(given.number), {"number": given.number}
    if document is None:
        known = [one.number for one in library.documents]
        yield Unmet(code="NO_SUCH_DOCUMENT", facts={"number": given.number, "known": known})
        return
    if by := library.superseded_by(given.number):
        yield Unmet(code="DOCUMENT_SUPERSEDED", facts={"number": given.number, "later": by})
    rule = rule_of(book, document.rule)
    if rule is None:
        yield Unmet(code="DOCUMENT_WITHOUT_SIGNERS", facts=facts)
        return
    signer = next_signer(rule, document)
    if signer is None:
        yield Unmet(code="DOCUMENT_SIGNED_ALREADY", facts=facts)
        return
    yield from _turn_prevents(book, document, signer, call)
    if given.capacity != signer.capacity:
        allowed = [signer.capacity]
        yield Unmet(
            code="CAPACITY_NOT_TAKEN", facts={"capacity": given.capacity, "allowed": allowed}
        )
    yield from paper_prevents(given.capacity, given.paper, timing.hanoi_day(call.at))


def _turn_prevents(book: Book, document: Document, signer: Signer, call: Call) -> Iterator[Unmet]:
    if call.actor.seat != signer.seat and not access.plays(book, call, signer.seat):
        facts: dict[str, object] = {"number": document.number, "roles": [signer.seat]}
        yield Unmet(code="NOT_THE_NEXT_TO_SIGN", facts=facts, who=(signer.seat,))
    if any(one.person == call.actor.person for one in document.signatures):
        facts = {"number": document.number, "person": call.actor.person}
        yield Unmet(code="SIGNED_BEFORE", facts=facts, who=(signer.seat,))


def sign(_book: Book, given: SignDocument, _call: Call) -> list[Draft]:
    """Record the signature."""
    event = DocumentSigned(number=given.number, capacity=given.capacity, paper=given.paper)
    return [Draft(stream=KEY, event=event)]


def unfinished(book: Book, name: str) -> Iterator[Unmet]:
    """Yield that a document of that kind is still to be issued, or to be signed by the next."""
    rule = rule_of(book, name)
    if rule is None:
        return
    standing = library_of(book).standing(name)
    if not standing:
        yield Unmet(code="DOCUMENT_MISSING", facts={"title": rule.title}, who=(rule.issuer,))
    for one in standing:
        if signer := next_signer(rule, one):
            facts: dict[str, object] = {"title": rule.title, "number": one.number}
            yield Unmet(code="DOCUMENT_UNSIGNED", facts=facts, who=(signer.seat,))


def evolve(state: Documents | None, event: Event, call: Call) -> Documents:
    """Return the library after *event*."""
    before = state or Documents()
    match event:
        case DocumentRecorded():
            return replace(before, documents=(*before.documents, event.document))
        case DocumentSigned() if before.find(event.number):
            signature = DocumentSignature(
                person=call.actor.person, seat=call.actor.seat, capacity=event.capacity,
                at=call.at, paper=event.paper,
            )  # fmt: skip
            return replace(
                before,
                documents=tuple(
                    replace(one, signatures=(*one.signatures, signature))
                    if one.number == event.number
                    else one
                    for one in before.documents
                ),
            )
    raise OutOfPlace(event.kind)
