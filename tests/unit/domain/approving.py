"""Bloc years with an approval under way: a registration laid before two steps of offices."""

from typing import Any

from tests.factories import ADMIN, HEAD, plain
from tests.years import Paper, register
from workflow.domain.approvals import subjects
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import Approval, Turn, approvals_of
from workflow.domain.model import Actor, Draft

CHAIN = """
    stages:
      - id: registration
        approvals:
          - {{id: look, office: board, title: {{vi: Xem xét, en: Look}}{look}}}
          - {{id: vote, office: council, title: {{vi: Biểu quyết, en: Vote}}{vote}}}
          - {{id: sign, office: chair, title: {{vi: Ký, en: Sign}}}}
        needs:
          - {{approval: approved}}
"""


def laid(look: str = "", vote: str = "", *, more: str = "") -> Paper:
    """Return a year whose registration lies before the board; `look`, `vote` add to the steps."""
    change = CHAIN.format(look=look and f", {look}", vote=vote and f", {vote}") + more
    paper = Paper(definition=plain(change))
    register(paper, "dong")
    paper.do("request_approval", HEAD, stage="registration")
    return paper


def seat(paper: Paper, person: str, seat: str, **days: str) -> Actor:
    """Give a person a seat, and return them in it."""
    who = {"id": person, "name": person, "email": f"{person}@example.vn"}
    paper.do("seat_person", ADMIN, person=who, seat=seat, **days)
    return Actor(person=person, seat=seat)


def council(paper: Paper, *people: str) -> list[Actor]:
    """Seat more people in the council, and return them with the one who sits there."""
    more = [seat(paper, person, "office:council") for person in people]
    return [Actor(person="of-council", seat="office:council"), *more]


def approval(paper: Paper) -> Approval:
    """Return the approval of the registration."""
    found = approvals_of(paper.book).of_stage("registration")
    assert found
    return found


def turn(paper: Paper) -> Turn:
    """Return the step that is open."""
    found = approval(paper).turn
    assert found
    return found


def matter(paper: Paper) -> Matter:
    """Return the approval of the registration at its open step."""
    found = subjects.matter_of(paper.book, paper.book.definition.stage("registration"))
    assert found
    return found


def kinds(drafts: list[Draft]) -> list[str]:
    """Return the kinds of what was recorded."""
    return [draft.event.kind for draft in drafts]


def given(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever an act takes
    """Return what an act is given."""
    return fields
