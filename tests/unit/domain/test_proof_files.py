"""Files beside an entry: of the size, kind and number that the rubric takes, with their hash."""

from hashlib import sha256
from typing import Any

import pytest

from tests.factories import MEMBER
from tests.unit.domain.builders import scores, standing_in
from tests.years import Paper
from workflow.domain.results import explaining
from workflow.domain.scores.sheet import Sheet

MEGABYTE = 1024 * 1024
LIMITED = "rubric: {evidence_files: {most_mb: 10, kinds: [pdf, docx], most: 2}}"
GATED = """
rubric:
  parts:
    - id: II
      parts:
        - {id: II.1, evidence: %s}
"""


def file(name: str = "bao-cao.pdf", **said: Any) -> dict[str, Any]:  # noqa: ANN401 - of ProofFile
    """Return a file; each name has its own hash."""
    return {"name": name, "size": MEGABYTE, "sha256": sha256(name.encode()).hexdigest()} | said


def refused(paper: Paper, *files: dict[str, Any], criterion: str = "II.1") -> list[str]:
    return paper.refused("save_entries", MEMBER, files={criterion: [*files]})


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        pytest.param([file(size=10 * MEGABYTE)], [], id="as-large-as-may-be"),
        pytest.param([file(size=10 * MEGABYTE + 1)], ["FILE_TOO_LARGE"], id="one-byte-more"),
        pytest.param([file(size=0)], ["FILE_EMPTY"], id="empty"),
        pytest.param([file("BAO-CAO.PDF"), file("b.docx")], [], id="two-kinds-that-are-taken"),
        pytest.param([file("phim.mp4")], ["FILE_OF_OTHER_KIND"], id="a-film"),
        pytest.param([file("pdf.exe")], ["FILE_OF_OTHER_KIND"], id="only-its-end-counts"),
        pytest.param([file("a.pdf"), file("b.pdf"), file("c.pdf")], ["TOO_MANY_FILES"], id="three"),
        pytest.param([file(), file()], ["FILE_TWICE"], id="one-twice"),
        pytest.param([file("pdf")], ["FILE_OF_OTHER_KIND"], id="an-ending-alone"),
        pytest.param([file("../mat.pdf")], ["FILE_BY_PATH"], id="by-its-path"),
        pytest.param([file(sha256="AB" * 32)], ["FILE_HASH_WRONG"], id="hash-in-capitals"),
        pytest.param([file(sha256="no")], ["FILE_HASH_WRONG"], id="no-hash"),
        pytest.param(
            [file("phim.mp4", size=99 * MEGABYTE, sha256="no")],
            ["FILE_TOO_LARGE", "FILE_OF_OTHER_KIND", "FILE_HASH_WRONG"],
            id="everything-at-once",
        ),
    ],
)
def test_a_file_is_taken_within_the_limits_of_the_rubric(
    files: list[dict[str, Any]], codes: list[str]
) -> None:
    assert refused(standing_in("scoring", LIMITED), *files) == codes


def test_without_limits_only_a_true_hash_is_asked_for() -> None:
    paper = standing_in("scoring", "")

    assert refused(paper, *[file(f"{n}.mp4", size=2**33) for n in range(50)]) == []
    assert refused(paper, file(sha256="no")) == ["FILE_HASH_WRONG"]


def test_a_file_of_no_criterion_is_refused() -> None:
    paper = standing_in("scoring", LIMITED)

    assert refused(paper, file("x.mp4"), criterion="IX") == ["NO_SUCH_CRITERION"]


def test_a_refusal_says_how_large_it_is_and_how_large_it_may_be() -> None:
    paper = standing_in("scoring", LIMITED)
    (unmet,) = paper.prevented("save_entries", MEMBER, files={"II.1": [file(size=11 * MEGABYTE)]})

    assert unmet.facts["file"] == "bao-cao.pdf"
    assert unmet.facts["bytes"] == 11 * MEGABYTE
    assert (unmet.facts["most"], unmet.facts["most_bytes"]) == (10, 10 * MEGABYTE)


def test_a_file_alone_is_evidence_where_evidence_is_required() -> None:
    paper = standing_in("scoring", GATED % "required")
    given = {"entries": scores()}

    assert paper.refused("self_score", MEMBER, **given) == ["EVIDENCE_MISSING"]
    assert paper.refused("self_score", MEMBER, **given, files={"II.1": []}) == ["EVIDENCE_MISSING"]
    assert paper.refused("self_score", MEMBER, **given, files={"II.1": [file()]}) == []


def test_what_was_saved_is_handed_in_and_replaced_criterion_by_criterion() -> None:
    paper = standing_in("scoring", LIMITED)
    first, second, other = file("a.pdf"), file("b.pdf"), file("c.pdf")
    paper.do("save_entries", MEMBER, files={"I.1": [first], "II.1": [first, second]})
    paper.do("self_score", MEMBER, entries=scores(), files={"II.1": [other]})

    sheet = paper.book.load(Sheet, "sheet/chau")
    assert {name: [one.name for one in some] for name, some in sheet.files.items()} == {
        "I.1": ["a.pdf"], "II.1": ["c.pdf"],
    }  # fmt: skip


def test_without_evidence_a_gated_criterion_makes_no_points_and_a_file_opens_it() -> None:
    paper = standing_in("scoring", GATED % "gate")
    paper.do("self_score", MEMBER, entries=scores())
    assert _line(paper).without_evidence

    paper = standing_in("scoring", GATED % "gate")
    paper.do("self_score", MEMBER, entries=scores(), files={"II.1": [file()]})
    line = _line(paper)
    assert not line.without_evidence
    assert [one.name for one in line.files] == ["bao-cao.pdf"]


def _line(paper: Paper) -> explaining.Line:
    found = explaining.explain(paper.book, "chau")
    return next(one for one in found.lines if one.criterion == "II.1")
