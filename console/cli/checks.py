"""What a doctor looks at: each check answers with findings, well or not, in codes of wording."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from definitions.workdays import calendar_file, calendar_names
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service import heartbeats, reading, verifying
from workflow.service.heartbeats import Health
from workflow.settings import Settings
from workflow.store import outbox

OCTOBER = 10
Severity = Literal["well", "warning", "error"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at: how it stands, and the sentence for it."""

    severity: Severity
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def mail(settings: Settings) -> Iterator[Finding]:
    """Look at where notices go."""
    if settings.smtp:
        yield Finding(severity="well", code="doctor_mail_server", facts={"smtp": settings.smtp})
        return
    folder = settings.mail_folder
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    well = there.is_dir() and os.access(there, os.W_OK)
    code = "doctor_mail_folder" if well else "doctor_mail_unwritable"
    yield Finding(severity="well" if well else "error", code=code, facts={"folder": str(folder)})


def histories(runtime: Runtime) -> Iterator[Finding]:
    """Look at the end of every chain; `history verify` looks at all of it."""
    years = reading.list_years(runtime)
    broken = verifying.broken_ends(runtime)
    for year in broken:
        yield Finding(severity="error", code="doctor_history_broken", facts={"year": year})
    if not broken:
        yield Finding(severity="well", code="doctor_histories", facts={"count": len(years)})


def notices(runtime: Runtime) -> Iterator[Finding]:
    """Look at notices that wait, and at those given up."""
    counts = reading.notices(runtime)
    waiting = sum(count for name, count in counts.items() if name not in {outbox.SENT, outbox.DEAD})
    if dead := counts.get(outbox.DEAD, 0):
        yield Finding(severity="warning", code="doctor_notices_dead", facts={"count": dead})
    late = (heartbeats.health(runtime).oldest_unsent_s or 0) > heartbeats.LATE_AFTER.total_seconds()
    facts: dict[str, object] = {"count": waiting, "sent": counts.get(outbox.SENT, 0)}
    code = "doctor_notices_late" if late else "doctor_notices"
    yield Finding(severity="warning" if late else "well", code=code, facts=facts)


def background(runtime: Runtime) -> Iterator[Finding]:
    """Look at deadlines nobody acted on, and at the last sign of life."""
    health = heartbeats.health(runtime)
    if health.overdue_timers:
        facts = {"count": health.overdue_timers}
        yield Finding(severity="error", code="doctor_deadlines_overdue", facts=facts)
    else:
        yield Finding(severity="well", code="doctor_deadlines")
    yield _alive(health)


def _alive(health: Health) -> Finding:
    silence = min(health.heartbeats.values(), default=None)
    if silence is None:
        return Finding(severity="warning", code="doctor_never_alive")
    if silence > heartbeats.SILENT_AFTER.total_seconds():
        ago = str(timedelta(seconds=round(silence)))
        return Finding(severity="warning", code="doctor_silent", facts={"ago": ago})
    facts = {"count": len(health.heartbeats)}
    return Finding(severity="well", code="doctor_alive", facts=facts)


def calendars(runtime: Runtime) -> Iterator[Finding]:
    """Look whether days off have been entered for this year, and late in the year for the next."""
    today = hanoi_day(runtime.clock.now())
    years = [today.year, *([today.year + 1] if today.month >= OCTOBER else [])]
    for name in calendar_names():
        known = {day.date.year for day in calendar_file(name).days}
        for year in years:
            facts = {"calendar": name, "year": str(year)}
            well = year in known
            code = "doctor_calendar" if well else "doctor_calendar_missing"
            yield Finding(severity="well" if well else "warning", code=code, facts=facts)


CHECKS: tuple[Callable[[Runtime], Iterator[Finding]], ...] = (
    histories,
    background,
    notices,
    calendars,
)
