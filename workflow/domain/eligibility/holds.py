"""Holds: an inspection, a complaint, discipline pending freeze an award of a unit until concluded.

A held line of the nomination is neither cut nor decided; offices go on with the others. Once it is
released it takes the steps that passed without it (`released`). NĐ 152/2025, Điều 4(4).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members import people
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name
from workflow.domain.objections import legal
from workflow.domain.praise.state import praises_of
from workflow.domain.timing import hanoi_day

KEY = "holds"
Ground = Literal["discipline", "inspection", "complaint", "press"]
Conclusion = Literal["no_breach", "breach"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """A hold on one award of a unit, or on all of them; `conclusion` absent while it lasts."""

    unit: str
    award: str | None
    ground: Ground
    source: str
    since: date
    placed_by: str
    placed_at: datetime
    conclusion: Conclusion | None = None
    concluded_by: str | None = None
    paper: str | None = None
    subject: str | None = None

    def covers(self, award: str, unit: str, subject: str | None = None) -> bool:
        """Whether the hold is about an award of a unit, or of a person of it."""
        return (self.unit, self.subject) == (unit, subject) and self.award in {None, award}


@dataclass(frozen=True, kw_only=True, slots=True)
class Holds:
    """Every hold of the year, in the order in which they were placed."""

    holds: tuple[Hold, ...] = ()

    def open(self, unit: str, award: str | None, subject: str | None = None) -> Hold | None:
        """Return the hold that lasts on exactly that."""
        return next(
            (
                one
                for one in self.holds
                if (one.unit, one.award, one.subject) == (unit, award, subject)
                and one.conclusion is None
            ),
            None,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardHeld(Event):
    """An award of a unit, or all its awards, are frozen."""

    kind: ClassVar[str] = "award_held"
    unit: str
    award: str | None
    ground: Ground
    source: str
    since: date
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldReleased(Event):
    """What was pending is concluded: the award goes on, or is barred."""

    kind: ClassVar[str] = "hold_released"
    unit: str
    award: str | None
    conclusion: Conclusion
    paper: str
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldAward(Given):
    """Freeze one award of a unit, or all of them. `since`: when the matter became known."""

    unit: Id
    award: Id | None = None
    ground: Ground
    source: Name
    since: date
    subject: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseHold(Given):
    """Conclude a hold by a paper: without a breach it goes on, with one it is barred."""

    unit: Id
    award: Id | None = None
    conclusion: Conclusion
    paper: Name
    subject: Id | None = None


def held(book: Book, award: str, unit: str, subject: str | None = None) -> Hold | None:
    """Return what keeps an award from a unit: a hold that lasts, or one that ended in a breach."""
    found = [one for one in lasting(book, unit, subject) if one.covers(award, unit, subject)]
    rule = book.definition.investigated
    return next((one for one in found if rule.holds(one.ground, "award")), None)


def class_held(book: Book, unit: str) -> Hold | None:
    """Return what keeps its class from a unit, where the definition lets such a matter hold it."""
    rule = book.definition.investigated
    about = [one for one in lasting(book, unit) if one.award is None]
    return next((one for one in about if rule.holds(one.ground, "class")), None)


def class_alone_held(book: Book, unit: str) -> bool:
    """Whether a matter holds the class and not the awards: they are judged without a class then."""
    found = class_held(book, unit)
    return found is not None and not book.definition.investigated.holds(found.ground, "award")


def lasting(book: Book, unit: str, subject: str | None = None) -> tuple[Hold, ...]:
    """Return the matters about a unit, or a person of it, that are pending or found a breach."""
    about = [one for one in _holds(book).holds if (one.unit, one.subject) == (unit, subject)]
    return tuple(one for one in about if one.conclusion != "no_breach")


def barred(book: Book, award: str, unit: str, subject: str | None = None) -> Hold | None:
    """Return the hold that ended in a breach, and so keeps an award from a unit for good."""
    found = [one for one in _holds(book).holds if one.covers(award, unit, subject)]
    return next((one for one in found if one.conclusion == "breach"), None)


def _holds(book: Book) -> Holds:
    return book.find(Holds, KEY) or Holds()


def hold_prevents(book: Book, given: HoldAward, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a hold: no member, no such award, held already, a day to come."""
    roster = book.load(Roster, ROSTER)
    if given.unit not in roster.unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
        return
    rules = book.definition.praise
    offered = [rule.id for rule in book.definition.awards]
    if given.subject is not None:
        offered = [rule.award for rule in book.definition.people_awards]
        if not _known(book, given.unit, given.subject):
            facts: dict[str, object] = {"subject": given.subject, "unit": roster.name(given.unit)}
            yield Unmet(code="NO_SUCH_SUBJECT", facts=facts)
    offered += rules.awards if rules else []
    if given.award is not None and given.award not in offered:
        yield Unmet(
            code="AWARD_NOT_OFFERED", facts={"award": given.award, "offered": sorted(offered)}
        )
    if _holds(book).open(given.unit, given.award, given.subject):
        yield Unmet(code="HELD_ALREADY", facts={"unit": roster.name(given.unit)})
    if given.since > hanoi_day(call.at):
        yield Unmet(code="HOLD_TO_COME", facts={"day": given.since})
    if given.ground == "complaint":
        yield from legal.unrecorded(book, given.unit, given.source)


def _known(book: Book, unit: str, subject: str) -> bool:
    """Whether somebody of a unit was put forward, by id, or proposed for praise, by name."""
    praised = {(one.unit, one.person) for one in praises_of(book)}
    forward = people.of_unit(book, unit).find(subject) is not None
    return forward or (unit, subject) in praised


def hold(_book: Book, given: HoldAward, _call: Call) -> list[Draft]:
    """Record the hold."""
    event = AwardHeld(
        unit=given.unit,
        award=given.award,
        ground=given.ground,
        source=given.source,
        since=given.since,
        subject=given.subject,
    )
    return [Draft(stream=KEY, event=event)]


def release_prevents(book: Book, given: ReleaseHold, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a release: nothing is held, or the same person placed the hold."""
    found = _holds(book).open(given.unit, given.award, given.subject)
    if found is None:
        open_now = [
            f"{one.unit} {one.award or '*'}" for one in _holds(book).holds if one.conclusion is None
        ]
        yield Unmet(code="NOT_HELD", facts={"unit": given.unit, "held": open_now})
    elif found.placed_by in {call.actor.person, call.recorder}:
        yield Unmet(
            code="SECOND_PERSON",
            facts={"person": found.placed_by},
            who=("head", "deputy", "admin"),
        )


def release(_book: Book, given: ReleaseHold, _call: Call) -> list[Draft]:
    """Record the end of the hold."""
    event = HoldReleased(
        unit=given.unit,
        award=given.award,
        conclusion=given.conclusion,
        paper=given.paper,
        subject=given.subject,
    )
    return [Draft(stream=KEY, event=event)]


def evolve(state: Holds | None, event: Event, call: Call) -> Holds:
    """Return the holds after *event*."""
    before = (state or Holds()).holds
    match event:
        case AwardHeld():
            placed = Hold(
                unit=event.unit,
                award=event.award,
                ground=event.ground,
                source=event.source,
                since=event.since,
                placed_by=call.recorder or call.actor.person,
                placed_at=call.at,
                subject=event.subject,
            )
            return Holds(holds=(*before, placed))
        case HoldReleased():
            return Holds(holds=tuple(_concluded(one, event, call) for one in before))
    raise OutOfPlace(event.kind)


def _concluded(one: Hold, event: HoldReleased, call: Call) -> Hold:
    wanted = (event.unit, event.award, event.subject)
    if (one.unit, one.award, one.subject) != wanted or one.conclusion is not None:
        return one
    return replace(
        one,
        conclusion=event.conclusion,
        concluded_by=call.actor.person,
        paper=event.paper,
    )
