"""Any scale and any sheets: recomputed another way, in any order, with one unit more."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from definitions.schema.rubric import Rubric
from tests.property.profiles import SUMS
from tests.property.scales import Filled, blocs
from tests.property.slowly import points_of
from workflow.domain.scores import standards
from workflow.domain.scores.scoring import Beside, Total, total
from workflow.domain.scores.standards import Achieved

Bloc = tuple[Rubric, dict[str, Filled]]


def totals(rubric: Rubric, bloc: Mapping[str, Filled]) -> dict[str, Total]:
    """Return what the product makes of a bloc."""
    achieved = {
        name: Achieved(entries=one.entries, targets=one.targets) for name, one in bloc.items()
    }
    groups = {name: one.group for name, one in bloc.items()}
    found = tuple(standards.standards(rubric, achieved, groups))
    return {
        name: total(
            rubric,
            one.entries,
            one.times,
            Beside(
                targets=one.targets,
                evidence=one.evidence,
                standards=standards.of_group(found, one.group),
            ),
        )
        for name, one in bloc.items()
    }


@SUMS
@given(blocs())
def test_totals_are_what_a_slow_recomputation_makes_them(case: Bloc) -> None:
    rubric, bloc = case

    for unit, made in totals(rubric, bloc).items():
        points, of = points_of(rubric, bloc, unit)
        assert abs(Fraction(made.points) - points) <= _shown_to(rubric)
        assert Fraction(made.of) == of
        assert made.points >= 0


def _shown_to(rubric: Rubric) -> Fraction:
    """Return by how much a total may differ: not at all where anything is rounded."""
    rounding = rubric.rounding
    ends = rounding is None or rounding.total is not None or rounding.leaf is not None
    return Fraction(0) if ends else Fraction(1, 10**6)


@SUMS
@given(blocs(), st.randoms(use_true_random=False))
def test_no_order_of_entry_changes_a_result(case: Bloc, r: object) -> None:
    rubric, bloc = case
    units = list(bloc)
    r.shuffle(units)  # type: ignore[attr-defined]
    turned = {}
    for unit in units:
        names = list(bloc[unit].entries)
        r.shuffle(names)  # type: ignore[attr-defined]
        entries = {name: bloc[unit].entries[name] for name in names}
        turned[unit] = Filled(
            entries, bloc[unit].times, bloc[unit].targets, bloc[unit].evidence, bloc[unit].group
        )

    assert totals(rubric, turned) == totals(rubric, bloc)


@SUMS
@given(blocs())
def test_one_unit_more_moves_only_what_is_measured_against_others(case: Bloc) -> None:
    rubric, bloc = case
    *kept, last = bloc
    fewer = {unit: bloc[unit] for unit in kept}
    relative = {leaf.id for leaf in rubric.leaves() if leaf.score and leaf.score.relative}

    before, after = totals(rubric, fewer), totals(rubric, bloc)

    for unit, was in before.items():
        now = after[unit]
        moved = {name for name in was.nodes if was.nodes[name] != now.nodes[name]}
        assert {name for name in moved if _is_leaf(rubric, name)} <= relative
        if bloc[last].group != bloc[unit].group:
            assert moved == set()
        if not relative:
            assert was == now


def _is_leaf(rubric: Rubric, name: str) -> bool:
    return any(leaf.id == name for leaf in rubric.leaves())


@SUMS
@given(blocs())
def test_scores_against_others_are_provisional_and_no_others_are(case: Bloc) -> None:
    rubric, bloc = case

    assert {one.provisional for one in totals(rubric, bloc).values()} == {rubric.relative}


@SUMS
@given(blocs())
def test_every_node_is_the_sum_of_its_parts_and_below_its_maximum(case: Bloc) -> None:
    rubric, bloc = case
    exact = rubric.rounding is None or rubric.rounding.leaf is None or rubric.rounding.leaf.step

    for made in totals(rubric, bloc).values():
        waiting = list(rubric.parts)
        while waiting:
            node = waiting.pop()
            waiting += node.parts
            if node.parts and exact:
                parts = sum((made.nodes[part.id] for part in node.parts), Decimal(0))
                assert made.nodes[node.id] == parts
            if not _rounds_up(rubric):
                assert made.nodes[node.id] <= max(made.maxima[node.id], Decimal(0))


def _rounds_up(rubric: Rubric) -> bool:
    """Whether a leaf may be rounded above its maximum, where that lies between two steps."""
    step = rubric.rounding.leaf.step if rubric.rounding and rubric.rounding.leaf else None
    one = Decimal(1).scaleb(-rubric.decimals) if step is None else step
    return any(leaf.max % one for leaf in rubric.leaves())


@SUMS
@given(st.integers(0, 10**6), st.sampled_from(["0.5", "0.25", "1", "0.1"]))
def test_half_points_are_kept_exactly(steps: int, step: str) -> None:
    points = Decimal(step) * steps
    leaf = {
        "id": "1",
        "title": {"vi": "x", "en": "x"},
        "max": str(points + 1),
        "score": {"manual": {}},
    }
    rubric = Rubric.model_validate(
        {"total": str(points + 1), "parts": [leaf],
         "rounding": {"leaf": {"step": step}, "total": {"step": step}}}
    )  # fmt: skip

    made = total(rubric, {"1": points}, {})

    assert made.points == points
    assert isinstance(made.points, Decimal)
