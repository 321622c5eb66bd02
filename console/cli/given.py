"""What an act is given, as it was typed or as it stands in a file."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from console.sentences import WrongUse
from definitions.reading import MOST_BYTES, read
from workflow.cases.loading import Beside
from workflow.runtime import Runtime

Given = dict[str, Any]  # what an act is given is checked against the act's own shape


def given_of(written: str | None) -> Given:
    """Return the data in JSON, or in the file named behind @.

    Raises:
        WrongUse: It is no JSON, or no object.
        FileRefused: The YAML file cannot be used.
    """
    if written is None:
        return {}
    if not written.startswith("@"):
        return _object(_json(written, "--given"), "--given")
    path = Path(written[1:])
    if path.suffix == ".yaml":
        return _object(read(path).value, str(path))
    return _object(_json(_text(path), str(path)), str(path))


def beside(runtime: Runtime, act: str, given: Given) -> tuple[Runtime, Given]:
    """Return the parts and *given* where a definition is proposed that lies in a file of its own.

    Raises:
        FileRefused: The file has mistakes.
    """
    name = given.get("definition")
    if act != "propose_definition" or not isinstance(name, str) or not name.endswith(".yaml"):
        return runtime, given
    catalogue = Beside()
    catalogue.add(definition := catalogue.load_file(Path(name)))
    return replace(runtime, catalogue=catalogue), {**given, "definition": definition.id}


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise WrongUse("json_wrong", place=str(path), line=line, column=1) from wrong


def _json(text: str, place: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refused)
    except json.JSONDecodeError as wrong:
        raise WrongUse("json_wrong", place=place, line=wrong.lineno, column=wrong.colno) from wrong
    except (ValueError, RecursionError) as wrong:
        raise WrongUse("json_wrong", place=place, line=1, column=1) from wrong


def _refused(constant: str) -> object:
    raise ValueError(constant)


def _object(value: object, place: str) -> Given:
    if not isinstance(value, dict):
        raise WrongUse("json_not_mapping", place=place)
    return value


def expects_of(written: tuple[str, ...]) -> dict[str, int]:
    """Return stream versions from STREAM=VERSION. Raises WrongUse."""
    found = {}
    for one in written:
        stream, _, version = one.rpartition("=")
        if not stream or not version.isascii() or not version.isdigit():
            raise WrongUse("expect_form", value=one)
        found[stream] = int(version[:18])
    return found
