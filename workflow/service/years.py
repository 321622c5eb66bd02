"""Opening the first year of a bloc."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from definitions.holidays_of import known_year
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.acts import Asked, Receipt, answer_of, same_answer
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
    """Open a bloc year, in one transaction; the same command id twice opens it once.

    Raises:
        Refused: It is open already, or its roster does not hold together.
        FileRefused: Its definition cannot be used.
        YearOutOfCalendar: Its holidays cannot be known.
    """
    known_year(wanted.year)
    known_year(at.year if at else wanted.year)
    name = command_id or runtime.ids()
    fingerprint = hashlib.sha256(repr((asdict(wanted), actor, at)).encode()).digest()
    asked = Asked(id=name, fingerprint=fingerprint)
    receipt = patiently(lambda _holding: _attempt(runtime, asked, wanted, actor, at), [])
    runtime.nudge()
    return receipt


def _attempt(
    runtime: Runtime, asked: Asked, wanted: OpenYear, actor: Actor, at: datetime | None
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
