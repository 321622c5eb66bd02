"""What offices report, as a year is shown and an office is told what it still has to do."""

import json
from pathlib import Path

import pytest

from definitions.catalogue import Catalogue
from tests.console.asking import ask
from tests.factories import at, holds
from tests.years import Lived, opened
from workflow.runtime import Runtime

LATE = at(12, 11)


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """A year in which the tax office has reported, and the police two days late, on one unit."""
    lived = opened(runtime, catalogue.load("plain-feeds"))
    lived.do("report_facts", holds("tax"), rest={"debts": 0}, source="30/T")
    lived.clock.move_to(LATE)
    lived.do("record_facts", holds("police"), unit="chau", values={"fires": 1}, source="12/CA")
    return lived


def _asked(database: Path, *words: str) -> tuple[str, ...]:
    return (*words, "--database", f"sqlite:///{database}")


def test_a_year_is_shown_with_what_is_reported_missing_and_late(
    lived: Lived, database: Path
) -> None:
    asked = _asked(database, "year", "show", lived.id)
    fires, debts = ask(*asked, "--json", at=LATE).document["year"]["feeds"]

    assert (fires["offices"], fires["due"]) == (["police"], "2025-12-09T10:00:00Z")
    assert fires["missing"] == {"police": ["an", "binh", "dong"]}
    assert fires["late"] == {"chau": 2}
    assert fires["topics"][0]["en"] == "Fire safety"
    assert (list(debts["missing"]), debts["late"]) == (["insurance"], {})
    told = ask(*asked, "--lang", "en", at=LATE).out
    assert "Debts: Tax office, Social insurance, due 17:00 9 December 2025" in told
    assert "Social insurance has still to report; units: 4" in told
    assert "late (working days, at most: 2): Ban Chau" in told
    assert "Ban Chau" in ask(*asked, at=LATE).out


def test_what_came_late_by_hours_is_shown_late_without_a_number(
    runtime: Runtime, catalogue: Catalogue, database: Path
) -> None:
    lived = opened(runtime, catalogue.load("plain-feeds"))
    lived.clock.move_to(at(12, 9, 12))
    lived.do("record_facts", holds("police"), unit="chau", values={"fires": 1}, source="12/CA")

    told = ask(*_asked(database, "year", "show", lived.id), "--lang", "en", at=lived.now).out
    assert "    late: Ban Chau" in told


def test_a_year_without_such_facts_says_nothing_of_them(database: Path, runtime: Runtime) -> None:
    lived = opened(runtime)
    asked = _asked(database, "year", "show", lived.id)

    assert ask(*asked, "--json", at=lived.now).document["year"]["feeds"] == []
    assert "do các cơ quan báo" not in ask(*asked, at=lived.now).out


@pytest.mark.usefixtures("lived")
def test_the_work_list_of_an_office_says_what_and_by_when(database: Path) -> None:
    asked = _asked(database, "work", "--person", "of-insurance")

    told = ask(*asked, at=LATE).out
    assert "17:00 09/12/2025" in told
    assert "Bảo hiểm xã hội chưa báo “Khoản nợ” về 4/4 đơn vị." in told


def test_an_office_reports_its_list_in_one_command(lived: Lived, database: Path) -> None:
    given = {"values": {"chau": {"debts": 2}}, "rest": {"debts": 0}, "source": "12/BHXH"}
    words = ("year", "do", lived.id, "report_facts", "--person", "of-insurance")
    asked = _asked(database, *words, "--given", json.dumps(given))

    done = ask(*asked, "--json", at=LATE)
    assert done.status == 0, done.out
    assert lived.stream("facts/chau").values == {"fires": 1, "debts": 2}
    assert lived.stream("facts/an").values == {"debts": 0}
    refused = ask(*_asked(database, *words[:-1], "of-an", "--given", json.dumps(given)),
                  at=LATE)  # fmt: skip
    assert refused.status == 1
    assert "do Thuế, Bảo hiểm xã hội báo" in refused.out + refused.err
