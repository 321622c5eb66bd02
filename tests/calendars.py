"""Days that tests decide, laid down as an administrator would."""

from datetime import date

from definitions.overlays import Overlay
from definitions.schema.calendars import DecreedDay
from definitions.schema.record import Text
from workflow.runtime import Runtime
from workflow.service import calendars
from workflow.service.reckoned_years import Told, YearReckoned

ROLLING = """
    due_time: "17:00"
    stages: [{id: registration, due: {month: 3, day: 14, roll: next}}]
"""
"""A change by which registration is due on 14 March 2025, a Friday, or on the working day after."""


def off(on: str, *, kind: str = "off", scope: str = "nation") -> DecreedDay:
    """Return a day decided to be off, or worked."""
    return DecreedDay.model_validate(
        {
            "date": date.fromisoformat(on),
            "kind": kind,
            "title": Text(vi="Nghỉ bão", en="Storm"),
            "source": "12/QĐ-UBND",
            "scope": scope,
        }
    )


def edited(runtime: Runtime, *days: DecreedDay) -> Overlay:
    """Return what would hold with these days laid over those that do."""
    return calendars.current(runtime).changed(days)


def told_of(found: YearReckoned, *kinds: str) -> list[Told]:
    """Return what is told of deadlines of these kinds, in their order."""
    return [(what, one) for what, one in found.deadlines if one.kind in kinds]


def decree(runtime: Runtime, *days: DecreedDay) -> list[YearReckoned]:
    """Lay days down over those that hold, and reckon every open year anew."""
    calendars.lay_down(
        runtime, edited(runtime, *days), person="of-admin", reason="Bão số 3",
        decree="12/QĐ-UBND",
    )  # fmt: skip
    return list(calendars.catch_up(runtime))
