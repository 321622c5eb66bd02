"""`thidua schema`: the JSON Schema of each file people write, and of what acts are given."""

import json
from typing import Any

from pydantic import TypeAdapter

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import Table
from console.sentences import WrongUse
from definitions.advice import did_you_mean
from definitions.jsonschema import DIALECT, SCHEMAS, json_schema
from workflow.cases.schema import Case
from workflow.service.giving import INNER, MEETING, SHAPES

Json = dict[str, Any]  # a JSON Schema is whatever JSON allows
ACTS = [name for name in SHAPES if name != INNER]


def schema(asked: Asked, name: str | None) -> Answer:
    """Answer with a JSON Schema, or with the names of all. Raises WrongUse."""
    SCHEMAS.setdefault("case", Case)
    if name is None:
        return _names(asked)
    if name not in {*SCHEMAS, *ACTS}:
        raise WrongUse("no_such_schema", name=name, advice=did_you_mean(name, [*SCHEMAS, *ACTS]))
    document = json_schema(name, asked.language) if name in SCHEMAS else _given(name)
    return Answer(document=document, text=[json.dumps(document, ensure_ascii=False, indent=2)])


def _names(asked: Asked) -> Answer:
    rows = [
        *((name, told(asked, f"schema_{name}")) for name in SCHEMAS),
        *((name, told(asked, "schema_given", act=told(asked, f"act_{name}"))) for name in ACTS),
    ]
    heads = [told(asked, "head_name"), told(asked, "head_what")]
    return Answer(document={"schemas": [*SCHEMAS, *ACTS]}, text=[Table(heads, rows)])


def _given(act: str) -> Json:
    """Return the shape of what `year do` takes as --given; a meeting holds its acts besides."""
    found = {"$schema": DIALECT, **_shape(act)}
    if act == MEETING:
        inner = _shape(INNER)
        found["properties"] |= inner["properties"]
        found["$defs"] = found.get("$defs", {}) | inner.get("$defs", {})
    return found


def _shape(name: str) -> Json:
    return TypeAdapter(SHAPES[name]).json_schema()
