"""The block of signatures under a document: each in its capacity, given or still open."""

from collections.abc import Iterator

from definitions.schema.documents import DocumentRule, Signer
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.papers.documents import Document, DocumentSignature


def signatures(book: Book, rule: DocumentRule, document: Document | None) -> Iterator[Phrase]:
    """Yield the block of each who signs, in order."""
    given = document.signatures if document else ()
    for number, signer in enumerate(rule.signers):
        signed = given[number] if number < len(given) else None
        labels = book.definition.labels
        facts = {
            "bloc": labels.bloc,
            "head": labels.head,
            "role": title_of(book, signer),
            "name": _name(book, signed),
        }
        yield Phrase(f"signature_{signer.capacity}", facts)


def title_of(book: Book, signer: Signer) -> Text:
    """Return what the bloc calls who signs."""
    if signer.office:
        return book.definition.office_title(signer.office)
    return {
        "head": book.definition.labels.head,
        "deputy": book.definition.labels.deputy,
        "standing_unit": book.definition.labels.standing_unit,
    }[signer.role or "head"]


def _name(book: Book, signed: DocumentSignature | None) -> Phrase:
    if signed is None:
        return Phrase("signature_open")
    people = {one.id: one.name for one in book.load(Roster, ROSTER).people}
    facts = {"person": people.get(signed.person, signed.person), "at": signed.at}
    return Phrase("signature_given", facts)
