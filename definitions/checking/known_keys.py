"""Which keys a model would have known at a place, so that a misspelt one can be answered."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from definitions.problems import Path
from definitions.wording import Phrase, knows


def known_keys(model: type[Any], steps: Path) -> list[str]:
    """Return the keys allowed at the end of *steps*, which may name branches as pydantic does."""
    return [key for one in _reached(model, steps) for key in _keys(one)]


def key_hint(model: type[Any], steps: Path, key: str) -> Phrase:
    """Return what a key is for, as editors are told it too; or nothing where nobody says so."""
    names = [getattr(one, "__name__", "") for one in _reached(model, steps)]
    codes = [*(f"shape_{name}_{key}" for name in names), f"shape_any_{key}"]
    return next((Phrase(code) for code in codes if knows(code)), Phrase("advice_none"))


def _reached(model: type[Any], steps: Path) -> list[Any]:
    """Return the types at the end of *steps*; annotations are whatever typing allows."""
    reached: list[Any] = [model]
    for step in steps:
        reached = _after(reached, step) or _branch(reached, str(step))
    return reached


def _after(types: list[Any], step: str | int) -> list[Any]:
    return [kind for one in types for inner in _inside(one, step) for kind in _plain(inner)]


def _branch(types: list[Any], label: str) -> list[Any]:
    """Keep the alternatives that *label* names: a class, or the value of its discriminator."""
    return [one for one in types if _named(one, label)] or types


def _named(one: Any, label: str) -> bool:  # noqa: ANN401 - annotations are whatever typing allows
    if not _is_model(one):
        return False
    tags = (field.annotation for field in one.model_fields.values())
    return one.__name__ == label or any(
        get_origin(tag) is Literal and label in get_args(tag) for tag in tags
    )


def _inside(one: Any, step: str | int) -> Iterator[Any]:  # noqa: ANN401
    if _is_model(one):
        fields = one.model_fields.items()
        yield from (field.annotation for name, field in fields if step in (name, field.alias))
    elif is_dataclass(one):
        yield from (kind for name, kind in _hints(one).items() if step == name)
    elif get_origin(one) is dict:
        yield get_args(one)[1]
    elif isinstance(step, int) and get_args(one):
        yield get_args(one)[0]


def _plain(one: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield every alternative of an annotation, without its trimmings."""
    origin = get_origin(one)
    if origin is Annotated:
        yield from _plain(get_args(one)[0])
    elif origin in (Union, UnionType):
        for alternative in get_args(one):
            yield from _plain(alternative)
    else:
        yield one


def _keys(one: Any) -> list[str]:  # noqa: ANN401
    if is_dataclass(one):
        return list(_hints(one))
    if not _is_model(one):
        return []
    return [field.alias or name for name, field in one.model_fields.items()]


def _hints(one: Any) -> dict[str, Any]:  # noqa: ANN401
    names = one.__dataclass_fields__
    hints = get_type_hints(one, include_extras=True)
    return {name: kind for name, kind in hints.items() if name in names}


def _is_model(one: Any) -> bool:  # noqa: ANN401
    return isinstance(one, type) and issubclass(one, BaseModel)
