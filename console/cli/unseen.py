"""Forms of the law that were not seen: whatever is printed after them says so."""

from collections.abc import Iterator, Sequence

from console.cli.asked import Asked
from console.cli.saying import told
from console.sentences.grounds import basis_said
from definitions.schema.record import Basis


def unverified(bases: Sequence[Basis]) -> list[Basis]:
    """Return the forms that were not compared with their text."""
    return [one for one in bases if one.status == "unverified"]


def form_unseen(asked: Asked, bases: Sequence[Basis]) -> Iterator[str]:
    """Yield that the form of the law was not seen, for a form or a paper that rests on it."""
    if found := unverified(bases):
        yield told(asked, "form_unseen", basis=basis_said(*found))
