"""The dates of one award, kept apart: year, proposal, dossier, decision, and from when it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from definitions.schema.approvals import Approval as Step
from workflow.domain.approvals.matters import Days
from workflow.domain.eligibility import ruling
from workflow.domain.eligibility.ruling import Dates
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.nominations import own_awards
from workflow.domain.nominations.dossiers import Dossier, LateAward, first_of
from workflow.domain.nominations.nomination import (
    KEY,
    Entry,
    Nomination,
    OneStep,
    StepRecord,
    free,
    steps,
)
from workflow.domain.nominations.owed_dossiers import due_of, received
from workflow.domain.timing import hanoi_day


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The paper by which an award was decided: its number, its day, and from when it holds.

    Where the head of a unit decided, `step` is the rule and `office` the unit.
    """

    step: str
    office: str
    signed_on: date
    effective_on: date
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """Every date of one award; what has not come yet is absent.

    `due` is when its dossier has to be there, `late` that it came after that; of lines proposed.
    """

    year: int
    proposed_on: date | None
    dossier: Dossier | None
    decision: Decision | None
    due: datetime | None = None
    late: LateAward | None = None

    @property
    def dates(self) -> Dates:
        """The dates by which rules are chosen; what no bloc proposed is asked by its own paper."""
        signed = self.decision.signed_on if self.decision else None
        return Dates(
            year=self.year,
            proposed=self.proposed_on or signed,
            received=self.dossier.received_on if self.dossier else None,
            decided=signed,
        )


def dated(book: Book, entry: Entry) -> Dated:
    """Return the dates of one line of the nomination."""
    if own := own_awards.of_unit(book, entry.unit).found(entry):
        return Dated(
            year=book.year, proposed_on=None, dossier=None, decision=_own(entry.unit, own[0])
        )
    state = book.find(Nomination, KEY)
    if state is None:
        return Dated(year=book.year, proposed_on=None, dossier=None, decision=None)
    owed, proposed = received(book, entry), entry in state.proposed
    return Dated(
        year=book.year,
        proposed_on=state.proposed_day(entry),
        dossier=first_of(state.dossiers_of(entry), entry.award),
        decision=_decision(book, state, entry),
        due=due_of(book, entry.award) if proposed else None,
        late=owed.late_of(entry.award) if owed and proposed else None,
    )


def _decision(book: Book, state: Nomination, entry: Entry) -> Decision | None:
    if entry not in state.decided:
        return None
    chain = {
        one.id: one
        for one in steps(book)
        if one.writes == "decided" and (one.awards is None or entry.award in one.awards)
    }
    late = [one for one in state.late if one.entry == entry]
    every: list[OneStep | StepRecord] = [*reversed(late), *reversed(state.steps)]
    for taken in every:
        if taken.step in chain and taken.at:
            signed = taken.signed_on or hanoi_day(taken.at)
            return Decision(
                step=taken.step,
                office=chain[taken.step].office,
                number=taken.number,
                signed_on=signed,
                effective_on=taken.effective_on or signed,
            )
    return None


def _own(unit: str, found: own_awards.OwnDecision) -> Decision:
    return Decision(
        step=found.rule, office=f"unit:{unit}", number=found.number, signed_on=found.signed_on,
        effective_on=found.effective_on,
    )  # fmt: skip


def days(book: Book, step: Step, given: Days) -> Iterator[Unmet]:
    """Yield what is wrong with the days of a decision: out of order, or under other rules.

    What is decided must have been judged by the rules that its own dates ask for; those of a rule
    set that is not verified warn and never bar.
    """
    signed, effective = given
    yield from ruling.out_of_order(book.load(Nomination, KEY).proposed_on, signed, effective)
    if step.writes != "decided":
        return
    awards = dict.fromkeys(entry.award for entry in free(book, step))
    other = [one for one in awards if _judged_otherwise(book, one, signed)]
    if other:
        yield Unmet(code="RULES_OF_ANOTHER_DAY", facts={"awards": other, "signed": signed})


def _judged_otherwise(book: Book, award: str, signed: date) -> bool:
    state = book.load(Nomination, KEY)
    found = first_of(state.dossiers, award)
    before = Dates(year=book.year, proposed=state.proposed_on)
    now = Dates(
        year=book.year,
        proposed=state.proposed_on,
        received=found.received_on if found else None,
        decided=signed,
    )
    if ruling.same_rules(book.definition, award, before, now):
        return False
    rule_set = ruling.rule_set_of(book.definition, now)
    return rule_set is None or rule_set.status != "unverified"


def overtaken(book: Book, entry: Entry) -> bool:
    """Whether the rules that the dates of a line ask for are others than it was judged by."""
    state = book.find(Nomination, KEY)
    before = Dates(year=book.year, proposed=state.proposed_day(entry) if state else None)
    return not ruling.same_rules(book.definition, entry.award, before, dated(book, entry).dates)
