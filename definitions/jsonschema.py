"""JSON Schema of each kind of file that a person writes, so that an editor can help writing it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from definitions.schema.calendars import CalendarFile
from definitions.schema.definition import Definition
from definitions.schema.layer import Layer
from definitions.schema.reports import ReportForm
from definitions.schema.rubric import Rubric
from definitions.wording import knows, say

SCHEMAS: dict[str, type[BaseModel]] = {
    "definition": Definition,
    "layer": Layer,
    "rubric": Rubric,
    "calendar": CalendarFile,
    "report": ReportForm,
}
"""Every kind of file by its name. Floors above add their own."""

LAYERED = {"definition": ["id", "kind", "title", "valid"], "layer": ["id", "kind"]}
"""Files that may leave out whatever lies below them, and what they must say all the same."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}
BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}

Json = dict[str, Any]  # a JSON Schema is whatever JSON allows


def json_schema(name: str, language: str = "vi") -> Json:
    """Return the JSON Schema of the files called *name*, its hints in *language*.

    Raises:
        KeyError: No kind of file has that name.
    """
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    parts = schema.get("$defs", {}).values()
    for record in (schema, *parts):
        _describe(record, language)
    if name in LAYERED:
        schema["properties"]["extends"] = Layer.model_json_schema()["properties"]["extends"]
        schema["properties"]["extends"]["description"] = hint("Layer", "extends", language)
        for record in (schema, *parts):
            _open_up(record)
        for record in parts:
            _let_place(record, language)
        schema["required"] = LAYERED[name]
    return {"$schema": DIALECT, **_plain(schema)}


def hint(record: str, key: str, language: str) -> str | None:
    """Return what an editor shows beside *key* of a *record*, if anything was written."""
    codes = (f"shape_{record}_{key}", f"shape_any_{key}")
    return next((say(code, {}, language) for code in codes if knows(code)), None)


def _describe(record: Json, language: str) -> None:
    name = record["title"]
    if knows(f"shape_{name}"):
        record["description"] = say(f"shape_{name}", {}, language)
    for key, value in record.get("properties", {}).items():
        value.pop("title", None)
        if words := hint(name, key, language):
            value["description"] = words


def _open_up(record: Json) -> None:
    """Let a record say only what differs: nothing is required, null takes away."""
    record.pop("anyOf", None)
    required = record.pop("required", [])
    record["required"] = [key for key in required if key == "id"]
    properties = record.get("properties", {})
    for key, value in properties.items():
        properties[key] = _or_nothing(value)


def _let_place(record: Json, language: str) -> None:
    """Let an item that is known by its id be placed among the others, or taken away."""
    if record["required"]:
        forms: Json = {"place_after": {"type": "string"}, "remove": {"const": True}}
        for key, form in forms.items():
            words = hint(record["title"], key, language)
            record["properties"][key] = {**form, "description": words}


def _or_nothing(value: Json) -> Json:
    described: Json = {key: value.pop(key) for key in ("description", "default") if key in value}
    choices = value["anyOf"] if set(value) == {"anyOf"} else [value]
    nothing = [] if {"type": "null"} in choices else [{"type": "null"}]
    return {**described, "anyOf": [*choices, *nothing]}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a JSON Schema is whatever JSON allows
    """Say times and bounds as every editor knows them; leave empty defaults out."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    if value.get("format") == "time":
        return {**{key: one for key, one in value.items() if key != "format"}, **TIME}
    kept = {BOUNDS.get(key, key): _plain(one) for key, one in value.items()}
    return {key: one for key, one in kept.items() if (key, one) != ("default", None)}
