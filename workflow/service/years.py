"""Opening the first year of a bloc, or of every bloc of a province at once."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from definitions.holidays_of import known_year
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.commands import Asked, Receipt, answer_of, same_answer
from workflow.service.desk import Desk
from workflow.service.giving import OPENING, composed, fingerprint, shaped
from workflow.service.opening import OpenYear, open_first
from workflow.service.patience import patiently
from workflow.store import codec, requests
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
        GivenWrong: A name or an id is not such as can be kept and read again.
        FileRefused: A definition cannot be used.
        YearOutOfCalendar: Holidays cannot be known.
    """
    for one in wanted:
        known_year(one.year)
        known_year(at.year if at else one.year)
        # What is stored is read by the same shapes: what does not fit them could never be read.
        shaped(OPENING, composed(_asked().dump_python(one, mode="json")))
    asked = Asked(id=command_id or runtime.ids(), fingerprint=_fingerprint(wanted, actor, at))
    receipt = patiently(lambda _holding: _attempt(runtime, asked, wanted, actor, at), [])
    runtime.nudge()
    return receipt


def _fingerprint(wanted: Sequence[OpenYear], actor: Actor, at: datetime | None) -> bytes:
    return fingerprint(
        {
            "open": [_plain(one) for one in wanted],
            "person": actor.person,
            "seat": actor.seat,
            "at": codec.shown(at) if at else None,
        }
    )


def _plain(wanted: OpenYear) -> object:
    """Return what is asked without what goes without saying, so that new fields change nothing."""
    return _asked().dump_python(wanted, mode="json", exclude_defaults=True)


@cache
def _asked() -> TypeAdapter[OpenYear]:
    return TypeAdapter(OpenYear)


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
