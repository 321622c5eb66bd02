"""Totals: the same whatever the order, recomputed another way, untouched by other units."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from definitions.catalogue import Catalogue
from definitions.schema.definition import Definition
from definitions.schema.rubric import Adjustment, Criterion, Rubric
from tests.factories import BLOC, FOLDER, NAMES, YEAR, pin, units
from tests.property import givens
from tests.property.profiles import SUMS
from workflow.domain.members.places import Place
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.results.ordering import places
from workflow.domain.scores.scoring import Entries, total
from workflow.domain.scores.sheet import Sheet

CATALOGUE = Catalogue(FOLDER)
DEFINITIONS = {name: CATALOGUE.load(name) for name in CATALOGUE.ids()}
SLOWLY = ("manual", "pass_fail", "ratio", "count")
"""What this page recomputes; every way of scoring is, over random trees, in `test_scales`."""


def plainly_scored(definition: Definition) -> bool:
    return all(
        leaf.score and any(getattr(leaf.score, way) for way in SLOWLY)
        for leaf in definition.rubric.leaves()
    )


ONE_OF_EACH = list(
    {
        one.rubric.model_dump_json(): one for one in DEFINITIONS.values() if plainly_scored(one)
    }.values()
)

Handed = tuple[dict[str, Decimal | None], dict[str, Decimal]]


def handed_in(rubric: Rubric) -> st.SearchStrategy[Handed]:
    return st.tuples(givens.entries(rubric), givens.times(rubric))


def with_sheets(most: int) -> st.SearchStrategy[tuple[Definition, list[Handed]]]:
    return st.sampled_from(ONE_OF_EACH).flatmap(
        lambda one: st.tuples(
            st.just(one), st.lists(handed_in(one.rubric), min_size=1, max_size=most)
        )
    )


def ranked(definition: Definition, sheets: Mapping[str, Handed], count: int) -> dict[str, Place]:
    handed = {
        f"sheet/{unit}": Sheet(status="accepted", entries=entries, times=times)
        for unit, (entries, times) in sheets.items()
    }
    book = Book(
        id=f"{BLOC}/{YEAR}", bloc=BLOC, bloc_name=BLOC, year=YEAR, pinned=pin(definition),
        streams={"roster": Roster(units=units(count)), **handed},
    )  # fmt: skip
    return {place.unit: place for place in places(book, NAMES)}


@SUMS
@given(with_sheets(1), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_no_total(
    case: tuple[Definition, list[Handed]], r: object
) -> None:
    definition, [(entries, times)] = case
    shuffle = r.shuffle  # type: ignore[attr-defined]
    names, often = list(entries), list(times)
    shuffle(names)
    shuffle(often)

    other = total(
        definition.rubric, {one: entries[one] for one in names}, {one: times[one] for one in often}
    )

    assert other == total(definition.rubric, entries, times)


@SUMS
@given(with_sheets(5), st.randoms(use_true_random=False))
def test_the_order_in_which_units_hand_in_changes_no_place(
    case: tuple[Definition, list[Handed]], r: object
) -> None:
    definition, sheets = case
    named = dict(zip(NAMES, sheets, strict=False))
    turned = list(named.items())
    r.shuffle(turned)  # type: ignore[attr-defined]

    assert ranked(definition, dict(turned), len(named)) == ranked(definition, named, len(named))


@SUMS
@given(with_sheets(1))
def test_a_total_is_what_a_slow_recomputation_makes_it(
    case: tuple[Definition, list[Handed]],
) -> None:
    definition, [(entries, times)] = case

    made = total(definition.rubric, entries, times)

    points, of = slowly(definition.rubric, entries, times)
    assert (Fraction(made.points), Fraction(made.of)) == (points, of)
    assert Fraction(made.percent) == (half_up(points * 100 / of, 2) if of else 0)


@SUMS
@given(with_sheets(6))
def test_one_unit_more_changes_the_points_of_no_other(
    case: tuple[Definition, list[Handed]],
) -> None:
    definition, sheets = case
    named = dict(zip(NAMES, [*sheets, sheets[0]], strict=False))
    fewer = {unit: named[unit] for unit in list(named)[:-1]}

    before = ranked(definition, fewer, len(fewer))
    after = ranked(definition, named, len(named))

    kept = [unit for unit in after if unit in before]
    assert kept == list(before)
    for unit, place in before.items():
        now = after[unit]
        assert (now.points, now.of, now.percent, now.class_id) == (
            place.points, place.of, place.percent, place.class_id,
        )  # fmt: skip
        assert now.rank in {place.rank, place.rank + 1}


def slowly(
    rubric: Rubric, entries: Entries, times: Mapping[str, Decimal]
) -> tuple[Fraction, Fraction]:
    """Return points and their maximum, in fractions, leaf by leaf."""
    points, of = Fraction(0), Fraction(0)
    for leaf in rubric.leaves():
        entry = entries[leaf.id]
        if entry is not None:
            points += half_up(made_of(leaf, Fraction(entry)), rubric.decimals)
            of += Fraction(leaf.max)
    points += sum(adjusted(one, times) for one in rubric.adjustments)
    if rubric.cap is not None and points > rubric.cap:
        points = Fraction(rubric.cap)
    return max(points, Fraction(0)), of


def made_of(leaf: Criterion, entry: Fraction) -> Fraction:
    score, most = leaf.score, Fraction(leaf.max)
    assert score
    if score.manual:
        return entry
    if score.pass_fail:
        return most if entry == 1 else Fraction(0)
    if score.ratio:
        return most * min(entry / Fraction(score.ratio.target), Fraction(1))
    assert score.count
    return min(entry * Fraction(score.count.points_each), most)


def adjusted(one: Adjustment, times: Mapping[str, Decimal]) -> Fraction:
    size = Fraction(times.get(one.id, Decimal(0))) * Fraction(one.points_each)
    size = min(size, Fraction(one.bound))
    return size if one.kind == "bonus" else -size


def half_up(value: Fraction, decimals: int) -> Fraction:
    scale = Fraction(10) ** decimals
    return Fraction(floor(value * scale + Fraction(1, 2))) / scale
