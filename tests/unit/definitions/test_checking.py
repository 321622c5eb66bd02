"""The shape of a sheet: every error of a model is told once, at its place, in words."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import Field

from definitions.checking import check_shape, shape_problems
from definitions.errors import FileRefused
from definitions.schema.approvals import Approval
from definitions.schema.awards import AwardRule, Condition
from definitions.schema.ballots import Runner, Threshold
from definitions.schema.points import Points
from definitions.schema.record import Code, Path, Record, Slug, Whole
from definitions.schema.rubric import Criterion
from definitions.schema.stages import Stage
from definitions.schema.succession import Succession
from definitions.schema.timing import DateRule, Reminder
from tests.unit.definitions.factories import sheet


class Cat(Record):
    kind: Literal["cat"]
    lives: int


class Dog(Record):
    kind: Literal["dog"]
    tricks: tuple[str, ...] = ()


class Bare(Record):
    lives: int


class Thing(Record):
    """One of everything that a file may hold."""

    number: int = 0
    points: Points = Decimal(0)
    whole: Whole = 0
    text: str = "x"
    flag: bool = False
    day: date = date(2018, 1, 1)
    hour: time = time(17)
    moment: datetime | None = None
    names: list[Slug] = Field(default=[])
    code: Code = "X"
    path: Path = "x"
    inside: Bare | None = None
    choice: Literal["red", "green"] = "red"
    many: int | Literal["all"] = 1
    one_or_more: str | list[str] = "x"
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None
    either: Cat | Bare | None = None
    by_name: dict[str, Bare] = Field(default={})
    bounded: int = Field(default=1, ge=1, le=9)
    few: list[int] = Field(default=[1], min_length=1, max_length=2)


def told(text: str, model: type[Record] = Thing) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in shape_problems(sheet(text), model)]


def sentence(text: str, model: type[Record] = Thing) -> str:
    (problem,) = shape_problems(sheet(text), model)
    return problem.en


def test_what_was_read_becomes_what_the_model_says() -> None:
    text = "points: 1.50\nday: 2018-03-27\nhour: 08:30\nnames: [a]\npet: {kind: dog}\nflag: true"
    thing = check_shape(sheet(text), Thing)
    assert (thing.points, thing.day, thing.hour) == (Decimal("1.5"), date(2018, 3, 27), time(8, 30))


KEY = " Correct the key, or look at the indent: it may belong to another level."


@pytest.mark.parametrize(
    ("written", "code", "path"),
    [
        pytest.param("number: x", "not_whole_number", "number", id="int"),
        pytest.param("number: 1.5", "not_whole_number", "number", id="int-from-decimal"),
        pytest.param("points: x", "not_exact", "points", id="points"),
        pytest.param("points: '1E+9'", "not_exact", "points", id="points-with-exponent"),
        pytest.param("points: 0,5", "decimal_comma", "points", id="points-with-comma"),
        pytest.param("moment: 2018-03-27T25:00:00Z", "no_date", "moment", id="no-such-hour"),
        pytest.param("points: 0.1234567", "not_exact", "points", id="points-too-fine"),
        pytest.param("whole: true", "true_as_number", "whole", id="true-as-number"),
        pytest.param("points: true", "not_exact", "points", id="decimal-from-true"),
        pytest.param("text: 1.10", "quote_it", "text", id="decimal-as-text"),
        pytest.param("text: 5", "quote_it", "text", id="int-as-text"),
        pytest.param("text: true", "quote_it", "text", id="true-as-text"),
        pytest.param("text:", "not_text", "text", id="nothing-as-text"),
        pytest.param("text: [a]", "not_text", "text", id="list-as-text"),
        pytest.param("flag: maybe", "not_true_false", "flag", id="bool"),
        pytest.param("day: 30/2/2018", "not_a_date", "day", id="date"),
        pytest.param("day: 2018-02-30", "no_date", "day", id="date-that-cannot-be"),
        pytest.param("hour: noon", "not_a_time", "hour", id="time"),
        pytest.param("moment: noon", "not_a_moment", "moment", id="moment"),
        pytest.param("names: a", "not_list", "names", id="list"),
        pytest.param("names: [a, B C]", "bad_slug", "names[1]", id="slug"),
        pytest.param("code: Đ1", "bad_code", "code", id="code"),
        pytest.param("path: A/B", "bad_path", "path", id="path"),
        pytest.param("inside: 3", "not_mapping", "inside", id="mapping"),
        pytest.param("inside: {}", "missing_key", "inside.lives", id="missing"),
        pytest.param("choice: rod", "not_allowed", "choice", id="literal"),
        pytest.param("bounded: 10", "out_of_range_le", "bounded", id="range"),
        pytest.param("few: []", "list_too_short", "few", id="short"),
        pytest.param("few: [1, 2, 3]", "list_too_long", "few", id="long"),
        pytest.param("textt: a", "unknown_key", "textt", id="unknown"),
        pytest.param("by_name: {a: {lives: x}}", "not_whole_number", "by_name.a.lives", id="dict"),
    ],
)
def test_an_error_is_told_at_its_path(written: str, code: str, path: str) -> None:
    assert told(written) == [(code, path)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("many: x", [("not_any_of", "many")], id="number-or-word"),
        pytest.param("one_or_more: 3", [("not_any_of", "one_or_more")], id="text-or-list"),
        pytest.param("one_or_more: [a, 3]", [("quote_it", "one_or_more[1]")], id="inside-the-list"),
        pytest.param("pet: {kind: cow}", [("not_allowed", "pet")], id="unknown-tag"),
        pytest.param("pet: {lives: 9}", [("missing_key", "pet")], id="no-tag"),
        pytest.param("pet: {kind: cat}", [("missing_key", "pet.lives")], id="chosen-by-tag"),
        pytest.param("pet: {kind: dog, trick: a}", [("unknown_key", "pet.trick")], id="extra"),
        pytest.param("either: {lives: x}", [("not_whole_number", "either.lives")], id="nearest"),
    ],
)
def test_a_choice_makes_no_noise(written: str, expected: list[tuple[str, str]]) -> None:
    assert told(written) == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("txt: a", f"There is no key txt here. Did you mean text?{KEY}"),
        ("pet: {kind: dog, trick: [a]}", f"There is no key trick here. Did you mean tricks?{KEY}"),
        ("inside: {lifes: 9, lives: 9}", f"There is no key lifes here. Did you mean lives?{KEY}"),
        (
            "choice: grean",
            (
                "grean is not a choice here. Did you mean green? Allowed: red, green."
                " Choose one that is allowed, letter by letter."
            ),
        ),
        (
            "many: x",
            (
                "What is needed here is a whole number or the word all; the text “x” will not do."
                " Write it in one of these forms."
            ),
        ),
        (
            "text: 1.10",
            'Text is needed here, but this is the number 1.10. Put it in quotes: "1.10".',
        ),
        ("bounded: 0", "0 must be at least 1. Write 1 or more."),
        (
            "inside: {lives: 9, a word: }",
            "There is no key a word here. Put a text with a comma in quotes.",
        ),
    ],
)
def test_the_sentence_says_what_to_write_instead(written: str, said: str) -> None:
    assert sentence(written) == said


def test_both_languages_are_told() -> None:
    (problem,) = shape_problems(sheet("number: x"), Thing)
    assert problem.vi == (
        "Ở đây cần số nguyên, không phải văn bản “x”. Viết số nguyên không dấu nháy, như 5."
    )


def test_an_unknown_key_is_found_where_it_stands() -> None:
    (problem,) = shape_problems(sheet("text: a\ntxet: b\n"), Thing)
    assert (problem.line, problem.column) == (2, 1)


def test_everything_wrong_is_told_in_the_order_of_the_file() -> None:
    assert told("text: 1\nnumber: x\nflag: maybe\n") == [
        ("quote_it", "text"),
        ("not_whole_number", "number"),
        ("not_true_false", "flag"),
    ]


@pytest.mark.parametrize(
    ("written", "model", "expected"),
    [
        ("{registered: [A], rank_at_most: 1}", Condition, ("exactly_one_key", "")),
        ("{office: a, unit: true}", Runner, ("exactly_one_key", "")),
        ("{month: 3}", DateRule, ("day_or_entry", "")),
        ("{before: 3 weeks}", Reminder, ("bad_span", "before")),
        ("{before: 99999999 working_days}", Reminder, ("span_too_long", "before")),
        ("{at_least: 0.8, of: all}", Threshold, ("bad_share", "at_least")),
        ("{quorum: 0.5}", Succession, ("bad_share", "quorum")),
        ("{before: 3 days, after: 3 days}", Reminder, ("exactly_one_key", "")),
        ("{id: I, title: {vi: a, en: b}, max: 5}", Criterion, ("parts_or_score", "")),
        ("{id: a, office: b, title: {vi: a, en: }, writes: passed}", Approval,
         ("not_text", "title.en")),
        ("{id: A, number: some, when: {rank_at_most: 1}}", AwardRule, ("not_any_of", "number")),
        ("{id: a, kind: review, title: {vi: a, en: b}, owner: boss}", Stage,
         ("not_any_of", "owner")),
    ],
)  # fmt: skip
def test_the_rules_of_the_schema_are_told(
    written: str, model: type[Record], expected: tuple[str, str]
) -> None:
    assert told(written, model) == [expected]


def test_a_part_may_leave_out_what_lies_below_it() -> None:
    part = sheet("{month: 3, time: noon}")
    assert [one.code for one in shape_problems(part, DateRule, partial=True)] == ["not_a_time"]


def test_a_refusal_carries_every_problem() -> None:
    with pytest.raises(FileRefused) as refusal:
        check_shape(sheet("number: x\nflag: maybe"), Thing)
    assert [one.code for one in refusal.value.problems] == ["not_whole_number", "not_true_false"]
