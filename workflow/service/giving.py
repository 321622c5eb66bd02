"""What acts are given: plain data, checked where it comes in, known again by a fingerprint."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from annotated_types import MaxLen
from pydantic import TypeAdapter, ValidationError

from definitions.characters import CONTROL_BUT_LINES, TURNING
from definitions.checking import explain
from definitions.findings import error
from definitions.nodes import Sheet, grown
from definitions.problems import Mark
from workflow.domain import acts
from workflow.domain.errors import GivenWrong
from workflow.domain.model import Given, Id, Name
from workflow.domain.stages import meeting
from workflow.service.opening import OpenYear

MEETING = "hold_meeting"
INNER = "meeting_acts"
KEYS = "command"
OPENING = "open_year"
_write = json.JSONEncoder(sort_keys=True, default=str).encode


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingAct(Given):
    """One act done at a meeting: by whom, in which bloc year (the meeting's own when absent)."""

    do: Id
    person: Id
    seat: Id
    year: Id | None = None
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingActs(Given):
    """The acts done at a meeting, in their order."""

    acts: Annotated[tuple[MeetingAct, ...], MaxLen(2000)] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys(Given):
    """What a command is known by."""

    year: Name
    person: Id
    seat: Id
    id: Name | None = None


SHAPES: dict[str, type[Any]] = {
    MEETING: meeting.HoldMeeting,
    INNER: MeetingActs,
    **{name: act.given for name, act in acts.ACTS.items()},
}
"""What each act is given; pydantic checks it where it comes in."""

_SHAPES: dict[str, type[Any]] = {KEYS: Keys, OPENING: OpenYear, **SHAPES}


def shaped(name: str, data: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the act's own type
    """Return what the act of that name was given. Raises GivenWrong with every mistake in it."""
    try:
        return _adapter(name).validate_python(data)
    except ValidationError as wrong:
        sheet = Sheet(grown(data, Mark(name, 1, 1)))
        raise GivenWrong(name, explain(wrong, sheet, _SHAPES[name])) from wrong


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_SHAPES[name])


DEEPEST, LONGEST, HERE = 32, 10**18, Mark("given", 1, 1)
"""No act is given more: what is deeper or larger was not written by a person."""


def composed(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return *value* with its text in NFC: what a Mac sends decomposed is the same word.

    Raises:
        GivenWrong: It is nested too deeply, or holds a number too large to be written down, or
            text that no database keeps.
    """
    if isinstance(value, str):
        if CONTROL_BUT_LINES.search(value):
            raise GivenWrong("given", [error("text_control", HERE)])
        if TURNING.search(value):
            raise GivenWrong("given", [error("text_turning", HERE)])
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping | list | tuple) and depth >= DEEPEST:
        raise GivenWrong("given", [error("given_too_deep", HERE, levels=DEEPEST)])
    if isinstance(value, Mapping):
        return {composed(str(key)): composed(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [composed(item, depth + 1) for item in value]
    if isinstance(value, int) and abs(value) > LONGEST:
        raise GivenWrong("given", [error("given_too_large", HERE, most=LONGEST)])
    return value


def fingerprint(asked: Mapping[str, Any]) -> bytes:
    """Return the bytes by which the same question is known again."""
    return hashlib.sha256(_write(asked).encode()).digest()
