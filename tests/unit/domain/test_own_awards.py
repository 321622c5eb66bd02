"""What the head of a unit decides alone: recorded with its paper, beside the bloc's chain."""

from typing import Any

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, holds, sits
from tests.unit.domain.builders import only
from tests.unit.domain.people import fighters, forward, idea, person
from tests.years import Paper, decided
from workflow.domain.awards.personal import propose
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.nominations.own_awards import of_unit

COUNCIL = holds("council")
OWN = ", decided_by: unit"
WORKERS = f"{{id: workers, award: WORKER, number: all, when: {{rated_at_least: HTTNV}}{OWN}}}"
PAPER = {"number": "05/QĐ", "signed_on": "2025-01-02"}
BOTH = ["WORKER", "FIGHTER"]


def year(*written: str, **people: list[dict[str, Any]]) -> Paper:
    """Return a year with these rules, whose units put these people forward."""
    paper = forward(*written)
    for unit, ones in people.items():
        paper.do("propose_people", sits(unit), minutes="BB", people=ones)
    return paper


def workers(count: int, **said: object) -> list[dict[str, Any]]:
    return [person(f"a{one}", **({"awards": BOTH} | said)) for one in range(1, count + 1)]


def own(paper: Paper, *subjects: str, award: str = "WORKER", **given: object) -> None:
    paper.do("decide_own", HEAD, award=award, subjects=subjects, **(PAPER | given))


def refused(paper: Paper, *subjects: str, award: str = "WORKER", **given: object) -> list[str]:
    return paper.refused("decide_own", HEAD, award=award, subjects=subjects, **(PAPER | given))


def test_an_award_of_the_head_of_a_unit_is_recorded_with_its_paper() -> None:
    paper = year(WORKERS, an=workers(1, awards=["WORKER"]))
    own(paper, "a1", minutes="BB 3")

    decision = only(of_unit(paper.book, "an").decisions)
    assert (decision.award, decision.number, str(decision.signed_on), decision.minutes) == (
        "WORKER", "05/QĐ", "2025-01-02", "BB 3",
    )  # fmt: skip
    assert [one.subject for one in decision.given] == ["a1"]
    assert [one.condition for one in decision.given[0].basis] == ["rated_at_least"]


def test_it_never_passes_the_chain_of_the_bloc() -> None:
    paper = year(WORKERS, an=workers(1, awards=["WORKER"]))
    own(paper, "a1")
    paper.do("nominate", HEAD)
    decided(paper)

    state = paper.book.load(Nomination, "nomination")
    assert {one.award for one in (*state.proposed, *state.decided)} == {"FLAG", "MERIT", "SAFE"}


@pytest.mark.parametrize(
    ("subjects", "given", "code"),
    [
        pytest.param(["a1"], {"award": "FIGHTER"}, "NOT_DECIDED_BY_UNIT", id="of-the-offices"),
        pytest.param(["x"], {}, "NO_SUCH_SUBJECT", id="a-stranger"),
        pytest.param(["a1", "a1"], {}, "SUBJECT_TWICE", id="twice"),
        pytest.param(["a2"], {}, "OWN_NOT_MET", id="standards-not-met"),
        pytest.param(["a1"], {"signed_on": "2025-01-03"}, "OWN_DECISION_TO_COME", id="to-come"),
        pytest.param(
            ["a1"], {"effective_on": "2025-01-01"}, "EFFECTIVE_BEFORE_SIGNED", id="in-reverse"
        ),
    ],
)
def test_what_is_refused(subjects: list[str], given: dict[str, Any], code: str) -> None:
    ones = [person("a1", awards=BOTH), person("a2", awards=["WORKER"], rating="HTNV")]
    paper = year(WORKERS, fighters(), an=ones)

    assert refused(paper, *subjects, **given) == [code]


def test_a_refusal_says_what_was_not_met() -> None:
    paper = year(WORKERS, an=workers(1, awards=["WORKER"], rating="HTNV"))

    unmet = only(paper.prevented("decide_own", HEAD, award="WORKER", subjects=["a1"], **PAPER))
    assert isinstance(unmet.facts["reasons"], list)
    assert [one.condition for one in unmet.facts["reasons"]] == ["rated_at_least"]


def test_nobody_is_given_it_twice_or_while_it_is_held() -> None:
    paper = year(WORKERS, an=workers(2, awards=["WORKER"]))
    own(paper, "a1")
    assert refused(paper, "a1") == ["OWN_NOT_MET"]

    line = {"unit": "an", "subject": "a2", "award": "WORKER"}
    held = {"ground": "discipline", "source": "QĐ", "since": "2025-01-02"}
    paper.do("hold_award", COUNCIL, **line, **held)
    assert refused(paper, "a2") == ["OWN_HELD"]


@pytest.mark.parametrize(
    ("holders", "most"), [(6, 0), (7, 1), (13, 1), (14, 2), (20, 3)]
)  # 15 % of them, the rest of it dropped
def test_at_most_so_many_of_those_who_hold_a_title_in_this_unit(holders: int, most: int) -> None:
    share = "{share: {share: 3/20, of: {holders: WORKER}}}"
    cap = fighters(number=share, when="{takes: WORKER}", more=OWN)
    paper = year(WORKERS, cap, an=workers(20), binh=[person("b", awards=BOTH)])
    names = [f"a{one}" for one in range(1, 21)]
    own(paper, *names[:holders])
    paper.do("decide_own", DEPUTY, award="WORKER", subjects=["b"], **PAPER)

    for name in names[:most]:
        own(paper, name, award="FIGHTER", number="06/QĐ")
    assert refused(paper, names[most], award="FIGHTER") == ["OWN_NOT_MET"]
    for decision in of_unit(paper.book, "an").decisions[1:]:
        assert [(one.base, one.most) for one in decision.allotments] == [(holders, most)]


def test_a_cap_that_is_unverified_warns_and_refuses_nobody() -> None:
    share = "{share: {share: 3/20, of: {holders: WORKER}}, status: unverified}"
    paper = year(WORKERS, fighters(number=share, when="{takes: WORKER}", more=OWN), an=workers(2))
    own(paper, "a1", "a2")
    own(paper, "a1", award="FIGHTER")

    given = of_unit(paper.book, "an").decisions[-1].given[0]
    assert [(one.condition, one.warned) for one in given.basis][-1] == ("number", True)


def test_whoever_has_the_title_by_their_own_head_may_be_proposed_by_the_bloc() -> None:
    paper = year(WORKERS, fighters(when="{takes: WORKER}"), an=workers(2))
    own(paper, "a1")

    found = propose(paper.book, ()).candidates
    assert [one.subject for one in found if one.award == "FIGHTER"] == ["a1"]


def test_a_title_recorded_of_this_year_counts_as_held() -> None:
    share = "{share: {share: 1/2, of: {holders: WORKER}}}"
    held = [{"what": "WORKER", "year": 2025, "source": "QĐ 3"}]
    ones = workers(2, held=held)
    paper = year(WORKERS, fighters(number=share, when="{takes: WORKER}"), an=ones)

    found = propose(paper.book, ()).candidates
    assert [one.subject for one in found if one.award == "FIGHTER"] == ["a1"]


def test_what_served_for_it_serves_nobody_else() -> None:
    when = "{initiative: {level: grassroots}}"
    ones = [person(one, initiatives=[idea("sk")], awards=BOTH) for one in ("a1", "a2")]
    workers_ = f"{{id: w, award: WORKER, number: all, when: {when}{OWN}}}"
    paper = year(workers_, fighters(when=when), an=ones)
    own(paper, "a1")
    assert refused(paper, "a2") == ["OWN_NOT_MET"]

    assert [one for one in propose(paper.book, ()).candidates if one.subject] == []


def test_the_unit_asks_to_take_it_back_and_another_confirms() -> None:
    when = "{initiative: {level: grassroots}}"
    ones = [person(one, initiatives=[idea("sk")], awards=["WORKER"]) for one in ("a1", "a2")]
    paper = year(f"{{id: w, award: WORKER, number: all, when: {when}{OWN}}}", an=ones)
    own(paper, "a1")
    line = {"unit": "an", "subject": "a1", "award": "WORKER"}
    asked = line | {"reason": "Kê khai sai", "paper": "TB"}

    assert paper.refused("ask_revocation", COUNCIL, **asked) == ["NOT_THE_ISSUER"]
    assert paper.refused("ask_revocation", DEPUTY, **asked) == ["NOT_THE_ISSUER"]
    paper.do("ask_revocation", HEAD, **asked)
    assert paper.refused("ask_revocation", HEAD, **asked) == ["REVOCATION_ASKED"]
    assert paper.refused("confirm_revocation", ADMIN, **line) == []
    paper.do("confirm_revocation", ADMIN, **line)

    revoked = only(of_unit(paper.book, "an").revocations)
    assert (revoked.entry, revoked.confirmed_by) == (Entry(**line), "of-admin")
    own(paper, "a2")  # the initiative serves again
    assert refused(paper, "a1") == ["OWN_NOT_MET"]
