"""Whatever is written into a definition: it is refused with reasons, or it works to the end."""

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from definitions.assembling import assembled
from definitions.drawing import mermaid, svg
from definitions.hashing import canonical, restore
from definitions.nodes import Node, Sheet
from definitions.problems import Mark, Path
from definitions.reading import read
from tests.unit.definitions.factories import SMALL

HERE = Mark("hostile.yaml", 1, 1)
PLAIN: Any = read(SMALL).value


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, child in inside:
        yield (*path, step)
        yield from paths(child, (*path, step))


def grafted(value: Any, path: Path, graft: Any) -> Any:  # noqa: ANN401 - any data at all
    changed = deepcopy(value)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = graft
    return changed


def planted(value: Any) -> Node:  # noqa: ANN401 - any data at all
    if isinstance(value, dict):
        return Node({key: planted(one) for key, one in value.items()}, HERE, HERE)
    if isinstance(value, list):
        return Node([planted(one) for one in value], HERE)
    return Node(value, HERE)


WORDS = st.sampled_from(
    ["closed", "review", "FLAG", "I.1", "all", "head", "29", "3 days", "0 days", "{unit}", "", "ạ"]
)
SCALARS = st.none() | st.booleans() | st.integers(-2, 400) | WORDS | st.just(Decimal("0.5"))
GRAFTS = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(WORDS, SCALARS, max_size=2)
PLACES = list(paths(PLAIN))


@given(st.lists(st.tuples(st.sampled_from(PLACES), GRAFTS | st.sampled_from(PLACES)), max_size=3))
def test_any_graft_is_refused_with_reasons_or_works(grafts: list[tuple[Path, Any]]) -> None:
    value = PLAIN
    for path, graft in sorted(grafts, key=lambda pair: -len(pair[0])):
        value = grafted(value, path, found(PLAIN, graft) if isinstance(graft, tuple) else graft)
    checked = assembled((Sheet(planted(value)),))
    if checked.definition is None:
        assert any(one.severity == "error" for one in checked.problems)
    else:
        assert restore(canonical(checked.definition)) == checked.definition
        assert svg(checked.definition, "vi")
        assert mermaid(checked.definition, "en")


def found(value: Any, path: Path) -> Any:  # noqa: ANN401 - any data at all
    for step in path:
        value = value[step]
    return value
