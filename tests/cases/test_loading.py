from pathlib import Path

import pytest

from definitions.errors import FileRefused
from definitions.jsonschema import hint
from tests.cases.playing import SIXTH, SOURCES, WRONG
from workflow.cases.comparing import COMPARED
from workflow.cases.expectations import SUBJECTS
from workflow.cases.loading import load
from workflow.cases.schema import Case
from workflow.domain.acts import ACTS

HEAD = """\
id: small
kind: case
title: {vi: Nhỏ, en: Small}
bloc: {id: small, name: Khối nhỏ, given: illustrative}
units:
  - {id: mot, name: Đơn vị một, given: illustrative}
  - {id: hai, name: Đơn vị hai, given: illustrative}
people:
  - {id: a, name: A, seats: ["unit:mot", admin], given: illustrative}
  - {id: b, name: B, seats: ["unit:hai"], given: illustrative}
years:
  - year: 2022
    definition: blocs/an-giang/party-agencies-2022
    opened: 2022-01-10
    mandates:
      - {role: head, unit: mot, from: 2022-01-10, given: illustrative}
    acts:
"""


def _codes(folder: Path, acts: str, head: str = HEAD) -> list[str]:
    file = folder / "case.yaml"
    file.write_text(head + "".join(f"      {line}\n" for line in acts.splitlines()))
    try:
        load(file)
    except FileRefused as refused:
        return [problem.code for problem in refused.problems]
    return []


def test_every_mistake_of_a_case_and_its_definition_is_told_at_once() -> None:
    with pytest.raises(FileRefused) as refused:
        load(WRONG)

    assert [
        (Path(one.file).name, one.line, one.path, one.code) for one in refused.value.problems
    ] == [
        ("case.yaml", 8, "units[2].id", "case_id_twice"),
        ("case.yaml", 11, "people[1].seats[0]", "case_unknown_seat"),
        ("case.yaml", 17, "years[0].mandates[0].unit", "case_unknown_unit"),
        ("case.yaml", 19, "years[0].acts[0].do", "case_unknown_act"),
        ("case.yaml", 23, "years[0].acts[1].with.collectve", "unknown_key"),
        ("case.yaml", 23, "years[0].acts[1].with.staff", "not_whole_number"),
        ("case.yaml", 25, "years[0].acts[2].at", "case_moment"),
        ("case.yaml", 26, "years[0].acts[3].each.nam", "case_unknown_unit"),
        ("case.yaml", 27, "years[0].acts[4].at", "case_out_of_order"),
        ("case.yaml", 28, "years[0].acts[5].by.office", "case_unknown_office"),
        ("case.yaml", 29, "years[0].acts[6].given", "missing_key"),
        ("case.yaml", 32, "years[0].acts[7].meeting.kind", "case_unknown_meeting"),
        ("case.yaml", 35, "years[0].acts[7].acts[0].by.unit", "case_unknown_unit"),
        ("case.yaml", 36, "years[1].year", "case_year_order"),
        ("case.yaml", 38, "years[1].opened", "case_first_year_only"),
        ("case.yaml", 41, "expect[0].year", "case_unknown_year"),
        ("case.yaml", 42, "expect[1].award.id", "case_unknown_name"),
        ("case.yaml", 43, "expect[2]", "exactly_one_key"),
        ("case.yaml", 44, "expect[3].given", "not_allowed"),
        ("wrong-definition.yaml", 8, "stages[0].due.month", "out_of_range_le"),
        ("wrong-definition.yaml", 11, "stages[1].needs[0].pledge", "not_allowed"),
        ("wrong-definition.yaml", 17, "awards[0].when.registred", "unknown_key"),
    ]


def test_a_mistake_is_told_in_both_languages_with_the_name_that_was_meant() -> None:
    with pytest.raises(FileRefused) as refused:
        load(WRONG)
    act = next(one for one in refused.value.problems if one.code == "case_unknown_act")

    assert act.en == (
        "There is no act registr. Did you mean register?"
        " Correct do; `thidua schema case` tells the acts there are."
    )
    assert act.vi == (
        "Không có việc nào tên registr. Có phải là register?"
        " Sửa do; `thidua schema case` kể các việc có thể làm."
    )


def test_a_small_case_that_is_well_written_is_taken(tmp_path: Path) -> None:
    assert _codes(tmp_path, "- {at: 2022-02-01, by: head, do: advance, given: illustrative}") == []


def test_a_role_that_no_unit_holds_is_refused(tmp_path: Path) -> None:
    act = "- {at: 2022-02-01, by: deputy, do: advance, given: illustrative}"

    assert _codes(tmp_path, act) == ["case_nobody_in_role"]


def test_a_seat_that_nobody_holds_is_refused(tmp_path: Path) -> None:
    act = (
        "- {at: 2022-02-01, by: {office: council}, do: decide_step, with: {step: pass},"
        " given: illustrative}"
    )

    assert _codes(tmp_path, act) == ["case_nobody_in_seat"]


def test_a_person_whom_the_case_does_not_have_is_refused(tmp_path: Path) -> None:
    act = "- {at: 2022-02-01, by: {person: c, seat: admin}, do: advance, given: illustrative}"

    assert _codes(tmp_path, act) == ["case_nobody_in_seat"]


def test_acts_of_a_year_that_no_handover_opens_are_refused(tmp_path: Path) -> None:
    later = (
        "- {at: 2022-02-01, by: head, do: advance, given: illustrative}\n"
        "- {at: 2022-02-02, by: admin, do: advance, given: illustrative}\n"
    )
    following = HEAD + (
        "      - {at: 2022-02-01, by: head, do: advance, given: illustrative}\n"
        "  - year: 2023\n    definition: blocs/an-giang/party-agencies-2023\n    acts:\n"
    )

    assert _codes(tmp_path, later) == []
    assert _codes(
        tmp_path, "- {at: 2023-01-05, by: admin, do: advance, given: illustrative}", following
    ) == ["case_not_opened"]


def test_an_unknown_definition_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    head = HEAD.replace("party-agencies-2022", "party-agency-2022")

    assert _codes(
        tmp_path, "- {at: 2022-02-01, by: head, do: advance, given: illustrative}", head
    ) == ["unknown_definition"]


def test_the_next_definition_must_be_the_one_of_the_next_year(tmp_path: Path) -> None:
    head = (
        HEAD
        + "      - {at: 2022-02-01, by: head, do: prepare_handover, given: illustrative,"
        + " with: {items: [x], next_definition: other}}\n"
        + "  - year: 2023\n    definition: blocs/an-giang/party-agencies-2023\n    acts: []\n"
    )

    assert _codes(tmp_path, "", head) == ["case_next_definition"]


def test_input_for_a_unit_that_takes_no_part_is_refused(tmp_path: Path) -> None:
    act = (
        "- {at: 2022-02-01, by: every_unit, do: register, except: [hai],"
        " each: {hai: {staff: 3}}, given: illustrative}"
    )

    assert _codes(tmp_path, act) == ["case_each_unused"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("by: every_unit, for: every_unit, do: register", "case_repeated_twice"),
        ("by: head, do: advance, each: {mot: {}}", "case_each_of_whom"),
        ("by: every_unit, do: register, with: [{}], each: {mot: {}}", "case_each_of_list"),
    ],
)
def test_an_act_is_repeated_in_one_way_only(tmp_path: Path, written: str, code: str) -> None:
    assert _codes(tmp_path, f"- {{at: 2022-02-01, {written}, given: illustrative}}") == [code]


def test_what_differs_for_a_unit_is_laid_over_what_all_share() -> None:
    loaded = load(SIXTH)
    given = {
        step.actor.unit: step.given["entries"] for step in loaded.steps if step.do == "self_score"
    }

    assert given["thpt-1"] == given["thpt-4"] | {"2": 17}
    assert str(given["thpt-2"]["1.1"]) == "99.5"


def test_an_act_about_the_heads_own_unit_goes_to_the_deputy() -> None:
    loaded = load(SIXTH)
    appraised = {
        step.given["unit"]: step.actor.unit for step in loaded.steps if step.do == "appraise"
    }

    assert appraised == {
        "thpt-1": "thpt-2", "thpt-2": "thpt-1", "thpt-3": "thpt-1", "thpt-4": "thpt-1",
        "thpt-5": "thpt-1",
    }  # fmt: skip


def test_a_person_acts_only_while_they_hold_the_seat() -> None:
    loaded = load(SIXTH)
    people = {step.do: step.actor.person for step in loaded.steps if step.actor.unit == "thpt-4"}

    assert people["register"] == "hieu-truong-4"
    assert people["self_score"] == "hieu-truong-4b"


def test_every_step_has_an_id_of_its_own() -> None:
    for file in (*SOURCES, SIXTH):
        ids = [step.id for step in load(file).steps]

        assert len(set(ids)) == len(ids)


def test_there_are_five_source_cases() -> None:
    assert len(SOURCES) == 5


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_a_source_case_says_of_its_report_what_it_establishes(file: Path) -> None:
    case = load(file).case

    assert case.source
    assert {one.given for one in case.expect} == {"reported", "illustrative"}


def test_exactly_what_may_be_expected_is_compared() -> None:
    assert set(COMPARED) == set(SUBJECTS)


def test_the_json_schema_of_a_case_names_every_act() -> None:
    done = Case.model_json_schema()["$defs"]["DoneAt"]["properties"]["do"]

    assert done["enum"] == sorted(ACTS)


def test_an_editor_is_told_what_the_keys_of_a_case_mean() -> None:
    assert hint("DoneAt", "each", "en") == "What is different for a unit, laid over with."
    assert "{unit: x}" in str(hint("DoneAt", "by", "vi"))


@pytest.mark.parametrize("name", ['""', '"a\\nb"', '"Đại diện\\r\\nBcc: x@y.z"', "x" * 301])
@pytest.mark.parametrize(
    ("there", "path"),
    [
        ("name: A,", "people[0].name"),
        ("name: Đơn vị hai", "units[1].name"),
        ("name: Khối nhỏ", "bloc.name"),
    ],
)
def test_a_name_that_could_never_be_read_again_is_refused_where_it_stands(
    tmp_path: Path, name: str, there: str, path: str
) -> None:
    file = tmp_path / "case.yaml"
    changed = there.partition(": ")[0] + f": {name}" + ("," if there.endswith(",") else "")
    file.write_text(HEAD.replace(there, changed) + "      []\n")

    with pytest.raises(FileRefused) as refused:
        load(file)

    assert path in [one.path for one in refused.value.problems]


@pytest.mark.parametrize("email", ["binh-minh cum4", "a@b.vn, d@e.vn"])
def test_an_address_that_no_mail_could_reach_is_refused_where_it_stands(
    tmp_path: Path, email: str
) -> None:
    head = HEAD.replace("name: A,", f'name: A, email: "{email}",')

    assert _codes(tmp_path, "[]", head) == ["case_email"]


@pytest.mark.parametrize("name", ["cum-44.yaml", "folder.yaml"])
def test_a_definition_that_is_not_there_is_told_where_the_case_names_it(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.yaml").mkdir()
    file = tmp_path / "case.yaml"
    file.write_text(HEAD.replace("blocs/an-giang/party-agencies-2022", name) + "      []\n")

    with pytest.raises(FileRefused) as refused:
        load(file)

    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.path) == (str(file), 13, "years[0].definition")
    assert name in problem.en


@pytest.mark.parametrize("code", ["not_in_role", "NOT_IN_ROL"])
def test_a_refusal_that_there_is_not_is_told_with_the_nearest(tmp_path: Path, code: str) -> None:
    file = tmp_path / "case.yaml"
    act = f"- {{at: 2022-01-11, by: admin, do: advance, refused: [{code}], given: illustrative}}"
    file.write_text(f"{HEAD}      {act}\n")

    with pytest.raises(FileRefused) as refused:
        load(file)

    assert [one.code for one in refused.value.problems] == ["case_refusal_code"]
    assert "^" not in refused.value.problems[0].en


@pytest.mark.parametrize(
    ("until", "codes"), [("2022-01-31", ["case_until_early"]), ("2022-02-01", [])]
)
def test_time_does_not_end_before_the_last_act(
    tmp_path: Path, until: str, codes: list[str]
) -> None:
    head = HEAD.replace("people:", f"until: {until}\npeople:")
    act = "- {at: 2022-02-01, by: admin, do: advance, refused: [ROLE_FULL], given: illustrative}"

    assert _codes(tmp_path, act, head) == codes


@pytest.mark.parametrize(
    ("expected", "path"),
    [
        ("scores: {bai: {points: 90}}", "expect[0].scores.bai"),
        ("ranking: {bai: 1}", "expect[0].ranking.bai"),
        ("head: bai", "expect[0].head"),
        ("behind: [bai]", "expect[0].behind[0]"),
        ("tie: {unit: bai, broken_by: x}", "expect[0].tie.unit"),
    ],
)
def test_an_expectation_about_no_unit_is_told_where_it_stands(
    tmp_path: Path, expected: str, path: str
) -> None:
    file = tmp_path / "case.yaml"
    what = f"expect:\n  - {{year: 2022, given: illustrative, {expected}}}\n"
    file.write_text(HEAD.replace("years:", f"{what}years:") + "      []\n")

    with pytest.raises(FileRefused) as refused:
        load(file)

    assert [(one.code, one.path) for one in refused.value.problems] == [("case_unknown_unit", path)]


@pytest.mark.parametrize("name", ["A\u202eB", '"A\\u202eB"', "A\u200f"])
def test_no_name_turns_the_direction_of_reading(tmp_path: Path, name: str) -> None:
    head = HEAD.replace("name: A,", f"name: {name},")

    (code,) = _codes(tmp_path, "[]", head)
    assert code in {"control_character", "control_character_escaped"}
