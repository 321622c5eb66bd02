"""Approval chains: every step can be decided by somebody, and its silence leads somewhere."""

from collections.abc import Iterator, Sequence

from definitions.advice import did_you_mean
from definitions.linting.dossiers import dossiers
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.approvals import Approval, Side, Step
from definitions.schema.stages import Stage


def lint_approvals(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the chains of every stage."""
    for at, stage in enumerate(ground.definition.stages):
        path = ("stages", at)
        yield from _needed(ground, stage, path)
        for number, step in enumerate(stage.approvals):
            place = (*path, "approvals", number)
            yield from _lists(ground, stage, step, place)
            yield from _ballots(ground, step, place)
            if step.counts_from == "dossier" and step.within is None:
                where = (*place, "counts_from")
                yield ground.error("counts_without_time", where, step=step.title)
            else:
                yield from _counted(ground, step, place)
            last = step.writes == "decided"
            yield from lint_step(ground, stage.approvals, step, place, last=last)


def _counted(ground: Ground, step: Approval, path: Path) -> Iterator[Problem]:
    """Yield a step that waits for dossiers which no rule asks for: nobody is ever late."""
    asked = {award for _, award, _, _ in dossiers(ground)}
    seen = asked if step.awards is None else asked & set(step.awards)
    if step.counts_from == "dossier" and not seen:
        yield ground.warning("counts_from_no_dossier", (*path, "counts_from"), step=step.title)


def lint_step(
    ground: Ground, chain: Sequence[Step], step: Step, path: Path, *, last: bool
) -> Iterator[Problem]:
    """Yield what is wrong with a step of any chain; `last` where it decides also before the end."""
    yield from _sides(ground, step, path)
    yield from _time(ground, step, path, last=last or step is chain[-1])
    yield from _elsewhere(ground, step, path)
    yield from _busy(ground, chain[: chain.index(step)], step, path)


def _needed(ground: Ground, stage: Stage, path: Path) -> Iterator[Problem]:
    """Yield a demand for an approval that no chain gives, or a chain that nothing waits for."""
    demands = [number for number, need in enumerate(stage.needs) if need.approval]
    for number in demands:
        if not stage.approvals or stage.kind == "nomination":
            place = (*path, "needs", number, "approval")
            yield ground.error("approval_need_without_chain", place, stage=stage.title)
    if stage.approvals and stage.kind != "nomination" and not demands:
        yield ground.warning("approval_not_needed", (*path, "approvals"), stage=stage.title)


def _lists(ground: Ground, stage: Stage, step: Approval, path: Path) -> Iterator[Problem]:
    nominating = stage.kind == "nomination"
    if nominating and step.writes is None:
        yield ground.error("approval_no_list", path, step=step.title)
    for key in ("writes", "awards", "ballots", "counts_from"):
        if not nominating and getattr(step, key) not in (None, [], "opening"):
            facts = {"key": key, "kind": "nomination", "found": stage.kind}
            yield ground.error("key_of_other_kind", (*path, key), **facts)


def _sides(ground: Ground, step: Step, path: Path) -> Iterator[Problem]:
    """Yield sides that ask for more than there are people, and offices named twice."""
    seen: set[str] = set()
    for number, side in enumerate(step.sides):
        place = (*path, "beside", number - 1) if number else path
        for office in (side.office, *(one.office for one in side.joined)):
            if office in seen:
                yield ground.error("approval_office_twice", place, office=office)
            seen.add(office)
        most = _most(ground, side)
        if most is None:
            continue
        if most == 0:
            yield ground.error("approval_nobody_acts", place, step=step.title)
        elif isinstance(side.needs, int) and side.needs > most:
            facts = {"needs": side.needs, "most": most}
            yield ground.error("approval_needs_too_many", (*place, "needs"), **facts)


def _most(ground: Ground, side: Side) -> int | None:
    """Return the most that the holders of a side weigh; None where nobody says how many."""
    weights = [(side.office, side.weight), *((one.office, one.weight) for one in side.joined)]
    holders = _holders(ground)
    counts = [(holders.get(office), weight) for office, weight in weights]
    if any(count is None for count, _ in counts):
        return None
    return sum((count or 0) * weight for count, weight in counts)


def _holders(ground: Ground) -> dict[str, int | None]:
    return {office.id: office.holders for office in ground.definition.offices}


def _time(ground: Ground, step: Step, path: Path, *, last: bool) -> Iterator[Problem]:
    if step.within and step.on_expiry is None and step.expired_to is None:
        yield ground.warning("approval_silence", (*path, "within"), step=step.title)
    if step.on_expiry and step.within is None:
        yield ground.error("approval_expiry_without_time", (*path, "on_expiry"), step=step.title)
    if step.on_expiry == "escalate" and step.expired_to is None:
        yield ground.error("approval_escalates_nowhere", (*path, "on_expiry"), step=step.title)
    if step.on_expiry == "no_answer" and last:
        yield ground.error("approval_no_answer_last", (*path, "on_expiry"), step=step.title)


def _ballots(ground: Ground, step: Approval, path: Path) -> Iterator[Problem]:
    """Yield votes of kinds or on awards that there are not, and silence that would pass them by."""
    known = [one.id for one in ground.definition.ballots]
    for number, one in enumerate(step.ballots):
        place = (*path, "ballots", number)
        if one.rule not in known:
            advice = did_you_mean(one.rule, known)
            yield ground.error("ballot_unknown", (*place, "rule"), id=one.rule, advice=advice)
        for at, award in enumerate(one.awards or []):
            if step.awards is not None and award not in step.awards:
                facts = {"award": award, "step": step.title}
                yield ground.error("ballot_not_of_step", (*place, "awards", at), **facts)
    if step.ballots and step.on_expiry == "no_answer":
        yield ground.error("ballot_passed_by", (*path, "on_expiry"), step=step.title)


def _elsewhere(ground: Ground, step: Step, path: Path) -> Iterator[Problem]:
    """Yield that a step's silence, or its inability, leads back to the office itself."""
    own = {side.office for side in step.sides}
    for key in ("expired_to", "fallback"):
        if getattr(step, key) in own:
            facts = {"step": step.title, "office": getattr(step, key)}
            yield ground.error("approval_leads_to_itself", (*path, key), **facts)


def _busy(ground: Ground, before: Sequence[Step], step: Step, path: Path) -> Iterator[Problem]:
    """Yield a step whose only holder has decided an earlier one on the same awards: four eyes."""
    holders = _holders(ground)
    for one in before:
        same = one.awards is None or step.awards is None or set(one.awards) & set(step.awards)
        if same and step.office == one.office and holders.get(step.office) == 1:
            facts = {"step": step.title, "before": one.title}
            yield ground.error("approval_same_person", (*path, "office"), **facts)
