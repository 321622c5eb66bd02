"""What a doctor looks at: each check answers with findings, well or not, in codes of wording."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from definitions.wording import Phrase
from definitions.workdays import calendar_names
from workflow.domain.timing import hanoi_day
from workflow.hiding import hidden
from workflow.runtime import BrokerSeen, Runtime
from workflow.service import calendars as decided
from workflow.service import deadlines, heartbeats, reading, trying, verifying
from workflow.service.heartbeats import Health
from workflow.service.watching import Watched
from workflow.settings import Settings
from workflow.store import outbox, promises
from workflow.store.outbox import UNSENT

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
        facts = {"smtp": hidden(settings.smtp)}
        yield Finding(severity="well", code="doctor_mail_server", facts=facts)
        return
    folder = settings.mail_folder
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    well = there.is_dir() and os.access(there, os.W_OK)
    code = "doctor_mail_folder" if well else "doctor_mail_unwritable"
    yield Finding(severity="well" if well else "error", code=code, facts={"folder": str(folder)})


def broker(settings: Settings, seen: BrokerSeen | None) -> Iterator[Finding]:
    """Look at Redis: whether it answers, and what it does when it is full."""
    if settings.broker is None or seen is None:
        return
    place = hidden(settings.broker)
    if seen.failed is not None:
        why: dict[str, object] = {"broker": place, "reason": hidden(seen.failed)}
        yield Finding(severity="error", code="doctor_broker_unreachable", facts=why)
    elif seen.policy not in {None, heartbeats.SAFE_POLICY}:
        policies: dict[str, object] = {"policies": [seen.policy]}
        yield Finding(severity="error", code="doctor_broker_evicts", facts=policies)
    else:
        yield Finding(severity="well", code="doctor_broker", facts={"broker": place})


def histories(runtime: Runtime) -> Iterator[Finding]:
    """Look at the end of every chain and read every state; `history verify` looks at all of it."""
    years = reading.list_years(runtime)
    broken = verifying.broken_ends(runtime)
    for year in broken:
        yield Finding(severity="error", code="doctor_history_broken", facts={"year": year})
    for year in verifying.unreadable(runtime):
        yield Finding(severity="error", code="doctor_year_unreadable", facts={"year": year})
    if not broken:
        yield Finding(severity="well", code="doctor_histories", facts={"count": len(years)})


def notices(runtime: Runtime, seen: Watched) -> Iterator[Finding]:
    """Look at notices that wait, and at those that a person must look at."""
    if dead := seen.notices.get(outbox.DEAD, 0):
        yield Finding(severity="warning", code="doctor_notices_dead", facts={"count": dead})
    if unsure := seen.notices.get(outbox.AMBIGUOUS, 0):
        yield Finding(severity="warning", code="doctor_notices_ambiguous", facts={"count": unsure})
    late = "notices_late" in seen.health.alarms
    facts: dict[str, object] = {
        "count": sum(seen.notices.get(one, 0) for one in UNSENT),
        "sent": reading.notices(runtime).get(outbox.SENT, 0),
    }
    code = "doctor_notices_late" if late else "doctor_notices"
    yield Finding(severity="error" if late else "well", code=code, facts=facts)


def background(_runtime: Runtime, seen: Watched) -> Iterator[Finding]:
    """Look at deadlines nobody acted on, and at the last signs of life."""
    health = seen.health
    if health.overdue_timers:
        facts: dict[str, object] = {"count": health.overdue_timers}
        yield Finding(severity="error", code="doctor_deadlines_overdue", facts=facts)
    else:
        yield Finding(severity="well", code="doctor_deadlines")
    yield _alive(health)
    if "no_tick" in health.alarms and health.tick_s is None:
        yield Finding(severity="error", code="doctor_never_ticked")
    elif "no_tick" in health.alarms:
        facts = {"ago": _ago(health.tick_s or 0)}
        yield Finding(severity="error", code="doctor_no_tick", facts=facts)
    if seen.nobodys:
        facts = {"years": list(seen.nobodys)}
        yield Finding(severity="warning", code="doctor_nobodys_move", facts=facts)


def _alive(health: Health) -> Finding:
    silence = min(health.heartbeats.values(), default=None)
    if silence is None:
        return Finding(severity="error", code="doctor_never_alive")
    if "no_worker" in health.alarms:
        return Finding(severity="error", code="doctor_silent", facts={"ago": _ago(silence)})
    facts = {"count": len(health.heartbeats)}
    return Finding(severity="well", code="doctor_alive", facts=facts)


def _ago(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def database(runtime: Runtime, _seen: Watched) -> Iterator[Finding]:
    """Look at the settings of PostgreSQL that a receipt's worth rests on."""
    for one in promises.findings(runtime.engine):
        severity: Severity = "error" if one.grave else "warning"
        yield Finding(severity=severity, code=one.code, facts=one.facts)


def servers(_runtime: Runtime, seen: Watched) -> Iterator[Finding]:
    """Look at what the promises rest on: Redis keeps messages, clocks agree, nothing is held."""
    alarms = seen.health.alarms
    if "broker_evicts" in alarms:
        policies = sorted({one.broker for one in seen.lately if one.broker})
        facts: dict[str, object] = {"policies": policies}
        yield Finding(severity="error", code="doctor_broker_evicts", facts=facts)
    apart = max((abs(one.offset) for one in seen.lately), default=timedelta())
    apart = max(apart, timedelta(seconds=abs(seen.clock_offset_s)))
    if apart > heartbeats.CLOCKS_WITHIN:
        facts = {"seconds": str(round(apart.total_seconds()))}
        yield Finding(severity="error", code="doctor_clock_differs", facts=facts)
    if seen.held_at:
        facts = {"count": seen.notices.get(outbox.HELD, 0)}
        yield Finding(severity="error", code="doctor_restored", facts=facts)
    facts = {"megabytes": str(10 * (seen.size // 10_000_000 + 1))}
    yield Finding(severity="well", code="doctor_size", facts=facts)


def calendars(runtime: Runtime, _seen: Watched) -> Iterator[Finding]:
    """Look whether days off have been entered for this year, and late in the year for the next."""
    today = hanoi_day(runtime.clock.now())
    years = [today.year, *([today.year + 1] if today.month >= OCTOBER else [])]
    for name in calendar_names():
        lacking = decided.lacking(runtime, name, years)
        for year in years:
            facts = {"calendar": name, "year": str(year)}
            well = year not in lacking
            code = "doctor_calendar" if well else "doctor_calendar_missing"
            yield Finding(severity="well" if well else "warning", code=code, facts=facts)
    if behind := decided.behind(runtime):
        behind_facts = {"count": behind}
        yield Finding(severity="warning", code="doctor_calendar_behind", facts=behind_facts)


def stopped(runtime: Runtime, _seen: Watched) -> Iterator[Finding]:
    """Look at what was stopped after too many tries: timers, and work on whole bloc years."""
    for one in deadlines.stopped(runtime):
        facts = {"year": one.year_id, "name": one.name, "due": one.due, "reason": one.answer}
        yield Finding(severity="error", code="doctor_timer_stopped", facts=facts)
    for row in trying.stopped(runtime):
        facts = {
            "year": row.year_id, "work": Phrase(f"work_{row.work}"), "name": row.work,
            "reason": row.answer or Phrase("work_killed"),
        }  # fmt: skip
        yield Finding(severity="error", code="doctor_work_stopped", facts=facts)


CHECKS: tuple[Callable[[Runtime, Watched], Iterator[Finding]], ...] = (
    database,
    servers,
    background,
    notices,
    calendars,
    stopped,
)
