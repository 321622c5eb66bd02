"""Quotas: numbers from the size of the bloc, shares of a named base, a whole group, dates."""

from datetime import date

import pytest

from definitions.errors import FileRefused
from definitions.schema.quotas import Quota, ShareOf
from tests.unit.domain.builders import ranked, recorded
from workflow.domain.awards.allocating import Proposal, propose
from workflow.domain.awards.quotas import Allotment
from workflow.domain.members.honours import Honour, UnitHonours


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


def _number(number: str, rest: str = "") -> tuple[list[Allotment], list[str]]:
    """Return the numbers of SAFE, and who takes it, in a year of four units of ten people each."""
    paper = ranked(
        f"""
        facts: [{{id: titled, kind: count, title: {{vi: Người đạt danh hiệu, en: People titled}}}}]
        awards: [{{id: SAFE, number: {number}{rest}}}]
        """
    )
    for unit, titled in zip(("an", "binh", "chau", "dong"), (9, 6, 3, 2), strict=True):
        paper.streams[f"facts/{unit}"] = recorded(lapses=0, titled=titled)
    found = propose(paper.book, ())
    return [one for one in found.allotments if one.award == "SAFE"], _taken(found, "SAFE")


@pytest.mark.parametrize(
    ("of", "label", "base"),
    [
        pytest.param("leaders", "leaders", 1, id="units-that-lead"),
        pytest.param("staff", "staff", 40, id="all-staff"),
        pytest.param("people", "people", 36, id="people-registered"),
        pytest.param("{holders: MERIT}", "holders:MERIT", 2, id="given-by-an-earlier-rule"),
        pytest.param("{holders: FIGHTER}", "holders:FIGHTER", 0, id="held-by-nobody"),
        pytest.param("{fact: titled}", "fact:titled", 20, id="a-recorded-count"),
    ],
)
def test_a_share_may_be_of_other_bases(of: str, label: str, base: int) -> None:
    (told,), _ = _number(f"{{share: {{share: 1/10, of: {of}, rounding: up}}}}")

    assert (told.of, told.base, told.most) == (label, base, -(-base // 10))


def test_units_recorded_to_hold_a_title_this_year_are_holders() -> None:
    change = "awards: [{id: SAFE, number: {share: {share: 1/1, of: {holders: FIGHTER}}}}]"
    paper = ranked(change)
    honour = Honour(what="FIGHTER", year=2025, source="QĐ 5")
    paper.streams["honours/chau"] = UnitHonours(held=(honour,))

    assert [one.base for one in propose(paper.book, ()).allotments if one.of] == [1]


@pytest.mark.parametrize(
    ("number", "taken"),
    [
        pytest.param("{count: 3}", 3, id="a-count"),
        pytest.param("{count: 3, at_most: [{share: 3/20, of: {fact: titled}}]}", 3, id="wide"),
        pytest.param("{count: 3, at_most: [{share: 1/10, of: {fact: titled}}]}", 2, id="narrow"),
        pytest.param("{at_most: [{share: 3/20, of: {fact: titled}}]}", 3, id="a-cap-alone"),
        pytest.param("{share: {share: 1/1, of: members}, at_most: [{share: 1/4, of: members}]}",
                     1, id="over-a-share"),
    ],
)  # fmt: skip
def test_a_number_stays_under_its_caps(number: str, taken: int) -> None:
    _, units = _number(number)

    assert len(units) == taken


def test_a_cap_says_what_it_was_made_from() -> None:
    cap = "{share: 3/20, of: {fact: titled}, basis: {ref: ND91-2017, article: '9'}}"
    numbers, _ = _number(f"{{count: 2, at_most: [{cap}]}}")

    told = numbers[-1]
    assert (told.cap, told.most, told.base, told.basis) == (True, 3, 20, "ND91-2017 9")


def test_a_cap_of_unverified_law_warns_and_cuts_nobody() -> None:
    number = "{at_most: [{share: 1/10, of: {fact: titled}, status: unverified}]}"
    found, units = _number(number)

    assert len(units) == 4
    assert found[-1].warns


@pytest.mark.parametrize("number", ["{per: groups}", "{count: 1, by_size: [{number: 1}]}"])
def test_a_quota_makes_one_number(number: str) -> None:
    with pytest.raises(FileRefused):
        _number(number)
