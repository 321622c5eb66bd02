"""A backup brought back: row F41 of the fault table, in any mode and on any database."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from tasks.senders.mail_folder import MailFolder
from tasks.witness import FILE, LONG, Both, FileWitness
from tests.years import Lived, opened
from workflow.runtime import Runtime, Unreachable
from workflow.service import heartbeats, notices, restoring
from workflow.service.restoring import NothingHeld
from workflow.store.schema import installation, outbox


@pytest.fixture
def lived(runtime: Runtime, tmp_path: Path) -> Lived:
    """A bloc year whose notices go out of an installation that is witnessed."""
    sender = MailFolder(tmp_path / "mail", "Thi Đua <thidua@example.vn>")
    return opened(replace(runtime, sender=sender, witness=FileWitness(tmp_path / "outside")))


def restore_the_state_before_anything_left(runtime: Runtime) -> None:
    """Bring back what a backup from before the first batch holds."""
    with runtime.engine.begin() as conn:
        conn.execute(update(installation).values(mark=0))
        conn.execute(
            update(outbox).values(
                status="owed", attempt=0, done_at=None, answer=None, sent_as=None,
                next_at=outbox.c.owed_at,
            )
        )  # fmt: skip


def sent_and_restored(lived: Lived) -> Runtime:
    for key in notices.claim(lived.runtime):
        notices.send(lived.runtime, key)
    restore_the_state_before_anything_left(lived.runtime)
    return lived.runtime


def test_an_older_database_publishes_nothing_and_says_so(lived: Lived) -> None:
    runtime = sent_and_restored(lived)

    assert notices.claim(runtime) == []
    assert notices.claim(runtime) == []

    assert "restored" in heartbeats.health(runtime).alarms
    assert len(restoring.held_back(runtime)) == 8


def test_messages_left_in_the_broker_send_nothing_that_is_in_doubt(lived: Lived) -> None:
    runtime = sent_and_restored(lived)
    notices.claim(runtime)

    assert [notices.send(runtime, row.id) for row in restoring.held_back(runtime)] == [None] * 8


def test_released_notices_go_out_under_the_names_they_had(lived: Lived, tmp_path: Path) -> None:
    runtime = sent_and_restored(lived)
    before = {path.name for path in (tmp_path / "mail").rglob("*.eml")}
    notices.claim(runtime)

    epoch, count = restoring.confirm(runtime, "release")
    for key in notices.claim(runtime):
        notices.send(runtime, key)

    assert (epoch, count) == (2, 8)
    assert {path.name for path in (tmp_path / "mail").rglob("*.eml")} == before
    assert restoring.held(runtime) is None


def test_dropped_notices_stay_and_are_shown_as_given_up(lived: Lived) -> None:
    runtime = sent_and_restored(lived)
    notices.claim(runtime)

    restoring.confirm(runtime, "drop")

    assert notices.claim(runtime) == []
    assert restoring.held_back(runtime) == []
    assert notices.waiting(runtime) == 0


def test_nothing_is_confirmed_where_nothing_is_held(lived: Lived) -> None:
    notices.claim(lived.runtime)

    with pytest.raises(NothingHeld):
        restoring.confirm(lived.runtime, "release")


def test_another_installation_in_the_same_folder_is_no_contradiction(
    lived: Lived, tmp_path: Path
) -> None:
    FileWitness(tmp_path / "outside").note("another", 1000)

    assert len(notices.claim(lived.runtime)) == 8


def test_a_witness_that_cannot_be_told_keeps_everything_back(lived: Lived) -> None:
    runtime = replace(lived.runtime, witness=Both(Mute()))

    with pytest.raises(Unreachable):
        notices.claim(runtime)

    assert len(notices.claim(lived.runtime)) == 8


def test_the_highest_mark_counts_however_long_the_file_has_grown(tmp_path: Path) -> None:
    one, other = FileWitness(tmp_path), FileWitness(tmp_path)

    for mark in range(1, 1000):
        one.note("here", mark)
        other.note("there", 2 * mark)
    one.note("here", 1)  # a relay that was slow

    assert FileWitness(tmp_path).seen() == {"here": 999, "there": 1998}
    assert (tmp_path / FILE).stat().st_size < 2 * LONG


def test_a_file_of_the_release_before_is_read_and_a_spoilt_line_passed_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"here": 7, "there": 2}')
    FileWitness(tmp_path).note("there", 3)
    with (tmp_path / FILE).open("a") as file:
        file.write("\nhalf a li")

    assert FileWitness(tmp_path).seen() == {"here": 7, "there": 3}


class Mute(FileWitness):
    """A witness that can be asked and not told."""

    def __init__(self) -> None:
        super().__init__(Path("/nonexistent"))

    def note(self, instance: str, mark: int) -> None:
        raise Unreachable(instance, mark)
