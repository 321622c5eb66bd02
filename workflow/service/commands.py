"""What somebody asks for, by what it is known again, and the answer that is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from definitions.holidays_of import known_year
from workflow.domain import acts
from workflow.domain.errors import CommandReused, Refused, Unmet
from workflow.domain.model import Actor, Call
from workflow.service.desk import Recorded
from workflow.service.giving import KEYS, MEETING, composed, fingerprint, shaped
from workflow.store import codec, requests


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """What somebody asks for.

    `given` is plain data in the shape of the act. `at` is when it takes effect, now when absent.
    The same `id` twice is one act with the same answer. `expects` names streams with the version
    that the asker saw.
    """

    year: str
    do: str
    actor: Actor
    given: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    id: str | None = None
    expects: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a command is known by, however often it is tried: its id, and what it asks."""

    id: str
    fingerprint: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The answer to an act that was done: what it recorded, where in which chain."""

    command: str
    at: str
    recorded_at: str
    events: tuple[Recorded, ...]


def composed_of(command: Command) -> Command:
    """Return *command* with its text in NFC. Raises GivenWrong for keys that cannot be kept."""
    if command.at is not None:
        known_year(command.at.year)  # at the ends of time no moment can be told in another zone
    keys = (command.year, command.actor.person, command.actor.seat, command.id or "")
    if not all(key.isascii() and key.isprintable() for key in keys):
        command = _kept(command)
    return replace(command, given=composed(command.given), expects=composed(command.expects))


def _kept(command: Command) -> Command:
    actor = command.actor
    asked = {"year": command.year, "person": actor.person, "seat": actor.seat, "id": command.id}
    keys = shaped(KEYS, composed(asked))
    return replace(
        command, year=keys.year, id=keys.id, actor=Actor(person=keys.person, seat=keys.seat)
    )


def circumstances(command: Command, now: datetime) -> Call:
    """Return who acts, effective when. Raises Refused for a time without zone, or to come."""
    if command.at is not None and command.at.tzinfo is None:
        raise Refused([Unmet(code="TIME_WITHOUT_ZONE", facts={"at": command.at.isoformat()})])
    at = command.at.astimezone(UTC) if command.at else now
    if at > now:
        raise Refused([Unmet(code="IN_THE_FUTURE", facts={"at": at, "now": now})])
    return Call(actor=command.actor, at=at, now=now)


@cache
def _receipts() -> TypeAdapter[Receipt]:
    return TypeAdapter(Receipt)


def answer_of(
    command_id: str, recorded: Iterable[Recorded], at: datetime, now: datetime
) -> tuple[Receipt, str]:
    """Return the receipt of an act, and the form in which it is kept."""
    receipt = Receipt(
        command=command_id,
        at=codec.shown(at),
        recorded_at=codec.shown(now),
        events=tuple(recorded),
    )
    return receipt, _receipts().dump_json(receipt).decode()


def receipt_of(answer: str) -> Receipt:
    """Return the receipt kept for a command answered before."""
    return _receipts().validate_json(answer)


def same_answer(asked: Asked, answered: requests.Answered) -> Receipt:
    """Return the first answer of a command. Raises CommandReused when it was another one."""
    first, answer = answered
    if asked.fingerprint != first:
        raise CommandReused(command=asked.id)
    return receipt_of(answer)


def fingerprint_of(command: Command) -> bytes:
    """Return what a command asks, in so few bytes that two that ask otherwise differ."""
    return fingerprint(
        {
            "year": command.year,
            "do": command.do,
            "person": command.actor.person,
            "seat": command.actor.seat,
            "at": codec.shown(command.at) if command.at else None,
            "given": _kept_of(command.do, command.given),
        }
    )


def _kept_of(do: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is given without what is kept nowhere, also inside the acts of a meeting."""
    unkept = acts.ACTS[do].unkept if do in acts.ACTS else ()
    kept = {name: one for name, one in given.items() if name not in unkept}
    if do == MEETING and isinstance(inner := kept.get("acts"), list | tuple):
        kept["acts"] = [_inner_kept(one) for one in inner]
    return kept


def _inner_kept(one: object) -> object:
    if not isinstance(one, dict) or not isinstance(one.get("given"), dict):
        return one
    return {**one, "given": _kept_of(str(one.get("do")), one["given"])}
