"""Documents: numbered, issued, signed in order, superseded, and filled from the year."""

from dataclasses import replace

import pytest

from definitions.filling import placeholders
from definitions.schema.documents import BLANKS, DocumentRule
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, holds, plain
from tests.unit.domain.builders import codes, day, only, ranked, standing_at
from tests.years import Paper
from workflow.domain import gates
from workflow.domain.model import Actor
from workflow.domain.papers import blanks, composing
from workflow.domain.papers.documents import Document, Documents, rule_of
from workflow.domain.results.ranking import RankingState

ONE = {"number": "01/KH-KTĐ", "title": "Kế hoạch", "on": "2025-01-02"}


@pytest.fixture
def paper() -> Paper:
    return Paper()


def _library(paper: Paper) -> tuple[Document, ...]:
    return paper.book.load(Documents, "documents").documents


@pytest.mark.parametrize(("by", "issuer"), [(HEAD, "an"), (DEPUTY, "binh"), (ADMIN, None)])
def test_a_document_is_issued_by_the_unit_that_enters_it(
    paper: Paper, by: Actor, issuer: str | None
) -> None:
    paper.do("record_document", by, **ONE)

    (found,) = _library(paper)
    assert (found.number, found.on, found.issuer) == ("01/KH-KTĐ", day("2025-01-02"), issuer)


def test_a_document_of_a_day_to_come_is_not_recorded(paper: Paper) -> None:
    unmet = only(paper.prevented("record_document", HEAD, **ONE | {"on": "2028-05-02"}))

    assert (unmet.code, unmet.facts) == ("DOCUMENT_TO_COME", {"day": day("2028-05-02")})


def test_documents_stay_in_the_order_in_which_they_were_entered(paper: Paper) -> None:
    for number in ("2", "1", "3"):
        paper.do("record_document", HEAD, **ONE | {"number": number})

    assert [one.number for one in _library(paper)] == ["2", "1", "3"]


def test_a_number_is_taken_once(paper: Paper) -> None:
    paper.do("record_document", HEAD, **ONE)

    unmet = only(paper.prevented("record_document", DEPUTY, **ONE))
    assert (unmet.code, unmet.facts) == ("NUMBER_TAKEN", {"number": "01/KH-KTĐ"})


def test_a_member_without_office_enters_nothing(paper: Paper) -> None:
    assert paper.refused("record_document", MEMBER, **ONE) == ["NOT_IN_ROLE"]


@pytest.mark.parametrize(
    ("state", "refused"),
    [("closed", []), ("suspended", ["YEAR_NOT_RUNNING"]), ("dissolved", ["YEAR_NOT_RUNNING"])],
)
def test_documents_outlast_the_closing_of_the_year(
    paper: Paper, state: str, refused: list[str]
) -> None:
    assert standing_at(paper, state).refused("record_document", HEAD, **ONE) == refused


KINDS = """
documents:
  - id: report
    stage: registration
    title: {vi: Báo cáo, en: Report}
    number: "{n}/BC-KTĐ.{year}"
    issuer: deputy
    signers:
      - {role: deputy, capacity: KT}
      - {office: board, capacity: TL}
    template:
      vi: "Số: {number}, {day}. {bloc}\\n{ranking}\\n{signatures}"
      en: "No. {number}, {day}. {bloc}\\n{ranking}\\n{signatures}"
stages:
  - id: registration
    needs: [{document: report}]
"""
REPORT = {"number": "3/BC-KTĐ.2025", "title": "Báo cáo", "on": "2025-01-02", "document": "report"}
ORDER = {"number": "9/QC", "issued_on": "2025-01-02", "issuer": "Hội đồng"}


@pytest.fixture
def kinds() -> Paper:
    """A year whose first stage needs a report that two sign."""
    return Paper(definition=plain(KINDS))


def _sign(year: Paper, by: Actor, capacity: str) -> None:
    rests_on = {"paper": ORDER} if capacity == "TL" else {}
    year.do("sign_document", by, number=REPORT["number"], capacity=capacity, **rests_on)


@pytest.mark.parametrize(
    ("number", "refused"),
    [
        ("3/BC-KTĐ.2025", []),
        ("0003/BC-KTĐ.2025", []),
        ("3/BC-KTĐ.2024", ["NUMBER_FORM"]),
        ("3/BCxKTĐ.2025", ["NUMBER_FORM"]),
        ("x/BC-KTĐ.2025", ["NUMBER_FORM"]),
        ("3/BC-KTĐ.2025a", ["NUMBER_FORM"]),
    ],
)
def test_a_number_has_the_form_of_its_kind(kinds: Paper, number: str, refused: list[str]) -> None:
    assert kinds.refused("record_document", DEPUTY, **REPORT | {"number": number}) == refused


def test_another_unit_than_the_one_named_does_not_issue_it(kinds: Paper) -> None:
    refused = only(kinds.prevented("record_document", HEAD, **REPORT))

    assert (refused.code, refused.who) == ("ANOTHER_UNIT_ISSUES", ("deputy",))


def test_a_kind_that_the_definition_does_not_know_is_refused(kinds: Paper) -> None:
    given = REPORT | {"document": "letter"}

    assert kinds.refused("record_document", DEPUTY, **given) == ["NO_SUCH_DOCUMENT_KIND"]


def test_signatures_come_in_order_on_one_paper(kinds: Paper) -> None:
    kinds.do("record_document", DEPUTY, **REPORT)
    board, number = holds("board"), REPORT["number"]

    early = {"number": number, "capacity": "TL", "paper": ORDER}
    assert kinds.refused("sign_document", board, **early) == [
        "NOT_THE_NEXT_TO_SIGN", "CAPACITY_NOT_TAKEN",
    ]  # fmt: skip
    _sign(kinds, DEPUTY, "KT")
    assert kinds.refused("sign_document", DEPUTY, number=number, capacity="KT") == [
        "NOT_THE_NEXT_TO_SIGN", "SIGNED_BEFORE", "CAPACITY_NOT_TAKEN",
    ]  # fmt: skip
    _sign(kinds, board, "TL")
    assert [one.capacity for one in _library(kinds)[0].signatures] == ["KT", "TL"]
    assert kinds.refused("sign_document", board, **early) == ["DOCUMENT_SIGNED_ALREADY"]


def test_a_signature_by_order_names_its_paper(kinds: Paper) -> None:
    kinds.do("record_document", DEPUTY, **REPORT)
    _sign(kinds, DEPUTY, "KT")

    given = {"number": REPORT["number"], "capacity": "TL"}
    assert kinds.refused("sign_document", holds("board"), **given) == ["AUTHORITY_MISSING"]


def test_the_stage_waits_for_the_document_and_for_every_signature(kinds: Paper) -> None:
    def waits() -> list[tuple[str, tuple[str, ...]]]:
        return [(one.code, one.who) for one in gates.stage_unmet(kinds.book, kinds.now)]

    assert waits() == [("DOCUMENT_MISSING", ("deputy",))]
    kinds.do("record_document", DEPUTY, **REPORT)
    assert waits() == [("DOCUMENT_UNSIGNED", ("deputy",))]
    _sign(kinds, DEPUTY, "KT")
    assert waits() == [("DOCUMENT_UNSIGNED", ("office:board",))]
    _sign(kinds, holds("board"), "TL")
    assert waits() == []


def test_a_document_supersedes_another_which_stays_and_is_marked(kinds: Paper) -> None:
    kinds.do("record_document", DEPUTY, **REPORT)
    later = REPORT | {"number": "4/BC-KTĐ.2025"}

    assert kinds.refused("record_document", DEPUTY, **later) == ["DOCUMENT_STANDS"]
    kinds.do("record_document", DEPUTY, **later | {"supersedes": REPORT["number"]})
    library = kinds.book.load(Documents, "documents")
    assert library.superseded_by("3/BC-KTĐ.2025") == "4/BC-KTĐ.2025"
    assert [one.number for one in library.standing("report")] == ["4/BC-KTĐ.2025"]
    assert kinds.refused("sign_document", DEPUTY, number="3/BC-KTĐ.2025", capacity="KT") == [
        "DOCUMENT_SUPERSEDED"
    ]


def test_only_what_stands_and_is_of_the_same_kind_is_superseded(kinds: Paper) -> None:
    kinds.do("record_document", HEAD, **ONE)
    given = REPORT | {"supersedes": ONE["number"]}

    assert kinds.refused("record_document", DEPUTY, **given) == ["SUPERSEDES_OTHER_KIND"]
    assert codes(kinds.prevented("record_document", DEPUTY, **given | {"supersedes": "77"})) == [
        "NO_SUCH_DOCUMENT"
    ]


def _subject(paper: Paper, document: Document | None = None) -> blanks.Subject:
    rule = rule_of(paper.book, "report")
    assert rule
    return blanks.Subject(book=paper.book, rule=rule, document=document, day=day("2025-12-20"))


def _filled(paper: Paper, document: Document | None, language: str) -> list[str]:
    return (composing.read(_subject(paper, document), language) or "").splitlines()


def test_a_document_is_filled_from_the_state_of_the_year() -> None:
    paper = ranked(KINDS.partition("stages:")[0])
    paper.do("record_document", DEPUTY, **REPORT)
    _sign(paper, DEPUTY, "KT")

    assert _filled(paper, _library(paper)[0], "vi") == [
        "Số: 3/BC-KTĐ.2025, ngày 02 tháng 01 năm 2025. Khối thi đua mẫu",
        "1. Ban An: 100/100 điểm, Xuất sắc",
        "2. Ban Binh: 99/100 điểm, Xuất sắc",
        "3. Ban Chau: 98/100 điểm, Xuất sắc",
        "4. Ban Dong: 97/100 điểm, Xuất sắc",
        "KT. Khối trưởng",
        "Khối phó",
        "of-binh (đã ký 08:00 02/01/2025)",
        "TL. Khối trưởng",
        "Ban Thi đua",
        "(chưa ký)",
    ]


def test_a_unit_that_has_points_and_no_place_stands_after_the_others() -> None:
    paper = ranked(KINDS.partition("stages:")[0])
    before = paper.book.load(RankingState, "ranking")
    *others, last = before.places
    paper.streams["ranking"] = RankingState(places=tuple(others), unranked=(replace(last, rank=0),))

    assert "- Ban Dong: 97/100 điểm, không xếp hạng" in _filled(paper, None, "vi")


def test_what_is_signed_does_not_move_with_the_year(kinds: Paper) -> None:
    kinds.do("record_document", DEPUTY, **REPORT)
    before = _filled(kinds, _library(kinds)[0], "vi")
    kinds.streams["ranking"] = ranked().book.streams["ranking"]

    assert "1. Ban An: 100/100 điểm, Xuất sắc" in _filled(kinds, None, "vi")
    assert _filled(kinds, _library(kinds)[0], "vi") == before


def test_a_draft_leaves_number_and_day_open_and_says_what_is_not_there_yet(kinds: Paper) -> None:
    lines = _filled(kinds, None, "en")

    assert lines[:2] == ["No. ……/BC-KTĐ.2025, …… 2025. Khối thi đua mẫu", "(none yet)"]


def test_every_blank_that_a_template_may_have_is_filled(kinds: Paper) -> None:
    assert set(blanks.FILLED) == BLANKS
    assert set(blanks.blanks(_subject(kinds))) == BLANKS


def test_a_template_fills_nothing_but_names(kinds: Paper) -> None:
    rule = DocumentRule.model_validate(
        {
            "id": "x",
            "stage": "registration",
            "title": {"vi": "x", "en": "x"},
            "number": "{n}/X",
            "signers": [{"role": "head"}],
            "template": {"vi": "{bloc} {{bloc.__class__}}", "en": "x"},
        }
    )

    assert rule.template
    assert placeholders(rule.template.vi) == {"bloc"}
    words = composing.composed(_subject(kinds), rule.template)
    assert words.vi == ("Khối thi đua mẫu {bloc.__class__}",)
