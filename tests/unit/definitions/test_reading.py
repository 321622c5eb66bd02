"""Reading YAML: what a person may write, what becomes of it, and what is refused where."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.errors import FileRefused
from definitions.problems import Mark
from definitions.reading import MOST_BYTES, MOST_PROBLEMS, read, read_bytes, scalar
from tests.unit.definitions.factories import refused, sheet


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("no", "no"),
        ("17:00", "17:00"),
        ("2018-03-27", "2018-03-27"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("-3", -3),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("1_000", "1_000"),
        ("9" * 40, "9" * 40),
        ("1.50", Decimal("1.50")),
    ],
)
def test_unquoted_text_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    found = scalar(written)
    assert (found, type(found)) == (meant, type(meant))


def test_what_is_quoted_stays_text() -> None:
    assert sheet("""a: ["1", 'true', "", "1.5"]""").value == {"a": ["1", "true", "", "1.5"]}


def test_keys_are_text_as_written() -> None:
    assert sheet("{1: a, true: b, null: c, on: d}").value == {
        "1": "a", "true": "b", "null": "c", "on": "d",
    }  # fmt: skip


def test_every_part_has_its_place() -> None:
    marks = sheet("a: 1\nb:\n  - x\n  - c: 2\n").marks
    assert marks[("b", 1, "c")] == Mark("test.yaml", 4, 8)


def test_a_block_is_found_by_its_key() -> None:
    assert sheet("a:\n  b: 1\n").mark(("a",)) == Mark("test.yaml", 1, 1)


def test_what_is_not_written_is_found_at_what_would_hold_it() -> None:
    assert sheet("a:\n  b: 1\n").mark(("a", "c", 3)) == Mark("test.yaml", 1, 1)


def test_a_byte_order_mark_is_no_text() -> None:
    assert read_bytes(b"\xef\xbb\xbfa: 1", "x").value == {"a": 1}


def test_text_and_keys_become_nfc() -> None:
    assert sheet("ho\u0323c: 'Kho\u0302\u0301i'").value == {"h\u1ecdc": "Kh\u1ed1i"}


@pytest.mark.parametrize(
    ("written", "code", "line"),
    [
        pytest.param("", "file_empty", 1, id="empty"),
        pytest.param("# words\n", "file_empty", 1, id="only-comments"),
        pytest.param("- a", "top_not_mapping", 1, id="list"),
        pytest.param("text", "top_not_mapping", 1, id="scalar"),
        pytest.param("a: 1\na: 2\n", "duplicate_key", 2, id="duplicate"),
        pytest.param("ho\u0323c: 1\nh\u1ecdc: 2\n", "duplicate_key", 2, id="duplicate-in-nfc"),
        pytest.param("a:\n  - *b\n", "alias_refused", 2, id="alias"),
        pytest.param("a: &b 1", "anchor_refused", 1, id="anchor"),
        pytest.param("a: !!python/object:os.system x", "tag_refused", 1, id="tag"),
        pytest.param("a: 1\n---\nb: 2\n", "several_documents", 3, id="documents"),
        pytest.param(b"a: 1\nb: \xff\n", "not_utf8", 2, id="latin-1"),
        pytest.param("a: 1\nb: \x07\n", "control_character", 2, id="control"),
        pytest.param('a: "\\x07"', "control_character_escaped", 1, id="control-escaped"),
        pytest.param("a: 1\nb: [\n", "yaml_syntax", 3, id="syntax"),
        pytest.param("a: 1\n\tb: 2\n", "yaml_tab", 2, id="tab-behind"),
        pytest.param("a: b: c\n", "yaml_colon", 1, id="colon"),
        pytest.param("a: [1, 2\nb: 3\n", "yaml_bracket", 2, id="bracket"),
        pytest.param('a: "x\nb: 3\n', "yaml_quote", 3, id="quote"),
        pytest.param("a:\n\u00a0b: 1\n  c: 2\n", "yaml_space", 2, id="no-break"),
        pytest.param('a: "\\ud800"', "yaml_syntax", 1, id="half-a-character"),
        pytest.param("a:\n\tb: 1\n", "yaml_tab", 2, id="tab"),
        pytest.param("? [a]\n: 1\n", "key_not_text", 1, id="list-as-key"),
        pytest.param("a: " + "[" * 51 + "]" * 51, "too_deep", 1, id="deep"),
        pytest.param("a: " + "[" * 100_000, "too_deep", 1, id="bomb"),
        pytest.param(b"a: " + b"x" * MOST_BYTES, "file_too_large", 1, id="large"),
    ],
)
def test_refuses_with_its_place(written: str | bytes, code: str, line: int) -> None:
    assert [(one.code, one.line) for one in refused(written)] == [(code, line)]


def test_names_everything_at_once() -> None:
    found = refused("a: 1\na: 2\nb: *x\nc: !t 3\n")
    assert [one.code for one in found] == ["duplicate_key", "alias_refused", "tag_refused"]


def test_stops_naming_after_enough() -> None:
    assert len(refused("a: [" + "*x, " * 5000 + "]")) == MOST_PROBLEMS


def test_fifty_levels_are_allowed() -> None:
    assert refused("a: " + "[" * 49 + "1" + "]" * 49) == ()


def test_a_problem_reads_as_editors_know_it() -> None:
    (problem,) = refused("a:\n  b: 1\n  b: 2\n")
    assert problem.shown("en") == (
        "test.yaml:3:3: a.b: The key b already stands in line 2. Make one of the two, or drop one."
    )


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / "none.yaml")
    assert [one.code for one in refusal.value.problems] == ["file_missing"]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read_bytes(data, "x").value, dict)
    except FileRefused as refusal:
        assert refusal.problems  # noqa: PT017 - both ends are right, a third would not be


@given(st.text(alphabet="ab:-#'\"[]{}&*!|> \n\t,?%@`1.", max_size=60))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    test_any_bytes_are_read_or_refused.hypothesis.inner_test(text.encode())  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["a: 1\n\tb: 2\n", "a:\n - 1\nb\n", 'a: "\\q"\n', "%x\na: 1\n"])
def test_the_parser_is_not_quoted(text: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_bytes(text.encode(), "words.yaml")

    (problem,) = refused.value.problems
    assert not re.search(r"scanning|parsing|found|expected", problem.vi + problem.en)
