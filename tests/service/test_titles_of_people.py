"""Titles of people and households as they are stored: lists, dates, money, and the proof of it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.cases.playing import played
from workflow.cases.expecting import missed
from workflow.domain.model import Book
from workflow.domain.nominations.dating import dated
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.nominations.paying import bonus_of
from workflow.domain.praise.state import find as found
from workflow.runtime import Runtime
from workflow.service.reading import history, load_book
from workflow.service.verifying import verify

FILE = Path(__file__).parents[2] / "cases" / "examples" / "people-2026.yaml"
YEAR = "people-2026/2026"
AN = {"unit": "van-phong", "subject": "vp-an"}


@pytest.fixture
def runtime(engine: Engine) -> Runtime:
    """The example year, played to its end on each database."""
    runtime, (case,) = played(engine, FILE)
    assert list(missed(runtime, case)) == []
    return runtime


def _paid(book: Book, award: str, unit: str, subject: str | None) -> int | None:
    money = bonus_of(book, Entry(award=award, unit=unit, subject=subject))
    return money.amount if money else None


def test_a_year_with_titles_of_people_is_stored_read_back_and_proved(runtime: Runtime) -> None:
    book = load_book(runtime, YEAR)
    state = book.load(Nomination, "nomination")

    assert verify(runtime, YEAR).findings == ()
    assert (len(state.decided), len(state.revocations)) == (14, 1)
    assert [
        _paid(book, "T-CSTDCS", "van-phong", "vp-an"),
        _paid(book, "T-LDTT", "van-phong", "vp-an"),
        _paid(book, "F-GK", "van-phong", "vp-an"),
        _paid(book, "F-GK", "van-phong", "ho-1"),
        _paid(book, "T-TTLDTT", "kinh-te", None),
    ] == [2_530_000, 0, 760_000, 1_140_000, 2_030_000]

    held = dated(book, Entry(award="T-CSTDCS", **AN)).decision
    others = dated(book, Entry(award="F-GK", **AN)).decision
    assert held is not None
    assert others is not None
    assert (held.number, str(held.signed_on), str(held.effective_on)) == (
        "215/QĐ-UBND", "2026-10-21", "2026-10-21",
    )  # fmt: skip
    assert (others.number, str(others.effective_on)) == ("210/QĐ-UBND", "2026-10-15")
    praise = found(book, "hien-dat")
    assert praise is not None
    assert praise.given


def test_the_published_proposal_names_nobody_and_no_sanction(runtime: Runtime) -> None:
    """Who reads the nomination finds ids, ratings and articles; names stay with the unit."""
    (proposed,) = [one for one in history(runtime, YEAR) if one.kind == "nomination_proposed"]

    written = str(proposed.data)
    assert "vp-an" in written
    assert "Nguyễn" not in written
    assert "reprimand'" not in written.replace("'below': 'reprimand'", "")
