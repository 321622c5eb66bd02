"""Who may act on a step on a day, for whom, and what bars them. The one place that knows.

People are asked by the office that they hold on that day. What one of them has to say is a *part*;
it may be transferred, wait for an opinion, or be in the hands of a stand-in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from definitions.schema.approvals import Side
from workflow.domain.approvals import standins
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import Answer, Delegation, Place, Signer
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster


@dataclass(frozen=True, kw_only=True, slots=True)
class Hand:
    """Somebody who may act in a part: its owner, or who stands in for them; `bars`: why not."""

    person: str
    bars: tuple[Unmet, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one person has to say in a step. Without `seats` any office of theirs will do.

    `signer` is the added signer whose place it is in; several people of an office may share it.
    """

    owner: str
    seats: tuple[str, ...] = ()
    side: str | None = None
    weight: int = 1
    place: Place | None = None
    signer: str | None = None
    answer: Answer | None = None
    delegation: Delegation | None = None
    hands: tuple[Hand, ...] = ()

    @property
    def able(self) -> bool:
        """Whether somebody may still act in it."""
        return self.answer is None and any(not hand.bars for hand in self.hands)

    def hand(self, person: str) -> Hand | None:
        """Return the hand of *person* in it."""
        return next((one for one in self.hands if one.person == person), None)


def parts(matter: Matter, day: date) -> tuple[Part, ...]:
    """Return every part of a step on a day: of each side in order, then of added signers."""
    found = [part for side in matter.step.sides for part in _of_side(matter, side, day)]
    found += _of_signers(matter, day)
    return tuple(_handed(matter, part, len(found), day) for part in found)


def _of_signers(matter: Matter, day: date) -> Iterator[Part]:
    """Yield the parts of added signers; an answer given in the place of one is no other's."""
    claimed = {one.person for one in matter.turn.signers if one.office is None}
    for one in matter.turn.signers:
        if one.office is None:
            person = _back(matter, one.person, day)
            answer = _answer(matter, person, None)
            yield Part(owner=person, place=one.place, signer=one.person, answer=answer)
            continue
        parts = tuple(_in_place(matter, one, claimed, day))
        claimed |= {part.owner for part in parts if part.answer}
        yield from parts


def _in_place(matter: Matter, one: Signer, claimed: set[str], day: date) -> Iterator[Part]:
    """Yield the parts of the office that signs in the place of an added signer: any of it will do.

    The signer's own where nobody holds it: the place is kept.
    """
    seat, empty = f"office:{one.office}", Part(owner=one.person, place=one.place, signer=one.person)
    holders = [person.id for person in matter.book.load(Roster, ROSTER).seated(seat, day)]
    owners = {_owner(matter, person, day): person for person in holders}
    for answer in matter.turn.answers:
        ours = answer.side is None and (answer.seat == seat or answer.owner in owners)
        if ours and answer.owner not in claimed:
            yield replace(empty, owner=answer.owner, answer=answer)
            return
    for owner, person in owners.items():
        own = (seat,) if owner == person else ()
        if owner not in claimed:
            yield replace(empty, owner=owner, seats=own)
    if not owners.keys() - claimed:
        yield empty


def routed_to(matter: Matter, side: str) -> str | None:
    """Return the office that decides in the place of *side*, if one does."""
    return next((one.office for one in matter.turn.routed if one.side == side), None)


def _of_side(matter: Matter, side: Side, day: date) -> Iterator[Part]:
    """Yield the parts of one side: a person who holds two of its offices has one, the heavier."""
    routed = routed_to(matter, side.office)
    offices = [(side.office, side.weight), *((one.office, one.weight) for one in side.joined)]
    if routed:
        offices = [(routed, 1)]
    roster, found = matter.book.load(Roster, ROSTER), dict[str, Part]()
    for office, weight in offices:
        seat = f"office:{office}"
        for person in roster.seated(seat, day):
            owner = _owner(matter, person.id, day)
            own = (seat,) if owner == person.id else ()
            part = Part(owner=owner, seats=own, side=side.office, weight=weight)
            found[owner] = _joined(found.get(owner), part)
    answers = [one for one in matter.turn.answers if one.side == side.office]
    if routed:
        answers = [one for one in answers if one.seat == f"office:{routed}"]
    for one in answers:  # an answer stands though its owner holds the office no longer
        before = found.get(one.owner) or Part(owner=one.owner, side=side.office)
        found[one.owner] = replace(before, answer=one)
    yield from found.values()


def _joined(before: Part | None, part: Part) -> Part:
    """Return the one part of a person who holds two offices of a side."""
    if before is None:
        return part
    seats = (*before.seats, *part.seats) if before.seats and part.seats else ()
    return replace(before, seats=seats, weight=max(before.weight, part.weight))


def _owner(matter: Matter, person: str, day: date) -> str:
    """Return whose part it is after every transfer; each transfer is followed once."""
    for moved in matter.turn.transfers:
        if moved.owner == person:
            person = moved.to
    return _back(matter, person, day)


def _back(matter: Matter, person: str, day: date) -> str:
    """Return who has a part of *person*: them, or who gave it to them where they are gone."""
    for moved in reversed(matter.turn.transfers):
        if moved.to == person and _gone(matter, person, day):
            person = moved.owner
    return person


def _gone(matter: Matter, person: str, day: date) -> bool:
    """Whether a person has said nothing here and can no longer: they hold no office."""
    said = any(one.owner == person for one in matter.turn.answers)
    return not said and not holds_office(matter, person, day)


def awaited(matter: Matter, day: date) -> tuple[Delegation, ...]:
    """Return the opinions that are waited for: of people who can still give them."""
    return tuple(
        one for one in matter.turn.delegations
        if one.opinion is None and holds_office(matter, one.to, day)
    )  # fmt: skip


def come_back(matter: Matter, day: date) -> Iterator[tuple[str, str]]:
    """Yield what comes back, as owner and taker: the takers hold no office any more."""
    turn, given = matter.turn, list(matter.turn.transfers)
    alive = awaited(matter, day)
    for asked in turn.delegations:
        if asked.opinion is None and asked not in alive:
            yield asked.owner, asked.to
    for moved in reversed(turn.transfers):
        if _gone(matter, moved.to, day) and all(one.owner != moved.to for one in given):
            given.remove(moved)
            yield moved.owner, moved.to


def _answer(matter: Matter, owner: str, side: str | None) -> Answer | None:
    return next(
        (one for one in matter.turn.answers if (one.owner, one.side) == (owner, side)), None
    )


def _handed(matter: Matter, part: Part, count: int, day: date) -> Part:
    if part.answer:
        return part
    waiting = next((one for one in awaited(matter, day) if one.owner == part.owner), None)
    shared = count > 1 and bool(part.seats)
    scope = (matter.stage.id, matter.stage.kind)
    people = (
        part.owner,
        *standins.stand_ins_for(matter.book, part.owner, day, scope, shared=shared),
    )
    hands = tuple(
        Hand(person=one, bars=tuple(bars(matter, frozenset({one, part.owner}), day)))
        for one in dict.fromkeys(people)
        if part.seats or holds_office(matter, part.owner, day)
    )
    return replace(part, delegation=waiting, hands=hands)


def holds_office(matter: Matter, person: str, day: date) -> bool:
    """Whether a person holds any office on a day: only then do they act."""
    seats = matter.book.load(Roster, ROSTER).seats_of(person, day)
    return any(seat.startswith("office:") for seat in seats)


def bars(matter: Matter, people: frozenset[str], day: date) -> Iterator[Unmet]:
    """Yield what bars *people* from a step: each of them brings in their own conflicts.

    They prepared the file, now or in an earlier round, made what is in it, decided an earlier step,
    have answered in this one, or sit for a unit that it decides on.
    """
    who = (f"office:{matter.step.office}",)
    decided = {person for one in matter.approval.deciders() for person in one.people}
    made = (
        *matter.approval.preparers,
        *matter.approval.earlier,
        *matter.subject.hands(matter.book),
    )
    for person in sorted(people & {*made, *decided}):
        yield Unmet(code="FOUR_EYES", facts={"person": person}, who=who)
    for one in matter.turn.answers:
        for person in sorted(people & one.people):
            facts: dict[str, object] = {"person": person, "at": one.at}
            yield Unmet(code="ANSWERED_ALREADY", facts=facts, who=who)
    roster = matter.book.load(Roster, ROSTER)
    seats = {seat for person in people for seat in roster.seats_of(person, day)}
    own = roster.kin(seat.removeprefix("unit:") for seat in seats if seat.startswith("unit:"))
    for unit in matter.subject.units(matter.book, matter.step):
        if unit in own:
            yield Unmet(code="OWN_UNIT", facts={"unit": roster.name(unit)}, who=who)


def part_of(
    matter: Matter, person: str, seat: str, day: date, owner: str | None = None
) -> Part | None:
    """Return the part in which *person* would act in that seat: their own rather than another's.

    One that they may act in goes before one that they are barred from.
    """
    mine = [
        part
        for part in parts(matter, day)
        if part.hand(person)
        and (not part.seats or seat in part.seats)
        and owner in {None, part.owner}
    ]

    def ranked(part: Part) -> tuple[bool, bool]:
        hand = part.hand(person)
        return bool(hand and hand.bars), part.owner != person

    return min(mine, key=ranked, default=None)


def people_of(found: Iterable[Part]) -> tuple[str, ...]:
    """Return everybody who may act in these parts, each once."""
    hands = (hand for part in found for hand in part.hands if not hand.bars)
    return tuple(dict.fromkeys(hand.person for hand in hands))
