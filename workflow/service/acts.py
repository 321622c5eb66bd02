"""Do one act, or the many acts of a meeting, in one transaction; or ask whether one may."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from definitions.holidays_of import known_year
from workflow.domain import access, acts, handover, meeting
from workflow.domain.errors import CommandReused, NotFound, Refused, StaleStream, Unmet
from workflow.domain.model import Actor, Call, Draft
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service import offering, voting
from workflow.service.desk import Desk, Page, Recorded
from workflow.service.giving import INNER, KEYS, MEETING, MeetingAct, composed, fingerprint, shaped
from workflow.service.opening import open_next, pin
from workflow.service.patience import patiently
from workflow.store import codec, requests
from workflow.store.acting import acting
from workflow.store.engine import reader
from workflow.store.rows import ANSWERED
from workflow.store.schema import stored


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a command is known by, however often it is tried: its id, and what it asks."""

    id: str
    fingerprint: bytes


SUBJECTS = ("unit", "ballot")
"""Fields of what an act is given that name a stream which it looks at."""


@cache
def _receipts() -> TypeAdapter[Receipt]:
    return TypeAdapter(Receipt)


def perform(runtime: Runtime, command: Command) -> Receipt:
    """Do what is asked, in one transaction, and say what was recorded.

    Raises:
        Refused: With every unmet condition. Nothing was written.
        StaleStream: Somebody acted first. Nothing was written.
        CommandReused: The command id stands for another command.
        GivenWrong: The act was given something of another shape.
        NotFound: No such bloc year or act.
        YearOutOfCalendar: It is to take effect in a year without known holidays.
        FileRefused, UnknownDefinition: A definition that is named cannot be used.
    """
    command = _composed(command)
    asked = Asked(id=command.id or runtime.ids(), fingerprint=_fingerprint(command))
    receipt = patiently(lambda holding: _attempt(runtime, command, asked, holding), [command.year])
    runtime.nudge()
    return receipt


def _attempt(
    runtime: Runtime, command: Command, asked: Asked, holding: Sequence[str] | None
) -> Receipt:
    """Do what is asked once; with *holding*, while those bloc years are kept from moving."""
    with acting(runtime.engine, holding=holding) as conn:
        desk = Desk(conn, asked.id)
        page = desk.open(command.year, subjects=_looked_at(command))
        if page.row.answered:
            return same_answer(asked, page.row.answered)
        now = page.not_before(runtime.clock.now())
        call = _call(command, now)
        _do(runtime, desk, command, call)
        for page in desk.pages.values():
            desk.follow(page)
        receipt, answer = answer_of(asked.id, desk.recorded, call.at, now)
        desk.flush((ANSWERED, (asked.id, asked.fingerprint, answer, stored(now))))
    return receipt


def _looked_at(command: Command) -> set[str] | None:
    """Return the subjects whose streams the act will look at, before anything is known of it."""
    act = acts.ACTS.get(command.do)
    if command.do == MEETING or (act and act.whole_bloc):
        return None
    named = (command.actor.unit, *(command.given.get(name) for name in SUBJECTS))
    return {one for one in named if one and isinstance(one, str)} | _expected(command)


def _expected(command: Command) -> set[str]:
    return {subject for one in command.expects if (subject := one.partition("/")[2])}


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
    """Return what prevents the act now; empty when it may be done. Changes nothing.

    Of a meeting: what prevents its record, or the first of its acts that is prevented.
    """
    command = _composed(command)
    with reader(runtime.engine).begin() as conn:
        desk = Desk(conn, "")
        call = _call(command, runtime.clock.now())
        if command.do != MEETING:
            act, given, page = _open(desk, command)
            _lay_beside(runtime, desk, page, given)
            if unmet := acts.prevented(page.book, act, given, call):
                return unmet
            _usable(runtime, given)
            return ()
        try:
            _hold(runtime, desk, command, call)
        except Refused as refused:
            return refused.unmet
    return ()


def foresee(runtime: Runtime, command: Command) -> tuple[tuple[str, Draft], ...]:
    """Return the events that an act would record now, each with its bloc year. Changes nothing.

    Raises:
        Refused: With every unmet condition; and whatever else `perform` raises of the command.
    """
    command = _composed(command)
    with reader(runtime.engine).begin() as conn:
        desk = Desk(conn, "")
        _do(runtime, desk, command, _call(command, runtime.clock.now()))
    return tuple((year, draft) for year, page in desk.pages.items() for draft, _ in page.pending)


def _composed(command: Command) -> Command:
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


def _call(command: Command, now: datetime) -> Call:
    if command.at is not None and command.at.tzinfo is None:
        raise Refused([Unmet(code="TIME_WITHOUT_ZONE", facts={"at": command.at.isoformat()})])
    at = command.at.astimezone(UTC) if command.at else now
    if at > now:
        raise Refused([Unmet(code="IN_THE_FUTURE", facts={"at": at, "now": now})])
    return Call(actor=command.actor, at=at, now=now)


def _do(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    if command.do == MEETING:
        _hold(runtime, desk, command, call)
    else:
        _one(runtime, desk, command, call)


def _one(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    act, given, page = _open(desk, command)
    _expect(page, command.expects)
    _lay_beside(runtime, desk, page, given)
    drafts = acts.decide(page.book, act, given, call)
    _usable(runtime, given)
    desk.beside += voting.beside(page, given, drafts)
    desk.record(page, drafts, call)
    for draft in drafts:
        if isinstance(draft.event, handover.HandoverCompleted):
            open_next(runtime, desk, page, draft.event, call)


def _lay_beside(runtime: Runtime, desk: Desk, page: Page, given: object) -> None:
    """Lay beside the book what an act looks at that is no stream of it."""
    voting.lay_box(desk, page, given)
    offering.lay_definition(runtime, desk, page, given)


def _usable(runtime: Runtime, given: object) -> None:
    """Load what the next year is to start on: refused here, not under the last signature."""
    if isinstance(given, handover.PrepareHandover) and given.next_definition:
        pin(runtime, given.next_definition)


def _open(desk: Desk, command: Command) -> tuple[acts.Act, Any, Page]:
    """Return the act, what it is given, and the bloc year with the streams that it looks at."""
    if command.do not in acts.ACTS:
        raise NotFound("act", command.do, acts.ACTS)
    act, given = acts.ACTS[command.do], shaped(command.do, command.given)
    named = (command.actor.unit, *(getattr(given, name, None) for name in SUBJECTS))
    looked_at = {one for one in named if one and isinstance(one, str)} | _expected(command)
    page = desk.open(command.year, subjects=None if act.whole_bloc else looked_at)
    if act.looks_at_all(page.book, given):
        page = desk.open(command.year, subjects=None)
    return act, given, page


def _expect(page: Page, expects: Mapping[str, int]) -> None:
    for stream, version in expects.items():
        found = page.streams.version(stream)
        if found != version:
            raise StaleStream(stream=stream, expected=version, found=found)


def _hold(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    """Record the meeting in every bloc year that its acts touch, and do the acts in order."""
    fields = dict(command.given)
    inner = shaped(INNER, {"acts": fields.pop("acts", ())}).acts
    given: meeting.HoldMeeting = shaped(MEETING, fields)
    held = replace(call, meeting=f"{hanoi_day(call.at)}/{given.id}")
    page = desk.open(command.year, subjects=None)
    _expect(page, command.expects)
    _record_meeting(page, page, desk, given, held, len(inner))
    recorded = {command.year}
    for number, one in enumerate(inner, start=1):
        year = one.year or command.year
        if year not in recorded:
            other = desk.open(year, subjects=None)
            _record_meeting(other, page, desk, given, held, len(inner))
            recorded.add(year)
        _one_at(runtime, desk, number, _inner(one, year), held)


def _inner(one: MeetingAct, year: str) -> Command:
    actor = Actor(person=one.person, seat=one.seat)
    return Command(year=year, do=one.do, actor=actor, given=one.given)


def _one_at(runtime: Runtime, desk: Desk, number: int, one: Command, held: Call) -> None:
    """Do one act at a meeting; a refusal says which it was.

    Minutes record what members do together. Offices and administrators act for themselves, or
    whoever writes the minutes could act as anybody.
    """
    if one.actor.unit is None:
        facts: dict[str, object] = {"seat": one.actor.seat, "act": number, "do": one.do}
        raise Refused([Unmet(code="NOT_AT_A_MEETING", facts=facts, who=(one.actor.seat,))])
    try:
        _one(runtime, desk, one, replace(held, actor=one.actor, recorder=held.actor.person))
    except Refused as refused:
        raise Refused(
            replace(unmet, facts={**unmet.facts, "act": number, "do": one.do})
            for unmet in refused.unmet
        ) from refused


def _record_meeting(
    page: Page, first: Page, desk: Desk, given: meeting.HoldMeeting, call: Call, acts_done: int
) -> None:
    """Record a meeting in one bloc year.

    Whoever records it is an officer of the year it is held in. That goes for the other years of the
    same bloc, whose leaders sit at the same table; a year of another bloc is asked for itself.
    """
    prevents = [*meeting.hold_prevents(page.book, given, call)]
    if page is first or page.row.bloc != first.row.bloc:
        prevents[:0] = access.prevents(page.book, call, acts.OFFICERS, None, own_barred=False)
    if prevents:
        raise Refused(prevents)
    desk.record(page, meeting.hold(page.book, given, acts_done), call)


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


def _fingerprint(command: Command) -> bytes:
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


def same_answer(asked: Asked, answered: requests.Answered) -> Receipt:
    """Return the first answer of a command. Raises CommandReused when it was another one."""
    first, answer = answered
    if asked.fingerprint != first:
        raise CommandReused(command=asked.id)
    return receipt_of(answer)
