"""Opening a ballot: what is voted on, who votes, who is there, and who keeps the keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import MaxLen, MinLen

from definitions.schema.ballots import BallotRule
from workflow.domain import access, timing
from workflow.domain.ballots import all_staff, sealing
from workflow.domain.ballots.events import BallotOpened
from workflow.domain.ballots.state import KIND, Ballot, Item, Trustee, rule_of
from workflow.domain.ballots.turnout import at_a_table
from workflow.domain.errors import Unmet
from workflow.domain.members import people
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Count, Draft, Given, Id

COUNCIL = 3
"""A ballot that a step of the chain waits for has at least so many voters: nobody passes alone."""

TRUSTEES = 2
"""So many keep a key of a secret ballot: no one of them can open it alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenBallot(Given):
    """Open a ballot of a kind that the definition knows. Without `present`, who votes is there.

    `staff`: how many may vote in each unit, where all staff do.
    """

    ballot: Id
    rule: Id
    items: Annotated[tuple[Item, ...], MinLen(1), MaxLen(500)]
    present: tuple[Id, ...] | None = None
    trustees: Annotated[tuple[Trustee, ...], MaxLen(5)] = ()
    staff: dict[Id, Count] = field(default_factory=dict)


def open_prevents(book: Book, given: OpenBallot, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the ballot from being opened."""
    known = [rule.id for rule in book.definition.ballots]
    if given.rule not in known:
        yield Unmet(code="NO_SUCH_BALLOT_RULE", facts={"rule": given.rule, "known": known})
        return
    rule = rule_of(book, given.rule)
    if f"{KIND}/{given.ballot}" in book.streams:
        yield Unmet(code="BALLOT_EXISTS", facts={"ballot": given.ballot})
    yield from run_prevents(book, rule, given.items, call)
    yield from _items_prevent(book, rule, given)
    yield from _voters_prevent(book, rule, given, call)
    yield from _present_prevent(book, rule, given, call)
    yield from _after(book, rule)
    yield from _trustees_prevent(book, rule, given, call)


def _voters_prevent(book: Book, rule: BallotRule, given: OpenBallot, call: Call) -> Iterator[Unmet]:
    yield from all_staff.prevents(book, rule, given.items, given.staff)
    voters = electorate(book, rule, call)
    if rule.voters.staff:
        return
    if not voters:
        yield Unmet(code="NO_VOTERS", facts={"ballot": rule.title}, who=("admin",))
    elif len(voters) < COUNCIL and _decides_a_step(book, rule):
        facts: dict[str, object] = {"ballot": rule.title, "voters": len(voters), "least": COUNCIL}
        yield Unmet(code="COUNCIL_TOO_SMALL", facts=facts, who=("admin",))


def _present_prevent(
    book: Book, rule: BallotRule, given: OpenBallot, call: Call
) -> Iterator[Unmet]:
    present, voters = given.present or (), electorate(book, rule, call)
    known_who = given.present is not None or rule.absent.effect == "nothing"
    if at_a_table(rule, sealed=bool(given.trustees)) and not known_who:
        facts: dict[str, object] = {"ballot": rule.title}
        yield Unmet(code="PRESENT_NOT_GIVEN", facts=facts, who=(call.actor.seat,))
    if rule.voters.staff and (given.present is not None or given.trustees):
        yield Unmet(code="COUNTED_BY_TELLERS", facts={"ballot": rule.title})
        return
    for one in sorted({one for one in present if present.count(one) > 1}):
        yield Unmet(code="PRESENT_TWICE", facts={"voter": named(book, one)})
    for one in sorted(set(present) - set(voters)):
        yield Unmet(code="NOT_A_VOTER", facts={"voter": named(book, one)})


def run_prevents(
    book: Book, rule: BallotRule, items: Sequence[Item], call: Call
) -> Iterator[Unmet]:
    """Yield that somebody else runs ballots of this kind, about these items."""
    unit, own = items[0].unit, bool(rule.run_by and rule.run_by.unit)
    seat = rule.runner(unit)
    if own and unit and unit not in book.load(Roster, ROSTER).unit_ids():
        seat = "admin"  # the unit has left, and what it opened must not stay open for good
    asked = call.actor.seat == seat or access.plays(book, call, seat)
    if not asked or (own and call.recorder):  # nobody enters in minutes what a unit voted inside
        yield Unmet(code="NOT_RUNNING_BALLOT", facts={"roles": [seat]}, who=(seat,))


def _items_prevent(book: Book, rule: BallotRule, given: OpenBallot) -> Iterator[Unmet]:
    members = book.load(Roster, ROSTER).unit_ids()
    awards = [entry.id for entry in book.definition.catalogue]
    names = [item.id for item in given.items]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        yield Unmet(code="ITEM_TWICE", facts={"item": twice})
    for item in given.items:
        if item.unit is None and item.title is None:
            yield Unmet(code="ITEM_EMPTY", facts={"item": item.id})
        if item.unit is not None and item.unit not in members:
            yield Unmet(code="NOT_A_MEMBER", facts={"unit": item.unit})
        if item.award is not None and item.award not in awards:
            facts: dict[str, object] = {"award": item.award, "offered": sorted(awards)}
            yield Unmet(code="AWARD_NOT_OFFERED", facts=facts)
        yield from _subject_prevents(book, item)
    if rule.fill and rule.seats and len(names) < rule.seats:
        facts = {"seats": rule.seats, "items": len(names)}
        yield Unmet(code="FEWER_ITEMS_THAN_SEATS", facts=facts)


def _subject_prevents(book: Book, item: Item) -> Iterator[Unmet]:
    """Yield that a person is voted on whom the unit has not put forward."""
    unit = item.unit or ""
    if item.subject is not None and people.of_unit(book, unit).find(item.subject) is None:
        name = book.load(Roster, ROSTER).name(unit)
        yield Unmet(code="NO_SUCH_SUBJECT", facts={"subject": item.subject, "unit": name})


def _decides_a_step(book: Book, rule: BallotRule) -> bool:
    steps = [step for stage in book.definition.stages for step in stage.approvals]
    return any(one.rule == rule.id for step in steps for one in step.ballots)


def _after(book: Book, rule: BallotRule) -> Iterator[Unmet]:
    """Titles are voted on from the lowest to the highest, where the rule says so."""
    over = {one.rule for one in book.each(Ballot, KIND).values() if one.status == "closed"}
    if rule.after and rule.after not in over:
        before = rule_of(book, rule.after)
        yield Unmet(code="LOWER_BALLOT_FIRST", facts={"ballot": before.title})


def _trustees_prevent(
    book: Book, rule: BallotRule, given: OpenBallot, call: Call
) -> Iterator[Unmet]:
    if not given.trustees or rule.voters.staff:
        return  # a secret ballot on paper: its totals are entered
    trusted = [one.person for one in given.trustees]
    if rule.method != "secret":
        yield Unmet(code="NOT_SECRET", facts={"ballot": rule.title})
    keys = {one.key for one in given.trustees}
    if len(set(trusted)) < TRUSTEES or not len(set(trusted)) == len(trusted) == len(keys):
        yield Unmet(code="TOO_FEW_TRUSTEES", facts={"least": TRUSTEES})
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(call.at)
    for person in [one for one in trusted if not roster.seats_of(one, day)]:
        yield Unmet(code="NO_SUCH_PERSON", facts={"person": person}, who=("admin",))
    for one in given.trustees:
        if not sealing.is_key(one.key):
            yield Unmet(code="NOT_A_KEY", facts={"person": one.person})


def electorate(book: Book, rule: BallotRule, call: Call) -> tuple[str, ...]:
    """Return who may vote: units in official order, or the people who hold the office that day.

    Where all staff vote nobody is named.
    """
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(call.at)
    voters = rule.voters
    if voters.staff:
        return ()
    if voters.office:
        return tuple(one.id for one in roster.seated(f"office:{voters.office}", day))
    if voters.roles:
        units = [unit for role in voters.roles for unit in roster.holders(role, day)]
        return tuple(unit for unit in roster.unit_ids() if unit in units)
    return roster.unit_ids()


def named(book: Book, voter: str) -> str:
    """Return the name of a voter: a unit's, or a person's."""
    roster = book.load(Roster, ROSTER)
    return next((one.name for one in roster.people if one.id == voter), roster.name(voter))


def open_ballot(book: Book, given: OpenBallot, call: Call) -> list[Draft]:
    """Record that voting begins."""
    rule = rule_of(book, given.rule)
    event = BallotOpened(
        rule=rule.id,
        items=given.items,
        voters=electorate(book, rule, call),
        present=given.present,
        trustees=given.trustees,
        staff=dict(given.staff),
    )
    return [Draft(stream=f"{KIND}/{given.ballot}", event=event)]
