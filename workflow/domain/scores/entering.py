"""What is entered on a score sheet: in which unit, within which range, how precisely.

Every mistake is named for what it is. What cannot be true is refused, never cut down to fit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from annotated_types import MaxLen

from definitions.schema.measures import SUGGESTIVE, Measure
from definitions.schema.rubric import Adjustment, Criterion, Rubric
from definitions.wording import Phrase
from workflow.domain.errors import Unmet
from workflow.domain.model import Amount, Given, Id
from workflow.domain.scores import scoring
from workflow.domain.scores.rounding import rounded, to_step


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry(Given):
    """An entry with its unit, or one that has parts: bonus and penalty, or marks of a sample."""

    value: Amount | None = None
    unit: Id | None = None
    bonus: Amount | None = None
    penalty: Amount | None = None
    marks: Annotated[tuple[Amount, ...], MaxLen(1000)] = ()


Entering = Amount | Entry | None
"""A number, an entry that says more, or None: not assigned."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Enterer:
    """Whose sheet it is: the scale, the unit's own targets, what it may leave unassigned."""

    rubric: Rubric
    targets: Mapping[str, Decimal | None]
    any_unassigned: bool = False


def flat(leaf: Criterion, entering: Entering) -> dict[str, Decimal | None]:
    """Return an entry under the names that *leaf* stores it by. Parts that are missing stay out."""
    names = leaf.entry_names
    if entering is None:
        return dict.fromkeys(names)
    if not isinstance(entering, Entry):
        return {leaf.id: entering}
    if leaf.score and leaf.score.bonus_penalty:
        parts = (entering.bonus, entering.penalty)
        return {name: one for name, one in zip(names, parts, strict=True) if one is not None}
    if leaf.score and leaf.score.sample:
        return dict(zip(names, entering.marks, strict=False))
    return {} if entering.value is None else {leaf.id: entering.value}


def shape_wrong(leaf: Criterion, entering: Entering, own: Decimal | None = None) -> Iterator[Unmet]:
    """Yield that an entry does not have the parts that its criterion asks for, or another unit.

    *own* is the unit's own target, where it has one.
    """
    if entering is None:
        return
    wanted, given = _wanted(leaf), _given(entering)
    if wanted != given:
        facts = leaf_facts(leaf) | {"wanted": wanted, "found": given}
        yield Unmet(code="ENTRY_SHAPE", facts=facts)
    score = leaf.score
    if score and score.sample and isinstance(entering, Entry) and wanted == given:
        size, count = score.sample.size, len(entering.marks)
        if count != size:
            facts = leaf_facts(leaf) | {"size": size, "count": count}
            yield Unmet(code="SAMPLE_SIZE", facts=facts)
    yield from _unit_wrong(leaf, entering)
    if not isinstance(entering, Entry):
        yield from doubtful(leaf, entering, own)


def _wanted(leaf: Criterion) -> str:
    if leaf.score and leaf.score.bonus_penalty:
        return "bonus, penalty"
    return "marks" if leaf.score and leaf.score.sample else "value"


def _given(entering: Amount | Entry) -> str:
    if not isinstance(entering, Entry):
        return "value"
    parts = {
        "value": entering.value is not None,
        "bonus": entering.bonus is not None,
        "penalty": entering.penalty is not None,
        "marks": bool(entering.marks),
    }
    return ", ".join(name for name, there in parts.items() if there)


def _unit_wrong(leaf: Criterion, entering: Amount | Entry) -> Iterator[Unmet]:
    unit = entering.unit if isinstance(entering, Entry) else None
    measure = leaf.entered
    if unit is None:
        if measure and measure.stated:
            yield Unmet(code="ENTRY_UNIT_MISSING", facts=leaf_facts(leaf) | {"unit": measure.kind})
    elif measure is None or unit != measure.kind:
        expected = measure.kind if measure else "points"
        if unit != expected:
            facts = leaf_facts(leaf) | {"unit": expected, "found": unit}
            yield Unmet(code="ENTRY_UNIT_OTHER", facts=facts)


def stated_wrong(
    leaf: Criterion, value: Decimal | None, unit: str | None, own: Decimal | None
) -> Iterator[Unmet]:
    """Yield that a corrected value has another unit than its criterion, or likely had."""
    if unit is not None:
        yield from _unit_wrong(leaf, Entry(value=value, unit=unit))
    elif value is not None:
        yield from doubtful(leaf, value, own)


def doubtful(leaf: Criterion, entry: Decimal, own: Decimal | None = None) -> Iterator[Unmet]:
    """Yield that a bare number is so far below its target that it is likely in another unit.

    Whoever states the unit beside it is believed: so small a part may be true.
    """
    measure, target = leaf.measure, leaf.target if leaf.target is not None else own
    if measure and measure.hardly(entry, target):
        facts = leaf_facts(leaf) | {
            "entry": entry, "target": target, "unit": measure.kind, "meant": entry * SUGGESTIVE
        }  # fmt: skip
        yield Unmet(code="ENTRY_FAR_BELOW_TARGET", facts=facts)


def leaf_facts(leaf: Criterion) -> dict[str, object]:
    """Return how a criterion is named in a sentence."""
    return {"criterion": leaf.id, "title": leaf.title}


def value_wrong(
    leaf: Criterion, entry: Decimal | None, rubric: Rubric, *, any_unassigned: bool = False
) -> Iterator[Unmet]:
    """Yield everything that is wrong with one stored entry of *leaf*.

    `any_unassigned`: of a unit to which any criterion may have been left unassigned.
    """
    facts, most = leaf_facts(leaf) | {"entry": entry}, scoring.most(leaf)
    if entry is None:
        if not (leaf.may_be_unassigned or any_unassigned):
            yield Unmet(code="MUST_BE_ASSIGNED", facts=facts)
        return
    if most is not None and entry > most:
        yield Unmet(code="ENTRY_TOO_HIGH", facts=facts | {"most": most})
    if leaf.score and leaf.score.pass_fail and entry not in {0, 1}:
        yield Unmet(code="ENTRY_PASS_OR_FAIL", facts=facts)
    if leaf.score and leaf.score.manual is not None:
        yield from _manual_wrong(entry, rubric, facts)
    elif leaf.entered is not None:
        yield from _measured_wrong(entry, leaf.entered, facts)


def times_wrong(adjustment: Adjustment, times: Decimal) -> Iterator[Unmet]:
    """Yield everything that is wrong with how often *adjustment* is said to apply."""
    measure = adjustment.entered
    facts = {"criterion": adjustment.id, "title": adjustment.title, "entry": times}
    if measure.ceiling is not None and times > measure.ceiling:
        yield Unmet(code="ENTRY_TOO_HIGH", facts=facts | {"most": measure.ceiling})
    yield from _measured_wrong(times, measure, facts)


def _manual_wrong(entry: Decimal, rubric: Rubric, facts: dict[str, object]) -> Iterator[Unmet]:
    """Yield that points given by judgement are finer than points are kept."""
    rounding = rubric.rounding.leaf if rubric.rounding else None
    if rounding is None:
        if entry != rounded(entry, rubric.decimals):
            yield Unmet(code="ENTRY_TOO_PRECISE", facts=facts | {"decimals": rubric.decimals})
    elif entry != to_step(entry, rounding):
        yield Unmet(code="ENTRY_OFF_STEP", facts=facts | {"step": rounding.step})


def _measured_wrong(entry: Decimal, measure: Measure, facts: dict[str, object]) -> Iterator[Unmet]:
    if entry < measure.least:
        yield Unmet(code="ENTRY_TOO_LOW", facts=facts | {"least": measure.least})
    if entry != rounded(entry, measure.places):
        yield Unmet(code="ENTRY_TOO_PRECISE", facts=facts | {"decimals": measure.places})
    meant = measure.meant(entry)
    if meant is not None:
        unit = Phrase(f"unit_{measure.kind}")
        yield Unmet(code="ENTRY_OF_OTHER_UNIT", facts=facts | {"unit": unit, "meant": meant})


def missing(leaf: Criterion, entries: Mapping[str, Decimal | None]) -> bool:
    """Whether some part of the entry on *leaf* is still empty."""
    return any(name not in entries for name in leaf.entry_names)


def leaf_of(rubric: Rubric, name: str) -> Criterion | None:
    """Return the leaf that an entry called *name* belongs to, if there is one."""
    wanted = name.partition("/")[0]
    found = next((leaf for leaf in rubric.leaves() if leaf.id == wanted), None)
    return found if found and name in found.entry_names else None
