"""Laying sheets over each other: what wins, what stays, and where each part says it came from."""

import pytest

from definitions.layering import lay
from definitions.problems import Mark
from tests.unit.definitions.factories import sheet


def laid(*texts: str) -> object:
    return lay([sheet(text) for text in texts])[0].value


def problems(*texts: str) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in lay([sheet(text) for text in texts])[1]]


@pytest.mark.parametrize(
    ("below", "above", "result"),
    [
        pytest.param("a: 1", "a: 2", {"a": 2}, id="scalar-replaces"),
        pytest.param("a: {x: 1, y: 2}", "a: {y: 3}", {"a": {"x": 1, "y": 3}}, id="mapping-merges"),
        pytest.param("a: [1, 2]", "a: [3]", {"a": [3]}, id="list-replaces"),
        pytest.param("a: [{id: x}]", "a: []", {"a": []}, id="empty-list-replaces"),
        pytest.param("a: 1\nb: 2", "a: null", {"b": 2}, id="null-removes"),
        pytest.param("a: {x: 1}", "a: {x: null, y: 2}", {"a": {"y": 2}}, id="null-removes-inside"),
        pytest.param("a: {x: 1}", "a: 5", {"a": 5}, id="scalar-over-mapping"),
        pytest.param("a: [1]", "a: [{id: x}]", {"a": [{"id": "x"}]}, id="items-over-plain-list"),
    ],
)
def test_what_lies_above_wins(below: str, above: str, result: object) -> None:
    assert laid(below, above) == result


def test_lists_with_ids_merge_by_id_and_keep_their_order() -> None:
    below = "s: [{id: a, n: 1}, {id: b, n: 2}]"
    above = "s: [{id: c}, {id: a, m: 3}]"
    assert laid(below, above) == {
        "s": [{"id": "a", "n": 1, "m": 3}, {"id": "b", "n": 2}, {"id": "c"}]
    }


@pytest.mark.parametrize(
    ("above", "order"),
    [
        pytest.param("[{id: n, place_after: a}]", "anbc", id="new"),
        pytest.param("[{id: n, place_after: a}, {id: m, place_after: a}]", "anmbc", id="two-new"),
        pytest.param("[{id: n, place_after: a}, {id: m, place_after: n}]", "anmbc", id="chain"),
        pytest.param("[{id: a, place_after: b}]", "bac", id="moved"),
        pytest.param("[{id: b, remove: true}]", "ac", id="removed"),
        pytest.param("[{id: b, remove: false}]", "abc", id="not-removed"),
    ],
)
def test_items_are_placed_and_removed(above: str, order: str) -> None:
    merged = laid("s: [{id: a}, {id: b}, {id: c}]", f"s: {above}")
    assert merged == {"s": [{"id": letter} for letter in order]}


def test_orders_to_place_do_not_show_in_the_result() -> None:
    assert laid("s: [{id: a}, {id: b, place_after: a}]") == {"s": [{"id": "a"}, {"id": "b"}]}


def test_the_names_of_a_layer_do_not_show_through() -> None:
    below = "id: l\nkind: layer\ntitle: {vi: L, en: L}\nvalid: {from: 2000-01-01}\nx: 1"
    above = "id: d\nkind: definition\nextends: l"
    assert laid(below, above) == {"id": "d", "kind": "definition", "x": 1}


def test_the_title_of_a_definition_shows_through() -> None:
    assert laid("id: d\nkind: definition\ntitle: T", "id: e") == {"id": "e", "title": "T"}


def test_every_different_basis_is_kept_once() -> None:
    below = "kind: layer\nbasis: [{ref: A}, {ref: B}]"
    merged = laid(below, "kind: layer\nbasis: [{ref: A}]", "basis: [{ref: C}]")
    assert merged == {"basis": [{"ref": "A"}, {"ref": "B"}, {"ref": "C"}]}


@pytest.mark.parametrize(
    ("above", "code", "path"),
    [
        ("s: [{id: x, remove: true}]", "remove_unknown", "s[0].remove"),
        ("s: [{id: x, place_after: z}]", "place_after_unknown", "s[0].place_after"),
        ("s: [{id: x, place_after: x}]", "place_after_unknown", "s[0].place_after"),
        ("s: [{id: x}, {id: y}, {id: x}]", "duplicate_id", "s[2]"),
    ],
)
def test_refuses_what_cannot_be_laid(above: str, code: str, path: str) -> None:
    assert problems("s: [{id: a}]", above) == [(code, path)]


def test_every_part_keeps_the_place_it_came_from() -> None:
    below, above = sheet("a:\n  x: 1\n  y: 2\n", "below.yaml"), sheet("a: {y: 3}", "above.yaml")
    merged = lay([below, above])[0]
    assert merged.mark(("a", "x")) == Mark("below.yaml", 2, 6)
    assert merged.mark(("a", "y")) == Mark("above.yaml", 1, 8)


def test_what_lies_below_is_not_touched() -> None:
    below = sheet("a: {x: 1}")
    lay([below, sheet("a: {x: 2}")])
    assert below.root.plain() == {"a": {"x": 1}}
