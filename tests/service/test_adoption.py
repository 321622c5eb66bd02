"""A running year takes up another definition: in one transaction, provable before and after."""

# ruff: noqa: S608 - statements of a test, put together from its own words

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from definitions.errors import FileRefused, UnknownDefinition
from definitions.schema.definition import Definition
from tests.factories import ADMIN, DEPUTY, FOLDER, HEAD, NAMES, pin, sits
from tests.years import Lived, carry, opened, register, score
from workflow.domain.adoption.state import KEY, Adoption
from workflow.domain.errors import Refused
from workflow.domain.history import chain
from workflow.domain.model import Actor
from workflow.domain.stages.year import YearState
from workflow.runtime import Runtime
from workflow.service.acts import foresee, may, perform
from workflow.service.reading import bodies, history, list_years, work
from workflow.service.verifying import verify
from workflow.store.schema import definitions, outbox, timers

LATE = "plain-late"
REASON = "Hội nghị thông qua bảng điểm"


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A year in its first stage."""
    return opened(runtime)


@pytest.fixture
def hash_of(lived: Lived) -> dict[str, str]:
    """The hash of each definition."""
    return {one: pin(lived.runtime.catalogue.load(one)).hash for one in ("plain", LATE)}


def propose(lived: Lived) -> None:
    lived.do("propose_definition", HEAD, definition=LATE, reason=REASON, paper="05/BĐ")


def adopt(lived: Lived) -> None:
    propose(lived)
    lived.do("adopt_definition", ADMIN, definition=LATE)


def found(lived: Lived) -> list[tuple[str, int | None]]:
    return [(one.code, one.seq) for one in verify(lived.runtime, lived.id).findings]


def test_events_carry_the_definition_that_was_in_force(
    lived: Lived, hash_of: dict[str, str]
) -> None:
    adopt(lived)
    register(lived, "chau")

    carried = [
        (body["kind"], body["definition"])
        for body in map(json.loads, bodies(lived.runtime, lived.id))
    ]
    at = [kind for kind, _ in carried].index("definition_adopted")

    assert {one for _, one in carried[:at]} == {hash_of["plain"]}
    assert {one for _, one in carried[at:]} == {hash_of[LATE]}
    assert carried[-1] == ("registration_submitted", hash_of[LATE])


def test_the_year_goes_on_by_the_new_definition(lived: Lived) -> None:
    adopt(lived)

    (summary,) = list_years(lived.runtime)
    assert (summary.definition, lived.book.definition.id) == (LATE, LATE)
    assert lived.book.definition.rubric.leaves()[-1].max == 25


def test_both_definitions_are_kept(lived: Lived, hash_of: dict[str, str]) -> None:
    adopt(lived)

    with lived.runtime.engine.connect() as conn:
        kept = set(conn.scalars(select(definitions.c.hash)))
    assert kept == set(hash_of.values())


def test_the_history_proves_itself_before_and_after(lived: Lived) -> None:
    propose(lived)
    before = found(lived)
    lived.do("adopt_definition", ADMIN, definition=LATE)
    carry(lived, "handover")

    assert (before, found(lived)) == ([], [])


def test_a_proposal_changes_nothing_yet(lived: Lived, hash_of: dict[str, str]) -> None:
    propose(lived)

    assert lived.book.pinned.hash == hash_of["plain"]


def test_the_deadline_and_its_timer_move_with_the_definition(lived: Lived) -> None:
    adopt(lived)

    (stage,) = lived.book.load(YearState, "year").stages
    (move,) = stage.moves
    with lived.runtime.engine.connect() as conn:
        due = conn.scalars(
            select(timers.c.due).where(timers.c.name == "stage/registration/due")
        ).one()
    assert move.was
    assert move.due
    assert (move.cause, move.was.day, move.due.day) == ("definition", 14, 21)
    assert due.replace(microsecond=0) == stage.due == move.due


def test_every_unit_is_told_of_the_adoption_and_nobody_of_them_before(lived: Lived) -> None:
    wanted = select(outbox.c.person).where(outbox.c.notice == "definition_adopted")
    propose(lived)
    with lived.runtime.engine.connect() as conn:
        assert list(conn.scalars(wanted)) == []

    lived.do("adopt_definition", ADMIN, definition=LATE)
    with lived.runtime.engine.connect() as conn:
        told = sorted(conn.scalars(wanted))
    assert told == ["of-an", "of-binh", "of-chau", "of-dong"]


def test_who_proposed_does_not_confirm(lived: Lived) -> None:
    propose(lived)

    with pytest.raises(Refused) as refused:
        lived.do("adopt_definition", HEAD, definition=LATE)

    assert [one.code for one in refused.value.unmet] == ["DEFINITION_FOUR_EYES"]


def meeting(lived: Lived, present: list[str]) -> None:
    head = {"person": HEAD.person, "seat": HEAD.seat}
    acts = [
        {**head, "do": "propose_definition", "given": {"definition": LATE, "reason": REASON}},
        {**head, "do": "adopt_definition", "given": {"definition": LATE}},
    ]
    lived.do(
        "hold_meeting", HEAD, id="m1", meeting="conference", title="Hội nghị", acts=acts,
        present=present,
    )  # fmt: skip


def test_a_meeting_proposes_and_adopts_in_one_transaction(lived: Lived) -> None:
    meeting(lived, ["an", "binh", "chau"])

    state = lived.stream(KEY)
    assert isinstance(state, Adoption)
    assert [one.definition for one in state.adopted] == [LATE]
    assert found(lived) == []


def test_a_meeting_of_half_the_members_is_no_second_person(lived: Lived) -> None:
    with pytest.raises(Refused) as refused:
        meeting(lived, ["an", "binh"])

    assert [one.code for one in refused.value.unmet] == ["DEFINITION_FOUR_EYES"]
    assert KEY not in lived.book.streams


class Rewritten(Catalogue):
    """A catalogue whose files were changed after somebody looked."""

    def load(self, name: str) -> Definition:
        return super().load(name).model_copy(update={"province": "hung-yen"})


def test_what_is_adopted_is_what_was_proposed_whatever_became_of_the_file(
    lived: Lived, hash_of: dict[str, str]
) -> None:
    propose(lived)
    later = replace(lived, runtime=replace(lived.runtime, catalogue=Rewritten(FOLDER)))

    later.do("adopt_definition", DEPUTY, definition=LATE)

    assert lived.book.pinned.hash == hash_of[LATE]


def test_whoever_saw_other_content_is_told(lived: Lived, hash_of: dict[str, str]) -> None:
    propose(lived)
    asked = {"definition": LATE, "hash": hash_of["plain"]}

    unmet = may(lived.runtime, lived.command("adopt_definition", ADMIN, **asked))

    assert [one.code for one in unmet] == ["OTHER_DEFINITION"]


def test_a_definition_that_was_proposed_and_declined_is_proved_too(
    lived: Lived, hash_of: dict[str, str]
) -> None:
    propose(lived)
    lived.do("decline_definition", ADMIN, definition=LATE, reason="Chưa bàn")
    before = found(lived)
    _fences_down(lived, "definitions")
    _sql(lived, f"UPDATE definitions SET id = 'x' WHERE hash = '{hash_of[LATE]}'")

    assert (before, found(lived)) == ([], [("definition_columns", None)])


def test_a_name_that_nothing_answers_to_is_no_proposal(lived: Lived) -> None:
    with pytest.raises(UnknownDefinition):
        lived.do("propose_definition", HEAD, definition="plain-latest", reason=REASON)


def test_a_layer_is_no_definition(lived: Lived) -> None:
    with pytest.raises(FileRefused):
        lived.do("propose_definition", HEAD, definition="nation/year", reason=REASON)


def test_what_would_change_is_shown_and_nothing_is_written(lived: Lived) -> None:
    propose(lived)
    command = lived.command("adopt_definition", ADMIN, definition=LATE)
    before = history(lived.runtime, lived.id)

    foreseen = foresee(lived.runtime, command)

    kinds = [draft.event.kind for _, draft in foreseen]
    assert kinds == ["definition_adopted", "deadline_moved"]
    assert history(lived.runtime, lived.id) == before


def test_what_was_foreseen_is_what_is_recorded(lived: Lived) -> None:
    propose(lived)
    command = lived.command("adopt_definition", ADMIN, definition=LATE)
    foreseen = [draft.event.kind for _, draft in foresee(lived.runtime, command)]

    receipt = perform(lived.runtime, command)

    assert [one.kind for one in receipt.events] == foreseen


def test_a_proposal_is_work_that_waits_for_others(lived: Lived) -> None:
    propose(lived)

    waiting = {one.seat for one in work(lived.runtime) if one.unmet.code ==
               "DEFINITION_WAITING"}  # fmt: skip
    assert waiting == {"admin", "overseer", "unit:an", "unit:binh"}


def test_once_units_have_scored_the_rubric_stays(lived: Lived) -> None:
    carry(lived, "scoring")
    score(lived, "an")

    with pytest.raises(Refused) as refused:
        propose(lived)

    assert "RUBRIC_IN_USE" in [one.code for one in refused.value.unmet]


def test_the_next_year_starts_on_the_definition_taken_up(lived: Lived) -> None:
    adopt(lived)
    carry(lived, "closed")

    assert lived.next().book.definition.id == LATE
    assert found(lived.next()) == []


@pytest.mark.parametrize("which", ["plain", LATE])
def test_tampering_with_either_definition_is_found(
    lived: Lived, hash_of: dict[str, str], which: str
) -> None:
    adopt(lived)
    _fences_down(lived, "definitions")
    _sql(lived, f"UPDATE definitions SET id = 'x' WHERE hash = '{hash_of[which]}'")
    renamed = found(lived)
    _sql(
        lived,
        f"UPDATE definitions SET body = 'x' WHERE hash = '{hash_of[which]}'",
    )

    assert renamed == [("definition_columns", None)]
    assert found(lived) == [("definition_hash", None)]


def test_a_year_set_back_to_its_first_definition_is_found(
    lived: Lived, hash_of: dict[str, str]
) -> None:
    adopt(lived)
    _sql(lived, f"UPDATE years SET definition = '{hash_of['plain']}' WHERE id = '{lived.id}'")

    assert found(lived) == [("year_columns", None)]


def test_an_adoption_forged_into_the_chain_is_found(lived: Lived, hash_of: dict[str, str]) -> None:
    """Whoever rewrites the adoption and its hash still breaks the event after it."""
    adopt(lived)
    register(lived, "chau")
    _fences_down(lived, "events")
    lines = history(lived.runtime, lived.id)
    (seq,) = [line.seq for line in lines if line.kind == "definition_adopted"]
    stored = bodies(lived.runtime, lived.id)
    forged = stored[seq - 1].replace(hash_of[LATE].encode(), hash_of["plain"].encode())
    before = bytes.fromhex(lines[seq - 2].hash)
    with lived.runtime.engine.begin() as conn:
        conn.exec_driver_sql(
            f"UPDATE events SET body = {_bytes(lived, forged)},"
            f" hash = {_bytes(lived, chain(before, forged))}"
            f" WHERE year_id = '{lived.id}' AND seq = {seq}"
        )

    assert ("event_hash", seq + 1) in found(lived)
    assert ("event_columns", seq + 1) in found(lived)


def _bytes(lived: Lived, data: bytes) -> str:
    postgres = lived.runtime.engine.dialect.name == "postgresql"
    return f"decode('{data.hex()}', 'hex')" if postgres else f"X'{data.hex()}'"


def _fences_down(lived: Lived, table: str) -> None:
    if lived.runtime.engine.dialect.name == "postgresql":
        _sql(lived, f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        _sql(lived, f"DROP TRIGGER {table}_never_updated")


def _sql(lived: Lived, *changes: str) -> None:
    with lived.runtime.engine.begin() as conn:
        for change in changes:
            conn.exec_driver_sql(change)


def test_whoever_acts_while_the_definition_changes_acts_by_one_of_them(
    lived: Lived, hash_of: dict[str, str]
) -> None:
    propose(lived)
    start = Barrier(4, timeout=10)

    def one(what: str, by: Actor, **given: object) -> None:
        start.wait()
        lived.do(what, by, **given)

    with ThreadPoolExecutor(4) as pool:
        doing = [pool.submit(one, "adopt_definition", ADMIN, definition=LATE)]
        doing += [pool.submit(one, "register", sits(unit), staff=9) for unit in NAMES[1:4]]
    for done in doing:
        done.result()

    carried = [json.loads(body)["definition"] for body in bodies(lived.runtime, lived.id)]
    seam = carried.index(hash_of[LATE])
    assert set(carried[seam:]) == {hash_of[LATE]}
    assert found(lived) == []


def test_a_meeting_opens_the_next_year_and_takes_it_to_another_definition(lived: Lived) -> None:
    carry(lived, "handover")
    members = ["an", "binh", "chau", "dong"]
    lived.do("agree_leaders", HEAD, head="binh", present=members)
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)
    incoming = {"person": "of-binh", "seat": "unit:binh"}
    later = {**incoming, "year": lived.next().id}
    acts = [
        {**incoming, "do": "sign_handover"},
        {**later, "do": "propose_definition", "given": {"definition": LATE, "reason": REASON}},
        {**later, "do": "adopt_definition", "given": {"definition": LATE}},
    ]

    lived.do("hold_meeting", HEAD, id="m1", meeting="conference", title="Hội nghị", acts=acts)

    assert lived.next().book.definition.id == LATE
    assert (found(lived), found(lived.next())) == ([], [])
