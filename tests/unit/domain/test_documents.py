"""The library of documents: a number is taken once, and a unit issues on the bloc's behalf."""

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER
from tests.unit.domain.builders import day, only, standing_at
from tests.years import Paper
from workflow.domain.documents import Document, Documents
from workflow.domain.model import Actor

ONE = {"number": "01/KH-KTĐ", "title": "Kế hoạch", "on": "2025-02-10"}


@pytest.fixture
def paper() -> Paper:
    return Paper()


def _library(paper: Paper) -> tuple[Document, ...]:
    return paper.book.load(Documents, "documents").documents


@pytest.mark.parametrize(("by", "issuer"), [(HEAD, "an"), (DEPUTY, "binh"), (ADMIN, None)])
def test_a_document_is_issued_by_the_unit_that_enters_it(
    paper: Paper, by: Actor, issuer: str | None
) -> None:
    paper.do("record_document", by, **ONE)

    (found,) = _library(paper)
    assert (found.number, found.on, found.issuer) == ("01/KH-KTĐ", day("2025-02-10"), issuer)


def test_documents_stay_in_the_order_in_which_they_were_entered(paper: Paper) -> None:
    for number in ("2", "1", "3"):
        paper.do("record_document", HEAD, **ONE | {"number": number})

    assert [one.number for one in _library(paper)] == ["2", "1", "3"]


def test_a_number_is_taken_once(paper: Paper) -> None:
    paper.do("record_document", HEAD, **ONE)

    unmet = only(paper.prevented("record_document", DEPUTY, **ONE))
    assert (unmet.code, unmet.facts) == ("NUMBER_TAKEN", {"number": "01/KH-KTĐ"})


def test_a_member_without_office_enters_nothing(paper: Paper) -> None:
    assert paper.refused("record_document", MEMBER, **ONE) == ["NOT_IN_ROLE"]


@pytest.mark.parametrize(
    ("state", "refused"),
    [("closed", []), ("suspended", ["YEAR_NOT_RUNNING"]), ("dissolved", ["YEAR_NOT_RUNNING"])],
)
def test_documents_outlast_the_closing_of_the_year(
    paper: Paper, state: str, refused: list[str]
) -> None:
    assert standing_at(paper, state).refused("record_document", HEAD, **ONE) == refused
