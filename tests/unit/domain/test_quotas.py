"""Quotas: numbers from the size of the bloc, shares of a named base, a whole group, dates."""

from datetime import date

import pytest

from definitions.schema.quotas import Quota, ShareOf
from tests.unit.domain.builders import ranked
from workflow.domain.allocating import Proposal, propose


def _taken(proposal: Proposal, award: str) -> list[str]:
    return [one.unit for one in proposal.candidates if one.award == award]


def _safe(number: str, rest: str = "") -> Proposal:
    return propose(ranked(f"awards: [{{id: SAFE, number: {number}{rest}}}]").book, ())


@pytest.mark.parametrize(
    ("base", "down", "up", "half_up"),
    [(0, 0, 0, 0), (2, 0, 1, 0), (3, 0, 1, 1), (5, 1, 1, 1), (7, 1, 2, 1), (8, 1, 2, 2)],
)
def test_a_share_is_rounded_as_declared(base: int, down: int, up: int, half_up: int) -> None:
    made = {
        how: ShareOf.model_validate({"share": "1/5", "of": "members", "rounding": how}).number(base)
        for how in ("down", "up", "half_up")
    }
    assert made == {"down": down, "up": up, "half_up": half_up}


def test_a_half_is_rounded_up_where_halves_are() -> None:
    share = ShareOf.model_validate({"share": "1/2", "of": "members", "rounding": "half_up"})

    assert [share.number(base) for base in (1, 3, 5)] == [1, 2, 3]


def test_a_share_stays_within_its_bounds() -> None:
    share = ShareOf.model_validate({"share": "1/5", "of": "members", "least": 1, "most": 2})

    assert [share.number(base) for base in (1, 5, 10, 100)] == [1, 1, 2, 2]


@pytest.mark.parametrize(("units", "number"), [(5, 1), (6, 2), (10, 2), (11, 3), (500, 3)])
def test_bands_of_the_size_of_a_bloc_hold_up_to_their_edge(units: int, number: int) -> None:
    bands = [{"up_to": 5, "number": 1}, {"up_to": 10, "number": 2}, {"number": 3}]

    assert Quota.model_validate({"by_size": bands}).size(units) == number


def test_the_bloc_of_four_takes_the_number_of_its_band() -> None:
    found = _safe("{by_size: [{up_to: 4, number: 1}, {number: 3}]}")

    assert _taken(found, "SAFE") == ["an"]


@pytest.mark.parametrize(
    ("of", "base", "taken"), [("members", 4, 2), ("registered", 4, 2), ("qualified", 4, 2)]
)
def test_the_base_of_a_share_is_named(of: str, base: int, taken: int) -> None:
    found = _safe(f"{{share: {{share: 1/2, of: {of}}}}}")

    told = next(one for one in found.allotments if one.award == "SAFE")
    assert (told.of, told.base, told.share, told.most) == (of, base, "1/2", taken)
    assert len(_taken(found, "SAFE")) == taken


def test_a_share_of_those_who_qualify_counts_only_them() -> None:
    change = "awards: [{id: FLAG, number: {share: {share: 1/2, of: qualified}}}]"
    found = propose(ranked(change).book, ())

    told = next(one for one in found.allotments if one.award == "FLAG")
    assert (told.base, told.most, _taken(found, "FLAG")) == (2, 1, ["an"])


def test_a_quota_of_unverified_law_warns_and_cuts_nobody() -> None:
    quota = "{by_size: [{number: 1}], status: unverified, basis: {ref: ND91-2017, article: '11'}}"
    found = _safe(quota)

    assert _taken(found, "SAFE") == ["an", "binh", "chau", "dong"]
    last = next(o for o in found.candidates if (o.award, o.unit) == ("SAFE", "dong")).basis[-1]
    assert (last.condition, last.warned, last.basis) == ("number", True, "ND91-2017 11")


def test_a_whole_group_has_a_number_of_its_own() -> None:
    found = propose(ranked("awards: [{id: MERIT, in_all: 2}]").book, ())

    assert (_taken(found, "FLAG"), _taken(found, "MERIT")) == (["an"], ["binh"])
    assert {o.why for o in found.passed_over if (o.award, o.unit) == ("MERIT", "chau")} == {
        "group_full"
    }


@pytest.mark.parametrize(
    ("force", "day", "holds"),
    [
        pytest.param("{from: 2026-10-01}", date(2026, 9, 30), False, id="a-day-before"),
        pytest.param("{from: 2026-10-01}", date(2026, 10, 1), True, id="the-first-day"),
        pytest.param("{to: 2026-09-30}", date(2026, 9, 30), True, id="the-last-day"),
        pytest.param("{to: 2026-09-30}", date(2026, 10, 1), False, id="a-day-after"),
        pytest.param("{by: achievement_year, to: 2025-12-31}", date(2026, 3, 1), True,
                     id="of-the-year-not-of-the-day"),
    ],
)  # fmt: skip
def test_a_rule_holds_by_the_date_that_it_names(force: str, day: date, *, holds: bool) -> None:
    paper = ranked(f"awards: [{{id: SAFE, in_force: {force}}}]")

    assert bool(_taken(propose(paper.book, (), day), "SAFE")) is holds


def test_a_year_on_both_sides_of_a_law_has_a_rule_for_each() -> None:
    change = """
        catalogue:
          - {id: SAFE2, kind: title, subject: collective, title: {vi: Mới, en: New}}
        awards:
          - {id: SAFE, in_force: {to: 2026-09-30}}
          - {id: SAFE2, number: all, when: {rank_at_most: 4}, in_force: {from: 2026-10-01}}
    """
    book = ranked(change).book

    for day, award in ((date(2026, 9, 30), "SAFE"), (date(2026, 10, 1), "SAFE2")):
        found = propose(book, (), day)
        assert {o.award for o in found.candidates} - {"FLAG", "MERIT"} == {award}
