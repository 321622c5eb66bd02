"""Every title and form of the law, by rule set: for whom it is, who decides it, how well known."""

from datetime import date

import pytest

from definitions.reading import read
from definitions.schema.awards import CatalogueEntry
from definitions.schema.definition import Definition
from definitions.schema.rule_sets import RuleSet
from definitions.shelves import PACKAGE
from tests.factories import plain
from workflow.domain.eligibility.ruling import Dates, known, rule_set_of

PM, ARMED = ["prime_minister"], ["armed_forces"]
PROVINCE = ["province_chair", "minister"]
EVERYBODY = {"collective", "individual", "household"}
COMMON = {
    "T-CSTDTQ": ({"individual"}, PM),
    "T-CSTD-BT": ({"individual"}, PROVINCE),
    "T-CO-CP": ({"collective"}, PM),
    "T-CO-BT": ({"collective"}, PROVINCE),
    "T-TTLDXS": ({"collective"}, PROVINCE),
    "F-BK-BT": (EVERYBODY, PROVINCE),
}
SINCE_2024 = COMMON | {
    "T-CSTT": ({"individual"}, ARMED),
    "T-DVQT": ({"collective"}, ARMED),
    "T-DVTT": ({"collective"}, ARMED),
    "T-XA": ({"collective"}, ["province_chair"]),
    "T-GDVH": ({"household"}, ["commune_chair"]),
    "T-CO-QK": ({"collective"}, ARMED),
    "F-BK-TTG": (EVERYBODY, PM),
    "F-BK-QK": ({"collective"}, ARMED),
}


def _base(*heads: str) -> dict[str, tuple[set[str], list[str]]]:
    return {
        "T-CSTDCS": ({"individual"}, [*heads]),
        "T-LDTT": ({"individual"}, [*heads]),
        "T-TTLDTT": ({"collective"}, [*heads]),
    }


TODAY = _base("unit_head", "commune_chair") | {
    "T-THON": ({"collective"}, ["commune_chair"]),
    "F-GK": (EVERYBODY, ["unit_head", "commune_chair"]),
}
WANTED = {
    ("law-2017", "2018-01-01", "RS-2017"): COMMON | _base("unit_head", "district_chair"),
    ("law-2024", "2024-06-01", "RS-2024"): SINCE_2024
    | _base("unit_head", "district_chair")
    | {
        "T-LDTT": ({"individual"}, ["unit_head", "district_chair", "commune_chair"]),
        "T-THON": ({"collective"}, ["district_chair"]),
        "F-GK": (EVERYBODY, ["unit_head", "district_chair", "commune_chair"]),
    },
    ("law-2025", "2026-09-30", "RS-2025"): SINCE_2024 | TODAY,
    ("law-2026", "2026-10-01", "RS-2026"): SINCE_2024 | TODAY,
}
"""By file, a day and the rule set of that day: for whom each award is, and who decides it."""


def _law(name: str) -> Definition:
    written = read(PACKAGE / "nation" / f"{name}.yaml").value
    assert isinstance(written, dict)
    below = _law("law-2025") if name == "law-2026" else plain()
    sets = [RuleSet.model_validate(one) for one in written["rule_sets"]]
    entries = {one.id: one for one in below.catalogue} if name == "law-2026" else {}
    for one in written["catalogue"]:
        under = entries[one["id"]].model_dump(by_alias=True) if one["id"] in entries else {}
        entries[one["id"]] = CatalogueEntry.model_validate(under | one)
    rule_sets = [*(below.rule_sets if name == "law-2026" else []), *sets]
    change = {"catalogue": [*entries.values()], "rule_sets": rule_sets}
    return plain().model_copy(update=change)


@pytest.mark.parametrize(("law", "day", "rule_set"), WANTED)
def test_each_rule_set_has_every_award_with_its_subjects_and_authority(
    law: str, day: str, rule_set: str
) -> None:
    definition, dates = _law(law), Dates(year=2026, received=date.fromisoformat(day))
    found = {
        one.id: (
            {one.subject, *one.also},
            [*answer.decided_by] if (answer := known(definition, one.id, dates)) else [],
        )
        for one in definition.catalogue
    }
    in_force = rule_set_of(definition, dates)

    assert in_force is not None
    assert in_force.id == rule_set
    assert found == WANTED[law, day, rule_set]


def test_a_2026_definition_has_two_rule_sets_and_the_later_one_is_unverified() -> None:
    law = _law("law-2026")
    before, after = (
        known(law, "T-CSTDCS", Dates(year=2026, received=day))
        for day in (date(2026, 9, 30), date(2026, 10, 1))
    )

    assert [one.id for one in law.rule_sets] == ["RS-2025", "RS-2026"]
    assert before is not None
    assert after is not None
    assert (before.status, after.status) == ("secondary", "unverified")


def test_no_award_of_2026_is_said_to_be_verified() -> None:
    law, dates = _law("law-2026"), Dates(year=2026, received=date(2026, 10, 1))
    found = [known(law, one.id, dates) for one in law.catalogue]

    assert {one.status if one else None for one in found} == {"unverified"}
