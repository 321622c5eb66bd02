"""Stand-ins: who acts for whom while they are away. Resolved here and nowhere else, as one reads.

A stand-in is not stood in for: whoever acts for A acts because A said so, never because A's
stand-in did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id

KEY = "standins"


@dataclass(frozen=True, kw_only=True, slots=True)
class StandIn:
    """One rule: `stand_in` acts for `person` from one day to another, both included.

    `stages` holds ids or kinds of stages, or `praise`; the rule is for all when it is empty.
    Without `shared` the stand-in gets only what is the person's alone, not what an office has from
    several people.
    """

    id: Id
    person: Id
    stand_in: Id
    start: date
    end: date
    stages: tuple[Id, ...] = ()
    shared: bool = True
    active: bool = True

    def covers(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.active and self.start <= day <= self.end

    def meets(self, other: "StandIn") -> bool:
        """Whether both rules are in force on some day, for some stage."""
        days = self.start <= other.end and other.start <= self.end
        scope = not (self.stages and other.stages) or set(self.stages) & set(other.stages)
        return self.active and other.active and days and bool(scope)


@dataclass(frozen=True, kw_only=True, slots=True)
class StandIns:
    """The state of all stand-in rules of a bloc year."""

    rules: tuple[StandIn, ...] = ()

    def find(self, rule: str) -> StandIn | None:
        """Return the rule of that id."""
        return next((one for one in self.rules if one.id == rule), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInSet(Event):
    """A rule is made, or another put in its place under the same id."""

    kind: ClassVar[str] = "stand_in_set"
    rule: StandIn


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInSwitched(Event):
    """A rule is switched off, or on again."""

    kind: ClassVar[str] = "stand_in_switched"
    id: str
    active: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInGone(Event):
    """A stand-in holds no seat any more: the rule is off, and whoever made it is told."""

    kind: ClassVar[str] = "stand_in_gone"
    id: str
    person: str
    stand_in: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetStandIn(Given):
    """Say who acts for oneself from one day to another; an administrator may say it of `person`."""

    id: Id
    stand_in: Id
    start: date
    end: date
    person: Id | None = None
    stages: tuple[Id, ...] = ()
    shared: bool = True
    active: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchStandIn(Given):
    """Switch a rule off, or on again."""

    id: Id
    active: bool


def rules_of(book: Book) -> StandIns:
    """Return the stand-in rules of a bloc year; none at first."""
    return book.find(StandIns, KEY) or StandIns()


def stands_in(book: Book, person: str, seat: str, day: date) -> bool:
    """Whether *person* stands in on a day for somebody who holds *seat* then."""
    roster = book.load(Roster, ROSTER)
    return any(
        one.covers(day) and one.stand_in == person and roster.holds(one.person, seat, day)
        for one in rules_of(book).rules
        if not _gone(book, one.stand_in, day)
    )


def _gone(book: Book, person: str, day: date) -> bool:
    """Whether a person has sat somewhere and does no longer; who never did is somebody's choice."""
    roster = book.load(Roster, ROSTER)
    sat = any(held.person == person and held.end and held.end < day for held in roster.seats)
    return sat and not roster.seats_of(person, day)


def lapse(book: Book, day: date) -> list[Draft]:
    """Return the rules that are over because their stand-in is gone, once each."""
    return [
        Draft(stream=KEY, event=StandInGone(id=one.id, person=one.person, stand_in=one.stand_in))
        for one in rules_of(book).rules
        if one.covers(day) and _gone(book, one.stand_in, day)
    ]


def stand_ins_for(
    book: Book, person: str, day: date, stage: tuple[str, str], *, shared: bool
) -> tuple[str, ...]:
    """Return who acts for *person* on a day in a stage, named by its id and its kind.

    `shared`: what is asked about waits for others of the office as well.
    """
    found = (
        one.stand_in
        for one in rules_of(book).rules
        if one.covers(day) and one.person == person and (one.shared or not shared)
        if not _gone(book, one.stand_in, day)
        if not one.stages or set(stage) & set(one.stages)
    )
    return tuple(dict.fromkeys(found))


def warnings(book: Book, rules: Iterable[StandIn]) -> Iterator[Unmet]:
    """Yield what to look at in *rules*: two for the same days, a stand-in who is away as well."""
    known = rules_of(book).rules
    for rule in rules:
        for other in known:
            if other.id == rule.id or not rule.meets(other):
                continue
            if other.person == rule.person and rule.id < other.id:
                facts: dict[str, object] = {
                    "person": rule.person,
                    "rule": rule.id,
                    "other": other.id,
                }
                yield Unmet(code="STAND_INS_OVERLAP", facts=facts, who=("admin",))
            if other.person == rule.stand_in:
                facts = {
                    "person": rule.stand_in,
                    "owner": rule.person,
                    "start": other.start,
                    "end": other.end,
                }
                yield Unmet(code="STAND_IN_AWAY", facts=facts, who=("admin",))


def set_prevents(book: Book, given: SetStandIn, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a rule: not one's own, oneself, strangers, days, scope, a circle."""
    rule, actor = _rule(given, call), call.actor
    yield from _own_prevents(book, rule, call)
    if rule.stand_in in {rule.person, actor.person}:
        facts: dict[str, object] = {"person": rule.stand_in}
        yield Unmet(code="STAND_IN_ONESELF", facts=facts)
    known = {one.id for one in book.load(Roster, ROSTER).people}
    for person in dict.fromkeys((rule.person, rule.stand_in)):
        if person not in known:
            yield Unmet(code="NO_SUCH_PERSON", facts={"person": person}, who=("admin",))
    if rule.end < rule.start:
        facts = {"start": rule.start, "end": rule.end}
        yield Unmet(code="ENDS_BEFORE_START", facts=facts)
    names = {name for stage in book.definition.stages for name in (stage.id, stage.kind)}
    names |= {"praise"} if book.definition.praise else set()
    for stage in rule.stages:
        if stage not in names:
            facts = {"scope": stage, "known": sorted(names)}
            yield Unmet(code="STAND_IN_SCOPE", facts=facts)
    yield from _circle_prevents(book, rule)


def _rule(given: SetStandIn, call: Call) -> StandIn:
    return StandIn(
        id=given.id,
        person=given.person or call.actor.person,
        stand_in=given.stand_in,
        start=given.start,
        end=given.end,
        stages=given.stages,
        shared=given.shared,
        active=given.active,
    )


def _own_prevents(book: Book, rule: StandIn, call: Call) -> Iterator[Unmet]:
    before = rules_of(book).find(rule.id)
    owners = {rule.person, before.person if before else rule.person}
    if call.actor.seat != "admin" and owners != {call.actor.person}:
        other = min(owners - {call.actor.person})
        yield Unmet(code="STAND_IN_OF_OTHERS", facts={"person": other}, who=("admin",))


def _circle_prevents(book: Book, rule: StandIn) -> Iterator[Unmet]:
    """Yield that everybody in a circle would be away and act for the others."""
    others = [one for one in rules_of(book).rules if one.id != rule.id and one.meets(rule)]
    reached, waiting = {rule.stand_in}, [rule.stand_in]
    while waiting:
        person = waiting.pop()
        fresh = {one.stand_in for one in others if one.person == person} - reached
        reached |= fresh
        waiting += fresh
    if rule.active and rule.person in reached and rule.person != rule.stand_in:
        facts: dict[str, object] = {"person": rule.person, "stand_in": rule.stand_in}
        yield Unmet(code="STAND_IN_CIRCLE", facts=facts)


def set_rule(_book: Book, given: SetStandIn, call: Call) -> list[Draft]:
    """Record the rule."""
    return [Draft(stream=KEY, event=StandInSet(rule=_rule(given, call)))]


def switch_prevents(book: Book, given: SwitchStandIn, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a rule from being switched: no such rule, another's, a circle."""
    rule = rules_of(book).find(given.id)
    if rule is None:
        facts: dict[str, object] = {
            "rule": given.id,
            "known": [one.id for one in rules_of(book).rules],
        }
        yield Unmet(code="NO_SUCH_STAND_IN", facts=facts)
        return
    yield from _own_prevents(book, rule, call)
    yield from _circle_prevents(book, replace(rule, active=given.active))


def switch(_book: Book, given: SwitchStandIn, _call: Call) -> list[Draft]:
    """Record that a rule is on or off."""
    return [Draft(stream=KEY, event=StandInSwitched(id=given.id, active=given.active))]


def evolve(state: StandIns | None, event: Event, _call: Call) -> StandIns:
    """Return the rules after *event*."""
    before = state or StandIns()
    match event:
        case StandInSet():
            others = tuple(one for one in before.rules if one.id != event.rule.id)
            return StandIns(rules=(*others, event.rule))
        case StandInSwitched() if before.find(event.id):
            return _switched(before, event.id, active=event.active)
        case StandInGone() if before.find(event.id):
            return _switched(before, event.id, active=False)
    raise OutOfPlace(event.kind)


def _switched(state: StandIns, rule: str, *, active: bool) -> StandIns:
    return StandIns(
        rules=tuple(replace(one, active=active) if one.id == rule else one for one in state.rules)
    )
