"""Four dates of one award, kept apart, and the rule set that each may choose."""

from datetime import date, timedelta

import pytest

from definitions.schema.definition import Definition
from tests.factories import HEAD, holds, plain
from tests.unit.domain.builders import ranked
from tests.years import Paper
from workflow.domain.eligibility.ruling import Dates, known, rule_set_of
from workflow.domain.nominations.dating import dated, overtaken
from workflow.domain.nominations.nomination import Entry, Nomination

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
DAY = date(2025, 1, 2)
"""The day on which everything in these years is done."""
SETS = """
rule_sets:
  - {id: OLD, title: {vi: Cũ, en: Old}, by: BY, from: 2020-01-01, to: 2025-01-02}
  - {id: NEW, title: {vi: Mới, en: New}, by: BY, from: 2025-01-03, status: STATUS}
catalogue:
  - id: SAFE
    decided_by: [unit_head]
    versions: [{id: NEW, title: {vi: Tên mới, en: New name}, status: unverified}]
awards:
  - id: SAFE
    versions: [{in_force: {rule_set: NEW}, when: {rank_at_most: 1}}]
"""
SAFE = Entry(award="SAFE", unit="dong")


def change(by: str, status: str = "confirmed") -> str:
    return SETS.replace("BY", by).replace("STATUS", status)


@pytest.fixture
def sets() -> Definition:
    return plain(change("dossier"))


def _proposed(by: str, status: str = "confirmed") -> Paper:
    paper = ranked(change(by, status))
    paper.do("nominate", HEAD)
    return paper


@pytest.mark.parametrize(
    ("by", "known_day", "other_day", "found"),
    [
        ("dossier", {"received": date(2025, 1, 2)}, {"decided": date(2025, 6, 1)}, "OLD"),
        ("dossier", {"received": date(2025, 1, 3)}, {"proposed": DAY}, "NEW"),
        ("proposal", {"proposed": DAY}, {"received": date(2025, 6, 1)}, "OLD"),
        ("decision", {"decided": date(2025, 1, 3)}, {"received": DAY}, "NEW"),
        ("achievement_year", {}, {"decided": DAY}, "NEW"),
    ],
)
def test_the_rule_set_is_that_of_the_date_that_it_asks(
    by: str, known_day: dict[str, date], other_day: dict[str, date], found: str
) -> None:
    one = rule_set_of(plain(change(by)), Dates(year=2025, **known_day, **other_day))

    assert one is not None
    assert one.id == found


def test_a_date_that_has_not_come_is_taken_to_be_the_one_before_it() -> None:
    dates = Dates(year=2025, proposed=DAY)

    assert {dates.asked(by) for by in ("proposal", "dossier", "decision")} == {DAY}
    assert dates.asked("achievement_year") == date(2025, 12, 31)


def test_an_award_is_named_and_known_as_its_rule_set_has_it(sets: Definition) -> None:
    old = known(sets, "SAFE", Dates(year=2025, received=DAY))
    new = known(sets, "SAFE", Dates(year=2025, received=DAY + timedelta(1)))

    assert old is not None
    assert new is not None
    assert (old.title.en, old.status, old.decided_by) == (
        "Safe office",
        "confirmed",
        ("unit_head",),
    )
    assert (new.title.en, new.status, new.decided_by) == ("New name", "unverified", ("unit_head",))


@pytest.mark.parametrize(("by", "taken"), [("proposal", 4), ("achievement_year", 1)])
def test_one_award_has_a_rule_for_each_rule_set(by: str, taken: int) -> None:
    proposed = _proposed(by).book.load(Nomination, "nomination").proposed

    assert len([one for one in proposed if one.award == "SAFE"]) == taken


def test_every_date_of_an_award_stands_for_itself() -> None:
    paper = _proposed("proposal")
    paper.now += timedelta(10)
    paper.do("receive_dossier", BOARD, received_on="2025-01-08", number="45/HS")
    paper.do("decide_step", BOARD, step="appraise")
    paper.do("decide_step", COUNCIL, step="pass")
    paper.do(
        "decide_step", CHAIR, step="decide", number="9/QĐ", signed_on="2025-01-11",
        effective_on="2025-01-15",
    )  # fmt: skip

    found = dated(paper.book, SAFE)
    assert found.decision is not None
    assert found.dossier is not None
    assert (found.year, found.proposed_on, found.dossier.received_on) == (
        2025,
        DAY,
        date(2025, 1, 8),
    )
    assert (found.decision.number, found.decision.office) == ("9/QĐ", "chair")
    assert (found.decision.signed_on, found.decision.effective_on) == (
        date(2025, 1, 11),
        date(2025, 1, 15),
    )


def test_a_decision_holds_from_its_signature_where_nothing_else_is_said() -> None:
    paper = _proposed("proposal")
    for office, step in ((BOARD, "appraise"), (COUNCIL, "pass"), (CHAIR, "decide")):
        paper.do("decide_step", office, step=step)

    found = dated(paper.book, SAFE).decision
    assert found is not None
    assert (found.signed_on, found.effective_on) == (DAY, DAY)


def test_no_decision_holds_before_it_is_signed() -> None:
    paper = _proposed("proposal")
    days = {"signed_on": "2025-01-02", "effective_on": "2025-01-01"}

    assert paper.refused("decide_step", BOARD, step="appraise", **days) == [
        "EFFECTIVE_BEFORE_SIGNED"
    ]


@pytest.mark.parametrize(
    ("signed", "code"),
    [("2029-12-01", "DECISION_TO_COME"), ("2024-01-20", "SIGNED_BEFORE_PROPOSAL")],
)
@pytest.mark.parametrize("step", ["appraise", "decide"])
def test_a_decision_is_signed_after_the_proposal_and_not_after_today(
    step: str, signed: str, code: str
) -> None:
    paper = _proposed("proposal")
    chain = {"appraise": BOARD, "pass": COUNCIL, "decide": CHAIR}
    for before in list(chain)[: list(chain).index(step)]:
        paper.do("decide_step", chain[before], step=before)

    assert code in paper.refused("decide_step", chain[step], step=step, signed_on=signed)


def _late(status: str) -> Paper:
    """Return a year whose dossier came in a day after the law had changed."""
    paper = _proposed("dossier", status)
    paper.now += timedelta(1)
    paper.do("receive_dossier", BOARD, received_on="2025-01-03")
    paper.do("decide_step", BOARD, step="appraise")
    paper.do("decide_step", COUNCIL, step="pass")
    return paper


def test_what_was_judged_by_the_rules_of_another_day_is_not_decided() -> None:
    paper = _late("confirmed")

    assert paper.refused("decide_step", CHAIR, step="decide") == ["RULES_OF_ANOTHER_DAY"]
    assert paper.refused("reject_step", CHAIR, step="decide", reason="Sai luật") == []


def test_it_is_decided_once_the_bloc_has_proposed_anew() -> None:
    paper = _late("confirmed")
    paper.do("decide_step", CHAIR, step="decide", verdict="return", comment="Theo luật mới")
    paper.do("nominate", HEAD)
    paper.do("decide_step", BOARD, step="appraise")
    paper.do("decide_step", COUNCIL, step="pass")

    assert paper.refused("decide_step", CHAIR, step="decide") == []
    assert [one.unit for one in _entries(paper)] == ["an"]


def _entries(paper: Paper) -> list[Entry]:
    state = paper.book.load(Nomination, "nomination")
    return [one for one in state.proposed if one.award == "SAFE"]


def test_a_rule_set_that_is_unverified_warns_and_never_blocks() -> None:
    paper = _late("unverified")

    assert paper.refused("decide_step", CHAIR, step="decide") == []
    assert overtaken(paper.book, SAFE)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"received_on": "2025-01-03"}, ["DOSSIER_TO_COME"]),
        ({"received_on": "2025-01-01"}, ["DOSSIER_BEFORE_PROPOSAL"]),
        ({"received_on": "2025-01-02", "awards": ["FIGHTER"]}, ["AWARD_NOT_OFFERED"]),
    ],
)
def test_a_dossier_comes_in_between_the_proposal_and_today(
    given: dict[str, object], codes: list[str]
) -> None:
    assert _proposed("proposal").refused("receive_dossier", BOARD, **given) == codes


def test_a_dossier_is_received_once_by_an_office_of_the_chain_after_the_proposal() -> None:
    extra = "offices: [{id: other, title: {vi: Khác, en: Other}}]"
    early, paper = ranked(extra), ranked(extra)
    paper.do("nominate", HEAD)
    paper.do("receive_dossier", BOARD, received_on="2025-01-02")

    assert early.refused("receive_dossier", BOARD, received_on="2025-01-02") == ["NOT_PROPOSED"]
    assert paper.refused("receive_dossier", BOARD, received_on="2025-01-02") == ["DOSSIER_RECEIVED"]
    assert paper.refused("receive_dossier", holds("other"), received_on="2025-01-02") == [
        "OFFICE_WITHOUT_STEP"
    ]
