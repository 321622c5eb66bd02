"""People and households as the rules look at them: who contends, who is taken, who is not and why.

What served for a unit serves for nobody else; what a unit's own head has decided counts as given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from definitions.schema.people import PeopleRule
from workflow.domain import holds, own_awards, people, quotas, registering
from workflow.domain.conditions import judge
from workflow.domain.cutoffs import OpenCutoff
from workflow.domain.headcounts import bases_of_people
from workflow.domain.honours import UnitHonours
from workflow.domain.judging import Contender, Judgement, Reason, Spent
from workflow.domain.model import Book
from workflow.domain.people import Forward, PersonForward
from workflow.domain.places import Place
from workflow.domain.proposal import Candidate, Kept, PassedOver
from workflow.domain.quotas import Allotment
from workflow.domain.registration import KIND as REGISTRATION
from workflow.domain.registration import Registration
from workflow.domain.standings import standing_of
from workflow.domain.taking import Parting
from workflow.domain.votes import Vote

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
    registration = run.book.find(Registration, f"{REGISTRATION}/{unit}")
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


def take_in_order(
    run: Run, now: Applied, ones: Sequence[One], parting: Parting | None = None,
    *, numbered: bool = True,
) -> list[tuple[One, Judgement]]:  # fmt: skip
    """Take those who may have the award, one after the other; return them, pass the others over.

    Unless *numbered*, only caps end it.
    """
    taken = []
    for one in ones:
        full = [each for each in over(run, now, one) if numbered or each.cap]
        found = judged(run, now.rule, one)
        why = why_not(run, now, one, found, full=any(not each.warns for each in full))
        if why is None:
            take(run, now, one, found, full, parting)
            taken.append((one, found))
        else:
            parted = parting if why == "number_reached" and parting and parting.by else None
            pass_over(run, now, one, found, "equal" if parted else why, parted)
    return taken


def over(run: Run, now: Applied, one: One) -> list[Allotment]:
    """Return the numbers of which no place is left for somebody."""
    group = run.groups.get(one.unit)
    return [
        each
        for each in quotas.over(now.numbers, group)
        if each.unit in {None, one.unit} and _reached(run, now, each)
    ]


def _reached(run: Run, now: Applied, number: Allotment) -> bool:
    given = [
        one
        for one in now.given
        if number.unit in {None, one.unit} and number.group in {None, run.groups.get(one.unit)}
    ]
    return number.most is not None and len(given) >= number.most


def why_not(run: Run, now: Applied, one: One, found: Judgement, *, full: bool) -> str | None:
    """Return why somebody does not get the award, if there is a reason."""
    rule, line = now.rule, (now.rule.award, one.unit, one.forward.id)
    passed_on = rule.held == "passed_on" and holds.held(run.book, *line) is not None
    reasons = (
        ("holds_another", (rule.group or rule.award, one.owner) in run.taken),
        ("barred", barred(run, rule, one)),
        ("conditions", not found.met),
        ("fallen", line in run.kept.gone),
        ("left_out", line in run.out),
        ("held", passed_on),
        (now.closed, now.closed is not None),
        ("number_reached", full),
    )
    return next((why for why, true in reasons if true), None)


def pass_over(
    run: Run, now: Applied, one: One, found: Judgement, why: str, parting: Parting | None = None
) -> None:
    """Let somebody go without the award, and say why."""
    reasons = found.reasons
    reasons = (*reasons, parting.reason_for(taken=False)) if parting else reasons
    line = (now.rule.award, one.unit, one.forward.id)
    run.passed.append(
        PassedOver(
            award=now.rule.award, unit=one.unit, why=why, reasons=reasons,
            note=run.out.get(line), subject=one.forward.id, rule=now.rule.id,
        )
    )  # fmt: skip


def take(
    run: Run, now: Applied, one: One, found: Judgement, beyond: Sequence[Allotment],
    parting: Parting | None = None,
) -> None:  # fmt: skip
    """Give somebody their place."""
    basis = found.reasons
    basis = (*basis, parting.reason_for(taken=True)) if parting and parting.by else basis
    for number in beyond:
        facts = {"most": str(number.most), "base": str(number.base)}
        warned = Reason(condition="number", met=False, warned=True, facts=facts, basis=number.basis)
        basis = (*basis, warned)
    run.taken.add((now.rule.group or now.rule.award, one.owner))
    run.spent.update(found.uses)
    run.uses[now.rule.award, one.unit, one.forward.id] = found.uses
    seat(run, now, one, basis)


def seat(run: Run, now: Applied, one: One, basis: tuple[Reason, ...]) -> None:
    """Count somebody among those who have the award."""
    rule = now.rule
    now.given.append(one)
    run.seated.add((rule.award, one.unit, one.forward.id))
    run.candidates.append(
        Candidate(
            award=rule.award, unit=one.unit, rank=one.place.rank, basis=basis,
            subject=one.forward.id, rule=rule.id,
        )
    )  # fmt: skip
