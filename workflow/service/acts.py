"""Do one act, or the many acts of a meeting, in one transaction; or ask whether one may."""

from collections.abc import Sequence

from workflow.domain import acts
from workflow.domain.errors import Refused, Unmet
from workflow.domain.model import Call, Draft
from workflow.runtime import Runtime
from workflow.service.commands import (
    Asked,
    Command,
    Receipt,
    answer_of,
    circumstances,
    composed_of,
    fingerprint_of,
    same_answer,
)
from workflow.service.desk import Desk
from workflow.service.doing import do, expect, hold, lay_beside, looked_at, open_for, usable
from workflow.service.giving import MEETING
from workflow.service.patience import patiently
from workflow.store.acting import acting
from workflow.store.engine import reader
from workflow.store.rows import ANSWERED
from workflow.store.schema import stored


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
    command = composed_of(command)
    asked = Asked(id=command.id or runtime.ids(), fingerprint=fingerprint_of(command))
    receipt = patiently(lambda holding: _attempt(runtime, command, asked, holding), [command.year])
    runtime.nudge()
    return receipt


def _attempt(
    runtime: Runtime, command: Command, asked: Asked, holding: Sequence[str] | None
) -> Receipt:
    """Do what is asked once; with *holding*, while those bloc years are kept from moving."""
    with acting(runtime.engine, holding=holding) as conn:
        desk = Desk(conn, asked.id)
        page = desk.open(command.year, subjects=looked_at(command))
        if page.row.answered:
            return same_answer(asked, page.row.answered)
        now = page.not_before(runtime.clock.now())
        call = circumstances(command, now)
        do(runtime, desk, command, call)
        for page in desk.pages.values():
            desk.follow(page)
        receipt, answer = answer_of(asked.id, desk.recorded, call.at, now)
        desk.flush((ANSWERED, (asked.id, asked.fingerprint, answer, stored(now))))
    return receipt


def may(runtime: Runtime, command: Command) -> tuple[Unmet, ...]:
    """Return what prevents the act now; empty when it may be done. Changes nothing.

    Of a meeting: what prevents its record, or the first of its acts that is prevented.

    Raises:
        ThiduaError: What `perform` raises of the command before it asks whether the act is allowed.
    """
    command = composed_of(command)
    with reader(runtime.engine).begin() as conn:
        desk = Desk(conn, "")
        call = _asked_now(runtime, desk, command)
        if command.do != MEETING:
            act, given, page = open_for(desk, command)
            expect(page, command.expects)
            lay_beside(runtime, desk, page, given)
            if unmet := acts.prevented(page.book, act, given, call):
                return unmet
            usable(runtime, given)
            return ()
        try:
            hold(runtime, desk, command, call)
        except Refused as refused:
            return refused.unmet
    return ()


def foresee(runtime: Runtime, command: Command) -> tuple[tuple[str, Draft], ...]:
    """Return the events that an act would record now, each with its bloc year. Changes nothing.

    Raises:
        Refused: With every unmet condition; and whatever else `perform` raises of the command.
    """
    command = composed_of(command)
    with reader(runtime.engine).begin() as conn:
        desk = Desk(conn, "")
        do(runtime, desk, command, _asked_now(runtime, desk, command))
    return tuple((year, draft) for year, page in desk.pages.items() for draft, _ in page.pending)


def _asked_now(runtime: Runtime, desk: Desk, command: Command) -> Call:
    """Return the circumstances of a question: those of the act, if it were done now."""
    page = desk.open(command.year, subjects=looked_at(command))
    return circumstances(command, page.not_before(runtime.clock.now()))
