"""Units merged or renamed within the year: who answers for what they registered and did."""

from decimal import Decimal
from typing import Any

from tests.factories import ADMIN, DECREE, DEPUTY, HEAD, MEMBER, holds, plain, sits
from tests.unit.domain.builders import standing_in
from tests.years import Paper, appraise, register, score
from workflow.domain import access, gates
from workflow.domain.eligibility import registering
from workflow.domain.eligibility.standings import standing_of
from workflow.domain.members.places import Place
from workflow.domain.members.roster import Roster
from workflow.domain.praise import deciding
from workflow.domain.praise.state import load, waiting
from workflow.domain.registration import taking_on
from workflow.domain.registration.coverage import coverage
from workflow.domain.registration.inherited import counting
from workflow.domain.scores import tallying
from workflow.domain.telling import occasions

LAST = "2025-01-02"
INTO_DONG: dict[str, Any] = {
    "unit": "chau", "how": "merge", "end": LAST, "paper": "8/QĐ", "successors": ["dong"],
}  # fmt: skip
NAMED = {"persons": [{"id": "lan", "name": "Lan", "awards": ["FIGHTER"]}]}
FOR = {"id": "q1", "unit": "chau", "reason": "Mô hình mới", "award": "MERIT", "achievement": "a1"}
PRAISE = """
praise:
  awards: [MERIT]
  chain: [{id: sign, office: board, title: {vi: Ký, en: Signature}}]
"""


def _merged(paper: Paper, *, new: bool = False) -> Paper:
    """Let the unit chau go into dong, or into a unit that joins for that."""
    if new:
        unit = {"id": "gia", "name": "Sở Gia"}
        people = [{"id": "of-gia", "name": "Đại diện Sở Gia"}]
        paper.do("admit_unit", ADMIN, unit=unit, start=LAST, paper="9/QĐ", people=people)
    into = {"successors": ["gia"]} if new else {}
    paper.do("withdraw_unit", ADMIN, **INTO_DONG | into)
    return paper


def test_whoever_sits_for_a_unit_keeps_out_of_what_is_about_those_merged_into_it() -> None:
    paper = _merged(Paper())

    assert access.own_units(paper.book, paper.call(sits("dong"))) == {"dong", "chau"}
    assert access.own_units(paper.book, paper.call(sits("binh"))) == {"binh"}


def test_a_registration_of_a_unit_that_is_gone_waits_for_nobody() -> None:
    paper = Paper()
    paper.do("register", MEMBER, staff=5)
    _merged(paper)

    assert [*taking_on.waiting(paper.book)] == []
    found = [one.facts["units"] for one in gates.stage_unmet(paper.book, paper.now)]
    names = {name for units in found for name in units}  # type: ignore[attr-defined]
    assert paper.book.load(Roster, "roster").name("chau") not in names


def test_a_unit_that_others_went_into_is_registered_by_what_they_registered() -> None:
    paper = Paper()
    register(paper, "chau")
    paper.do("accept_registration", HEAD, unit="chau")
    _merged(paper, new=True)

    assert not registering.missing(paper.book, "gia")
    found = counting(paper.book, "gia")
    assert found is not None
    assert (found.status, found.aims_at("FLAG")) == ("accepted", True)
    hundred = Decimal(100)
    place = Place(unit="gia", rank=1, points=hundred, of=hundred, percent=hundred)
    assert standing_of(paper.book, place).registration == found


def test_a_unit_that_registered_itself_is_judged_by_that_with_the_people_of_the_other() -> None:
    paper = Paper()
    paper.do("register", MEMBER, collective=["FLAG"], staff=5, **NAMED)
    paper.do("register", sits("dong"), collective=["MERIT"], staff=7)
    _merged(paper)

    found = counting(paper.book, "dong")
    assert found is not None
    assert (found.collective, found.staff, found.awards_of("lan")) == (
        ("MERIT",), 7, ("FIGHTER",),
    )  # fmt: skip
    assert coverage(paper.book, ("dong",)).of_staff == 7


def test_what_the_bloc_sent_back_is_not_made_good_by_a_merger() -> None:
    paper = Paper()
    register(paper, "chau")
    paper.do("register", sits("dong"))
    paper.do("return_registration", HEAD, unit="dong", comment="Thiếu")
    _merged(paper)

    assert registering.missing(paper.book, "dong")


def test_what_a_unit_before_it_never_registered_makes_no_registration() -> None:
    assert registering.missing(_merged(Paper(), new=True).book, "gia")


def test_praise_of_a_unit_that_is_gone_is_told_to_whoever_it_went_into() -> None:
    paper = Paper(definition=plain(PRAISE))
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("answer_praise", DEPUTY, id="q1")
    _merged(paper)
    drafts = paper.do("decide_praise", holds("board"), id="q1", number="5/QĐ")

    told = [one for each in drafts for one in occasions.follow(paper.book, each, paper.call(HEAD))]
    assert [(one.on, one.units) for one in told] == [("praise_given", ("dong",))]
    assert paper.refused("propose_praise", HEAD, **FOR | {"id": "q2"}) == [
        "NOT_A_MEMBER",
        "ACHIEVEMENT_REWARDED",
    ]


def test_nobody_answers_praise_of_a_unit_that_was_merged_into_theirs() -> None:
    paper = Paper(definition=plain(PRAISE))
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("withdraw_unit", ADMIN, **INTO_DONG | {"successors": ["binh"]})

    assert paper.refused("answer_praise", DEPUTY, id="q1") == ["OWN_UNIT"]


def test_praise_of_a_renamed_unit_bears_its_name_of_today() -> None:
    paper = Paper(definition=plain(PRAISE))
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("rename_unit", ADMIN, unit="chau", name="Sở Mới", paper="8/QĐ")

    assert deciding.named(paper.book, load(paper.book, "q1"))["name"] == "Sở Mới"


def test_a_renamed_unit_keeps_its_registration_and_its_score() -> None:
    paper = standing_in("scoring")
    score(paper, "chau")
    before = tallying.entered(paper.book)
    paper.do("rename_unit", ADMIN, unit="chau", name="Sở Mới", paper="8/QĐ")
    appraise(paper, "chau")

    assert "chau" in before
    assert not registering.missing(paper.book, "chau")


def test_a_dissolved_bloc_waits_for_no_registration_and_no_praise() -> None:
    paper = Paper(definition=plain(PRAISE))
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("register", MEMBER)
    paper.do("dissolve", ADMIN, reason="Sáp nhập", paper=DECREE)

    assert [*waiting(paper.book), *taking_on.waiting(paper.book)] == []
