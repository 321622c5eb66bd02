"""One act is one transaction, and costs the same however long the history has grown."""

from pathlib import Path

import pytest

from tests.factories import HEAD, MEMBER, sits
from tests.watching import statements
from tests.years import Lived, carry, opened, register
from workflow.runtime import Runtime

RETURN = {"unit": "binh", "comment": "Bổ sung số liệu"}


@pytest.fixture
def lived(runtime: Runtime, database: Path) -> Lived:  # noqa: ARG001 - on SQLite; see test_round_trips
    """A year in its first stage, with the registration of `binh`."""
    lived = opened(runtime)
    register(lived, "binh")
    return lived


def test_an_act_reads_once_and_writes_each_table_once(lived: Lived) -> None:
    with statements(lived.runtime.engine) as seen:
        lived.do("accept_registration", HEAD, unit="binh")

    assert seen.kinds() == [
        "BEGIN",
        "SELECT years",
        "UPDATE years",
        "INSERT events",
        "UPDATE streams",
        "INSERT outbox",
        "INSERT requests",
        "COMMIT",
    ]


def test_an_act_never_reads_the_history(lived: Lived) -> None:
    with statements(lived.runtime.engine) as seen:
        lived.do("accept_registration", HEAD, unit="binh")

    assert "SELECT events" not in seen.kinds()


def test_the_hundredth_act_costs_what_the_first_one_did(lived: Lived) -> None:
    def act() -> list[str]:
        with statements(lived.runtime.engine) as seen:
            lived.do("return_registration", HEAD, **RETURN)
        register(lived, "binh")
        return seen.kinds()

    first = act()
    for _ in range(50):
        hundredth = act()

    assert hundredth == first


def test_a_meeting_of_many_acts_is_one_transaction(lived: Lived) -> None:
    done = [
        {"do": "register", "person": f"of-{unit}", "seat": f"unit:{unit}"}
        for unit in ("an", "chau", "dong")
    ]

    with statements(lived.runtime.engine) as seen:
        lived.do("hold_meeting", HEAD, id="m1", meeting="conference", title="Hội nghị", acts=done)

    assert (seen.count("BEGIN"), seen.count("COMMIT"), seen.count("SELECT")) == (1, 1, 1)


@pytest.mark.usefixtures("database")
def test_the_handover_opens_the_next_year_in_its_own_transaction(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "handover")
    lived.do("agree_leaders", HEAD, head="binh", present=["an", "binh", "chau", "dong"])
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)

    with statements(runtime.engine) as seen:
        lived.do("sign_handover", sits("binh"))

    assert (seen.count("COMMIT"), lived.next().book.year) == (1, 2026)


def test_a_receipt_names_what_was_recorded(lived: Lived) -> None:
    receipt = lived.do("register", MEMBER)

    assert [(one.year, one.seq, one.kind) for one in receipt.events] == [
        (lived.id, 7, "registration_submitted")
    ]
