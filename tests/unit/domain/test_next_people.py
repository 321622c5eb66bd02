"""A place of a person or household that came free: who is next, what serves again, what follows."""

from datetime import date
from typing import Any

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, holds, sits
from tests.unit.domain.builders import only, ranked
from tests.unit.domain.people import fighters, forward, idea, person, rules
from tests.years import Paper, decided
from workflow.domain.nominations import following, released
from workflow.domain.nominations.nomination import Entry, Nomination

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
OBJECTIONS = """
objections:
  - id: list
    title: {vi: Kiến nghị về danh sách, en: Objection to the list}
    about: [nomination]
    opens: nomination
    window: 5 working_days
    heard_by: [{role: deputy, within: 5 working_days}]
    waits: [decision]
"""
ONE = fighters(number="1", more=", inside: bloc")
FIRST = Entry(award="FIGHTER", unit="an", subject="a1")
SECOND = Entry(award="FIGHTER", unit="an", subject="a2")


def year(*written: str, more: str = "", **people: list[dict[str, Any]]) -> Paper:
    """Return a year with these rules, whose bloc has proposed these people."""
    paper = forward(*written) if not more else _with(more, *written)
    for unit, ones in people.items():
        paper.do("propose_people", sits(unit), minutes="BB", people=ones)
    paper.do("nominate", HEAD)
    return paper


def _with(more: str, *written: str) -> Paper:
    return ranked(rules(*written) + more)


def two() -> list[dict[str, Any]]:
    return [person("a1"), person("a2")]


def breach(paper: Paper, subject: str = "a1", *, conclusion: str = "breach") -> None:
    line = {"unit": "an", "subject": subject, "award": "FIGHTER"}
    paper.do("hold_award", COUNCIL, **line, ground="complaint", source="Đơn", since="2025-01-02")
    paper.do("release_hold", BOARD, **line, conclusion=conclusion, paper="KL")


def lines(paper: Paper) -> list[Entry]:
    state = paper.book.load(Nomination, "nomination")
    return [one for one in state.proposed if one.award == "FIGHTER"]


def test_a_breach_leaves_the_place_to_the_next_person() -> None:
    paper = year(ONE, an=two())
    assert paper.refused("propose_next", HEAD, award="FIGHTER") == ["NOBODY_FOLLOWS"]

    breach(paper)
    paper.do("propose_next", DEPUTY, award="FIGHTER")

    assert lines(paper) == [FIRST, SECOND]
    assert paper.refused("propose_next", HEAD, award="FIGHTER") == ["NOBODY_FOLLOWS"]


def test_the_new_line_takes_every_step_by_itself() -> None:
    paper = year(ONE, an=two())
    decided(paper)
    breach(paper)
    paper.do("propose_next", DEPUTY, award="FIGHTER")
    line = {"unit": "an", "subject": "a2", "award": "FIGHTER"}

    for office in (BOARD, CHAIR):
        moves = [one for one in released.moves(paper.book) if one.facts["award"] == "FIGHTER"]
        assert [one.who for one in moves] == [(office.seat,)]
        paper.do("decide_released", office, **line)
    assert SECOND in paper.book.load(Nomination, "nomination").decided
    assert list(released.moves(paper.book)) == []


def test_an_award_that_is_revoked_leaves_its_place() -> None:
    paper = year(ONE, an=two())
    decided(paper)
    line = {"unit": "an", "subject": "a1", "award": "FIGHTER"}
    paper.do("ask_revocation", CHAIR, **line, reason="Kê khai sai", paper="TB")
    assert paper.refused("propose_next", HEAD, award="FIGHTER") == ["NOBODY_FOLLOWS"]
    paper.do("confirm_revocation", ADMIN, **line)

    free = only(following.waiting(paper.book, paper.now))
    assert (free.code, free.who) == ("PLACE_FREE", ("head", "deputy"))
    paper.do("propose_next", HEAD, award="FIGHTER")
    assert lines(paper) == [FIRST, SECOND]
    assert list(following.waiting(paper.book, paper.now)) == []


@pytest.mark.parametrize(("cut", "refused"), [("closed", ["NOBODY_FOLLOWS"]), ("passed_on", [])])
def test_what_an_office_cuts_leaves_a_place_where_the_rule_says_so(
    cut: str, refused: list[str]
) -> None:
    paper = year(fighters(number="1", more=f", inside: bloc, cut: {cut}"), an=two())
    gone = [{"award": "FIGHTER", "unit": "an", "subject": "a1", "reason": "Chưa đủ"}]
    paper.do("decide_step", BOARD, step="appraise", cut=gone)

    assert paper.refused("propose_next", HEAD, award="FIGHTER") == refused


def test_whoever_was_cut_does_not_come_back() -> None:
    paper = year(fighters(number="1", more=", inside: bloc, cut: passed_on"), an=two())
    gone = [{"award": "FIGHTER", "unit": "an", "subject": "a1", "reason": "Chưa đủ"}]
    paper.do("decide_step", BOARD, step="appraise", cut=gone)
    paper.do("propose_next", HEAD, award="FIGHTER")

    assert lines(paper) == [FIRST, SECOND]
    assert paper.refused("propose_next", HEAD, award="FIGHTER") == ["NOBODY_FOLLOWS"]


def test_an_initiative_serves_again_once_the_award_that_it_served_for_has_fallen() -> None:
    when = "{initiative: {level: grassroots}}"
    ones = [person("a1", initiatives=[idea("sk")]), person("a2", initiatives=[idea("sk")])]
    paper = year(fighters(when=when, more=", cut: passed_on"), an=ones)
    assert lines(paper) == [FIRST]

    breach(paper)
    paper.do("propose_next", HEAD, award="FIGHTER")
    assert lines(paper) == [FIRST, SECOND]


def test_an_initiative_that_still_serves_is_not_used_again() -> None:
    when = "{initiative: {level: grassroots}}"
    ones = [person(one, initiatives=[idea("sk")]) for one in ("a1", "a3")]
    paper = year(fighters(when=when), an=[ones[0], person("a2"), ones[1]])
    breach(paper, "a2")

    assert paper.refused("propose_next", HEAD, award="FIGHTER") == ["NOBODY_FOLLOWS"]


def test_what_served_for_a_line_that_an_office_cut_serves_again() -> None:
    """The place of the line stays closed; the initiative is free for another award."""
    needs = "{initiative: {level: grassroots}}"
    worker = f"{{id: w, award: WORKER, number: all, inside: bloc, when: {needs}}}"
    sk = [idea("sk")]
    ones = [
        person("a1", initiatives=sk), person("a2", awards=["WORKER"], initiatives=sk),
    ]  # fmt: skip
    paper = year(fighters(when=needs), worker, an=ones)
    gone = [{"award": "FIGHTER", "unit": "an", "subject": "a1", "reason": "Chưa đủ"}]
    paper.do("decide_step", BOARD, step="appraise", cut=gone)
    paper.do("propose_next", HEAD, award="WORKER")

    assert Entry(award="WORKER", unit="an", subject="a2") in paper.book.load(
        Nomination, "nomination"
    ).proposed  # fmt: skip


def test_a_share_counts_whoever_keeps_a_place() -> None:
    number = "{share: {share: 1/2, of: staff}}"
    paper = forward(fighters(number=number))
    ones = [person(f"a{one}") for one in range(1, 5)]
    paper.do("propose_people", HEAD, minutes="BB", people=ones, staff=4)
    paper.do("nominate", HEAD)
    breach(paper)
    paper.do("propose_next", HEAD, award="FIGHTER")

    assert [one.subject for one in lines(paper)] == ["a1", "a2", "a3"]


def test_whoever_holds_another_award_of_the_group_is_not_next() -> None:
    worker = "{id: w, award: WORKER, number: all, when: {rated_at_least: HTTNV}, group: merit}"
    ones = [person("a1"), person("a2", awards=["FIGHTER", "WORKER"]), person("a3")]
    paper = year(worker, fighters(number="1", more=", inside: bloc, group: merit"), an=ones)
    breach(paper)
    paper.do("propose_next", HEAD, award="FIGHTER")

    assert [one.subject for one in lines(paper)] == ["a1", "a3"]


def test_the_place_of_a_person_who_is_held_is_as_the_rule_says() -> None:
    passed_on = forward(fighters(number="1", more=", inside: bloc, held: passed_on"))
    passed_on.do("propose_people", HEAD, minutes="BB", people=two())
    line = {"unit": "an", "subject": "a1", "award": "FIGHTER"}
    since = date(2025, 1, 2)
    passed_on.do("hold_award", COUNCIL, **line, ground="press", source="Báo", since=since)
    passed_on.do("nominate", HEAD)

    assert lines(passed_on) == [SECOND]


def test_a_proposal_for_a_free_place_opens_a_window_and_the_line_waits_for_it() -> None:
    paper = year(ONE, more=OBJECTIONS, an=two())
    paper.now = paper.now.replace(month=2)
    decided(paper)
    breach(paper)
    paper.do("propose_next", DEPUTY, award="FIGHTER")
    line = {"unit": "an", "subject": "a2", "award": "FIGHTER"}

    assert paper.refused("decide_released", BOARD, **line) == ["OBJECTION_WINDOW_OPEN"]
    cut = line | {"verdict": "cut", "reason": "Chưa đủ"}
    assert paper.refused("decide_released", BOARD, **cut) == []
    paper.now = paper.now.replace(month=3)
    assert paper.refused("decide_released", BOARD, **line) == []


def test_a_line_that_is_kept_counts_under_the_rule_that_speaks_for_it() -> None:
    leaders = fighters(number="1", more=", position: leader, inside: bloc")
    staff = (
        "{id: staff, award: FIGHTER, position: staff, number: 1, inside: bloc,"
        " when: {rated_at_least: HTXSNV}}"
    )
    ones = [person("l1", position="leader"), person("l2", position="leader"), *two()]
    paper = year(leaders, staff, an=ones)
    assert [one.subject for one in lines(paper)] == ["l1", "a1"]
    breach(paper, "l1")
    paper.do("propose_next", HEAD, award="FIGHTER")

    assert [one.subject for one in lines(paper)] == ["l1", "a1", "l2"]
