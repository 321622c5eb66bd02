"""People of units that are equal: the official order of the units never parts them.

Where all of them can be taken, whoever comes first, nothing is to be parted; two who would serve
themselves of one initiative are parted even if one of them has another. Else the ways of the rule
part them, in order; inside one unit its own order does.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, groupby

from definitions.schema.awards import CutoffTie
from workflow.domain.awards import contending, cutoffs, placing
from workflow.domain.awards.contending import Applied, One, Run
from workflow.domain.awards.cutoffs import Cutoff, OpenCutoff, PersonOf, Waits
from workflow.domain.awards.taking import Parting
from workflow.domain.eligibility.judging import Judgement

Taken = list[tuple[One, Judgement]]


def settle(
    run: Run, now: Applied, equal: Sequence[One], ways: Sequence[CutoffTie],
    parting: Parting | None = None,
) -> None:  # fmt: skip
    """Give equals their places; where not all of them can have one, part them by what is left."""
    units = list(dict.fromkeys(one.unit for one in equal))
    if len(units) < 2 or now.closed:  # noqa: PLR2004 - nobody is equal to nobody
        placing.take_in_order(run, now, equal, parting)
        return
    alone = {unit: _trial(run, now, [one for one in equal if one.unit == unit]) for unit in units}
    able = [one for unit in units for one, _ in alone[unit]]
    contested = _contested(alone)
    if not contested and [one for one, _ in _trial(run, now, equal)] == able:
        placing.take_in_order(run, now, equal, parting)
        return
    parting = parting or Parting(equals=tuple(one.forward.id for one in able))
    waiting = len(run.open)
    _part(run, now, _Crossing(able=able, contested=contested, parting=parting), ways)
    rest = [one for one in equal if one not in able]
    if len(run.open) == waiting:
        settle(run, now, rest, cutoffs.ways(now.rule))  # what the others left is theirs
    else:
        _pass_over(run, now, rest)


def _trial(run: Run, now: Applied, ones: Sequence[One]) -> Taken:
    """Return who of these would be taken if they came next."""
    return placing.take_in_order(run.fork(), now.fork(), ones)


def _pass_over(run: Run, now: Applied, rest: Sequence[One]) -> None:
    """Let those go whom their own unit would not take either, while the others are open."""
    for unit in dict.fromkeys(one.unit for one in rest):
        trial = run.fork()
        mine = [one for one in rest if one.unit == unit]
        placing.take_in_order(trial, replace(now.fork(), closed="number_reached"), mine)
        run.passed += trial.passed[len(run.passed) :]


def _contested(alone: dict[str, Taken]) -> bool:
    """Whether people of two units would use up the same thing: who is first would decide."""
    used = [{use for _, found in taken for use in found.uses} for taken in alone.values()]
    return any(first & second for first, second in combinations(used, 2))


class _Crossing:
    """Equals of whom not everybody can be taken."""

    def __init__(self, *, able: list[One], contested: bool, parting: Parting) -> None:
        self.able = able
        self.contested = contested
        self.parting = parting

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys(one.unit for one in self.able))

    @property
    def people(self) -> tuple[PersonOf, ...]:
        return tuple(PersonOf(unit=one.unit, subject=one.forward.id) for one in self.able)


def _part(run: Run, now: Applied, crossing: _Crossing, ways: Sequence[CutoffTie]) -> None:
    """Part equals by the first way, and go on with each part."""
    way, cut = ways[0], Cutoff(book=run.book, rule=now.rule, votes=run.votes)
    if way.take:
        _end(run, now, crossing, way)
    elif lacking := _lacking(cut, way, crossing):
        _open(run, now, crossing, way, lacking)
    else:
        parts = _split(cut, way, crossing)
        parting = crossing.parting
        if len(parts) > 1:
            decision = cut.decided_of(crossing.people) if way.decision else None
            label = way.label if way in now.rule.ties else way.name
            reason = decision.reason if decision else None
            parting = replace(parting, by=(*parting.by, label), reason=reason)
        for part in parts:
            settle(run, now, part, ways[1:], parting)


def _lacking(cut: Cutoff, way: CutoffTie, crossing: _Crossing) -> list[str]:
    """Return the units, or the people, for which a way has nothing to go by."""
    if way.decision:
        return [] if cut.decided_of(crossing.people) else crossing.units
    if way.ballot:
        missing = [one for one in crossing.people if cut.vote(way, one.unit, one.subject) is None]
        return list(dict.fromkeys(one.unit for one in missing))
    return cutoffs.lacking(cut, way, crossing.units)


def _split(cut: Cutoff, way: CutoffTie, crossing: _Crossing) -> list[list[One]]:
    """Return equals in the parts that one way makes of them, the better first."""
    keyed = [(_key(cut, way, one, crossing), one) for one in crossing.able]
    keyed.sort(key=lambda pair: pair[0])
    return [[one for _, one in part] for _, part in groupby(keyed, lambda pair: pair[0])]


def _key(cut: Cutoff, way: CutoffTie, one: One, crossing: _Crossing) -> Decimal:
    who = PersonOf(unit=one.unit, subject=one.forward.id)
    if way.decision:
        decision = cut.decided_of(crossing.people)
        return Decimal(decision.people.index(who) if decision else 0)
    if way.ballot:
        vote = cut.vote(way, who.unit, who.subject)
        return -Decimal(vote.agree if vote else 0)
    return cutoffs.KEYS[way.name](cut, way, one.place, crossing.units)


def _end(run: Run, now: Applied, crossing: _Crossing, way: CutoffTie) -> None:
    """Take all of them, over the number but within what caps it; or none, and nobody after them."""
    parting = replace(crossing.parting, by=(*crossing.parting.by, way.label))
    if way.take == "none":
        now.closed = "equals_none"
        for one in crossing.able:
            found = contending.judged(run, now.rule, one)
            placing.pass_over(run, now, one, found, "equals_none", parting)
    elif crossing.contested or not _fits_caps(run, now, crossing):
        _part(run, now, crossing, [cutoffs.LAST])
    else:
        placing.take_in_order(run, now, crossing.able, parting, numbered=False)


def _fits_caps(run: Run, now: Applied, crossing: _Crossing) -> bool:
    trial = placing.take_in_order(run.fork(), now.fork(), crossing.able, numbered=False)
    return len(trial) == len(crossing.able)


def _open(
    run: Run, now: Applied, crossing: _Crossing, way: CutoffTie, lacking: Sequence[str]
) -> None:
    """Leave equals open: say what is waited for, and whose move it is."""
    told = way.external or way.share_of_women
    waits: Waits = "fact" if told else "ballot" if way.ballot else "decision"
    places = len(_trial(run, now, crossing.able))
    for one in crossing.able:
        found = contending.judged(run, now.rule, one)
        placing.pass_over(run, now, one, found, "equal_open", crossing.parting)
    if not crossing.contested:
        now.closed = "number_reached"
    run.open.append(
        OpenCutoff(
            award=now.rule.award,
            units=tuple(crossing.units),
            places=places,
            waits="initiative" if crossing.contested and waits == "decision" else waits,
            who=cutoffs.movers(run.book, now.rule, way, crossing.units),
            what=told.fact if told else way.ballot,
            lacking=tuple(lacking),
            people=crossing.people,
            rule=now.rule.id,
        )
    )
