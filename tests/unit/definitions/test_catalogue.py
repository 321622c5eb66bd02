"""Finding definitions: by id, in folders, through their layers, and only when nothing is wrong."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from definitions.catalogue import Catalogue
from definitions.errors import FileRefused, UnknownDefinition
from tests.unit.definitions.factories import SMALL


class Folder:
    """A folder of a person, with the small definition as a layer in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        small = SMALL.read_text().replace("kind: definition", "kind: layer", 1)
        self.write("base.yaml", small.replace("id: small", "id: base", 1))

    def write(self, name: str, text: str) -> Path:
        file = self.path / name
        file.write_text(dedent(text))
        return file

    def definition(self, name: str, more: str = "", extends: str = "base") -> Path:
        head = f"id: {name}\nkind: definition\nextends: {extends}\n"
        rest = "title: {vi: Khối, en: Bloc}\nvalid: {from: 2018-01-01}\n"
        return self.write(f"{name}.yaml", head + rest + more)

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.path)

    def codes(self, name: str, day: date | None = None) -> list[tuple[str, str]]:
        return [(one.code, one.path) for one in self.catalogue.check(name, day)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_definition_is_loaded_through_its_layer(folder: Folder) -> None:
    folder.definition("mine", "stages: [{id: pledge, due: {day: 30}}]")
    due = folder.catalogue.load("mine").stage("pledge").due
    assert due
    assert (due.month, due.day) == (3, 30)


def test_layers_are_no_definitions(folder: Folder) -> None:
    folder.definition("mine")
    assert "mine" in folder.catalogue.ids()
    assert "base" not in folder.catalogue.ids()
    assert "base" in folder.catalogue.layer_ids()


def test_a_summary_needs_no_checking(folder: Folder) -> None:
    folder.definition("mine", "stages: 3")
    assert folder.catalogue.summary("mine").title.en == "Bloc"


def test_later_layers_lie_over_earlier_ones_each_once(folder: Folder) -> None:
    folder.write("one.yaml", "{id: one, kind: layer, extends: base, calendar: one}")
    folder.write("two.yaml", "{id: two, kind: layer, extends: base}")
    folder.definition("mine", "calendar: vn", extends="[one, two]")
    folder.definition("other", extends="[one, two]")
    assert folder.codes("mine") == []
    assert folder.codes("other") == [("calendar_unknown", "calendar")]


def test_a_file_may_extend_what_lies_beside_it(folder: Folder) -> None:
    assert Catalogue().load_file(folder.definition("mine")).id == "mine"


@pytest.mark.parametrize(
    ("extends", "code", "path"),
    [
        ("bass", "extends_unknown", "extends"),
        ("[base, bass]", "extends_unknown", "extends[1]"),
        ("{a: b}", "extends_not_names", "extends"),
        ("mine", "extends_cycle", "extends"),
    ],
)
def test_refuses_wrong_references(folder: Folder, extends: str, code: str, path: str) -> None:
    folder.definition("mine", extends=extends)
    assert folder.codes("mine") == [(code, path)]


def test_a_circle_is_named_whole(folder: Folder) -> None:
    folder.write("one.yaml", "{id: one, kind: layer, extends: two}")
    folder.write("two.yaml", "{id: two, kind: layer, extends: one}")
    folder.definition("mine", extends="one")
    (problem,) = folder.catalogue.check("mine")
    assert problem.en == (
        "Layers extend each other in a circle: one → two → one."
        " Take one id out of the extends of a layer in the circle."
    )


def test_an_unknown_id_is_answered_with_the_nearest(folder: Folder) -> None:
    folder.definition("mine")
    with pytest.raises(UnknownDefinition) as refusal:
        folder.catalogue.load("mime")
    assert str(refusal.value.facts["advice"].of("en")) == " Did you mean mine?"  # type: ignore[attr-defined]


def test_a_file_that_cannot_be_read_is_not_hidden(folder: Folder) -> None:
    folder.write("mine.yaml", "id: mine\nkind: [")
    with pytest.raises(FileRefused) as refusal:
        folder.catalogue.load("mine")
    assert [one.code for one in refusal.value.problems] == ["yaml_syntax"]


def test_loading_refuses_with_all_errors_and_no_warnings(folder: Folder) -> None:
    folder.definition("mine", "calendar: xx\nbasis: [{ref: A, status: unverified}]\nawards: []\n"
                      "ranking: {ties: [{criterion: Z}]}")  # fmt: skip
    with pytest.raises(FileRefused) as refusal:
        folder.catalogue.load("mine")
    found = [one.code for one in refusal.value.problems]
    assert found == ["calendar_unknown", "criterion_unknown"]


def test_a_layer_cannot_be_loaded(folder: Folder) -> None:
    with pytest.raises(FileRefused) as refusal:
        folder.catalogue.load("base")
    assert [one.code for one in refusal.value.problems] == ["wrong_kind"]


def test_a_problem_says_which_layer_it_is_in(folder: Folder) -> None:
    bad = folder.write("bad.yaml", "id: bad\nkind: layer\nextends: base\ncalender: vn\n")
    folder.definition("mine", extends="bad")
    (problem,) = folder.catalogue.check("mine")
    assert (problem.file, problem.line, problem.code) == (str(bad), 4, "unknown_key")


def test_a_layer_is_checked_for_its_shape_only(folder: Folder) -> None:
    part = "{id: part, kind: layer, stages: [{id: x, due: {day: 40}}, {id: y, remove: true}]}"
    folder.write("part.yaml", part)
    assert folder.codes("part") == [("out_of_range_le", "stages[0].due.day")]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        pytest.param(None, [], id="as-the-definition-begins"),
        pytest.param(date(2018, 12, 31), [], id="last-day"),
        pytest.param(date(2019, 1, 1), [("layer_not_in_force", "valid")], id="after"),
    ],
)
def test_a_layer_out_of_force_is_warned_of(
    folder: Folder, day: date | None, codes: list[tuple[str, str]]
) -> None:
    valid = "valid: {from: 2018-01-01, to: 2018-12-31}"
    folder.write("law.yaml", f"{{id: law, kind: layer, extends: base, {valid}}}")
    folder.definition("mine", extends="law")
    assert folder.codes("mine", day) == codes


def test_an_id_belongs_to_one_file(folder: Folder) -> None:
    folder.definition("mine")
    other = folder.write("other.yaml", (folder.path / "mine.yaml").read_text())
    assert [one.code for one in folder.catalogue.check(other)] == ["id_taken"]


def test_what_was_found_does_not_change_with_the_files(folder: Folder) -> None:
    folder.definition("mine")
    catalogue = folder.catalogue
    before = catalogue.load("mine")
    folder.definition("mine", "calendar: xx")
    assert catalogue.load("mine") == before


def test_files_of_other_kinds_are_left_alone(folder: Folder) -> None:
    folder.write("case.yaml", "{id: case, kind: case}")
    assert "case" not in [*folder.catalogue.ids(), *folder.catalogue.layer_ids()]


def test_a_layer_without_an_end_is_not_said_to_have_one(folder: Folder) -> None:
    folder.write("law.yaml", "{id: law, kind: layer, extends: base, valid: {from: 2018-01-01}}")
    folder.definition("mine", extends="law")

    told = [one.en for one in folder.catalogue.check("mine", date(2004, 7, 1))]

    assert any(one.startswith("The layer law is in force from 1 January 2018,") for one in told)
    assert not any("not recorded" in one for one in told)
