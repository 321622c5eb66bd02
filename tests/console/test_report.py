"""`thidua report`: a table for people, a document for programs, a page for the printer."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.console.asking import ask

FORM = """
id: mine
kind: report
title: {vi: "Biểu <của> tôi", en: My form}
rows: bloc
columns:
  - {measure: members, title: {vi: Đơn vị, en: Units}}
  - {measure: class, level: 1, title: {vi: Loại nhất, en: First class}}
"""


class Page(HTMLParser):
    """What a page shows in its cells, and whatever it would fetch from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.fetched: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag in {"td", "th"}
        if self._inside:
            self.cells.append("")
        self.fetched += [str(value) for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.cells[-1] += data


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form of one's own."""
    file = tmp_path / "mine.yaml"
    file.write_text(FORM, "utf-8")
    return file


def test_a_report_is_a_table_with_its_sum(played: Path) -> None:
    told = ask("report", "movement", "--dir", played)

    assert told.status == 0
    assert "Tổng hợp phong trào thi đua theo khối" in told.out
    assert told.out.splitlines()[-4].split()[:3] == ["Tổng", "cộng", "10"]


def test_a_report_is_a_document_too(played: Path) -> None:
    told = ask("report", "awards", "--dir", played, "--year", "2024", "--json")

    (row,) = told.document["rows"]
    titles = [one["title"]["en"] for one in told.document["columns"]]
    figures = dict(zip(titles, row["figures"], strict=True))
    assert (row["bloc"], row["year"]) == ("school-cluster-3", 2024)
    assert (figures["Proposed"], figures["Decided"]) == (3, 3)
    assert told.document["scope"]["years"] == [2024]


@pytest.mark.parametrize("printed", [(), ("--html",)])
@pytest.mark.parametrize("name", ["awards", "movement"])
@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Chưa kiểm chứng: mẫu này"), ("en", "Unverified: this form")]
)
def test_a_form_after_one_of_the_ministry_that_was_not_seen_says_so(
    played: Path, name: str, printed: tuple[str, ...], language: str, said: str
) -> None:
    told = ask("report", name, "--dir", played, "--lang", language, *printed)

    assert said in told.out
    assert "TT 02/2023/TT-BNV biểu 0601.N-0605.N" in told.out


def test_a_form_of_ones_own_rests_on_nothing_unseen(played: Path, form: Path) -> None:
    assert "Chưa kiểm chứng" not in ask("report", form, "--dir", played).out


def test_a_form_of_ones_own_is_a_file(played: Path, form: Path) -> None:
    told = ask("report", form, "--dir", played, "--json")

    assert [row["figures"] for row in told.document["rows"]] == [[10, 3]]


def test_a_page_to_print_stands_alone_and_says_what_the_table_says(
    played: Path, form: Path
) -> None:
    told = ask("report", form, "--dir", played, "--html")

    page = Page(told.out)
    assert page.fetched == []
    assert "url(" not in told.out
    assert page.cells == [
        "Khối", "Đơn vị", "Loại nhất", "A", "1", "2",
        "Cụm thi đua các trường THPT số 3", "10", "3", "Tổng cộng", "10", "3",
    ]  # fmt: skip
    assert "size: A4 landscape" in told.out


def test_what_people_wrote_is_not_a_part_of_the_page(played: Path, form: Path) -> None:
    told = ask("report", form, "--dir", played, "--html")

    assert "<h1>Biểu &lt;của&gt; tôi</h1>" in told.out


def test_nothing_in_the_scope_is_said_and_not_an_empty_table(played: Path) -> None:
    told = ask("report", "movement", "--dir", played, "--year", "1999", "--lang", "en")

    assert "There are no bloc years in this scope." in told.out


def test_a_form_misspelt_is_answered_with_the_one_meant(played: Path) -> None:
    told = ask("report", "movment", "--dir", played, "--lang", "en")

    assert told.status == 2
    assert "Did you mean movement?" in told.err


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("level: 1", "level: 1, of: high", "takes either of (its id) or level"),
        ("measure: members", "measure: members, of: FLAG", "counts no awards"),
        ("measure: members", "measure: memebers", "members"),
        ("rows: bloc", "rows: month", "bloc_year"),
    ],
)
def test_a_form_that_is_wrong_says_where_and_why(
    played: Path, form: Path, was: str, wrong: str, said: str
) -> None:
    form.write_text(FORM.replace(was, wrong), "utf-8")
    told = ask("report", form, "--dir", played, "--lang", "en")

    assert told.status == 2
    assert f"{form}:" in told.err
    assert said in told.err
