"""`thidua calendar edit|import`: days laid down as a new version, and every deadline with them."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.calendar import changed, changes_document, table
from console.cli.dates import moment_of
from console.cli.opening import stored
from console.cli.saying import told
from console.cli.tables import Table
from console.sentences import WrongUse
from console.sentences.moments import iso
from definitions.checking import check_shape
from definitions.nodes import Sheet, grown
from definitions.overlays import Key, Overlay
from definitions.problems import Mark
from definitions.reading import read
from definitions.schema.calendars import CalendarFile, DecreedDay
from definitions.wording import Phrase
from workflow.domain.reckoning import Reckoned
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service import calendars
from workflow.service.reckoned_years import YearReckoned

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""No day meant is today with a time left out: what is decided holds from its first moment."""

Signed = dict[str, Any]
"""Who lays a version down: `person`, `reason`, `decree`, and `dry_run`."""


def edit(  # noqa: PLR0913 - one for each option
    asked: Asked,
    *,
    off: tuple[str, ...],
    working: tuple[str, ...],
    remove: tuple[str, ...],
    scope: str,
    title: str | None,
    title_en: str | None,
    source: str | None,
    **signed: Any,  # noqa: ANN401 - see Signed
) -> Answer:
    """Lay single days down, or take them off. Raises WrongUse, FileRefused."""
    kinds = [("off", one) for one in off] + [("working", one) for one in working]
    if not kinds and not remove:
        raise WrongUse("calendar_no_days")
    if kinds and not (title and source):
        raise WrongUse("calendar_needs", options=["--title", "--source"])
    said = {"vi": title, "en": title_en or title}
    days = [
        {"date": str(_day(one)), "kind": kind, "title": said, "source": source, "scope": scope}
        for kind, one in kinds
    ]
    given = {"id": "edit", "title": said if kinds else {"vi": "-", "en": "-"}, "days": days}
    lay = check_shape(Sheet(grown(given, Mark("calendar edit", 1, 1))), CalendarFile).days
    return _laid(asked, lay, [(_day(one), scope) for one in remove], signed)


def _day(written: str) -> date:
    return hanoi_day(moment_of(written, LONG_AGO))


def import_file(asked: Asked, file: str, **signed: Any) -> Answer:  # noqa: ANN401 - see Signed
    """Lay the days of a calendar file over those that hold. Raises FileRefused, WrongUse."""
    days = check_shape(read(Path(file)), CalendarFile).days
    return _laid(asked, days, [], signed)


def _laid(asked: Asked, lay: list[DecreedDay], remove: list[Key], signed: Signed) -> Answer:
    if not signed["dry_run"] and not (signed["person"] and signed["reason"]):
        raise WrongUse("calendar_who")
    with stored(asked) as runtime:
        held = calendars.current(runtime)
        _known(held, remove)
        overlay = held.changed(lay, remove)
        changes = changed(held, overlay)
        if not changes:
            document = {"version": held.version, "changes": [], "years": []}
            return Answer(document=document, text=[told(asked, "calendar_nothing")])
        years = list(_reckoned(runtime, overlay, signed))
    document = {
        "version": overlay.version,
        "dry_run": signed["dry_run"],
        "changes": changes_document(changes),
        "years": [_entry(one, found) for one in years for _, found in one.deadlines],
    }
    return Answer(
        document=document,
        text=[
            table(asked, changes),
            *_lines(asked, years),
            _summary(asked, overlay, years, signed),
        ],
    )


def _known(held: Overlay, remove: list[Key]) -> None:
    there = {(day.date, day.scope) for day in held.days}
    for day, scope in remove:
        if (day, scope) not in there:
            raise WrongUse("calendar_day_unknown", day=day, scope=scope)


def _reckoned(runtime: Runtime, overlay: Overlay, signed: Signed) -> Iterator[YearReckoned]:
    """Yield what becomes of each open year, with a bar of progress before a person."""
    if signed["dry_run"]:
        found, total = calendars.preview(runtime, overlay), calendars.open_years(runtime)
    else:
        calendars.lay_down(
            runtime, overlay, person=signed["person"], reason=signed["reason"],
            decree=signed["decree"],
        )  # fmt: skip
        found, total = calendars.catch_up(runtime), calendars.behind(runtime)
    with _bar() as bar:
        for done, one in enumerate(found, start=1):
            if bar:
                bar.tell(done, total, one.bloc_name)
            yield one


def _bar() -> Any:  # noqa: ANN401 - a bar, or nothing
    if not sys.stderr.isatty():
        return nullcontext()
    from console.cli.terminal import bar

    return bar()


def _entry(one: YearReckoned, found: Reckoned) -> dict[str, object]:
    return {
        "year": one.year,
        "about": found.about,
        "fate": found.fate,
        "was": iso(found.was),
        "due": iso(found.due),
    }


def _lines(asked: Asked, years: list[YearReckoned]) -> Iterator[str | Table]:
    deadlines = ((one, what, found) for one in years for what, found in one.deadlines)
    for one, what, found in deadlines:
        if found.fate == "stays":
            continue
        facts = {"bloc": one.bloc_name, "year": one.year, "what": what, "was": found.was}
        if found.fate == "moves":
            yield told(asked, "calendar_moves", **facts, due=found.due)
        else:
            yield told(asked, "calendar_kept", **facts, fate=Phrase(f"fate_{found.fate}"))


def _summary(asked: Asked, overlay: Overlay, years: list[YearReckoned], signed: Signed) -> str:
    moved = sum(found.fate == "moves" for one in years for _, found in one.deadlines)
    facts = {"count": len(years), "moved": moved}
    if signed["dry_run"]:
        return told(asked, "calendar_would", **facts)
    return told(asked, "calendar_laid", version=overlay.version, **facts)
