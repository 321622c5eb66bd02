"""Do one act, or the many acts of a meeting, in one transaction; or ask whether one may."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from definitions.checking import explain
from definitions.nodes import Sheet, grown
from definitions.problems import Mark
from workflow.domain import access, acts, handover, meeting
from workflow.domain.errors import CommandReused, GivenWrong, NotFound, Refused, StaleStream, Unmet
from workflow.domain.model import Actor, Call, Given, Id
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service.desk import Desk, Page, Recorded
from workflow.service.opening import open_next
from workflow.store import codec, requests
from workflow.store.engine import reader

MEETING = "hold_meeting"
INNER = "meeting_act"


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
class Receipt:
    """The answer to an act that was done: what it recorded, where in which chain."""

    command: str
    at: str
    recorded_at: str
    events: tuple[Recorded, ...]


@cache
def _receipts() -> TypeAdapter[Receipt]:
    return TypeAdapter(Receipt)


@cache
def _adapter(act: str) -> TypeAdapter[Any]:
    return TypeAdapter(SHAPES[act])


def perform(runtime: Runtime, command: Command) -> Receipt:
    """Do what is asked, in one transaction, and say what was recorded.

    Raises:
        Refused: With every unmet condition. Nothing was written.
        StaleStream: Somebody acted first. Nothing was written.
        CommandReused: The command id stands for another command.
        GivenWrong: The act was given something of another shape.
        NotFound: No such bloc year or act.
    """
    command_id = command.id or runtime.ids()
    fingerprint = _fingerprint(command)
    with runtime.engine.begin() as conn:
        if known := requests.find(conn, command_id):
            return _answered(command_id, fingerprint, *known)
        now = runtime.clock.now()
        desk = Desk(conn, command_id)
        _do(runtime, desk, command, _call(command, now))
        desk.flush()
        receipt, answer = answer_of(command_id, desk.recorded, command.at or now, now)
        requests.keep(conn, command_id, fingerprint, answer, now)
    runtime.nudge()
    return receipt


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


def may(runtime: Runtime, command: Command) -> tuple[Unmet, ...]:
    """Return what prevents the act now; empty when it may be done. Changes nothing."""
    act, given = _act(command.do), _given(command.do, command.given)
    with reader(runtime.engine).begin() as conn:
        page = _open(Desk(conn, ""), command.year, act, given, command.actor)
        return acts.prevented(page.book, act, given, _call(command, runtime.clock.now()))


def _call(command: Command, now: datetime) -> Call:
    at = command.at or now
    if at > now:
        raise Refused([Unmet(code="IN_THE_FUTURE", facts={"at": at, "now": now})])
    return Call(actor=command.actor, at=at, now=now)


def _do(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    if command.do == MEETING:
        _hold(runtime, desk, command, call)
    else:
        _one(runtime, desk, command, call)
    for page in list(desk.pages.values()):
        desk.follow(page)


def _one(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    act, given = _act(command.do), _given(command.do, command.given)
    page = _open(desk, command.year, act, given, command.actor)
    _expect(page, command.expects)
    drafts = acts.decide(page.book, act, given, call)
    desk.record(page, drafts, call)
    for draft in drafts:
        if isinstance(draft.event, handover.HandoverCompleted):
            open_next(runtime, desk, page, draft.event, call)


def _open(desk: Desk, year: str, act: acts.Act, given: object, actor: Actor) -> Page:
    subjects = [actor.unit, getattr(given, "unit", None)]
    wanted = tuple(dict.fromkeys(one for one in subjects if one))
    return desk.open(year, subjects=None if act.whole_bloc else wanted)


def _expect(page: Page, expects: Mapping[str, int]) -> None:
    for stream, version in expects.items():
        found = page.streams.version(stream)
        if found != version:
            raise StaleStream(stream=stream, expected=version, found=found)


def _hold(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    """Record the meeting in every bloc year that its acts touch, and do the acts in order."""
    fields = dict(command.given)
    inner = [_inner(one, command) for one in fields.pop("acts", [])]
    given: meeting.HoldMeeting = _given(MEETING, fields)
    key = f"{hanoi_day(call.at)}/{given.id}"
    held = replace(call, meeting=key)
    _record_meeting(desk, command.year, given, held, len(inner))
    recorded = {command.year}
    for number, one in enumerate(inner, start=1):
        if one.year not in recorded:
            _record_meeting(desk, one.year, given, held, len(inner))
            recorded.add(one.year)
        at_meeting = replace(held, actor=one.actor, recorder=call.actor.person)
        try:
            _one(runtime, desk, one, at_meeting)
        except Refused as refused:
            raise Refused(
                replace(unmet, facts={**unmet.facts, "act": number, "do": one.do})
                for unmet in refused.unmet
            ) from refused


def _inner(one: Mapping[str, Any], command: Command) -> Command:
    shape: MeetingAct = _given(INNER, one)
    return Command(
        year=shape.year or command.year,
        do=shape.do,
        actor=Actor(person=shape.person, seat=shape.seat),
        given=shape.given,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingAct(Given):
    """One act done at a meeting: by whom, in which bloc year (the meeting's own when absent)."""

    do: Id
    person: Id
    seat: Id
    year: Id | None = None
    given: dict[str, Any] = field(default_factory=dict)


SHAPES: dict[str, type[Any]] = {
    MEETING: meeting.HoldMeeting,
    INNER: MeetingAct,
    **{name: act.given for name, act in acts.ACTS.items()},
}
"""What each act is given; pydantic checks it where it comes in."""


def _record_meeting(
    desk: Desk, year: str, given: meeting.HoldMeeting, call: Call, acts_done: int
) -> None:
    page = desk.open(year, subjects=None)
    officers = tuple(
        access.prevents(page.book, call, acts.OFFICERS, None, own_barred=False)
        if year == next(iter(desk.pages))
        else ()
    )
    if unmet := (*officers, *meeting.hold_prevents(page.book, given, call)):
        raise Refused(unmet)
    desk.record(page, meeting.hold(page.book, given, acts_done), call)


def _act(name: str) -> acts.Act:
    if name not in acts.ACTS:
        raise NotFound("act", name)
    return acts.ACTS[name]


def _given(name: str, data: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the act's own type
    try:
        return _adapter(name).validate_python(data)
    except ValidationError as wrong:
        sheet = Sheet(grown(data, Mark(name, 1, 1)))
        raise GivenWrong(name, explain(wrong, sheet, SHAPES[name])) from wrong


def _fingerprint(command: Command) -> bytes:
    asked = {
        "year": command.year,
        "do": command.do,
        "person": command.actor.person,
        "seat": command.actor.seat,
        "at": codec.shown(command.at) if command.at else None,
        "given": json.loads(json.dumps(command.given, default=str)),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).digest()


def _answered(command_id: str, fingerprint: bytes, first: bytes, answer: str) -> Receipt:
    if fingerprint != first:
        raise CommandReused(command=command_id)
    return receipt_of(answer)
