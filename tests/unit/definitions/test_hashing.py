"""The identity of a definition: the same for the same rules, another for other rules."""

from definitions.hashing import canonical, digest, restore
from tests.unit.definitions.factories import small


def test_a_definition_comes_back_from_its_bytes() -> None:
    assert restore(canonical(small())) == small()


def test_the_bytes_are_the_same_again_after_coming_back() -> None:
    assert canonical(restore(canonical(small()))) == canonical(small())


def test_what_only_says_a_default_changes_nothing() -> None:
    said = small("stages: [{id: pledge, early: false, late: {effect: mark}}]")
    assert canonical(said) == canonical(small())


def test_how_a_number_is_written_changes_nothing() -> None:
    assert canonical(small("rubric: {total: 100.00}")) == canonical(small())


def test_another_rule_is_another_definition() -> None:
    other = small("stages: [{id: pledge, due: {day: 30}}]")
    assert digest(canonical(other)) != digest(canonical(small()))
