"""A document as it reads: a draft moves with its year, and what is recorded keeps its words.

They are what people sign; only the block of signatures grows.
"""

from definitions.filling import fill
from definitions.schema.record import Text
from workflow.domain.model import Book, Call, Draft
from workflow.domain.papers import documents
from workflow.domain.papers.blanks import Subject, blanks
from workflow.domain.papers.documents import Document, DocumentRecorded, RecordDocument, Wording
from workflow.domain.papers.signing import signatures

BLOCK = "{signatures}"
"""Where the block of signatures stands in a template."""


def composed(subject: Subject, template: Text) -> Wording:
    """Return *template* with its blanks filled in both languages, in pieces: signatures go between.

    Raises:
        UnknownPlaceholder: The template has a blank that nothing fills.
    """
    values = blanks(subject)
    return Wording(
        vi=tuple(fill(piece, values, "vi") for piece in template.vi.split(BLOCK)),
        en=tuple(fill(piece, values, "en") for piece in template.en.split(BLOCK)),
    )


def read(subject: Subject, language: str) -> str | None:
    """Return how a document reads now; None where its kind has no template."""
    document, template = subject.document, subject.rule.template
    words = document.text if document else None
    if words is None and template is not None:
        words = composed(subject, template)
    if words is None:
        return None
    lines = [one.of(language) for one in signatures(subject.book, subject.rule, document)]
    return "\n".join(lines).join(words.vi if language == "vi" else words.en)


def record(book: Book, given: RecordDocument, call: Call) -> list[Draft]:
    """Record a document, with the words that the year fills its template with now."""
    document = Document(
        number=given.number, title=given.title, on=given.on, issuer=call.actor.unit,
        rule=given.document, supersedes=given.supersedes,
    )  # fmt: skip
    rule = documents.rule_of(book, given.document)
    if rule and rule.template:
        subject = Subject(book=book, rule=rule, document=document, day=given.on)
        document = documents.worded(document, composed(subject, rule.template))
    return [Draft(stream=documents.KEY, event=DocumentRecorded(document=document))]
