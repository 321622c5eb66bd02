"""Targets of the pledge: a number with its unit and its range, or words without a number.

What a criterion of the rubric measures is measured in the pledge by that criterion and by nothing
else: its unit, its range and, where it has one, its target.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from definitions.schema.measures import SUGGESTIVE, Measure
from definitions.schema.record import Text, Whole
from definitions.schema.rubric import Criterion
from definitions.wording import Phrase
from workflow.domain.errors import Unmet
from workflow.domain.model import Amount, Book, Given, Id, Name
from workflow.domain.scores import targets

NAMED = frozenset({"amount"})
"""Kinds that say nothing without a name: an amount of what."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """In what a target is counted, and between what it can lie; the kinds are those of a rubric."""

    kind: Literal["percent", "share", "count", "amount", "points", "days"]
    name: Name | None = None
    least: Amount = Decimal(0)
    most: Amount | None = None
    decimals: Annotated[Whole, Ge(0), Le(6)] = 2
    doubt_below: Amount | None = None

    @property
    def measure(self) -> Measure:
        """Return it as a rubric has it."""
        name = Text(vi=self.name, en=self.name) if self.name else None
        return Measure(
            kind=self.kind,
            name=name,
            least=self.least,
            most=self.most,
            decimals=self.decimals,
            doubt_below=self.doubt_below,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class PledgeTarget(Given):
    """What every unit promises, or one: a number with its `measure`, or words without a number.

    With `criterion` the rubric has the measure and perhaps the number already. `sure`: the number
    lies where targets usually do not.
    """

    id: Id
    title: Name
    value: Annotated[Amount, Gt(0)] | None = None
    measure: Counted | Name | None = None
    unit: Id | None = None
    criterion: Id | None = None
    sure: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A target of the pledge. In pledges of the first release `measure` is words, not `counted`."""

    id: Id
    title: Name
    value: Annotated[Amount, Gt(0)] | None = None
    measure: str = ""
    unit: Id | None = None
    counted: Counted | None = None
    criterion: Id | None = None
    sure: bool = False

    @property
    def unit_said(self) -> str | Phrase:
        """What its number counts: as it is named, or the unit of its kind."""
        return self.measure or Phrase(f"unit_{self.counted.kind}") if self.counted else self.measure


def of_given(book: Book, given: PledgeTarget) -> Target:
    """Return the target that is recorded: measure and number as the rubric has them."""
    leaf, counted = _leaf(book, given), given.measure
    if leaf:
        counted = _counted(leaf)
    name = counted if isinstance(counted, str) else counted.name if counted else None
    value = given.value
    if value is None and leaf:
        value = _known(book, leaf, given.unit)
    return Target(
        id=given.id,
        title=given.title,
        value=value,
        measure=name or "",
        unit=given.unit,
        counted=None if isinstance(counted, str) else counted,
        criterion=given.criterion,
        sure=given.sure,
    )


def prevents(book: Book, given: PledgeTarget) -> Iterator[Unmet]:
    """Yield what is wrong with a target: no unit, no range, another number than the rubric's."""
    if given.criterion is not None:
        yield from _by_criterion_wrong(book, given)
        return
    facts = _facts(given)
    if not isinstance(given.measure, Counted):
        if given.value is not None:
            yield Unmet(code="TARGET_WITHOUT_UNIT", facts=facts)
        elif given.measure is not None:
            yield Unmet(code="TARGET_WITHOUT_VALUE", facts=facts)
        return
    measure = given.measure.measure
    if measure.kind in NAMED and measure.name is None:
        yield Unmet(code="TARGET_OF_WHAT", facts=facts)
    if measure.ceiling is None:
        unit = Phrase(f"unit_{measure.kind}")
        yield Unmet(code="TARGET_WITHOUT_RANGE", facts=facts | {"unit": unit})
    if given.value is None:
        yield Unmet(code="TARGET_WITHOUT_VALUE", facts=facts)
    else:
        yield from value_wrong(given, measure, given.value)
        yield from _unusual(given, measure, given.value)


def _by_criterion_wrong(book: Book, given: PledgeTarget) -> Iterator[Unmet]:
    facts, leaf = _facts(given) | {"criterion": given.criterion}, _leaf(book, given)
    if leaf is None:
        yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": given.criterion})
        return
    if given.measure is not None:
        yield Unmet(code="TARGET_MEASURED_TWICE", facts=facts)
    measure, known = leaf.entered, _known(book, leaf, given.unit)
    if measure is None or _counted(leaf) is None:
        yield Unmet(code="CRITERION_NOT_MEASURED", facts=facts)
        return
    if known is not None and given.value not in {None, known}:
        yield Unmet(code="TARGET_OTHER_THAN_CRITERION", facts=facts | {"known": known})
    elif known is None and given.value is None:
        yield Unmet(code="TARGET_WITHOUT_VALUE", facts=facts)
    elif known is None and given.value is not None:
        yield from value_wrong(given, measure, given.value)
        yield from _unusual(given, measure, given.value)


def value_wrong(of: PledgeTarget | Target, measure: Measure, value: Decimal) -> Iterator[Unmet]:
    """Yield what is wrong with a number of a target: promised, or reached."""
    facts, most = _facts(of) | {"value": value}, measure.ceiling
    meant = measure.meant(value)
    if meant is not None:
        unit = Phrase(f"unit_{measure.kind}")
        yield Unmet(code="TARGET_OF_OTHER_UNIT", facts=facts | {"unit": unit, "meant": meant})
    elif value < measure.least or (most is not None and value > most):
        bounds = {"least": measure.least, "most": "…" if most is None else most}
        yield Unmet(code="TARGET_OUT_OF_RANGE", facts=facts | bounds)
    elif value != round(value, measure.places):
        yield Unmet(code="TARGET_TOO_PRECISE", facts=facts | {"decimals": measure.places})


def reached_wrong(of: Target, value: Decimal, unit: str | None) -> Iterator[Unmet]:
    """Yield what is wrong with what is said to be reached; *unit* names in what, if said."""
    if of.counted is None:  # of the first release
        return
    measure, facts = of.counted.measure, _facts(of) | {"value": value, "promised": of.value}
    yield from value_wrong(of, measure, value)
    if unit is not None and unit != measure.kind:
        yield Unmet(
            code="RESULT_OF_OTHER_UNIT", facts=facts | {"unit": measure.kind, "found": unit}
        )
    elif unit is None and measure.hardly(value, of.value):
        meant = {"meant": value * SUGGESTIVE, "unit": measure.kind}
        yield Unmet(code="RESULT_FAR_BELOW_TARGET", facts=facts | meant)


def _unusual(given: PledgeTarget, measure: Measure, value: Decimal) -> Iterator[Unmet]:
    expected = None if given.sure else measure.unusual(value)
    if expected:
        bounds = {"least": expected[0], "most": expected[1]}
        yield Unmet(code="TARGET_UNUSUAL", facts=_facts(given) | bounds)


def _leaf(book: Book, given: PledgeTarget) -> Criterion | None:
    leaves = book.definition.rubric.leaves()
    return next((leaf for leaf in leaves if leaf.id == given.criterion), None)


def _known(book: Book, leaf: Criterion, unit: str | None) -> Decimal | None:
    """Return the target that is said already: of the rubric, or set for the unit."""
    return leaf.target or (targets.of_unit(book, unit).get(leaf.id) if unit else None)


def _counted(leaf: Criterion) -> Counted | None:
    measure = leaf.entered
    if measure is None or measure.kind == "rank":
        return None
    name = leaf.unit_title
    return Counted(
        kind=measure.kind,
        name=name.vi if name else None,
        least=measure.least,
        most=measure.ceiling,
        decimals=measure.places,
        doubt_below=measure.doubt_below,
    )


def _facts(of: PledgeTarget | Target) -> dict[str, object]:
    return {"target": of.id, "title": of.title, "value": of.value}
