"""The common shape of every record, and text in both languages."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from definitions.characters import CONTROL, CONTROL_BUT_LINES

SLUG = r"^[a-z0-9][a-z0-9_-]*$"
CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
PATH = r"^[a-z0-9][a-z0-9_/.-]*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
"""An identifier in lower case: stages, roles, offices, units."""

Code = Annotated[str, StringConstraints(pattern=CODE, max_length=40)]
"""An identifier as regulations print it: criteria (III.1) and awards (T-CO-CP)."""

Path = Annotated[str, StringConstraints(pattern=PATH, max_length=120)]
"""The identifier of a definition or layer: folders and a name, joined by slashes."""

Status = Literal["confirmed", "secondary", "unverified"]
"""How well a legal value is known. What is unverified warns and never blocks."""


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def broken(code: str, **facts: object) -> PydanticCustomError:
    """Return the error by which a model says that one of its rules is broken.

    *code* is a sentence of the wording, so that a reader is told in both languages.
    """
    return PydanticCustomError(code, code, facts)


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise broken("true_as_number")
    return value


Whole = Annotated[int, BeforeValidator(_no_boolean)]
"""A whole number. Left alone, pydantic would read true as 1."""


def _one_line(text: str) -> str:
    if CONTROL.search(text):
        raise broken("not_one_line")
    return text


def _lines(text: str) -> str:
    if not text.strip():
        raise broken("text_empty")
    if CONTROL_BUT_LINES.search(text):
        raise broken("text_control")
    return text


OneLine = Annotated[str, AfterValidator(_one_line)]
"""Text on one line: a name in a list, an identifier, an address."""

Lines = Annotated[str, AfterValidator(_lines)]
"""Text that says something, on as many lines as it likes, and holds nothing that cannot be read."""


class Text(Record):
    """What a person reads, in Vietnamese and in English."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def of(self, language: str) -> str:
        """Return the text in *language*, Vietnamese unless English is asked for."""
        return self.en if language == "en" else self.vi


class Basis(Record):
    """Where a rule comes from: the instrument, its article, and how well that is known."""

    ref: str
    article: str | None = None
    status: Status = "confirmed"
    note: Text | None = None
