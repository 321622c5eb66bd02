"""`thidua doctor`: what is wrong with this installation, in words. Changes nothing."""

from collections.abc import Iterator

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.checks import CHECKS, Finding, broker, histories, mail
from console.cli.opening import place_of, settings_of, shown, stored
from console.cli.saying import told
from console.sentences import status
from console.sentences.faults import BROKEN
from definitions.errors import ThiduaError
from definitions.wording import say
from workflow.service import watching

BROKEN_HISTORY = frozenset({"doctor_history_broken", "doctor_year_unreadable"})


def doctor(asked: Asked) -> Answer:
    """Answer with everything looked at, and how it stands.

    The status says whether somebody must act: 3 a history is broken, 2 the database cannot be
    opened, 1 anything else that is wrong, 0 nothing but notes.
    """
    faults = list[ThiduaError]()
    found = _once(_findings(asked, faults))
    broken = any(one.code in BROKEN_HISTORY for one in found)
    wrong = any(one.severity == "error" for one in found)
    amiss = sum(one.severity != "well" for one in found)
    lines = [
        told(asked, f"doctor_{one.severity}", finding=told(asked, one.code, **one.facts))
        for one in found
    ]
    summary = told(asked, "doctor_amiss", count=amiss) if amiss else told(asked, "doctor_healthy")
    return Answer(
        document={"healthy": not amiss, "findings": [_entry(one) for one in found]},
        text=[*lines, summary],
        status=BROKEN if broken else max(map(status, faults), default=int(wrong)),
    )


def _findings(asked: Asked, faults: list[ThiduaError]) -> Iterator[Finding]:
    """Yield every finding; a database that cannot be opened is one, and ends the visit."""
    settings = settings_of(asked)
    yield from mail(settings)
    yield from broker(settings, asked.composer.broker_seen(settings))
    try:
        with stored(asked) as runtime:
            place = shown(place_of(settings))
            yield Finding(severity="well", code="doctor_database", facts={"place": place})
            yield from histories(runtime)  # first: whatever else is looked at reads bloc years
            seen = watching.watch(runtime)
            for check in CHECKS:
                yield from check(runtime, seen)
    except ThiduaError as fault:
        faults.append(fault)
        yield Finding(severity="error", code=fault.code, facts=fault.facts)


def _once(findings: Iterator[Finding]) -> list[Finding]:
    """Return each finding once: Redis itself may say what its workers have said of it."""
    found = list[Finding]()
    for one in findings:
        if one not in found:
            found.append(one)
    return found


def _entry(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "vi": say(finding.code, finding.facts, "vi"),
        "en": say(finding.code, finding.facts, "en"),
    }
