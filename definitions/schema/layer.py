"""What a layer file may say: any part of a definition, and which layers lie below it."""

from typing import Any, Literal

from pydantic import create_model

from definitions.schema.definition import Definition
from definitions.schema.record import Path, Record

FIELDS: dict[str, Any] = {  # annotations are whatever typing allows
    **{name: (field.annotation, None) for name, field in Definition.model_fields.items()},
    "id": (Path, ...),
    "kind": (Literal["layer"], ...),
    "extends": (Path | list[Path], None),
}

Layer = create_model(
    "Layer",
    __base__=Record,
    __doc__="Part of a definition, to be laid under others: a law, a province, a type of bloc.",
    **FIELDS,
)
