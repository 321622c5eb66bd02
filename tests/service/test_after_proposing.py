"""Stored years in which something is recorded, corrected or decided beside the bloc's proposal."""

from dataclasses import replace
from typing import Any

import pytest

from tests.approving import OneDefinition
from tests.cases.playing import played
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, holds, plain
from tests.service.test_titles_of_people import FILE
from tests.unit.domain.people import fighters, person, rules
from tests.unit.domain.test_objections import ONE, RESULTS
from tests.unit.domain.test_own_awards import OWN, WORKERS
from tests.years import LIVING, Lived, carry, decided, opened
from workflow.domain.nominations.nomination import Nomination
from workflow.domain.nominations.own_awards import of_unit
from workflow.runtime import Runtime
from workflow.service.acts import may
from workflow.service.reading import work
from workflow.service.verifying import verify

CHANGE = {"criterion": "I.1", "to": "30", "reason": "Có minh chứng"}
FREE = RESULTS.partition("stages:")[0].replace("[nomination]", "[]")
"""Objections that nothing waits for."""

CORRECTION = {"objection": "kn-1", "unit": "chau", "corrections": [CHANGE], "reason": "x"}


def lived(runtime: Runtime, change: str, to: str = "nomination") -> Lived:
    """Return a stored year with *change* in its definition, carried on to a stage."""
    definition = plain(change)
    year = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    carry(year, to)
    return year


def _refused(year: Lived, what: str, by: Any, **given: Any) -> list[str]:  # noqa: ANN401
    return [one.code for one in may(year.runtime, year.command(what, by, **given))]


def _waiting(year: Lived, person_: str) -> list[str]:
    return [one.unmet.code for one in work(year.runtime, person_)]


def test_results_are_corrected_once_the_list_is_taken_back_and_proposed_anew(
    runtime: Runtime,
) -> None:
    year = lived(runtime, FREE, "scoring")
    LIVING["scoring"](year)
    year.do("raise_objection", MEMBER, **ONE)
    year.do("advance", HEAD)
    year.do("nominate", HEAD)
    year.do("answer_objection", DEPUTY, id="kn-1", reason="x", outcome="upheld",
            correction="results")  # fmt: skip
    before = year.book.load(Nomination, "nomination").proposed

    (stands,) = may(year.runtime, year.command("correct_results", HEAD, **CORRECTION))
    assert (stands.code, stands.who) == ("NOMINATION_STANDS", ("head", "deputy", "office:board"))
    year.do("withdraw_nomination", HEAD, reason="Sửa điểm theo kiến nghị")
    year.do("correct_results", HEAD, **CORRECTION)
    year.do("nominate", HEAD)
    decided(year)

    after = year.book.load(Nomination, "nomination")
    assert (after.status, after.decided != ()) == ("decided", True)
    assert {one.unit for one in before} == {one.unit for one in after.proposed}
    assert verify(year.runtime, year.id).findings == ()


def test_an_office_may_return_the_list_for_the_same_end(runtime: Runtime) -> None:
    year = lived(runtime, FREE, "scoring")
    LIVING["scoring"](year)
    year.do("raise_objection", MEMBER, **ONE)
    year.do("advance", HEAD)
    year.do("nominate", HEAD)
    year.do("answer_objection", DEPUTY, id="kn-1", reason="x", outcome="upheld",
            correction="results")  # fmt: skip
    year.do("return_step", holds("board"), step="appraise", comment="Sửa điểm")
    year.do("correct_results", HEAD, **CORRECTION)

    assert verify(year.runtime, year.id).findings == ()


def test_results_of_a_decided_list_are_corrected_and_what_no_longer_holds_is_found(
    runtime: Runtime,
) -> None:
    year = lived(runtime, FREE, "scoring")
    LIVING["scoring"](year)
    year.do("raise_objection", MEMBER, **ONE)
    year.do("advance", HEAD)
    year.do("nominate", HEAD)
    decided(year)
    year.do("answer_objection", DEPUTY, id="kn-1", reason="x", outcome="upheld",
            correction="results")  # fmt: skip
    year.do("correct_results", HEAD, **CORRECTION)

    (judged,) = year.book.load(Nomination, "nomination").later
    assert judged.cause == "results"
    assert verify(year.runtime, year.id).findings == ()


def test_a_violation_recorded_after_the_proposal_is_the_work_of_the_next_office(
    runtime: Runtime,
) -> None:
    year = lived(runtime, "")
    year.do("nominate", HEAD)
    assert "LINE_NO_LONGER_HOLDS" not in _waiting(year, "of-board")
    year.do("record_facts", ADMIN, unit="binh", values={"lapses": 2}, source="Danh sách 12/CA")

    assert "LINE_NO_LONGER_HOLDS" in _waiting(year, "of-board")
    year.do("decide_step", holds("board"), step="appraise")
    year.do("decide_step", holds("council"), step="pass")
    assert "LINE_NO_LONGER_HOLDS" in _refused(year, "decide_step", holds("chair"), step="decide")
    assert verify(year.runtime, year.id).findings == ()


def test_a_place_that_came_free_is_the_work_of_head_and_deputy(runtime: Runtime) -> None:
    year = lived(runtime, rules(fighters(number="1", more=", inside: bloc")))
    year.do("propose_people", HEAD, minutes="BB", people=[person("an-1"), person("an-2")])
    year.do("nominate", HEAD)
    line = {"unit": "an", "subject": "an-1", "award": "FIGHTER"}
    held = {"ground": "press", "source": "Báo", "since": "2025-01-02"}
    year.do("hold_award", holds("council"), **line, **held)
    assert "PLACE_FREE" not in _waiting(year, "of-binh")
    year.do("release_hold", holds("board"), **line, conclusion="breach", paper="KL")

    assert "PLACE_FREE" in _waiting(year, "of-binh")
    year.do("propose_next", DEPUTY, award="FIGHTER")
    assert "PLACE_FREE" not in _waiting(year, "of-binh")
    assert "LINE_WAITS" in _waiting(year, "of-board")
    assert verify(year.runtime, year.id).findings == ()


def test_what_the_head_of_a_unit_decides_is_stored_and_proves_itself(runtime: Runtime) -> None:
    share = "{share: {share: 1/2, of: {holders: WORKER}}}"
    written = rules(WORKERS, fighters(number=share, when="{takes: WORKER}", more=OWN))
    year = lived(runtime, written)
    both = [person(one, awards=["WORKER", "FIGHTER"]) for one in ("a1", "a2")]
    year.do("propose_people", HEAD, minutes="BB", people=both)
    own = {"number": "5/QĐ", "signed_on": "2025-01-02"}
    year.do("decide_own", HEAD, award="WORKER", subjects=["a1", "a2"], **own)
    year.do("decide_own", HEAD, award="FIGHTER", subjects=["a2"], **own)
    line = {"unit": "an", "subject": "a2", "award": "FIGHTER"}
    year.do("ask_revocation", HEAD, **line, reason="Sai", paper="TB")
    year.do("confirm_revocation", ADMIN, **line)

    assert len(of_unit(year.book, "an").decisions) == 2
    assert verify(year.runtime, year.id).findings == ()


@pytest.mark.parametrize("name", ["people-2018", "streaks-2024"])
def test_the_examples_prove_themselves(runtime: Runtime, name: str) -> None:
    kept, (case,) = played(runtime.engine, FILE.with_name(f"{name}.yaml"))
    year = f"{name}/{case.case.years[0].year}"
    assert verify(kept, year).findings == ()
