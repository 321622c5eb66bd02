"""The pledge: one text for all, frozen by the first signature, signed once by every unit."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, TASKS, plain, pledge_text, sits
from tests.unit.domain.builders import only, standing_in
from tests.years import Paper
from workflow.domain.pledging.pledge import DraftPledge, Pledge, text_hash
from workflow.domain.pledging.pledged import of_given

EARLY = "stages: [{id: pledge_signing, early: true}]"
WITNESSED = "stages: [{id: pledge_signing, witness: required}]"


@pytest.fixture
def paper() -> Paper:
    return standing_in("pledge")


def _hash(**changed: Any) -> str:  # noqa: ANN401 - whatever a form holds
    given = TypeAdapter(DraftPledge).validate_python(pledge_text() | changed)
    book = standing_in("pledge").book
    return text_hash(given, [of_given(book, one) for one in given.targets])


def _drafted(paper: Paper) -> Pledge:
    return paper.book.load(Pledge, "pledge")


def test_the_same_text_has_the_same_hash() -> None:
    assert _hash() == _hash()


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"themes": [{"title": "Khác"}]}, id="theme"),
        pytest.param({"targets": []}, id="targets"),
        pytest.param({"campaigns": ["Nông thôn mới"]}, id="campaigns"),
    ],
)
def test_any_change_of_the_text_changes_its_hash(changed: dict[str, object]) -> None:
    assert _hash(**changed) != _hash()


def test_the_hash_covers_every_field_of_a_target() -> None:
    target = pledge_text()["targets"][0]
    changes = {"id": "x", "title": "x", "value": 13, "unit": "an"}
    changes |= {"measure": TASKS | {"most": 90}}

    hashes = {_hash(targets=[target | {name: value}]) for name, value in changes.items()}

    assert len({_hash(), *hashes}) == 1 + len(changes)


def test_the_hash_of_the_text_is_drafted_with_it(paper: Paper) -> None:
    paper.do("draft_pledge", HEAD, **pledge_text())

    assert _drafted(paper).text_hash == _hash()


def test_a_text_may_be_drafted_anew_until_somebody_signs(paper: Paper) -> None:
    paper.do("draft_pledge", HEAD, **pledge_text())
    paper.do("draft_pledge", DEPUTY, **pledge_text([("visits", 2)]))

    assert [target.id for target in _drafted(paper).targets] == ["visits"]


def test_the_first_signature_freezes_the_text(paper: Paper) -> None:
    paper.do("draft_pledge", HEAD, **pledge_text())
    paper.do("sign_pledge", MEMBER)

    unmet = only(paper.prevented("draft_pledge", HEAD, **pledge_text()))
    assert (unmet.code, unmet.facts) == ("PLEDGE_FROZEN", {"signed": 1, "of": 4})


def test_whoever_left_is_no_signer_and_whoever_joined_is_missing(paper: Paper) -> None:
    paper.do("draft_pledge", HEAD, **pledge_text())
    paper.do("sign_pledge", sits("chau"), witness="Đại diện")
    paper.do("sign_pledge", sits("dong"), witness="Đại diện")
    day, paper_of = paper.now.date(), "15/QĐ"
    paper.do("withdraw_unit", ADMIN, unit="dong", end=day, paper=paper_of)
    new = {"id": "moi", "name": "Sở Mới"}
    paper.do("admit_unit", ADMIN, unit=new, start=day, paper=paper_of)

    unmet = only(paper.prevented("draft_pledge", HEAD, **pledge_text()))
    assert (unmet.code, unmet.facts) == ("PLEDGE_FROZEN", {"signed": 1, "of": 4})


def test_a_target_of_one_unit_must_be_of_a_member(paper: Paper) -> None:
    target = pledge_text()["targets"][0] | {"unit": "nowhere"}

    assert paper.refused("draft_pledge", HEAD, **pledge_text() | {"targets": [target]}) == [
        "NOT_A_MEMBER"
    ]


def test_each_target_has_its_own_id(paper: Paper) -> None:
    text = pledge_text([("tasks", 12), ("tasks", 3), ("visits", 1)])

    unmet = only(paper.prevented("draft_pledge", HEAD, **text))
    assert (unmet.code, unmet.facts) == ("TARGET_TWICE", {"target": "tasks"})


def test_a_target_of_one_unit_binds_that_unit_alone(paper: Paper) -> None:
    common = pledge_text()["targets"][0]
    own = common | {"id": "own", "unit": "chau"}
    paper.do("draft_pledge", HEAD, **pledge_text() | {"targets": [common, own]})

    found = _drafted(paper)
    assert {
        unit: [target.id for target in found.targets_of(unit)] for unit in ("an", "chau")
    } == {"an": ["tasks"], "chau": ["tasks", "own"]}  # fmt: skip


def test_nobody_signs_before_there_is_a_text(paper: Paper) -> None:
    assert paper.refused("sign_pledge", MEMBER) == ["PLEDGE_NOT_DRAFTED"]


def test_a_signature_says_who_signed_and_before_whom(paper: Paper) -> None:
    paper.do("draft_pledge", HEAD, **pledge_text())
    paper.do("sign_pledge", MEMBER, witness="Đại diện", place="Hội trường")

    (signature,) = _drafted(paper).signatures
    assert (signature.unit, signature.person, signature.at) == ("chau", "of-chau", paper.now)
    assert (signature.witness, signature.place) == ("Đại diện", "Hội trường")


def test_a_unit_signs_once(paper: Paper) -> None:
    paper.do("draft_pledge", HEAD, **pledge_text())
    paper.do("sign_pledge", MEMBER)

    assert paper.refused("sign_pledge", MEMBER) == ["ALREADY_SIGNED"]
    assert paper.refused("sign_pledge", DEPUTY) == []


def test_what_is_signed_must_be_the_text_on_the_table(paper: Paper) -> None:
    paper.do("draft_pledge", HEAD, **pledge_text())

    assert paper.refused("sign_pledge", MEMBER, text_hash=_hash()) == []
    assert paper.refused("sign_pledge", MEMBER, text_hash=_hash(targets=[])) == ["OTHER_TEXT"]


@pytest.mark.parametrize(("witness", "refused"), [("Đại diện", []), (None, ["WITNESS_MISSING"])])
def test_a_witness_is_named_where_one_is_required(witness: str | None, refused: list[str]) -> None:
    paper = standing_in("pledge", WITNESSED)
    paper.do("draft_pledge", HEAD, **pledge_text())

    assert paper.refused("sign_pledge", MEMBER, witness=witness) == refused


def test_a_pledge_is_not_drafted_before_its_stage_unless_work_may_begin_early() -> None:
    early = Paper(definition=plain(EARLY))

    assert Paper().refused("draft_pledge", HEAD, **pledge_text()) == ["STAGE_NOT_OPEN"]
    assert early.refused("draft_pledge", HEAD, **pledge_text()) == []
