"""What the head of a unit decides alone: the unit records it with its paper, and it holds at once.

It is held to the standards of its rule like any award, and never goes through the bloc's chain.
Luật TĐKT 2022, Điều 80; NĐ 129/2025, Điều 59.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from annotated_types import MaxLen, MinLen

from definitions.schema.people import PeopleRule
from definitions.wording import Phrase
from workflow.domain import timing
from workflow.domain.awards import contending, placing
from workflow.domain.awards.allocating import propose
from workflow.domain.awards.contending import Applied, One, Run
from workflow.domain.awards.parting import named
from workflow.domain.awards.personal import begun
from workflow.domain.awards.proposal import PassedOver, Proposal
from workflow.domain.eligibility import holds, ruling
from workflow.domain.eligibility.ruling import Dates
from workflow.domain.errors import Unmet
from workflow.domain.members import people
from workflow.domain.members.places import Place
from workflow.domain.model import Book, Call, Draft, Given, Id, Name
from workflow.domain.nominations.own_awards import KIND, OwnDecided
from workflow.domain.nominations.own_awards import Given as Granted
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState

NOWHERE = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideOwn(Given):
    """Record the decision of the head of the unit: an award, by a paper, for whom of its people.

    `minutes` are those of the unit's council, where it has met on it.
    """

    award: Id
    subjects: Annotated[tuple[Id, ...], MinLen(1), MaxLen(2000)]
    number: Name
    signed_on: date
    effective_on: date | None = None
    minutes: Name | None = None


def decide_prevents(book: Book, given: DecideOwn, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: another authority's award, days in reverse, standards not met."""
    unit = call.actor.unit or ""
    rules = _rules(book, given)
    if not rules:
        offered = sorted({
            one.award for one in book.definition.people_awards if one.decided_by == "unit"
        })  # fmt: skip
        yield Unmet(code="NOT_DECIDED_BY_UNIT", facts={"award": given.award, "own": offered})
        return
    yield from _days_wrong(given, call)
    for twice in sorted({one for one in given.subjects if given.subjects.count(one) > 1}):
        yield Unmet(code="SUBJECT_TWICE", facts={"id": twice})
    strangers = [one for one in given.subjects if not _fits(book, rules, unit, one)]
    for one in strangers:
        facts: dict[str, object] = {"subject": one, "unit": named(book, unit, None)}
        yield Unmet(code="NO_SUCH_SUBJECT", facts=facts)
    if not strangers:
        yield from _unmet(book, rules, given, unit)


def _rules(book: Book, given: DecideOwn) -> list[PeopleRule]:
    """Return the rules by which the head of a unit decides the award, on the day of the paper."""
    day = given.signed_on
    dates = Dates(year=book.year, proposed=day, received=day, decided=day)
    found = ruling.people_rules(book.definition, dates)
    return [one for one in found if (one.award, one.decided_by) == (given.award, "unit")]


def _days_wrong(given: DecideOwn, call: Call) -> Iterator[Unmet]:
    if given.signed_on > timing.hanoi_day(call.at):
        yield Unmet(code="OWN_DECISION_TO_COME", facts={"day": given.signed_on})
    if given.effective_on and given.effective_on < given.signed_on:
        facts: dict[str, object] = {"effective": given.effective_on, "signed": given.signed_on}
        yield Unmet(code="EFFECTIVE_BEFORE_SIGNED", facts=facts)


def _fits(book: Book, rules: Sequence[PeopleRule], unit: str, subject: str) -> bool:
    found = people.of_unit(book, unit).find(subject)
    kind = people.kind_of(book, unit, subject)
    return found is not None and any(
        rule.award in found.awards and rule.to == kind for rule in rules
    )


def _unmet(book: Book, rules: Sequence[PeopleRule], given: DecideOwn, unit: str) -> Iterator[Unmet]:
    """Yield everybody who is held, or may not have the award, and why."""
    lines = [(given.award, unit, one) for one in given.subjects]
    held = [line for line in lines if holds.held(book, *line)]
    for _, _, subject in held:
        facts: dict[str, object] = {"award": given.award, "person": named(book, unit, subject)}
        yield Unmet(code="OWN_HELD", facts=facts, who=("head", "deputy"))
    asked = [subject for _, _, subject in lines if (given.award, unit, subject) not in held]
    for one in _applied(book, rules, given, unit)[1]:
        if one.subject in asked:
            yield _refused(book, one)


def _refused(book: Book, one: PassedOver) -> Unmet:
    facts: dict[str, object] = {
        "award": one.award,
        "person": named(book, one.unit, one.subject),
        "why": Phrase(f"own_why_{one.why}"),
        "reasons": [reason for reason in one.reasons if not reason.met and not reason.warned],
    }
    return Unmet(code="OWN_NOT_MET", facts=facts)


def _applied(
    book: Book, rules: Sequence[PeopleRule], given: DecideOwn, unit: str
) -> tuple[Run, list[PassedOver]]:
    """Return the rules applied to those who are to have the award, and who may not."""
    place = _place(book, unit)
    run, left, passed = begun(book, (), _units(book)), list(given.subjects), list[PassedOver]()
    for rule in rules:
        ones = contending.of_place(run, rule, place)
        now = Applied(rule=rule, numbers=tuple(contending.numbers(run, rule, [unit], ones)))
        now.given += [one for one in ones if _has(book, rule, one)]
        run.allotments += now.numbers
        wanted = [one for one in ones if one.forward.id in left]
        before = len(run.passed)
        taken = placing.take_in_order(run, now, wanted)
        passed = [*run.passed[before:], *passed]
        left = [name for name in left if name not in {one.forward.id for one, _ in taken}]
    return run, [one for one in _last_of(passed) if one.subject in left]


def _last_of(passed: Sequence[PassedOver]) -> list[PassedOver]:
    """Return one refusal for each person: that of the last rule which speaks of them."""
    return list({one.subject: one for one in reversed(passed)}.values())


def _has(book: Book, rule: PeopleRule, one: One) -> bool:
    """Whether somebody was given the award by this rule before."""
    return any(
        (line, decision.rule) == ((rule.award, one.unit, one.forward.id), rule.id)
        for line, decision, _ in contending.own_lines(book)
    )


def _units(book: Book) -> Proposal:
    """Return what units use up; nothing while there is no ranking."""
    if book.find(RankingState, RANKING) is None:
        return Proposal(candidates=(), passed_over=())
    return propose(book, ())


def _place(book: Book, unit: str) -> Place:
    """Return the unit's place; rank 0 while there is none."""
    ranked = book.find(RankingState, RANKING)
    found = next((one for one in ranked.places if one.unit == unit), None) if ranked else None
    return found or Place(unit=unit, rank=0, points=NOWHERE, of=NOWHERE, percent=NOWHERE)


def decide(book: Book, given: DecideOwn, call: Call) -> list[Draft]:
    """Record the decision, one event for each rule by which somebody has the award."""
    unit = call.actor.unit or ""
    run, _ = _applied(book, _rules(book, given), given, unit)
    drafts = []
    for rule in dict.fromkeys(one.rule for one in run.candidates if one.rule):
        granted = tuple(
            Granted(
                subject=one.subject, basis=one.basis, uses=run.uses[given.award, unit, one.subject]
            )
            for one in run.candidates
            if one.rule == rule and one.subject
        )
        event = OwnDecided(
            unit=unit, award=given.award, rule=rule, given=granted, number=given.number,
            signed_on=given.signed_on, effective_on=given.effective_on, minutes=given.minutes,
            allotments=tuple(one for one in run.allotments if one.rule == rule),
        )  # fmt: skip
        drafts.append(Draft(stream=f"{KIND}/{unit}", event=event))
    return drafts
