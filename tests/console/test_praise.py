"""Praise at the command line: explained before any ranking, whose move it is, revoked."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from definitions.catalogue import Catalogue
from tests.console.asking import ask
from tests.factories import ADMIN, DEPUTY, HEAD, holds
from tests.years import Lived, opened
from workflow.runtime import Runtime

BOARD, CHAIR = holds("board"), holds("chair")
FOR = {"id": "q1", "unit": "chau", "reason": "Mô hình mới", "award": "MERIT", "achievement": "a1"}
LINE = {"praise": "q1", "unit": "chau", "award": "MERIT"}


@pytest.fixture
def url(database: Path) -> str:
    return f"sqlite:///{database}"


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    found = opened(runtime, catalogue.load("praised"))
    found.do("propose_praise", HEAD, **FOR)
    return found


def _explained(engine: Engine, name: str, *more: str) -> str:
    told = ask(
        "explain", "award", name, "--year", "bloc/2025", "--database", str(engine.url), *more
    )
    assert told.status == 0, told.err
    return told.out


def test_it_is_explained_before_anything_was_ranked(lived: Lived, engine: Engine) -> None:
    assert "chờ khối trả lời" in _explained(engine, "chau")
    lived.do("answer_praise", DEPUTY, id="q1", answer="return", comment="Nêu rõ số liệu")

    told = _explained(engine, "q1")
    assert "trả lại người đề xuất" in told
    assert "Nêu rõ số liệu" in told


def test_a_revoked_one_says_why_by_which_paper_and_what_money_comes_back(
    lived: Lived, engine: Engine
) -> None:
    lived.do("answer_praise", DEPUTY, id="q1")
    lived.do("decide_praise", BOARD, id="q1")
    lived.do("decide_praise", CHAIR, id="q1", number="5/QĐ")
    lived.do("ask_revocation", CHAIR, **LINE, reason="Gian dối", paper="9/QĐ")
    assert "Revoking it is asked for: Gian dối" in _explained(engine, "MERIT", "--lang", "en")
    lived.do("confirm_revocation", ADMIN, **LINE)

    told = _explained(engine, "MERIT", "--lang", "en")
    assert "revoked" in told
    assert "Money to be given back" in told
    assert "9/QĐ" in told


def test_the_work_list_and_the_year_name_the_office_and_what_it_is_about(
    lived: Lived, engine: Engine
) -> None:
    lived.do("answer_praise", DEPUTY, id="q1")
    at = ("--database", str(engine.url), "--lang", "en")

    assert (
        "The proposal for praise q1 waits for Board at the step Appraisal" in ask("work", *at).out
    )
    shown = ask("year", "show", "bloc/2025", *at).out
    assert "praise off the cycle: Certificate for" in shown
