"""From a regulation to a running case: what the document shows is what happens."""

import json
import re
from pathlib import Path

import pytest

from tests.console.asking import ask

ROOT = Path(__file__).parents[2]
DECREE = Path(__file__).parent / "decree"
DEFINITION = (DECREE / "cum-4.yaml").read_text("utf-8")
EXAMPLE = ROOT / "cases" / "examples" / "papers" / "school-cluster-5-2024.yaml"
DOCUMENTS = {"vi": "write-a-definition.md", "en": "write-a-definition.en.md"}
BLOCK = re.compile(r"^```(\w+ \S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INHERITED = re.compile(r"(definitions/\S+?\.yaml):\d+:\d+")
Block = tuple[str, str]


def blocks(language: str) -> list[Block]:
    text = (ROOT / "docs" / DOCUMENTS[language]).read_text("utf-8")
    return BLOCK.findall(text)


def linted(text: str, language: str, folder: Path) -> str:
    """Return the answer, with the folder of the product left out."""
    file = folder / "cum-4.yaml"
    file.write_text(text, "utf-8")
    told = ask("definitions", "lint", file, "--lang", language).out
    return told.replace(f"{folder}/", "").replace(f"{ROOT}/", "")


def without_lines_inherited(told: str) -> str:
    """Return an answer without line numbers of the product's own layers, which may move."""
    return INHERITED.sub(r"\1", told)


@pytest.mark.parametrize("language", DOCUMENTS)
def test_after_every_step_the_linter_says_what_the_document_says(
    language: str, tmp_path: Path
) -> None:
    written, answers = "", 0
    for kind, content in blocks(language):
        if kind == "yaml cum-4.yaml":
            written += f"\n{content}" if written else content
        if kind == "text lint":
            answers += 1
            told = linted(written, language, tmp_path)
            assert without_lines_inherited(told) == without_lines_inherited(content)

    assert answers >= 4
    assert written == DEFINITION


@pytest.mark.parametrize("language", DOCUMENTS)
def test_what_is_shown_of_the_example_stands_in_it(language: str) -> None:
    shown = [content for kind, content in blocks(language) if kind == f"yaml {EXAMPLE.name}"]

    assert len(shown) >= 4
    assert [one for one in shown if one not in EXAMPLE.read_text("utf-8")] == []


@pytest.mark.parametrize("language", DOCUMENTS)
def test_every_mistake_shown_is_told_as_shown(language: str, tmp_path: Path) -> None:
    shown = blocks(language)
    pairs = [
        (content, shown[at + 1][1])
        for at, (kind, content) in enumerate(shown)
        if kind == "diff mistake"
    ]

    assert len(pairs) >= 4
    for mistake, answer in pairs:
        was, instead = (line[1:] for line in mistake.splitlines())
        assert DEFINITION.count(was) == 1
        told = linted(DEFINITION.replace(was, instead), language, tmp_path).splitlines()
        assert [one for one in told if one.startswith(("LỖI", "ERROR"))] == answer.splitlines()


@pytest.mark.parametrize(
    ("language", "advice"),
    [("vi", "Xem lại tên và thư mục"), ("en", "Check the name and the folder")],
)
def test_a_file_that_is_not_there_is_told_in_words_with_what_to_do(
    language: str, advice: str, tmp_path: Path
) -> None:
    for command in (("definitions", "lint"), ("run",)):
        told = ask(*command, tmp_path / "cum-5.yaml", "--lang", language)

        assert told.status
        assert advice in told.out + told.err
        assert "No such file" not in told.out + told.err


@pytest.mark.parametrize(
    ("was", "instead", "said"),
    [
        (
            "        with: {collective: [T-CO-BT, F-BK-BT], staff: 20, people: 20}",
            "        with: {collective: [T-CO-CP], staff: 20, people: 20}",
            "Sửa ngày, người làm hay nội dung của việc này",
        ),
        ("an-binh: {points: 98,", "an-binh: {points: 97,", "Tính lại bằng tay rồi sửa expect"),
    ],
    ids=["refused", "expected"],
)
def test_a_case_that_goes_otherwise_says_what_to_do(
    was: str, instead: str, said: str, tmp_path: Path
) -> None:
    case = (DECREE / "case.yaml").read_text("utf-8")
    assert case.count(was) == 1
    (tmp_path / "case.yaml").write_text(case.replace(was, instead), "utf-8")
    (tmp_path / "cum-4.yaml").write_text(DEFINITION, "utf-8")
    told = ask("run", tmp_path / "case.yaml", "--dir", tmp_path / "run")

    assert told.status == 1
    assert said in told.out + told.err


@pytest.mark.parametrize("language", DOCUMENTS)
def test_the_case_shown_is_the_case_that_runs(language: str) -> None:
    shown = [content for kind, content in blocks(language) if kind == "yaml case.yaml"]

    assert shown == [(DECREE / "case.yaml").read_text("utf-8")]


def test_the_case_runs_and_holds(tmp_path: Path) -> None:
    told = ask("run", DECREE / "case.yaml", "--dir", tmp_path / "run", "--json")

    assert told.status == 0, told.out + told.err
    (case,) = told.document["cases"]
    assert case["expectations"] == {"held": 7, "failed": []}


LATER = DECREE / "cum-4-giua-nam.yaml"


@pytest.mark.parametrize("language", DOCUMENTS)
def test_the_later_definition_shown_has_no_mistakes(language: str) -> None:
    shown = [content for kind, content in blocks(language) if kind == "yaml cum-4-giua-nam.yaml"]

    assert shown == [LATER.read_text("utf-8")]
    assert ask("definitions", "lint", LATER).status == 0


def test_a_running_year_takes_up_the_later_definition_as_shown(tmp_path: Path) -> None:
    ask("year", "open", DECREE / "case.yaml", "--dir", tmp_path)
    given = {"definition": str(LATER), "reason": "Hội nghị sơ kết thống nhất", "paper": "12/BB-C4"}
    proposing = ("year", "do", "cum-4/2024", "propose_definition", "--person", "dai-dien-an-binh")
    adopting = ("year", "do", "cum-4/2024", "adopt_definition", "--person", "dai-dien-binh-minh")
    place = ("--given", json.dumps(given), "--dir", tmp_path)

    seen = ask(*proposing, *place, "--dry-run")
    ask(*proposing, *place)
    done = ask(
        *adopting, "--given", json.dumps({"definition": "cum-4-giua-nam"}), "--dir", tmp_path
    )

    assert "Phần thay đổi: rubric." in seen.out
    assert done.status == 0, done.out + done.err
