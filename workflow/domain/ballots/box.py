"""The ballot box: sealed envelopes, which lie beside the history and never in it."""

from dataclasses import dataclass

from workflow.domain.model import Book

KIND = "box"


@dataclass(frozen=True, slots=True)
class Box:
    """The envelopes of a ballot as they lie in the box: in no order that says anything."""

    envelopes: tuple[str, ...]

    @staticmethod
    def of(book: Book, ballot: str) -> "Box":
        """Return what is in the box of a ballot; it is laid beside the book for this act alone."""
        return book.find(Box, f"{KIND}/{ballot}") or Box(())
