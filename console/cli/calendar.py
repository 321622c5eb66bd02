"""`thidua calendar show|diff`: which days people work on by decision, and what was changed when."""

from collections.abc import Iterable
from datetime import date

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import Table
from console.sentences import WrongUse
from console.sentences.moments import iso
from definitions.overlays import SHIPPED, Overlay
from definitions.schema.calendars import NATION, DecreedDay
from definitions.wording import Phrase
from definitions.workdays import calendar_file, calendar_names
from workflow.service import calendars
from workflow.store.calendars import Version

Change = tuple[str, DecreedDay]


def show(asked: Asked, year: int | None, *, versions: bool) -> Answer:
    """Answer with the decided days, shipped and laid over them, and who laid them down."""
    with stored(asked) as runtime:
        laid = calendars.versions(runtime)
    overlay = laid[-1].overlay if laid else SHIPPED
    days = [day for day in _all(overlay) if year is None or day.date.year == year]
    history = [_line(asked, one) for one in laid] if versions else []
    return Answer(
        document={
            "version": overlay.version,
            "digest": overlay.digest,
            "days": [day.model_dump(mode="json") for day in days],
            "versions": [_entry(one) for one in laid],
        },
        text=[_heading(asked, laid), table(asked, [("", day) for day in days]), *history],
    )


def _all(overlay: Overlay) -> list[DecreedDay]:
    shipped = [day for name in calendar_names() for day in calendar_file(name).days]
    found = {(day.date, day.scope): day for day in (*shipped, *overlay.days)}
    return [found[key] for key in sorted(found)]


def _heading(asked: Asked, laid: list[Version]) -> str:
    if not laid:
        return told(asked, "calendar_version_shipped")
    last = laid[-1]
    return told(
        asked, "calendar_version_held", version=last.overlay.version, person=last.person,
        at=last.recorded_at, reason=last.reason,
    )  # fmt: skip


def _line(asked: Asked, one: Version) -> str:
    return told(
        asked, "calendar_line", version=one.overlay.version, at=one.recorded_at,
        person=one.person, days=len(one.overlay.days), reason=one.reason,
    )  # fmt: skip


def _entry(one: Version) -> dict[str, object]:
    return {
        "version": one.overlay.version,
        "digest": one.overlay.digest,
        "person": one.person,
        "recorded_at": iso(one.recorded_at),
        "reason": one.reason,
        "decree": one.decree,
        "days": len(one.overlay.days),
    }


def diff(asked: Asked, before: int | None, after: int | None) -> Answer:
    """Answer with the days in which two versions differ; the last change when none is named.

    Raises:
        WrongUse: There is no such version.
    """
    with stored(asked) as runtime:
        laid = [SHIPPED, *(one.overlay for one in calendars.versions(runtime))]
    new = _of(laid, len(laid) - 1 if after is None else after)
    old = _of(laid, max(new.version - 1, 0) if before is None else before)
    changes = changed(old, new)
    return Answer(
        document={"from": old.version, "to": new.version, "changes": changes_document(changes)},
        text=[table(asked, changes)] if changes else [told(asked, "calendar_nothing")],
    )


def _of(laid: list[Overlay], version: int) -> Overlay:
    if not 0 <= version < len(laid):
        raise WrongUse("calendar_no_version", version=version, newest=len(laid) - 1)
    return laid[version]


def changed(old: Overlay, new: Overlay) -> list[Change]:
    """Return the days that were added, removed or changed from *old* to *new*, in their order."""
    before = {(day.date, day.scope): day for day in old.days}
    after = {(day.date, day.scope): day for day in new.days}
    found = list[Change]()
    for key in sorted({*before, *after}):
        if key not in before:
            found.append(("added", after[key]))
        elif key not in after:
            found.append(("removed", before[key]))
        elif before[key] != after[key]:
            found.append(("changed", after[key]))
    return found


def changes_document(changes: Iterable[Change]) -> list[dict[str, object]]:
    """Return changed days as they stand in a document."""
    return [{"change": how, **day.model_dump(mode="json")} for how, day in changes]


def table(asked: Asked, changes: Iterable[Change]) -> Table:
    """Return days as a table; how each changed stands first, if it did."""
    rows = [
        (
            told(asked, f"change_{how}") if how else "",
            _weekday(asked, day.date),
            told(asked, f"kind_{day.kind}"),
            worded(asked, Phrase("scope_nation")) if day.scope == NATION else day.scope,
            worded(asked, day.title),
            day.source,
        )
        for how, day in changes
    ]
    heads = ("head_change", "head_day", "head_kind", "head_scope", "head_title", "head_source")
    return Table([told(asked, head) for head in heads], rows)


def _weekday(asked: Asked, day: date) -> str:
    return told(asked, "day_of_week", weekday=Phrase(f"weekday_{day.isoweekday()}"), day=day)
