"""Definitions that a running year takes up: what waits, what was adopted, and what it changes."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.cli.tables import NOTHING
from console.cli.written import both
from console.sentences.moments import iso
from console.sentences.naming import person_name, state_name, unit_name
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.adoption.state import (
    Adopted,
    Consequences,
    CriteriaGroupAnew,
    DueAnew,
    adoption_of,
)
from workflow.domain.model import Book
from workflow.domain.objections import times
from workflow.domain.timing import hanoi_day


def adoption_document(book: Book) -> dict[str, Any]:
    """Return what was taken up within the year, and what is proposed, for a document."""
    state = adoption_of(book)
    waiting = state.waiting
    proposed = waiting and {
        "definition": waiting.definition,
        "hash": waiting.hash,
        "reason": waiting.reason,
        "paper": waiting.paper,
        "changes": consequences_document(waiting.foreseen),
    }
    return {"adopted": [_adopted(one) for one in state.adopted], "proposed": proposed}


def _adopted(one: Adopted) -> dict[str, Any]:
    return {
        "definition": one.definition,
        "hash": one.hash,
        "was": one.was,
        "reason": one.reason,
        "paper": one.paper,
        "by": one.by,
        "on": iso(one.on),
        "changes": consequences_document(one.consequences),
    }


def consequences_document(found: Consequences) -> dict[str, Any]:
    """Return what another definition changes in a year, for a document."""
    due = found.due
    return {
        "parts": list(found.changed),
        "deadline": due
        and {
            "stage": due.stage,
            "was": iso(due.was),
            "due": iso(due.due),
            "opened": iso(due.opened),
            "opens": iso(due.opens),
        },
        "objections": [
            {
                "time": one.time,
                "rule": one.rule,
                "of": one.of,
                "objection": one.objection,
                "was": iso(one.was),
                "due": iso(one.due),
            }
            for one in found.times
        ],
        "criteria": {
            "added": list(found.criteria.added),
            "changed": list(found.criteria.changed),
            "dropped": list(found.criteria.dropped),
        },
        "titles": {name: both(title) for name, title in found.titles.items()},
        "criteria_groups": [
            {"id": one.group, "was": iso(one.was), "due": iso(one.due)} for one in found.groups
        ],
        "days": [
            {"about": one.about, "was": iso(one.was), "due": iso(one.due)} for one in found.days
        ],
        "targets_lapsed": [
            {"unit": one.unit, "criterion": one.criterion, "value": _plain(one.value)}
            for one in found.lapsed
        ],
        "targets_rebased": [
            {"criterion": one.criterion, "was": _plain(one.was), "target": _plain(one.target)}
            for one in found.rebased
        ],
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def adoption_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield every definition taken up since the year was opened, and what waits."""
    state = adoption_of(book)
    for one in state.adopted:
        yield told(
            asked, "adoption_taken", on=hanoi_day(one.on), id=one.definition, hash=one.hash,
            who=person_name(book, one.by), reason=one.reason,
        )  # fmt: skip
        yield from consequences_text(asked, book, one.consequences)
    if waiting := state.waiting:
        yield told(
            asked, "adoption_waiting", id=waiting.definition, hash=waiting.hash,
            reason=waiting.reason,
        )  # fmt: skip
        yield from consequences_text(asked, book, waiting.foreseen)


def _deadline(asked: Asked, book: Book, due: DueAnew) -> Iterator[str]:
    stage = state_name(book, due.stage)
    if due.was is None and due.due:
        yield told(asked, "adoption_deadline_given", stage=stage, due=due.due)
    elif due.due is None and due.was:
        yield told(asked, "adoption_deadline_lifted", stage=stage, was=due.was)
    elif due.was != due.due:
        yield told(asked, "adoption_deadline", stage=stage, was=due.was, due=due.due)
    if due.opens != due.opened:
        yield told(asked, "adoption_opens", stage=stage, was=due.opened, opens=due.opens)


def _criteria(asked: Asked, found: Consequences) -> Iterator[str]:
    anew = found.criteria
    if anew.added:
        yield told(asked, "adoption_criteria_added", criteria=_named(found, anew.added))
    if anew.changed:
        yield told(asked, "adoption_criteria_changed", criteria=_named(found, anew.changed))
    if anew.dropped:
        yield told(asked, "adoption_criteria_dropped", criteria=_named(found, anew.dropped))


def _named(found: Consequences, criteria: Iterable[str]) -> list[Phrase | str]:
    """Return criteria by id and title; by their ids where titles were not recorded yet."""
    return [
        Phrase("criterion", {"id": one, "title": found.titles[one]}) if one in found.titles else one
        for one in criteria
    ]


def _group(asked: Asked, one: CriteriaGroupAnew, title: Text | str) -> Iterator[str]:
    if one.was is None and one.due:
        yield told(asked, "adoption_group_given", group=title, due=one.due)
    elif one.due is None and one.was:
        yield told(asked, "adoption_group_lifted", group=title, was=one.was)
    else:
        yield told(asked, "adoption_group", group=title, was=one.was, due=one.due)


def consequences_text(asked: Asked, book: Book, found: Consequences) -> Iterator[str]:
    """Yield what another definition changes in a year, line by line."""
    if found.changed:
        yield told(asked, "adoption_changes", parts=list(found.changed))
    if due := found.due:
        yield from _deadline(asked, book, due)
    yield from _criteria(asked, found)
    for group in found.groups:
        yield from _group(asked, group, found.titles.get(group.group, group.group))
    for day in found.days:
        code = "adoption_day" if day.was else "adoption_day_given"
        title = found.titles.get(day.about, day.about)
        yield told(asked, code, what=title, was=day.was, due=day.due)
    for time in found.times:
        what = times.title(book, time.time, time.rule, time.objection)
        yield told(asked, "adoption_time", what=what, was=time.was, due=time.due)
    for rebased in found.rebased:
        yield told(
            asked, "adoption_rebased", criterion=rebased.criterion, was=rebased.was,
            target=rebased.target,
        )  # fmt: skip
    for one in found.lapsed:
        value = NOTHING if one.value is None else one.value
        yield told(
            asked, "adoption_lapsed", unit=unit_name(book, one.unit), criterion=one.criterion,
            value=value,
        )  # fmt: skip
