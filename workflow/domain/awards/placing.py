"""Who of the people that contend for an award gets a place, and why the others do not."""

from collections.abc import Sequence

from workflow.domain.awards import quotas
from workflow.domain.awards.contending import Applied, One, Run, barred, judged
from workflow.domain.awards.proposal import Candidate, PassedOver
from workflow.domain.awards.quotas import Allotment
from workflow.domain.awards.taking import Parting
from workflow.domain.eligibility import holds
from workflow.domain.eligibility.judging import Judgement, Reason


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
