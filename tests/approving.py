"""A stored bloc year whose registration lies before offices."""

from dataclasses import replace
from typing import Any

from definitions.catalogue import Catalogue
from definitions.schema.definition import Definition
from tests.factories import ADMIN, HEAD, plain
from tests.unit.domain.approving import CHAIN
from tests.years import Lived, opened, register
from workflow.domain.approvals.state import Approval, approvals_of
from workflow.domain.model import Actor
from workflow.runtime import Runtime


class OneDefinition(Catalogue):
    """A catalogue in which one definition stands for all."""

    def __init__(self, definition: Definition) -> None:
        super().__init__()
        self._definition = definition

    def load(self, name: str) -> Definition:  # noqa: ARG002 - the catalogue's own
        """Return the definition."""
        return self._definition


def laid(runtime: Runtime, look: str = "", vote: str = "", *, bloc: str = "bloc") -> Lived:
    """Return a year whose registration lies before the board; `look`, `vote` add to the steps."""
    definition = plain(CHAIN.format(look=look and f", {look}", vote=vote and f", {vote}"))
    lived = opened(replace(runtime, catalogue=OneDefinition(definition)), definition, bloc=bloc)
    register(lived, "dong")
    lived.do("request_approval", HEAD, stage="registration")
    return lived


def seat(lived: Lived, person: str, where: str, **days: Any) -> Actor:  # noqa: ANN401 - dates
    """Give a person a seat, and return them in it."""
    who = {"id": person, "name": person, "email": f"{person}@example.vn"}
    lived.do("seat_person", ADMIN, person=who, seat=where, **days)
    return Actor(person=person, seat=where)


def approval(lived: Lived) -> Approval:
    """Return the approval of the registration as it is stored."""
    found = approvals_of(lived.book).of_stage("registration")
    assert found
    return found
