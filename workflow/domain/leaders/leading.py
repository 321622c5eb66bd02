"""Who is to lead next year, where the definition does not leave it to the members' agreement."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Words
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.stages import year

DECLINED = "declined"


@dataclass(frozen=True, kw_only=True, slots=True)
class Declined:
    """The units that do not wish to lead next year, each with its reason."""

    reasons: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadershipDeclined(Event):
    """A unit declines to lead."""

    kind: ClassVar[str] = "leadership_declined"
    unit: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineLeadership(Given):
    """Decline, for one's unit, to be head or deputy next year."""

    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """Who may lead by the rule. None: it leaves that open. `waits`: what the rule still lacks."""

    head: tuple[str, ...] | None = None
    deputies: tuple[str, ...] | None = None
    waits: Unmet | None = None


def decline_prevents(book: Book, _given: DeclineLeadership, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from declining."""
    if not book.definition.succession.may_decline:
        yield Unmet(code="NOT_TO_BE_DECLINED", facts={}, who=("head",))
    yield from year.barred_prevents(book, frozenset({"closed", "dissolved"}))
    if call.actor.unit in declined(book):
        yield Unmet(code="DECLINED_ALREADY", facts={})


def decline(_book: Book, given: DeclineLeadership, call: Call) -> list[Draft]:
    """Record that a unit declines."""
    event = LeadershipDeclined(unit=call.actor.unit or "", reason=given.reason)
    return [Draft(stream=DECLINED, event=event)]


def evolve(state: Declined | None, event: Event, _call: Call) -> Declined:
    """Return who has declined after *event*."""
    if isinstance(event, LeadershipDeclined):
        before = state or Declined(reasons={})
        return replace(before, reasons={**before.reasons, event.unit: event.reason})
    raise OutOfPlace(event.kind)


def declined(book: Book) -> dict[str, str]:
    """Return the units that declined, with their reasons."""
    state = book.find(Declined, DECLINED)
    return state.reasons if state else {}


def expected(book: Book, on: date) -> Expected:
    """Return who is to lead by the rule of the definition, of those who have not declined."""
    return {
        "election": _elected,
        "rotation": _next_in_order,
        "deputy_succeeds": _deputies_of_today,
        "rank": _by_rank,
    }.get(book.definition.succession.by, _left_open)(book, on)


def _left_open(_book: Book, _on: date) -> Expected:
    return Expected()


def _elected(book: Book, _on: date) -> Expected:
    rule = book.definition.succession.elected
    heads = _winners(book, rule.head) if rule else None
    if heads is None:
        return Expected(waits=Unmet(code="NOT_ELECTED", facts={}, who=("head",)))
    deputies = _winners(book, rule.deputies) if rule and rule.deputies else None
    return Expected(head=heads, deputies=deputies)


def _winners(book: Book, rule: str) -> tuple[str, ...] | None:
    """Return the units that the latest ballot of that kind elected; None while none is over."""
    over = [
        (one.opened_at, name, one)
        for name, one in book.each(Ballot, BALLOT).items()
        if one.rule == rule and one.status == "closed"
    ]
    if not over:
        return None
    latest = max(over, key=lambda one: one[:2])[2]
    won = [item.unit for item in latest.items if latest.settled.get(item.id) == "passed"]
    return tuple(unit for unit in won if unit and _able(book, unit))


def _able(book: Book, unit: str) -> bool:
    """Whether a unit can lead: a member still, which has not declined."""
    return unit in book.load(Roster, ROSTER).unit_ids() and unit not in declined(book)


def _next_in_order(book: Book, on: date) -> Expected:
    """Return the units that follow the last head in the order of rotation, round the list.

    A head that has left the bloc since keeps its place in a list that the definition gives.
    """
    members = book.load(Roster, ROSTER)
    order = tuple(book.definition.succession.order) or members.unit_ids()
    led = sorted(
        (one for one in members.mandates if one.role == "head" and one.start <= on),
        key=lambda one: one.start,
    )
    last = next((one.unit for one in reversed(led) if one.unit in order), None)
    start = order.index(last) + 1 if last else 0
    following = [*order[start:], *order[:start]]
    heads = members.holders("head", on)
    able = [one for one in following if _able(book, one) and one not in heads]
    if not able:
        return Expected(waits=Unmet(code="ROTATION_NOBODY_LEFT", facts={}, who=("admin",)))
    count = book.definition.succession.deputies.least
    deputies = tuple(able[1 : count + 1]) if count and len(able) > count else None
    return Expected(head=tuple(able[:1]), deputies=deputies)


def _deputies_of_today(book: Book, on: date) -> Expected:
    deputies = book.load(Roster, ROSTER).holders("deputy", on)
    return Expected(head=tuple(one for one in deputies if _able(book, one)))


def _by_rank(book: Book, _on: date) -> Expected:
    state, ranks = book.find(RankingState, RANKING), book.definition.succession.ranks
    if state is None or ranks is None:
        return Expected(waits=Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",)))
    able = [place.unit for place in state.places if _able(book, place.unit)]
    deputies = tuple(able[rank - 1] for rank in ranks.deputies if rank <= len(able))
    head = tuple(able[ranks.head - 1 : ranks.head])
    return Expected(head=head, deputies=deputies or None)
