"""Taking praise back: the office that signed it asks, somebody else confirms, also years later."""

from collections.abc import Iterator

from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft
from workflow.domain.praise.events import PraiseRevocationAsked, PraiseRevoked
from workflow.domain.praise.state import KEY, Praise, find, praises_of

Line = tuple[str, str, str]
"""The id of a proposal, its award and its unit, as somebody names them."""


def _given(book: Book, line: Line) -> Praise | None:
    """Return the praise that was given under these names."""
    praise, award, unit = line
    found = find(book, praise)
    return found if found and found.given and (found.award, found.unit) == (award, unit) else None


def ask_prevents(book: Book, line: Line, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: never given, revoked or asked already, another office's praise."""
    found = _given(book, line)
    if found is None:
        decided = [f"{one.award} {one.unit} {one.id}" for one in praises_of(book) if one.given]
        yield Unmet(code="NEVER_DECIDED", facts={"award": line[1], "decided": decided})
        return
    if found.revocation:
        yield Unmet(code="REVOCATION_ASKED", facts={"award": found.award})
    rules = book.definition.praise
    last = rules.steps_of(line[1])[-1:] if rules else []
    offices = [side.office for step in last for side in step.sides]
    if call.actor.office not in offices:
        who = tuple(f"office:{one}" for one in offices)
        yield Unmet(code="NOT_THE_ISSUER", facts={"award": found.award}, who=who)


def ask(praise: str, reason: str, paper: str) -> list[Draft]:
    """Record that it is asked for."""
    event = PraiseRevocationAsked(id=praise, reason=reason, paper=paper)
    return [Draft(stream=KEY, event=event)]


def confirm_prevents(book: Book, line: Line, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nobody asked, done already, or the same person asked."""
    found = _given(book, line)
    asked = found.revocation if found else None
    if asked is None or asked.confirmed_by:
        yield Unmet(code="NO_REVOCATION", facts={"award": line[1]})
    elif asked.asked_by in call.hands:
        who = ("overseer", "admin")
        yield Unmet(code="SECOND_PERSON", facts={"person": asked.asked_by}, who=who)


def confirm(praise: str) -> list[Draft]:
    """Record that it is taken back."""
    return [Draft(stream=KEY, event=PraiseRevoked(id=praise))]
