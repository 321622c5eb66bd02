"""Facts that offices report: who records them, what a list says of every unit, what is awaited."""

import pytest

from definitions.catalogue import Catalogue
from tests.factories import ADMIN, DEPUTY, FOLDER, HEAD, MEMBER, at, holds, plain
from tests.unit.domain.builders import only, standing_in
from tests.unit.domain.test_adoption import asked
from tests.unit.domain.test_afterwards import FLAG, LAPSES, out
from tests.years import Paper, appraise, carry, score
from workflow.domain import gates
from workflow.domain.eligibility import feeds
from workflow.domain.members.facts import FactsRecorded, UnitFacts, missing_facts
from workflow.domain.model import Actor, Draft
from workflow.domain.nominations import afterwards
from workflow.domain.nominations.nominating import JudgedAnew
from workflow.domain.timing import EDGE

POLICE, TAX, INSURANCE = holds("police"), holds("tax"), holds("insurance")
PAPER = {"source": "Danh sách 12"}
UNITS = ("an", "binh", "chau", "dong")


@pytest.fixture
def paper() -> Paper:
    return Paper(definition=Catalogue(FOLDER).load("plain-feeds"))


def _known(paper: Paper, unit: str) -> UnitFacts:
    return paper.book.load(UnitFacts, f"facts/{unit}")


def _events(drafts: list[Draft]) -> list[FactsRecorded]:
    return [one.event for one in drafts if isinstance(one.event, FactsRecorded)]


@pytest.mark.parametrize(
    ("by", "given", "refused"),
    [
        pytest.param(POLICE, {}, [], id="the-office"),
        pytest.param(POLICE, {"office": "police"}, [], id="the-office-that-says-so"),
        pytest.param(TAX, {}, ["FACT_REPORTED_BY_OTHERS"], id="another-office"),
        pytest.param(TAX, {"office": "police"}, ["FACT_REPORTED_BY_OTHERS"], id="in-its-name"),
        pytest.param(HEAD, {}, ["FACT_REPORTED_BY_OTHERS"], id="the-head"),
        pytest.param(DEPUTY, {"office": "police"}, ["FACT_REPORTED_BY_OTHERS"], id="the-deputy"),
        pytest.param(MEMBER, {}, ["NOT_IN_ROLE", "FACT_REPORTED_BY_OTHERS"], id="a-member"),
        pytest.param(ADMIN, {"office": "police"}, [], id="the-administrator-with-the-list"),
        pytest.param(ADMIN, {}, ["FACT_REPORTED_BY_OTHERS"], id="of-nobodys-list"),
        pytest.param(ADMIN, {"office": "tax"}, ["FACT_REPORTED_BY_OTHERS"], id="of-anothers-list"),
    ],
)
def test_a_fact_is_recorded_by_the_office_that_reports_it(
    paper: Paper, by: Actor, given: dict[str, str], refused: list[str]
) -> None:
    values = {"unit": "dong", "values": {"fires": 0}}

    assert paper.refused("record_facts", by, **values, **PAPER, **given) == refused
    listed = {"values": {"dong": {"fires": 0}}}
    assert paper.refused("report_facts", by, **listed, **PAPER, **given) == refused


def test_whoever_may_not_is_told_whose_list_it_is(paper: Paper) -> None:
    values = {"unit": "dong", "values": {"debts": 0}}

    unmet = only(paper.prevented("record_facts", HEAD, **values, **PAPER))
    assert unmet.who == ("office:tax", "office:insurance", "admin")
    assert [title.en for title in unmet.facts["offices"]] == ["Tax office", "Social insurance"]  # type: ignore[attr-defined]


def test_a_fact_that_nobody_reports_is_recorded_as_ever(paper: Paper) -> None:
    values = {"unit": "dong", "values": {"lapses": 0}}

    for by in (HEAD, ADMIN, POLICE):
        assert paper.refused("record_facts", by, **values, **PAPER) == []
    paper.do("record_facts", POLICE, **values, **PAPER)
    (event,) = _events(paper.do("record_facts", ADMIN, **values, **PAPER, office="police"))
    assert event.office is None


def test_one_list_says_of_some_units_and_of_the_rest(paper: Paper) -> None:
    given = {"values": {"chau": {"fires": 2}}, "rest": {"fires": 0}}
    events = _events(paper.do("report_facts", POLICE, **given, **PAPER))

    assert {one.unit: one.values["fires"] for one in events} == {
        "an": 0, "binh": 0, "chau": 2, "dong": 0,
    }  # fmt: skip
    assert {one.office for one in events} == {"police"}
    assert _known(paper, "chau").sources == {"fires": "Danh sách 12"}


def test_what_a_list_says_of_a_unit_adds_to_what_it_says_of_the_rest(paper: Paper) -> None:
    given = {"values": {"chau": {"lapses": 1}}, "rest": {"lapses": 0, "fires": 0}}
    paper.do("report_facts", POLICE, **given, **PAPER)

    assert _known(paper, "chau").values == {"lapses": 1, "fires": 0}


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        pytest.param({}, ["NOTHING_REPORTED"], id="nothing"),
        pytest.param({"values": {"chau": {}}}, ["NOTHING_REPORTED"], id="of-a-unit-nothing"),
        pytest.param({"values": {"nowhere": {"fires": 1}}, "rest": {"fires": 0}},
                     ["NOT_A_MEMBER"], id="a-stranger"),
        pytest.param({"rest": {"fired": 0}}, ["NO_SUCH_FACT"], id="unknown"),
        pytest.param({"values": {"chau": {"fires": -1}}, "rest": {"fires": True}},
                     ["FACT_OF_OTHER_KIND"] * 2, id="other-kinds"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused(
    paper: Paper, given: dict[str, object], refused: list[str]
) -> None:
    assert paper.refused("report_facts", POLICE, **given, **PAPER) == refused


def test_nobody_reports_on_their_own_unit_not_even_with_the_rest(paper: Paper) -> None:
    rest = {"rest": {"lapses": 0}}
    others = {"values": {unit: {"lapses": 0} for unit in UNITS[1:]}}

    unmet = only(paper.prevented("report_facts", HEAD, **rest, **PAPER))
    assert (unmet.code, unmet.facts) == ("OWN_UNIT", {"unit": "Ban An"})
    assert paper.refused("report_facts", HEAD, **others, **PAPER) == []


def test_what_two_offices_report_is_there_when_both_have_and_is_their_sum(paper: Paper) -> None:
    paper.do("report_facts", TAX, values={"dong": {"debts": 2}}, rest={"debts": 0}, source="T")
    assert "debts" not in _known(paper, "dong").values

    paper.do("report_facts", INSURANCE, rest={"debts": 0}, source="BH")
    assert _known(paper, "dong").values == {"debts": 2}
    assert _known(paper, "an").values == {"debts": 0}
    assert _known(paper, "dong").sources == {"debts": "T; BH"}


def test_a_correction_by_one_of_two_offices_leaves_what_the_other_said(paper: Paper) -> None:
    paper.do("report_facts", TAX, rest={"debts": 2}, source="T")
    paper.do("report_facts", INSURANCE, rest={"debts": 1}, source="BH")
    paper.do("record_facts", TAX, unit="dong", values={"debts": 0}, source="T2")

    assert _known(paper, "dong").values == {"debts": 1}
    assert _known(paper, "chau").values == {"debts": 3}


def test_offices_owe_what_they_have_not_reported_of_every_unit(paper: Paper) -> None:
    facts = {one.id: one for one in paper.definition.facts}
    paper.do("report_facts", TAX, rest={"debts": 0}, source="T")
    paper.do("record_facts", POLICE, unit="an", values={"fires": 0}, source="C")

    assert feeds.lacking(paper.book, facts["debts"]) == {"insurance": UNITS}
    assert feeds.lacking(paper.book, facts["fires"]) == {"police": UNITS[1:]}
    found = {one.who: one.facts["count"] for one in feeds.unreported(paper.book)}
    assert found == {("office:police",): 3, ("office:insurance",): 4}


def test_what_offices_report_is_not_asked_of_the_head(paper: Paper) -> None:
    for unit in UNITS:
        paper.do("record_facts", ADMIN, unit=unit, values={"lapses": 0}, source="x")

    assert list(missing_facts(paper.book)) == []


AWAITED = """
offices: [{id: police, title: {vi: x, en: x}}]
facts: [{id: fires, kind: count, title: {vi: x, en: x}, reported_by: {office: police}}]
stages:
  - {id: year_end_scoring, needs: [{sheets: appraised}, {ranking: fixed}]}
  - {id: award_nomination, needs: [%s{nomination: proposed}]}
awards: [{id: SAFE, when: {fact: {id: fires, at_most: 0}}}]
"""


@pytest.mark.parametrize(
    ("needs", "waits"),
    [
        pytest.param("", ["NOT_PROPOSED", "FACT_NOT_REPORTED"], id="asked-by-an-award"),
        pytest.param("{facts: recorded}, ", ["FACT_NOT_REPORTED", "NOT_PROPOSED"], id="needed-too"),
    ],
)
def test_before_the_bloc_proposes_it_waits_once_for_what_awards_ask_about(
    needs: str, waits: list[str]
) -> None:
    paper = Paper(definition=plain(AWAITED % needs))
    carry(paper, "nomination")
    del paper.streams["facts/dong"]

    waiting = gates.stage_unmet(paper.book, paper.now)
    assert [one.code for one in waiting if one.code != "FACTS_MISSING"] == waits
    (awaited,) = (one for one in waiting if one.code == "FACT_NOT_REPORTED")
    assert awaited.who == ("office:police",)


def test_once_the_bloc_has_proposed_awards_wait_for_no_fact() -> None:
    paper = Paper(definition=plain(AWAITED % ""))
    carry(paper, "nomination")
    del paper.streams["facts/dong"]
    paper.do("nominate", HEAD)

    assert gates.stage_unmet(paper.book, paper.now) == ()


@pytest.mark.parametrize(
    ("after", "late"),
    [pytest.param(0, {}, id="the-edge"), pytest.param(1, {"fires": 0}, id="just-after")],
)
def test_what_comes_at_the_due_moment_is_in_time(
    paper: Paper, after: int, late: dict[str, int]
) -> None:
    _declared(paper)
    paper.now = at(12, 9, 10) + after * EDGE
    paper.do("report_facts", POLICE, rest={"fires": 0}, **PAPER)

    assert _known(paper, "an").late == late


def _declared(paper: Paper) -> None:
    for draft in feeds.declared(paper.book):
        paper.fold(draft.stream, draft.event)


def test_a_correction_after_the_day_is_not_late(paper: Paper) -> None:
    _declared(paper)
    paper.do("report_facts", POLICE, rest={"fires": 0}, **PAPER)
    paper.now = at(12, 20)
    paper.do("record_facts", POLICE, unit="an", values={"fires": 1}, **PAPER)

    assert (_known(paper, "an").values, _known(paper, "an").late) == ({"fires": 1}, {})


def test_of_two_offices_the_one_that_is_late_makes_the_fact_late(paper: Paper) -> None:
    _declared(paper)
    paper.do("report_facts", TAX, rest={"debts": 0}, **PAPER)
    paper.now = at(12, 12)
    paper.do("report_facts", INSURANCE, rest={"debts": 0}, **PAPER)
    paper.do("record_facts", TAX, unit="an", values={"debts": 1}, **PAPER)

    assert all(_known(paper, unit).late == {"debts": 3} for unit in UNITS)


def test_a_list_after_the_proposal_judges_its_lines_once_however_many_units_are_on_it() -> None:
    paper = out(LAPSES)
    given = {"values": {"an": {"lapses": 1}}, "rest": {"lapses": 0}}
    drafts = paper.do("report_facts", ADMIN, **given, **PAPER)

    (judged,) = [one.event for one in drafts if isinstance(one.event, JudgedAnew)]
    assert (judged.unit, judged.others) == ("an", ("binh", "chau", "dong"))
    assert [one.award for one in afterwards.doubted(paper.book)] == [FLAG.award]


TIE = "ranking: {ties: [{external: {fact: lapses, better: less}}, {official_order: true}]}"
CLASS = "rubric: {classes: [{id: high, when: {fact: {id: lapses, at_most: 0}}}]}"


@pytest.mark.parametrize(
    ("change", "code"), [(TIE, "TIE_WAITS_FOR_FACT"), (CLASS, "CLASS_WAITS_FOR_FACT")]
)
def test_a_class_or_a_tie_that_waits_for_a_fact_waits_for_whoever_reports_it(
    change: str, code: str
) -> None:
    reported = "facts: [{id: lapses, reported_by: {office: board}}]"
    paper = standing_in("scoring", f"{change}\n{reported}")
    for unit in UNITS:
        score(paper, unit)
        appraise(paper, unit)

    found = {one.code: one.who for one in paper.prevented("fix_ranking", HEAD)}
    assert found[code] == ("office:board",)


def test_what_one_of_two_offices_has_reported_is_in_use_already() -> None:
    joint = "facts: [{id: lapses, reported_by: [{office: board}, {office: council}]}]"
    paper = Paper(definition=plain(joint))
    assert asked(paper, "") == []

    paper.do("report_facts", holds("board"), rest={"lapses": 0}, **PAPER)
    assert asked(paper, "") == ["FACT_RECORDED_OTHERWISE"]
