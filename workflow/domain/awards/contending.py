"""People and households as the rules look at them: who contends, who is taken, who is not and why.

What served for a unit serves for nobody else; what a unit's own head has decided counts as given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from definitions.schema.people import PeopleRule
from workflow.domain.awards import quotas
from workflow.domain.awards.cutoffs import OpenCutoff
from workflow.domain.awards.headcounts import bases_of_people
from workflow.domain.awards.proposal import Candidate, Kept, PassedOver
from workflow.domain.awards.quotas import Allotment
from workflow.domain.ballots.votes import Vote
from workflow.domain.eligibility import holds, registering
from workflow.domain.eligibility.conditions import judge
from workflow.domain.eligibility.judging import Contender, Judgement, Spent
from workflow.domain.eligibility.standings import standing_of
from workflow.domain.members import people
from workflow.domain.members.honours import UnitHonours
from workflow.domain.members.people import Forward, PersonForward
from workflow.domain.members.places import Place
from workflow.domain.model import Book
from workflow.domain.nominations import own_awards
from workflow.domain.registration.inherited import counting

Line = tuple[str, str, str]
"""An award, a unit, and a person or household of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class One:
    """Somebody who is considered, and the place of their unit."""

    place: Place
    forward: Forward

    @property
    def unit(self) -> str:
        """The unit."""
        return self.place.unit

    @property
    def owner(self) -> str:
        """Whose years and initiatives are counted."""
        return f"{self.place.unit}/{self.forward.id}"


@dataclass(kw_only=True)
class Run:
    """One application of the rules for people, from the first to the last.

    `own` is who was given what by the head of their unit, as lines.
    """

    book: Book
    out: Mapping[Line, str]
    votes: tuple[Vote, ...]
    spent: set[Spent]
    groups: Mapping[str, str]
    kept: Kept
    own: tuple[Line, ...] = ()
    candidates: list[Candidate] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    allotments: list[Allotment] = field(default_factory=list)
    open: list[OpenCutoff] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    seated: set[Line] = field(default_factory=set)
    uses: dict[Line, tuple[Spent, ...]] = field(default_factory=dict)

    def lines(self, award: str) -> set[tuple[str, str]]:
        """Return who has an award so far, as unit and id: taken, given by the unit, or recorded."""
        found = {(one.unit, one.subject) for one in self.candidates if one.award == award}
        found |= {(unit, subject) for given, unit, subject in self.own if given == award}
        found |= set(_recorded(self.book, award))
        return {(unit, subject) for unit, subject in found if subject is not None}

    def given(self, award: str) -> list[str]:
        """Return the unit of each who has an award so far."""
        return [unit for unit, _ in self.lines(award)]

    def fork(self) -> "Run":
        """Return the same run, to see what would come of it."""
        return replace(
            self, spent=set(self.spent), candidates=[*self.candidates], passed=[*self.passed],
            allotments=[*self.allotments], open=[*self.open], taken=set(self.taken),
            seated=set(self.seated), uses=dict(self.uses),
        )  # fmt: skip


def _recorded(book: Book, award: str) -> Iterator[tuple[str, str]]:
    """Yield those of whom their unit says that they were given it this year already."""
    for unit, found in book.each(people.UnitPeople, people.KIND).items():
        for one in found.everybody:
            if any((held.what, held.year) == (award, book.year) for held in one.held):
                yield unit, one.id


@dataclass(kw_only=True)
class Applied:
    """One rule as it is applied: its numbers, who was given it so far, and whether it is over."""

    rule: PeopleRule
    numbers: tuple[Allotment, ...] = ()
    given: list[One] = field(default_factory=list)
    closed: str | None = None

    def fork(self) -> "Applied":
        """Return the same, to see what would come of it."""
        return replace(self, given=[*self.given])


def own_lines(book: Book) -> Iterator[tuple[Line, own_awards.OwnDecision, own_awards.Given]]:
    """Yield what heads of units have given and not taken back."""
    for unit, found in own_awards.everywhere(book).items():
        for decision, one in found.standing():
            yield (decision.award, unit, one.subject), decision, one


def of_place(run: Run, rule: PeopleRule, place: Place) -> list[One]:
    """Return whom a unit puts forward for what a rule is about, in its own order."""
    forward = people.of_unit(run.book, place.unit).of(rule.to)
    return [
        One(place=place, forward=one)
        for one in forward
        if rule.award in one.awards and _in_position(rule, one)
    ]


def _in_position(rule: PeopleRule, one: Forward) -> bool:
    if rule.position is None:
        return True
    return isinstance(one, PersonForward) and one.position == rule.position


def numbers(
    run: Run, rule: PeopleRule, units: Sequence[str], ones: Sequence[One]
) -> list[Allotment]:
    """Return how many there may be of those who contend, counted in *units*: one, or the bloc."""
    qualified = [
        one.unit for one in ones
        if not barred(run, rule, one) and judged(run, rule, one, frozenset()).met
    ]  # fmt: skip
    bases = bases_of_people(run.book, rule, units, qualified, run.given)
    unit = units[0] if rule.inside == "unit" else None
    return [replace(one, unit=unit, rule=rule.id) for one in quotas.allot(rule, bases)]


def barred(run: Run, rule: PeopleRule, one: One) -> bool:
    """Whether a hold on the person or household has ended in a breach."""
    return holds.barred(run.book, rule.award, one.unit, one.forward.id) is not None


def judged(
    run: Run, rule: PeopleRule, one: One, spent: frozenset[Spent] | None = None
) -> Judgement:
    """Judge somebody for an award; by default with what has been used up so far."""
    forward, unit = one.forward, one.unit
    person = forward if isinstance(forward, PersonForward) else None
    registration = counting(run.book, unit)
    contender = Contender(
        id=forward.id,
        registered=registration.awards_of(forward.id) if registration else (),
        rating=person.rating if person else None,
        discipline=person.discipline if person else "none",
        takes=frozenset(_takes(run, unit, forward)),
    )
    standing = replace(
        standing_of(run.book, one.place),
        award=rule.award,
        votes=run.votes,
        spent=frozenset(run.spent) if spent is None else spent,
        contender=contender,
        honours=UnitHonours(held=forward.held, initiatives=person.initiatives if person else ()),
    )
    return registering.judged(run.book, unit, judge(rule.when, standing))


def _takes(run: Run, unit: str, forward: Forward) -> Iterator[str]:
    """Yield what somebody is proposed for, or has: by the head of the unit, or as recorded."""
    mine = (unit, forward.id)
    yield from (one.award for one in run.candidates if (one.unit, one.subject) == mine)
    yield from (award for award, *who in run.own if tuple(who) == mine)
    yield from (held.what for held in forward.held if held.year == run.book.year)
