"""Opening the first year of a bloc."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from definitions.holidays_of import known_year
from workflow.domain.errors import CommandReused
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.acts import Receipt, answer_of, receipt_of
from workflow.service.desk import Desk
from workflow.service.opening import OpenYear, open_first
from workflow.store import requests


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
    with runtime.engine.begin() as conn:
        if known := requests.find(conn, name):
            if known[0] != fingerprint:
                raise CommandReused(command=name)
            return receipt_of(known[1])
        now = runtime.clock.now()
        desk = Desk(conn, name)
        open_first(runtime, desk, wanted, actor, at or now)
        for page in desk.pages.values():
            desk.follow(page)
        desk.flush()
        receipt, answer = answer_of(name, desk.recorded, at or now, now)
        requests.keep(conn, name, fingerprint, answer, now)
    runtime.nudge()
    return receipt
