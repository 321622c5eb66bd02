"""`thidua year document`: a paper of the bloc as text, in both languages, as it was signed."""

from pathlib import Path

import pytest

from tests.console.asking import ask

CASE = Path(__file__).parents[2] / "cases" / "examples" / "papers" / "case.yaml"
YEAR = "school-cluster-5/2024"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year in which a report was signed, its results corrected, and another took its place."""
    folder = tmp_path_factory.mktemp("papers")
    told = ask("run", CASE, "--dir", folder, "--json")
    assert told.status == 0, told.out + told.err
    (case,) = told.document["cases"]
    assert case["expectations"]["failed"] == []
    return folder


def test_a_document_is_printed_filled_and_signed(played: Path) -> None:
    told = ask("year", "document", YEAR, "summary_report", "--dir", played)

    assert told.status == 0
    assert "Số: 2/BC-CTĐ" in told.out
    assert "ngày 27 tháng 05 năm 2025" in told.out
    assert "1. Trường THPT số 3: 43/50 điểm, Mạnh" in told.out
    assert "TM. Cụm thi đua\nCụm trưởng\nHiệu trưởng số 1 (đã ký 15:00 27/05/2025)" in told.out
    assert "Trạng thái: Đã ký." in told.out


def test_a_superseded_document_says_so_and_still_says_what_was_signed(played: Path) -> None:
    arguments = ("summary_report", "--number", "1/BC-CTĐ", "--dir", played, "--lang", "en")
    told = ask("year", "document", YEAR, *arguments)

    assert "4. Trường THPT số 4: 36 of 50 points, Fair" in told.out
    assert "3. Trường THPT số 3: 38 of 50 points, Fair" in told.out
    assert "Superseded by the document 2/BC-CTĐ." in told.out


def test_the_kinds_are_listed_with_how_each_stands(played: Path) -> None:
    told = ask("year", "document", YEAR, "--dir", played, "--json")

    listed = told.document["documents"]
    assert [(one["document"], one["number"], one["state"]) for one in listed] == [
        ("summary_report", "1/BC-CTĐ", "superseded"),
        ("summary_report", "2/BC-CTĐ", "signed"),
        ("award_submission", None, "draft"),
    ]  # fmt: skip


def test_a_draft_is_printed_before_it_is_recorded(played: Path) -> None:
    told = ask("year", "document", YEAR, "award_submission", "--dir", played)

    assert "Số: ……/TTr-KTĐ" in told.out
    assert "- Trường THPT số 2: " in told.out
    assert "Trạng thái: Dự thảo." in told.out


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Chưa kiểm chứng: mẫu này"), ("en", "Unverified: this form")]
)
def test_a_paper_after_a_form_of_the_law_that_was_not_seen_says_so(
    played: Path, language: str, said: str
) -> None:
    arguments = ("--dir", played, "--lang", language)
    submission = ask("year", "document", YEAR, "award_submission", *arguments)
    report = ask("year", "document", YEAR, "summary_report", *arguments)

    assert said in submission.out
    assert "ND152-2025 PL, mẫu 01" in submission.out
    assert said not in report.out


def test_a_kind_that_is_not_there_is_named(played: Path) -> None:
    told = ask("year", "document", YEAR, "sumary_report", "--dir", played)

    assert told.status == 2
    assert "summary_report" in told.err
