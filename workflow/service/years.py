"""Opening the first year of a bloc, or of every bloc of a province at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from definitions.holidays_of import known_year
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.commands import Asked, Receipt, answer_of, same_answer
from workflow.service.desk import Desk
from workflow.service.opening import OpenYear, open_first
from workflow.service.patience import patiently
from workflow.store import requests
from workflow.store.acting import acting
from workflow.store.rows import ANSWERED
from workflow.store.schema import stored


def open_year(
    runtime: Runtime,
    wanted: OpenYear,
    actor: Actor,
    *,
    at: datetime | None = None,
    command_id: str | None = None,
) -> Receipt:
    """Open a bloc year; see `open_years`."""
    return open_years(runtime, [wanted], actor, at=at, command_id=command_id)


def open_years(
    runtime: Runtime,
    wanted: Sequence[OpenYear],
    actor: Actor,
    *,
    at: datetime | None = None,
    command_id: str | None = None,
) -> Receipt:
    """Open bloc years, all or none, in one transaction that writes every table once.

    The same command id twice opens them once.

    Raises:
        Refused: One is open already, or a roster does not hold together; says of which bloc.
        FileRefused: A definition cannot be used.
        YearOutOfCalendar: Holidays cannot be known.
    """
    for one in wanted:
        known_year(one.year)
        known_year(at.year if at else one.year)
    asked = Asked(id=command_id or runtime.ids(), fingerprint=_fingerprint(wanted, actor, at))
    receipt = patiently(lambda _holding: _attempt(runtime, asked, wanted, actor, at), [])
    runtime.nudge()
    return receipt


def _fingerprint(wanted: Sequence[OpenYear], actor: Actor, at: datetime | None) -> bytes:
    # One year alone is known as it ever was.
    named = asdict(wanted[0]) if len(wanted) == 1 else [asdict(one) for one in wanted]
    return hashlib.sha256(repr((named, actor, at)).encode()).digest()


def _attempt(
    runtime: Runtime, asked: Asked, wanted: Sequence[OpenYear], actor: Actor, at: datetime | None
) -> Receipt:
    with acting(runtime.engine) as conn:
        if known := requests.find(conn, asked.id):
            return same_answer(asked, known)
        now = runtime.clock.now()
        desk = Desk(conn, asked.id)
        open_first(runtime, desk, wanted, actor, at or now)
        for page in desk.pages.values():
            desk.follow(page)
        receipt, answer = answer_of(asked.id, desk.recorded, at or now, now)
        desk.flush((ANSWERED, (asked.id, asked.fingerprint, answer, stored(now))))
    return receipt
