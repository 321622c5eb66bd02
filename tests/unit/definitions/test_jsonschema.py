"""JSON Schemas: complete enough for an editor, and open where a file lies over others."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from definitions.jsonschema import SCHEMAS, json_schema
from definitions.schema.definition import Definition


def records(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    yield from schema.get("$defs", {}).values()


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_key_has_a_hint(name: str, language: str) -> None:
    silent = [
        (record["title"], key)
        for record in records(json_schema(name, language))
        for key, value in record.get("properties", {}).items()
        if not value.get("description")
    ]
    assert silent == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_is_plain_json(name: str) -> None:
    schema = json_schema(name)
    assert json.loads(json.dumps(schema)) == schema


def test_a_definition_may_leave_out_what_its_layers_say() -> None:
    schema = json_schema("definition")
    assert schema["required"] == ["id", "kind", "title", "valid"]
    assert set(schema["properties"]) == {*Definition.model_fields, "extends"}


def test_a_layer_may_place_and_remove_items() -> None:
    stage = json_schema("layer")["$defs"]["Stage"]
    assert stage["required"] == ["id"]
    assert {"place_after", "remove"} <= set(stage["properties"])


def test_a_rubric_leaves_nothing_out() -> None:
    assert "max" in json_schema("rubric")["$defs"]["Criterion"]["required"]


def test_a_time_is_written_without_seconds() -> None:
    rule = json_schema("rubric") and json_schema("definition")["$defs"]["DateRule"]
    assert "format" not in str(rule["properties"]["time"])


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        json_schema("poem")
