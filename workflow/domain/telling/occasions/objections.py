"""What is told of objections."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from definitions.wording import Phrase
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft
from workflow.domain.objections import clock, hearing
from workflow.domain.objections.state import Objection, objections_of, rule_of
from workflow.domain.telling.occasions.occasion import Occasion, Rule


def opened(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    rule = rule_of(book, event.rule)
    facts: dict[str, object] = {"objection": rule.title if rule else "", "until": event.until}
    yield Occasion(on="objections_opened", facts=facts, about=f"objections/{event.rule}")


def window_moved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    rule = rule_of(book, event.rule)
    facts: dict[str, object] = {
        "objection": rule.title if rule else "",
        "was": event.was,
        "until": event.until,
        "reason": event.reason,
    }
    yield Occasion(on="objections_moved", facts=facts, about=f"objections/{event.rule}")


def moved(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    """Yield that an objection has another time: for the unit, and whoever has to answer it."""
    event: Any = draft.event
    for one in objection("objection_moved")(book, draft, call):
        facts: dict[str, object] = {
            "time": Phrase(f"objection_deadline_{event.time}"),
            "was": event.was,
            "due": event.due,
            "reason": event.reason,
        }
        people = one.people if event.time == "answer" else ()
        only = one.only if event.time == "answer" else "unit"
        yield replace(one, people=people, only=only, facts=one.facts | facts)


def objection(on: str) -> Rule:
    """Return what tells of one objection: those who may answer it, and the unit that raised it."""

    def tell(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
        event: Any = draft.event
        found = objections_of(book).find(event.id)
        rule = rule_of(book, found.rule) if found else None
        if found is None or rule is None:
            return
        people = hearing.able(book, found, rule.heard_by[found.level], call.at)
        facts = _of_objection(book, found) | {"objection": rule.title}
        ended = on == "objection_answered"
        if ended:
            outcome = Phrase(f"objection_status_{found.status}")
            facts |= {"outcome": outcome, "comment": event.reason}
        yield Occasion(
            on=on, units=(found.objector,), people=people, facts=facts,
            about=clock.about(found.id), only=None if people or ended else "admin",
        )  # fmt: skip

    return tell


def _of_objection(book: Book, found: Objection) -> dict[str, object]:
    name = book.load(Roster, ROSTER).name(found.objector)
    return {"number": found.id, "objector": name, "due": found.due}
