"""An instance answers an objection with its reason, and says what follows."""

from collections.abc import Iterator
from dataclasses import dataclass

from definitions.schema.objections import CORRECTED, Correction
from definitions.schema.record import Slug
from workflow.domain import access, timing
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Words
from workflow.domain.objections import hearing
from workflow.domain.objections.events import ObjectionAnswered
from workflow.domain.objections.raising import next_level
from workflow.domain.objections.state import (
    KEY,
    Objection,
    Outcome,
    objections_of,
    rule_of,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerObjection(Given):
    """Uphold an objection, with what follows from it, or reject it."""

    id: Slug
    outcome: Outcome
    reason: Words
    correction: Correction | None = None


def answer_prevents(book: Book, given: AnswerObjection, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an answer: it is over, another's to give, or about one's own decision."""
    found = objections_of(book).find(given.id)
    if found is None:
        known = [one.id for one in objections_of(book).objections]
        yield Unmet(code="NO_SUCH_OBJECTION", facts={"number": given.id, "known": known})
        return
    if found.status != "open":
        yield Unmet(code="OBJECTION_OVER", facts={"number": found.id})
    else:
        yield from _seat_prevents(book, found, call)
    yield from _person_prevents(book, found, call)
    yield from _correction_prevents(found, given)


def _seat_prevents(book: Book, found: Objection, call: Call) -> Iterator[Unmet]:
    rule = rule_of(book, found.rule)
    if rule is None:
        return
    who = hearing.movers(book, rule, found, call.at)
    wanted = ("admin",) if who == ("admin",) else hearing.seats(
        book, rule.heard_by[found.level], call.at
    )  # fmt: skip
    if call.actor.seat not in wanted:
        yield Unmet(code="NOT_HEARD_BY", facts={"number": found.id, "roles": list(who)}, who=who)


def _person_prevents(book: Book, found: Objection, call: Call) -> Iterator[Unmet]:
    hands = [one for one in (call.actor.person, call.recorder) if one]
    barred = hearing.deciders(book, found)
    for person in [one for one in dict.fromkeys(hands) if one in barred]:
        yield Unmet(code="OBJECTION_TO_OWN_DECISION", facts={"person": person})
    for unit in sorted(access.own_units(book, call) & {found.objector, found.unit}):
        yield Unmet(code="OWN_UNIT", facts={"unit": book.load(Roster, ROSTER).name(unit)})


def _correction_prevents(found: Objection, given: AnswerObjection) -> Iterator[Unmet]:
    allowed = sorted(CORRECTED[found.about])
    if given.outcome == "rejected" and given.correction is not None:
        yield Unmet(code="CORRECTION_NOT_TAKEN")
    elif given.outcome == "upheld" and given.correction not in allowed:
        facts: dict[str, object] = {"about": found.about, "corrections": allowed}
        yield Unmet(code="CORRECTION_WANTED", facts=facts)


def answer(book: Book, given: AnswerObjection, call: Call) -> list[Draft]:
    """Record the answer; a rejection says until when it may be taken further."""
    found = objections_of(book).find(given.id)
    rule = rule_of(book, found.rule) if found else None
    until = None
    if found and rule and rule.again and given.outcome == "rejected":
        further = next_level(book, found, call.at) is not None
        until = timing.after(book, call.handed_in, rule.again) if further else None
    event = ObjectionAnswered(
        id=given.id, outcome=given.outcome, reason=given.reason, correction=given.correction,
        again_until=until, since=call.handed_in if until else None,
        calendar=book.overlay.version if until else 0,
    )  # fmt: skip
    return [Draft(stream=KEY, event=event)]
