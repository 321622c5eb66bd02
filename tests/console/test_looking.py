"""The inbox, the doctor, definitions and schemas."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from console.cli.year_document import LISTS
from definitions.catalogue import Catalogue
from definitions.hashing import canonical, digest
from tests.console.asking import YEAR, ask

SHIPPED = "blocs/nam-dinh/party-agencies-2018"


def test_the_inbox_of_a_person_is_theirs_alone(folder: Path) -> None:
    work = ask("work", "--person", "hieu-truong-2", "--dir", folder, "--json").document["work"]

    assert {one["seat"] for one in work} == {"unit:thpt-2"}
    assert work[0]["code"] == "MISSING_REGISTRATION"


def test_everybodys_inbox_has_each_thing_once(folder: Path) -> None:
    told = ask("work", "--dir", folder)

    assert told.out.count("Còn 5/5 đơn vị") == 1


def test_nobody_waits_for_a_person_without_a_seat_in_it(folder: Path) -> None:
    told = ask("work", "--person", "giam-doc", "--dir", folder)

    assert (told.status, told.out) == (0, "Không có việc nào đang chờ.\n")


def test_a_year_that_lacks_nothing_waits_for_its_head(folder: Path) -> None:
    given = {"collective": ["F-GK"], "staff": 60, "people": 60}
    for number in range(1, 6):
        person = ["--person", f"hieu-truong-{number}", "--given", json.dumps(given)]
        assert ask("year", "do", YEAR, "register", *person, "--dir", folder).status == 0
        other = "hieu-truong-2" if number == 1 else "hieu-truong-1"
        accepted = ["--person", other, "--given", json.dumps({"unit": f"thpt-{number}"})]
        assert (
            ask("year", "do", YEAR, "accept_registration", *accepted, "--dir", folder).status == 0
        )

    work = ask("work", "--person", "hieu-truong-1", "--dir", folder, "--json").document["work"]
    why = ask("year", "why", YEAR, "--dir", folder)

    assert [one["code"] for one in work] == ["NOT_ADVANCED"]
    assert (
        "Đã đủ điều kiện chuyển sang Ký giao ước. Đến lượt: Cụm trưởng (Trường THPT số 1)"
        in why.out
    )


def test_the_doctor_says_what_it_looked_at(folder: Path) -> None:
    told = ask("doctor", "--dir", folder, "--json")

    codes = {one["code"]: one["severity"] for one in told.document["findings"]}
    assert told.status == 1
    assert codes["doctor_database"] == "well"
    assert codes["doctor_histories"] == "well"
    assert codes["doctor_never_alive"] == "error"
    assert told.document["healthy"] is False


def test_the_doctor_finds_a_history_whose_end_is_gone(folder: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    with sqlite3.connect(broken / "thidua.sqlite") as connection:
        connection.execute("UPDATE years SET head = x'00'")
    connection.close()

    told = ask("doctor", "--dir", broken)

    assert told.status == 3
    assert YEAR in told.out


def test_the_doctor_says_that_there_is_no_database(tmp_path: Path) -> None:
    told = ask("doctor", "--dir", tmp_path / "nowhere", "--json")

    assert told.status == 2
    assert told.document["findings"][-1]["code"] == "no_database"


def test_every_definition_is_listed() -> None:
    found = ask("definitions", "list", "--json").document["definitions"]

    assert [one["id"] for one in found] == Catalogue().ids()
    assert found[0]["stages"][0] == "registration"


def test_a_definition_is_shown_with_the_hash_it_is_pinned_by() -> None:
    document = ask("definitions", "show", SHIPPED, "--json").document
    data = canonical(Catalogue().load(SHIPPED))

    assert document["hash"] == digest(data)
    assert document["definition"] == json.loads(data)


def test_a_definition_reads_like_its_files() -> None:
    assert "title:\n  vi: Khối thi đua" in ask("definitions", "show", SHIPPED).out


def test_shipped_definitions_have_no_errors() -> None:
    told = ask("definitions", "lint", "--json")

    assert (told.status, told.document["errors"]) == (0, 0)
    assert told.document["checked"] > 20


def test_a_wrong_definition_is_refused_with_its_places(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("id: wrong\nkind: definition\nextends: nation/nowhere\n", "utf-8")

    told = ask("definitions", "lint", file)

    assert told.status == 1
    assert f"{file}:3:" in told.out


@pytest.mark.parametrize(("form", "begins"), [("--svg", "<svg"), ("--mermaid", "stateDiagram-v2")])
def test_a_year_is_drawn(form: str, begins: str) -> None:
    assert ask("definitions", "diagram", SHIPPED, form).out.startswith(begins)


def test_schemas_are_listed_and_printed() -> None:
    names = ask("schema", "--json").document["schemas"]

    assert {"definition", "case", "rubric"} <= set(names)
    for name in names:
        assert ask("schema", name).document["$schema"].startswith("https://json-schema.org/")


def test_the_lists_of_a_nomination_are_five() -> None:
    assert LISTS == ("proposed", "appraised", "passed", "decided", "cut")
