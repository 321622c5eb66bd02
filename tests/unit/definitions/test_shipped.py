"""Everything shipped: it has no errors, and comes back from its bytes."""

import pytest

from definitions.catalogue import Catalogue
from definitions.hashing import canonical, restore
from definitions.reading import read
from definitions.shelves import SHIPPED

CATALOGUE = Catalogue()


@pytest.mark.parametrize("name", [*CATALOGUE.ids(), *CATALOGUE.layer_ids()])
def test_has_no_errors(name: str) -> None:
    assert [str(one) for one in CATALOGUE.check(name) if one.severity == "error"] == []


@pytest.mark.parametrize("name", CATALOGUE.ids())
def test_comes_back_from_its_bytes(name: str) -> None:
    definition = CATALOGUE.load(name)
    assert restore(canonical(definition)) == definition


@pytest.mark.parametrize("name", SHIPPED.files)
def test_every_data_file_is_a_definition_or_a_layer(name: str) -> None:
    kind = read(SHIPPED.files[name]).find(("kind",))
    assert kind
    assert kind.content in ("definition", "layer")
