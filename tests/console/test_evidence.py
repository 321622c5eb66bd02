"""`thidua evidence`: what is recorded of a file is what the file is."""

import hashlib
import json
from pathlib import Path

from tests.console.asking import ask
from tests.factories import MEMBER
from tests.unit.domain.builders import standing_in
from workflow.domain.scores.sheet import Sheet


def test_a_file_is_told_by_its_name_size_and_hash(tmp_path: Path) -> None:
    one, two = tmp_path / "Báo cáo số 15.pdf", tmp_path / "anh.jpg"
    one.write_bytes(b"%PDF" * 1000)
    two.write_bytes(b"")

    told = json.loads(ask("evidence", one, two).out)

    assert told == [
        {"name": "Báo cáo số 15.pdf", "size": 4000, "sha256": _hash(one)},
        {"name": "anh.jpg", "size": 0, "sha256": _hash(two)},
    ]
    assert json.loads(ask("evidence", one, two, "--json").out) == {"files": told}


def test_what_is_told_of_a_file_is_taken_as_it_stands(tmp_path: Path) -> None:
    one = tmp_path / "ke-hoach.docx"
    one.write_bytes(b"PK")
    paper = standing_in("scoring", "")

    files = json.loads(ask("evidence", one).out)
    paper.do("save_entries", MEMBER, files={"II.1": files})

    (kept,) = paper.book.load(Sheet, "sheet/chau").files["II.1"]
    assert (kept.name, kept.size, kept.sha256) == ("ke-hoach.docx", 2, _hash(one))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = ask("evidence", tmp_path / "khong-co.pdf", "--lang", "en")

    assert told.status == 2
    assert "khong-co.pdf" in told.err


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
