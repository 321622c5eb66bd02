"""Each invariant holds of an honest database, and fails in one that somebody had their hands in."""

# ruff: noqa: S608 - statements of a test, put together from its own words

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tasks.senders.mail_folder import MailFolder
from tests.chaos.evidence import Ask, Evidence, Head
from tests.chaos.invariants import INVARIANTS
from tests.chaos.looking import Look
from tests.factories import ADMIN, HEAD, sits
from tests.years import Lived, opened
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service import notices
from workflow.service.acts import perform
from workflow.service.commands import Command
from workflow.store.engine import connect
from workflow.store.outbox import message_id

YEAR = "bloc/2025"
FIRST = "act-0"
ONE = f"year_id = '{YEAR}' AND command_id = '{FIRST}'"
LATER = "9999999999999999"
"""Microseconds: a moment long after the test's year."""


@pytest.fixture
def engine(database: Path) -> Any:  # noqa: ANN401 - a generator of an engine
    """One database of one kind: what is looked at is what was read, not who kept it."""
    engine = connect(f"sqlite:///{database}", synchronous="normal")
    yield engine
    engine.dispose()


@pytest.fixture
def lived(runtime: Runtime, tmp_path: Path) -> Lived:
    """A bloc year in which three acts were done and every notice sent; its fences are down."""
    sender = MailFolder(tmp_path / "mail", "Thi Đua <thidua@example.vn>")
    lived = opened(replace(runtime, sender=sender))
    for trigger in _triggers(runtime.engine):
        _sql(runtime.engine, f"DROP TRIGGER {trigger}")
    return lived


@pytest.fixture
def evidence(lived: Lived) -> Evidence:
    """What an honest run leaves behind."""
    returned: dict[str, object] = {"unit": "binh", "comment": "Thiếu"}
    asks = [
        _asked(lived, FIRST, "register", sits("binh"), {"staff": 9, "people": 8}),
        _asked(lived, "act-1", "return_registration", ADMIN, returned),
        _asked(lived, "act-2", "register", sits("binh"), {"staff": 9, "people": 8}),
    ]
    for key in notices.claim(lived.runtime):
        notices.send(lived.runtime, key)
    found = Evidence(runtime=lived.runtime, asks=asks, arrived={}, crashes=0, heads=_heads(asks))
    return replace(found, arrived={message_id([row.key]): [1.0] for row in found.outbox})


def _asked(lived: Lived, key: str, do: str, by: Actor, given: dict[str, object]) -> Ask:
    command = Command(id=key, year=YEAR, do=do, actor=by, given=given)
    receipt = json.loads(json.dumps(asdict(perform(lived.runtime, command))))
    return Ask(key=key, year=YEAR, do=do, begun_s=0, tries=1, answered_s=0.1, receipt=receipt)


def _heads(asks: Sequence[Ask]) -> list[Head]:
    ends = [ask.receipt["events"][-1] for ask in asks if ask.receipt]
    return [Head(at_s=1, year=YEAR, seq=one["seq"], head=one["hash"]) for one in ends]


def _triggers(engine: Engine) -> list[str]:
    with engine.connect() as conn:
        return list(conn.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))


def _sql(engine: Engine, *statements: str) -> None:
    with engine.begin() as conn:
        for statement in statements:
            conn.exec_driver_sql(statement)


def sql(*statements: str) -> Callable[[Evidence], Evidence]:
    """Return a change of the database by its owner."""

    def change(evidence: Evidence) -> Evidence:
        _sql(evidence.runtime.engine, "PRAGMA foreign_keys=off", *statements)
        return replace(evidence)  # reads again

    return change


def asks(change: Callable[[Ask], Ask]) -> Callable[[Evidence], Evidence]:
    """Return a change of what the first client saw."""
    return lambda found: replace(found, asks=[change(found.asks[0]), *found.asks[1:]])


def arrived(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Evidence], Evidence]:
    """Return a change of what came to the mail server."""
    return lambda found: replace(found, arrived=change(dict(found.arrived)))


def event(
    kind: str, stream: str, data: dict[str, object], seat: str = "unit:binh", by: str = "x"
) -> str:
    """Return the statement that adds an event behind the product's back."""
    body = json.dumps({"seat": seat, "data": data})
    number = "(SELECT max(seq) + 1 FROM events)"
    return (
        "INSERT INTO events (year_id, seq, stream, kind, actor, at, recorded_at, command_id, body,"
        f" hash) VALUES ('{YEAR}', {number}, '{stream}', '{kind}', '{by}', 1, {LATER}, 'by-{kind}',"
        f" CAST('{body}' AS BLOB), zeroblob(32))"
    )


def _vote(voter: str, *, agree: bool = False) -> str:
    answers = {"an": "agree"} if agree else {}
    return event("vote_cast", "ballot/b", {"voter": voter, "answers": answers})


def _counted(cast: int, *, agree: int = 0, settled: bool = False) -> str:
    item = {"item": "an", "agree": agree, "disagree": 0, "lower": 0, "blank": 0}
    found = {"cast": cast, "counted": [item]}
    came = {"an": "passed"} if settled else {}
    return event("round_counted", "ballot/b", {"round": found, "settled": came})


def _work_of_nobody(found: Evidence) -> Evidence:
    """Return evidence of an open year for which no work waits."""
    blind = replace(found)
    vars(blind)["work"] = []
    return blind


def _work_of_another(found: Evidence) -> Evidence:
    """Return evidence of a member who is shown what waits for everybody."""
    curious = replace(found)
    vars(curious)["shown"] = [Look(at_s=1, person="of-dong", tasks=found.work)]
    return curious


def _impatient(found: Evidence) -> Evidence:
    """Return evidence of acts that were answered after people had gone."""
    return replace(found, asks=[replace(ask, answered_s=100) for ask in found.asks])


DOCTORED: dict[str, list[Callable[[Evidence], Evidence]]] = {
    "I1": [
        sql(f"DELETE FROM events WHERE {ONE}"),
        sql(f"UPDATE events SET hash = zeroblob(32) WHERE {ONE}"),
    ],
    "I2": [
        sql(f"UPDATE requests SET answer = '{{}}' WHERE command_id = '{FIRST}'"),
        sql(f"DELETE FROM requests WHERE command_id = '{FIRST}'"),
        sql(f"UPDATE events SET command_id = 'act-nobody' WHERE {ONE}"),
        asks(lambda ask: replace(ask, answered_s=None)),
        asks(lambda ask: replace(ask, receipt=None, refused=["NOT_YOURS"])),
    ],
    "I3": [
        sql(f"DELETE FROM events WHERE {ONE}"),
        sql(f"UPDATE events SET body = CAST(body || ' ' AS BLOB) WHERE {ONE}"),
        sql("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)"),
        sql(f"UPDATE years SET head = zeroblob(32) WHERE id = '{YEAR}'"),
    ],
    "I4": [
        sql("UPDATE streams SET state = CAST(state || ' ' AS BLOB) WHERE kind = 'registration'"),
        sql("UPDATE definitions SET body = CAST(body || ' ' AS BLOB)"),
    ],
    "I5": [
        sql("UPDATE streams SET version = version + 1 WHERE kind = 'registration'"),
        sql("UPDATE events SET command_id = 'act-0' WHERE command_id = 'act-2'"),
        sql(event("year_closed", "year", {}), event("stage_entered", "year", {})),
        sql(
            event("year_closed", "year", {}), event("registration_submitted", "registration/x", {})
        ),
    ],
    "I6": [
        sql("UPDATE outbox SET status = 'sending', next_at = 0 WHERE id = 1"),
        sql(f"UPDATE outbox SET status = 'published', owed_at = 0, next_at = {LATER} WHERE id = 1"),
        sql("UPDATE outbox SET status = 'owed', next_at = 0, reminder = 1 WHERE id = 1"),
        sql(f"UPDATE outbox SET done_at = {LATER} WHERE id = 1"),
    ],
    "I7": [
        arrived(lambda found: {name: [1.0, 2.0] for name in found}),
        arrived(lambda found: found | {"<strange@thidua>": [1.0]}),
        arrived(lambda found: dict(list(found.items())[1:])),
    ],
    "I8": [
        sql("UPDATE timers SET due = 0, status = 'armed'"),
        sql(
            event("stage_overdue", "year", {"stage": "registration"}),
            event("stage_overdue", "year", {"stage": "registration"}),
        ),
        _work_of_nobody,
    ],
    "I9": [
        sql(event("ballot_sealed", "ballot/b", {}), _vote("x")),
        sql(_vote("x", agree=True), _vote("x", agree=True), _counted(1, agree=1)),
        sql(_vote("x"), _vote("y"), _counted(1)),
        sql(_vote("x", agree=True), _counted(1, agree=0)),
        sql(_vote("x", agree=True), _counted(1, agree=1, settled=True), _vote("y", agree=True)),
    ],
    "I10": [
        sql(event("registration_accepted", "registration/binh", {})),
        sql(
            event("approval_requested", "approvals", {"stage": "registration", "steps": ["look"]}),
            event(
                "approval_requested",
                "approvals",
                {"stage": "registration", "steps": ["look"]},
                by="y",
            ),
            event("step_approved", "approvals", {"step": "look"}, "office:board"),
        ),
    ],
    "I11": [_work_of_another],
    "I12": [
        sql(f"UPDATE events SET hash = zeroblob(32) WHERE {ONE}"),
        sql(f"UPDATE events SET recorded_at = 0 WHERE {ONE}"),
    ],
    "I13": [_impatient, lambda found: replace(found, asks=[])],
}


@pytest.mark.parametrize("name", list(INVARIANTS))
def test_an_honest_run_keeps_it(evidence: Evidence, name: str) -> None:
    assert list(INVARIANTS[name](evidence)) == []


def test_the_chain_of_a_year_that_took_up_another_definition_is_whole(
    lived: Lived, evidence: Evidence
) -> None:
    lived.do("propose_definition", HEAD, definition="plain-late", reason="Hội nghị thông qua")
    lived.do("adopt_definition", ADMIN, definition="plain-late")
    after = replace(evidence)  # reads again

    assert after.years[0].definition != json.loads(after.events[0].body)["definition"]
    for name in ("I3", "I4"):
        assert list(INVARIANTS[name](after)) == []


@pytest.mark.parametrize(
    ("name", "doctor"),
    [(name, doctor) for name, doctors in DOCTORED.items() for doctor in doctors],
)
def test_a_doctored_run_is_found_out(
    evidence: Evidence, name: str, doctor: Callable[[Evidence], Evidence]
) -> None:
    assert list(INVARIANTS[name](doctor(evidence))) != []


def test_every_invariant_is_shown_to_fail() -> None:
    assert set(DOCTORED) == set(INVARIANTS) == {f"I{number}" for number in range(1, 14)}
