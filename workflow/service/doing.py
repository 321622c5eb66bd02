"""One act at a desk, or a meeting with its acts: decided, and laid in the open books.

Nothing is written: whoever opened the desk writes, or only looks.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflow.domain import access, acts
from workflow.domain.errors import NotFound, Refused, StaleStream, Unmet
from workflow.domain.evolving import STREAMS, stream_kind
from workflow.domain.leaders import handover
from workflow.domain.model import Actor, Call
from workflow.domain.stages import meeting
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service import offering, voting
from workflow.service.commands import Command
from workflow.service.desk import Desk, Page
from workflow.service.giving import INNER, MEETING, MeetingAct, shaped
from workflow.service.opening import open_next, pin

SUBJECTS = ("unit", "ballot")
"""Fields of what an act is given that name a stream which it looks at."""


def looked_at(command: Command) -> set[str] | None:
    """Return the subjects whose streams the act will look at, before anything is known of it."""
    act = acts.ACTS.get(command.do)
    if command.do == MEETING or (act and act.whole_bloc):
        return None
    named = (command.actor.unit, *(command.given.get(name) for name in SUBJECTS))
    return {one for one in named if one and isinstance(one, str)} | _expected(command)


def _expected(command: Command) -> set[str]:
    return {subject for one in command.expects if (subject := one.partition("/")[2])}


def do(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    """Do an act, or hold a meeting, in the books that lie open. Raises Refused, StaleStream."""
    if command.do == MEETING:
        hold(runtime, desk, command, call)
    else:
        _one(runtime, desk, command, call)


def _one(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    act, given, page = open_for(desk, command)
    expect(page, command.expects)
    lay_beside(runtime, desk, page, given)
    drafts = acts.decide(page.book, act, given, call)
    usable(runtime, given)
    desk.beside += voting.beside(page, given, drafts)
    desk.record(page, drafts, call)
    for draft in drafts:
        if isinstance(draft.event, handover.HandoverCompleted):
            open_next(runtime, desk, page, draft.event, call)


def open_for(desk: Desk, command: Command) -> tuple[acts.Act, Any, Page]:
    """Return the act, what it is given, and the bloc year with the streams that it looks at."""
    if command.do not in acts.ACTS:
        raise NotFound("act", command.do, acts.ACTS)
    act, given = acts.ACTS[command.do], shaped(command.do, command.given)
    named = (command.actor.unit, *(getattr(given, name, None) for name in SUBJECTS))
    wanted = {one for one in named if one and isinstance(one, str)} | _expected(command)
    page = desk.open(command.year, subjects=None if act.whole_bloc else wanted)
    if act.looks_at_all(page.book, given):
        page = desk.open(command.year, subjects=None)
    return act, given, page


def expect(page: Page, expects: Mapping[str, int]) -> None:
    """Hold the streams to the versions that the asker saw. Raises NotFound, StaleStream."""
    for stream, version in expects.items():
        if stream_kind(stream) not in STREAMS:
            raise NotFound("stream", stream, [*page.streams, *STREAMS])
        found = page.streams.version(stream)
        if found != version:
            raise StaleStream(stream=stream, expected=version, found=found)


def lay_beside(runtime: Runtime, desk: Desk, page: Page, given: object) -> None:
    """Lay beside the book what an act looks at that is no stream of it."""
    voting.lay_box(desk, page, given)
    offering.lay_definition(runtime, desk, page, given)


def usable(runtime: Runtime, given: object) -> None:
    """Load what the next year is to start on: refused here, not under the last signature."""
    if isinstance(given, handover.PrepareHandover) and given.next_definition:
        pin(runtime, given.next_definition)


def hold(runtime: Runtime, desk: Desk, command: Command, call: Call) -> None:
    """Record the meeting in every bloc year that its acts touch, and do the acts in order."""
    fields = dict(command.given)
    inner = shaped(INNER, {"acts": fields.pop("acts", ())}).acts
    given: meeting.HoldMeeting = shaped(MEETING, fields)
    held = replace(call, meeting=f"{hanoi_day(call.at)}/{given.id}")
    page = desk.open(command.year, subjects=None)
    expect(page, command.expects)
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
