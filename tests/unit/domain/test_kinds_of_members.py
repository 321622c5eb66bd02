"""Members: units, parts of units with their parent, and people; each is given what is for it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, sits
from tests.unit.domain.builders import only, place, ranked, standing_in
from tests.years import Paper
from workflow.domain.awards import allocating
from workflow.domain.members.roster import Roster
from workflow.domain.registration.state import PeopleFor, Registration

KINDS = "members: {kinds: [unit, sub_unit, person]}"
AWARDS = """
    awards:
      - {id: FLAG, number: 4, when: {all: null, rank_at_most: 9}}
      - {id: MERIT, remove: true}
      - {id: FIGHTER, number: 4, when: {registered: [FIGHTER]}}
"""


def _new(**unit: Any) -> dict[str, Any]:  # noqa: ANN401 - of Unit
    given = {"id": "gia", "name": "Phòng Gia", **unit}
    return {"unit": given, "start": "2025-01-02", "paper": "1/QĐ"}


@pytest.mark.parametrize(
    ("unit", "refused"),
    [
        ({}, []),
        ({"kind": "sub_unit", "parent": "an"}, []),
        ({"kind": "sub_unit"}, ["PARENT_MISSING"]),
        ({"parent": "an"}, ["PARENT_OF_UNIT"]),
        ({"kind": "person"}, []),
        ({"kind": "person", "parent": "an"}, []),
    ],
)
def test_a_member_is_a_unit_a_part_of_one_or_a_person(
    unit: dict[str, Any], refused: list[str]
) -> None:
    paper = standing_in("registration", KINDS)

    assert paper.refused("admit_unit", ADMIN, **_new(**unit)) == refused


@pytest.mark.parametrize("kind", ["sub_unit", "person"])
def test_a_bloc_of_units_takes_no_other_members(kind: str) -> None:
    given = _new(kind=kind, parent="an")

    unmet = only(standing_in("registration").prevented("admit_unit", ADMIN, **given))
    assert (unmet.code, unmet.facts["kinds"]) == ("MEMBER_KIND", ["unit"])


def _mixed(paper: Paper) -> Paper:
    """Let `chau` be a part of `an`, the head, and `dong` a person."""
    roster = paper.book.load(Roster, "roster")
    units = (
        *roster.units[:2],
        replace(roster.units[2], kind="sub_unit", parent="an"),
        replace(roster.units[3], kind="person"),
    )
    paper.streams["roster"] = replace(roster, units=units)
    return paper


def test_nobody_decides_on_a_part_of_their_own_unit_or_on_what_it_is_part_of() -> None:
    paper = _mixed(standing_in("registration", KINDS))
    paper.do("register", sits("chau"))
    paper.do("register", sits("binh"))

    assert paper.refused("accept_registration", HEAD, unit="chau") == ["OWN_UNIT"]
    assert paper.refused("accept_registration", HEAD, unit="binh") == []
    assert paper.book.load(Roster, "roster").kin(["chau"]) == {"chau", "an"}


def test_a_person_is_given_what_is_for_people_and_a_unit_what_is_for_collectives() -> None:
    places = [place(unit, rank) for rank, unit in enumerate(("dong", "an", "binh", "chau"), 1)]
    paper = _mixed(ranked(KINDS + AWARDS.replace("\n    ", "\n"), places=places))
    aims = (PeopleFor(award="FIGHTER", people=1),)
    for unit in ("dong", "an"):
        paper.streams[f"registration/{unit}"] = Registration(status="accepted", individual=aims)

    proposal = allocating.propose(paper.book, ())
    given = [(one.award, one.unit) for one in proposal.candidates if one.award != "SAFE"]
    assert given == [
        ("FLAG", "an"), ("FLAG", "binh"), ("FLAG", "chau"), ("FIGHTER", "dong"),
    ]  # fmt: skip
