"""Events and states to stored bytes and back. Unknown kinds and versions are refused."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workflow.domain import history
from workflow.domain.errors import HistoryBroken
from workflow.domain.evolving import EVENT_KINDS, STREAMS, stream_kind
from workflow.domain.model import Actor, Call, Draft, Event

_EVENTS: dict[str, TypeAdapter[Any]] = {}
_STATES: dict[str, TypeAdapter[Any]] = {}
_MOMENT: TypeAdapter[datetime] = TypeAdapter(datetime)


def _event_adapter(kind: str) -> TypeAdapter[Any]:
    if kind not in _EVENTS:
        _EVENTS[kind] = TypeAdapter(EVENT_KINDS[kind])
    return _EVENTS[kind]


def _state_adapter(kind: str) -> TypeAdapter[Any]:
    if kind not in _STATES:
        _STATES[kind] = TypeAdapter(STREAMS[kind][0])
    return _STATES[kind]


def shown(moment: datetime) -> str:
    """Return a moment as the history writes it: RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def body(draft: Draft, call: Call, *, year: str, seq: int, command: str, definition: str) -> bytes:
    """Return the canonical bytes of an event with its envelope."""
    return history.body(
        {
            "year": year,
            "seq": seq,
            "stream": draft.stream,
            "kind": draft.event.kind,
            "version": draft.event.version,
            "actor": call.actor.person,
            "seat": call.actor.seat,
            "at": shown(call.at),
            "recorded_at": shown(call.now),
            "meeting": call.meeting,
            "recorder": call.recorder,
            "command": command,
            "definition": definition,
            "data": data_of(draft.event),
        }
    )


def data_of(event: Event) -> dict[str, Any]:
    """Return what an event says, as it stands in its envelope."""
    data: dict[str, Any] = _event_adapter(event.kind).dump_python(event, mode="json")
    return data


def event_of(envelope: Mapping[str, Any]) -> tuple[Event, Call]:
    """Return the event in a stored envelope, with the circumstances it was recorded in.

    Raises:
        HistoryBroken: The kind or version is unknown, or the data are not its shape.
    """
    kind, version = envelope["kind"], envelope["version"]
    known = EVENT_KINDS.get(kind)
    if known is None or known.version != version:
        raise HistoryBroken("UNKNOWN_EVENT", kind=kind, version=version)
    try:
        event = _event_adapter(kind).validate_python(envelope["data"])
        call = Call(
            actor=Actor(person=envelope["actor"], seat=envelope["seat"]),
            at=_MOMENT.validate_python(envelope["at"]),
            now=_MOMENT.validate_python(envelope["recorded_at"]),
            meeting=envelope["meeting"],
            recorder=envelope["recorder"],
        )
    except ValidationError as wrong:
        raise HistoryBroken("EVENT_SHAPE", kind=kind, seq=envelope["seq"]) from wrong
    return event, call


def dump_state(stream: str, state: object) -> bytes:
    """Return the snapshot of a stream."""
    return _state_adapter(stream_kind(stream)).dump_json(state)


@lru_cache(maxsize=4096)
def load_state(kind: str, stored: bytes) -> object:
    """Return the state in a snapshot. Cached by its bytes: equal bytes are equal states.

    Raises:
        HistoryBroken: What is stored is no state of that kind.
    """
    try:
        return _state_adapter(kind).validate_json(stored)
    except ValidationError as wrong:
        raise HistoryBroken("STATE_SHAPE", kind=kind) from wrong
