"""Succession: the members agree on the next head, deputies and standing unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import ClassVar

from definitions.schema.record import Text
from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.leaders import leading
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Mandate, MandateTaken, RoleName, Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name
from workflow.domain.stages import year

KEY = "succession"
STAGE = "handover"


@dataclass(frozen=True, kw_only=True, slots=True)
class Succession:
    """The state of the choice of leaders for the next year."""

    head: str
    deputies: tuple[str, ...]
    standing_unit: str | None
    present: tuple[str, ...]
    agreed: tuple[str, ...]
    paper: str | None = None
    start: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadersAgreed(Event):
    """The members present agree on the next head, deputies and standing unit."""

    kind: ClassVar[str] = "leaders_agreed"
    head: str
    deputies: tuple[str, ...]
    standing_unit: str | None
    present: tuple[str, ...]
    agreed: tuple[str, ...]
    paper: str | None = None
    start: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreeLeaders(Given):
    """Record the members' agreement. `agreed` defaults to all who are present.

    `paper`: the decision that appoints them, which takes no meeting; `start`: the day from which
    they lead, where the definition leaves it to be given.
    """

    head: Id
    deputies: tuple[Id, ...] = ()
    standing_unit: Id | None = None
    present: tuple[Id, ...] = ()
    agreed: tuple[Id, ...] | None = None
    paper: Name | None = None
    start: date | None = None


def agree_prevents(book: Book, given: AgreeLeaders, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the choice of leaders from standing."""
    yield from year.stage_prevents(book, STAGE, call)
    roster, rule = book.load(Roster, ROSTER), book.definition.succession
    members, present = set(roster.unit_ids()), set(given.present)
    named = {given.head, *given.deputies, *filter(None, [given.standing_unit])}
    for unit in sorted((named | present | set(given.agreed or ())) - members):
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    for unit in sorted(set(given.agreed or ()) - present):
        yield Unmet(code="NOT_PRESENT", facts={"unit": roster.name(unit)})
    if rule.by != "appointed":
        yield from _members_prevent(book, given)
    yield from _roles_prevent(book, given)
    yield from _rule_prevents(book, given, call)


def _members_prevent(book: Book, given: AgreeLeaders) -> Iterator[Unmet]:
    """Yield that too few members are there, or that some who are do not agree.

    Whoever appoints by a decision asks neither.
    """
    roster, rule = book.load(Roster, ROSTER), book.definition.succession
    members, present = set(roster.unit_ids()), set(given.present)
    if Fraction(len(present & members), len(members)) < Fraction(rule.quorum):
        facts: dict[str, object] = {
            "present": len(present & members), "of": len(members), "quorum": rule.quorum
        }  # fmt: skip
        yield Unmet(code="NO_QUORUM", facts=facts, who=("head",))
    if given.agreed is not None and (against := sorted(present - set(given.agreed))):
        names = [roster.name(unit) for unit in against]
        yield Unmet(code="NOT_AGREED", facts={"units": names}, who=("head",))


def _roles_prevent(book: Book, given: AgreeLeaders) -> Iterator[Unmet]:
    roster, rule = book.load(Roster, ROSTER), book.definition.succession
    seats, label = book.definition.roles.standing_unit, book.definition.labels.standing_unit
    if given.standing_unit and not seats.most:
        held = [roster.name(given.standing_unit)]
        yield Unmet(code="ROLE_FULL", facts={"role": label, "most": 0, "units": held})
    if seats.least and not given.standing_unit:
        facts: dict[str, object] = {"role": label, "least": seats.least, "count": 0}
        yield Unmet(code="ROLE_MISSING", facts=facts, who=("head",))
    if given.head in given.deputies or len(set(given.deputies)) != len(given.deputies):
        yield Unmet(code="SAME_UNIT_TWICE", facts={"unit": roster.name(given.head)})
    if not rule.deputies.least <= len(given.deputies) <= rule.deputies.most:
        facts = {
            "count": len(given.deputies),
            "least": rule.deputies.least,
            "most": rule.deputies.most,
        }
        yield Unmet(code="NUMBER_OF_DEPUTIES", facts=facts, who=("head",))


def _rule_prevents(book: Book, given: AgreeLeaders, call: Call) -> Iterator[Unmet]:
    """Yield where the choice is another than the rule of the definition makes it."""
    rule, expected = book.definition.succession, leading.expected(book, timing.hanoi_day(call.at))
    if expected.waits:
        yield expected.waits
        return
    labels = book.definition.labels
    if expected.head is not None and given.head not in expected.head:
        yield _not_as_ruled(book, labels.head, expected.head)
    if expected.deputies is not None and set(given.deputies) != set(expected.deputies):
        yield _not_as_ruled(book, labels.deputy, expected.deputies)
    for unit in {given.head, *given.deputies} & leading.declined(book).keys():
        facts: dict[str, object] = {"unit": book.load(Roster, ROSTER).name(unit)}
        yield Unmet(code="LEADER_DECLINED", facts=facts, who=("head",))
    if rule.by == "appointed" and given.paper is None:
        yield Unmet(code="APPOINTING_PAPER_MISSING", facts={}, who=("head",))
    if rule.effective == "given" and given.start is None:
        yield Unmet(code="START_MISSING", facts={}, who=("head",))
    if rule.effective != "given" and given.start is not None:
        yield Unmet(code="START_NOT_ASKED", facts={}, who=("head",))


def _not_as_ruled(book: Book, role: Text, expected: Sequence[str]) -> Unmet:
    roster = book.load(Roster, ROSTER)
    names = [roster.name(unit) for unit in expected]
    return Unmet(code="LEADER_NOT_AS_RULED", facts={"role": role, "units": names}, who=("head",))


def agree(_book: Book, given: AgreeLeaders, _call: Call) -> list[Draft]:
    """Record the agreement."""
    event = LeadersAgreed(
        head=given.head,
        deputies=given.deputies,
        standing_unit=given.standing_unit,
        present=given.present,
        agreed=given.present if given.agreed is None else given.agreed,
        paper=given.paper,
        start=given.start,
    )
    return [Draft(stream=KEY, event=event)]


def mandates(book: Book, at: datetime) -> list[MandateTaken]:
    """Return the roles that the new leaders take in the next year, from the day that is ruled."""
    chosen, handed_over = book.load(Succession, KEY), timing.hanoi_day(at)
    start = {
        "handover": handed_over,
        "new_year": max(handed_over, date(book.year + 1, 1, 1)),
        "given": chosen.start or handed_over,
    }[book.definition.succession.effective]
    roles: list[tuple[RoleName, str]] = [("head", chosen.head)]
    roles += [("deputy", unit) for unit in chosen.deputies]
    roles += [("standing_unit", unit) for unit in filter(None, [chosen.standing_unit])]
    return [
        MandateTaken(mandate=Mandate(role=role, unit=unit, start=start, paper=chosen.paper))
        for role, unit in roles
    ]


def evolve(_state: Succession | None, event: Event, _call: Call) -> Succession:
    """Return the choice of leaders after *event*; a later agreement replaces an earlier one."""
    if isinstance(event, LeadersAgreed):
        return Succession(
            head=event.head,
            deputies=event.deputies,
            standing_unit=event.standing_unit,
            present=event.present,
            agreed=event.agreed,
            paper=event.paper,
            start=event.start,
        )
    raise OutOfPlace(event.kind)
