"""A database of an earlier release, whose snapshots lack what was added since, proves itself."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update

from tests.calendars import decree, off
from tests.factories import HEAD, at, holds
from tests.years import Lived, carry, opened, register
from workflow.runtime import Runtime
from workflow.service.verifying import verify
from workflow.store.schema import streams


def _rewritten(
    lived: Lived, change: Callable[[dict[str, Any]], object], kind: str = "year"
) -> list[str]:
    """Change a stored state of the year, and return what verification says of it."""
    this = (streams.c.year_id == lived.id) & (streams.c.kind == kind)
    with lived.runtime.engine.begin() as conn:
        state = json.loads(conn.scalars(select(streams.c.state).where(this)).one())
        change(state)
        written = json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
        conn.execute(update(streams).where(this).values(state=written))
    return [one.code for one in verify(lived.runtime, lived.id).findings]


def test_a_snapshot_without_what_was_added_since_proves_itself(runtime: Runtime) -> None:
    lived = opened(runtime)

    assert _rewritten(lived, lambda state: [state["stages"][0].pop(one) for one in ADDED]) == []


ADDED = ("calendar", "moves")


def test_a_proposal_from_before_criteria_were_named_proves_itself(runtime: Runtime) -> None:
    lived = opened(runtime)
    lived.do("propose_definition", HEAD, definition="praised", reason="Hội nghị thống nhất")

    assert _rewritten(lived, _unnamed, "adoption") == []


def _unnamed(state: dict[str, Any]) -> None:
    for one in ("criteria", "groups", "titles", "days"):
        del state["waiting"]["foreseen"][one]


def test_a_late_entry_from_before_groups_were_named_proves_itself(runtime: Runtime) -> None:
    lived = opened(runtime)
    lived.clock.move_to(at(3, 20))
    register(lived, "chau")

    def without(state: dict[str, Any]) -> None:
        del state["entries"][0]["criteria_group"]

    assert _rewritten(lived, without, "lateness") == []


def test_snapshots_of_dossiers_steps_and_praise_before_they_had_days_prove_themselves(
    runtime: Runtime,
) -> None:
    lived = opened(runtime)
    lived.do("propose_praise", HEAD, id="q1", unit="chau", reason="Mô hình mới")
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    lived.do("receive_dossier", holds("board"), received_on="2025-01-02")

    def without(kind: str, lists: tuple[str, ...], *names: str) -> list[str]:
        def change(state: dict[str, Any]) -> None:
            for one in lists:
                state = state[one][0]
            for name in names:
                del state[name]

        return _rewritten(lived, change, kind)

    assert without("nomination", ("dossiers",), "late") == []
    assert without("approvals", ("approvals", "turns"), "since") == []
    assert without("praises", ("praises",), "event_on", "last_day") == []


def test_a_snapshot_that_lacks_what_happened_does_not(runtime: Runtime) -> None:
    decree(runtime, off("2025-01-05"))
    lived = opened(runtime)

    assert _rewritten(lived, lambda state: state["stages"][0].pop("calendar")) == ["state_differs"]


def test_a_snapshot_that_says_more_does_not(runtime: Runtime) -> None:
    lived = opened(runtime)

    assert _rewritten(lived, lambda state: state.update(more=1)) == ["state_differs"]
