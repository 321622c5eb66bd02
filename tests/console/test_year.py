"""Opening a year, looking at it, asking why, and doing one act."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.console.asking import SIXTH, YEAR, ask
from tests.factories import ADMIN
from tests.years import carry, opened
from workflow.runtime import Runtime

HEAD = "hieu-truong-1"
GIVEN = json.dumps({"collective": ["F-GK"], "staff": 60, "people": 60})


def rows(folder: Path) -> str:
    """Return everything that the database holds."""
    with sqlite3.connect(folder / "thidua.sqlite") as connection:
        return "\n".join(connection.iterdump())


def do(folder: Path, act: str, *more: object) -> list[object]:
    return ["year", "do", YEAR, act, "--person", HEAD, "--dir", folder, "--json", *more]


def test_a_year_is_open_once(folder: Path) -> None:
    told = ask("year", "open", SIXTH, "--dir", folder, "--json")

    assert (told.status, told.document["refused"][0]["code"]) == (1, "YEAR_EXISTS")


def test_opening_tells_what_was_recorded(tmp_path: Path) -> None:
    told = ask("year", "open", SIXTH, "--dir", tmp_path / "new", "--json").document["opened"]

    assert told["year"] == YEAR
    assert told["events"][0]["kind"] == "year_opened"


def test_the_list_names_every_year(folder: Path) -> None:
    years = ask("year", "list", "--dir", folder, "--json").document["years"]

    assert [(one["id"], one["state"]) for one in years] == [(YEAR, "registration")]


def test_an_english_list_is_english(folder: Path) -> None:
    told = ask("--lang", "en", "year", "list", "--dir", folder)

    assert "Bloc year" in told.out
    assert "Registration" in told.out


def test_why_names_every_condition_with_its_move_and_its_deadline(folder: Path) -> None:
    found = ask("year", "why", YEAR, "--dir", folder, "--json").document

    condition = found["unmet"][0]
    assert found["next"]["en"] == "Pledge signing"
    assert condition["code"] == "MISSING_REGISTRATION"
    assert "5/5" in condition["vi"]
    assert condition["who_seats"] == [f"unit:thpt-{number}" for number in range(1, 6)]
    assert condition["due"] == "2024-09-30T10:00:00Z"
    assert condition["working_days_left"] == 10


def test_why_says_the_same_to_a_person(folder: Path) -> None:
    told = ask("year", "why", YEAR, "--dir", folder)

    assert "MISSING_REGISTRATION  Còn 5/5 đơn vị chưa nộp đăng ký thi đua" in told.out
    assert "Đến lượt: 5 đơn vị nêu trên" in told.out
    assert "17:00 30/09/2024, còn 10 ngày làm việc" in told.out


def test_asking_why_a_hundred_times_changes_nothing(folder: Path) -> None:
    before = rows(folder)

    for _ in range(100):
        assert ask("year", "why", YEAR, "--dir", folder).status == 0

    assert rows(folder) == before


def test_an_act_is_done_by_the_one_seat_that_a_person_holds(folder: Path) -> None:
    done = ask(*do(folder, "register", "--given", GIVEN)).document["done"]

    assert [one["kind"] for one in done["events"]] == ["registration_submitted"]


def test_the_same_command_twice_is_one_act(folder: Path) -> None:
    asked = do(folder, "register", "--given", GIVEN, "--id", "mine-1")

    assert ask(*asked).document == ask(*asked).document


def test_a_command_id_stands_for_one_command(folder: Path) -> None:
    ask(*do(folder, "register", "--given", GIVEN, "--id", "mine-1"))

    told = ask(*do(folder, "advance", "--id", "mine-1"))

    assert (told.status, told.document["error"]["code"]) == (2, "command_reused")


def test_given_is_read_from_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "given.json").write_text(GIVEN, "utf-8")
    (tmp_path / "given.yaml").write_text("{number: 1/KH, title: Kế hoạch, on: 2024-09-10}", "utf-8")

    registered = ask(*do(folder, "register", "--given", f"@{tmp_path}/given.json"))
    recorded = ask(*do(folder, "record_document", "--given", f"@{tmp_path}/given.yaml"))

    assert (registered.status, recorded.status) == (0, 0)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("10/09/2024", "2024-09-10T02:00:00Z"),
        ("10/9/2024 14:30", "2024-09-10T07:30:00Z"),
        ("2024-09-10", "2024-09-10T02:00:00Z"),
        ("2024-09-10T14:30:00+07:00", "2024-09-10T07:30:00Z"),
        ("16/09/2024", "2024-09-16T02:00:00Z"),
    ],
)
def test_a_date_is_read_as_people_write_it(folder: Path, written: str, at: str) -> None:
    done = ask(*do(folder, "register", "--given", GIVEN, "--at", written)).document["done"]

    assert done["at"] == at


def test_a_refused_act_names_every_condition_in_both_languages(folder: Path) -> None:
    told = ask(*do(folder, "advance"))

    assert told.status == 1
    assert [one["code"] for one in told.document["refused"]] == ["MISSING_REGISTRATION"]
    assert "5 of 5 units" in told.document["refused"][0]["en"]


def test_an_act_on_what_somebody_else_changed_is_refused(folder: Path) -> None:
    told = ask(*do(folder, "register", "--given", GIVEN, "--expect", "roster=99"))

    assert (told.status, told.document["error"]["code"]) == (1, "stale_stream")


def test_a_given_of_another_shape_is_told_with_every_mistake(folder: Path) -> None:
    told = ask(*do(folder, "register", "--given", '{"staff": -1, "peple": 3}'))

    problems = told.document["error"]["problems"]
    assert told.status == 2
    assert [one["path"] for one in problems] == ["peple", "staff"]
    assert problems[1]["vi"] == "-1 không được nhỏ hơn 0. Viết số từ 0 trở lên."


def test_who_holds_several_seats_is_asked_for_one(folder: Path) -> None:
    person = {"person": {"id": HEAD, "name": "Hiệu trưởng số 1"}, "seat": "admin"}
    admin = ["--person", "chuyen-vien", "--given", json.dumps(person)]
    ask("year", "do", YEAR, "seat_person", *admin, "--dir", folder)

    told = ask(*do(folder, "register", "--given", GIVEN))
    chosen = ask(*do(folder, "register", "--given", GIVEN, "--seat", "unit:thpt-1"))

    assert told.document["error"]["code"] == "several_seats"
    assert chosen.status == 0


def test_a_year_is_shown_with_its_denominators_in_words(played: Path) -> None:
    told = ask("year", "show", YEAR, "--dir", played)

    assert "5/5 đơn vị (100,0 % số đơn vị của Khối)" in told.out
    assert "Danh sách đã quyết định khen thưởng" in told.out


def test_a_year_as_a_document_keeps_its_four_lists_apart(played: Path) -> None:
    year = ask("year", "show", YEAR, "--dir", played, "--json").document["year"]

    assert set(year["lists"]) == {"proposed", "appraised", "passed", "decided", "cut"}
    assert year["coverage"]["units_percent"] == "100.0"
    assert year["stages"][0]["id"] == "registration"
    assert {unit["name"]: unit["roles"] for unit in year["units"]}["Trường THPT số 1"] == ["head"]


def test_the_pledge_is_counted_over_the_units_that_are_members(
    database: Path, runtime: Runtime
) -> None:
    lived = opened(runtime)
    carry(lived, "review")
    day = lived.now.date()
    lived.do("withdraw_unit", ADMIN, unit="dong", end=day, paper="15/QĐ")
    lived.do("admit_unit", ADMIN, unit={"id": "moi", "name": "Sở Mới"}, start=day, paper="16/QĐ")
    asked = ("year", "show", lived.id, "--database", f"sqlite:///{database}")

    assert "Giao ước thi đua: 3/4 đơn vị đã ký" in ask(*asked, at=lived.now).out
    pledge = ask(*asked, "--json", at=lived.now).document["year"]["pledge"]
    assert (pledge["signed"], pledge["of"], len(pledge["signatures"])) == (3, 4, 4)


def test_what_is_the_heads_move_is_the_administrators_where_there_is_no_head(
    database: Path, runtime: Runtime
) -> None:
    lived = opened(runtime)
    carry(lived, "pledge")
    lived.do("withdraw_unit", ADMIN, unit="an", end=lived.now.date(), paper="15/QĐ")
    lived.clock.move_to(lived.now + timedelta(1))
    asked = ("year", "why", lived.id, "--database", f"sqlite:///{database}")

    assert "Quản trị (chưa ai là Khối trưởng)" in ask(*asked, at=lived.now).out
    assert (
        "Whose move: administrator (nobody is Head" in ask(*asked, "--lang", "en", at=lived.now).out
    )
