"""Reminders: one mail per person and hour, from whichever blocs; none that is pointless."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.factories import ADMIN, HEAD, at, sits
from tests.service.telling import Post, deliver, deliver_until, telling
from tests.years import Lived, register
from workflow.domain.telling.waves import HOUR
from workflow.runtime import CannotSend, Mail, Runtime
from workflow.service import notices
from workflow.service.deadlines import fire_due
from workflow.store.outbox import message_id
from workflow.store.schema import outbox
from workflow.store.sending import claim_to_send, name_mail

REMINDED = at(2, 28, 1)
"""08:00 in Hà Nội, two weeks before the due day of the first stage."""


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def blocs(runtime: Runtime, post: Post, tmp_path: Path) -> list[Lived]:
    """Two blocs with the same people; the opening of both is told."""
    found = [telling(runtime, post, tmp_path, bloc=bloc) for bloc in ("bloc", "other")]
    deliver(found[0].runtime)
    post.mails.clear()
    return found


@pytest.fixture
def lived(blocs: list[Lived]) -> Lived:
    return blocs[0]


def remind(lived: Lived) -> None:
    lived.clock.move_to(REMINDED)
    fire_due(lived.runtime)


def statuses(lived: Lived) -> Counter[tuple[str, str | None]]:
    wanted = select(outbox.c.status, outbox.c.answer).where(outbox.c.notice == "stage_reminder")
    with lived.runtime.engine.connect() as conn:
        return Counter((row.status, row.answer) for row in conn.execute(wanted))


def test_one_mail_lists_what_two_blocs_remind_of(lived: Lived, post: Post) -> None:
    remind(lived)
    deliver_until(lived.runtime, REMINDED + HOUR)

    assert sorted(Counter(mail.address for mail in post.mails).values()) == [1, 1, 1, 1]
    assert {len(mail.entries) for mail in post.mails} == {2}
    assert {mail.subject for mail in post.mails} == {"Nhắc việc: 2 việc đang chờ"}
    assert statuses(lived) == {("sent", "taken"): 8}


def test_nothing_leaves_before_its_minute(lived: Lived, post: Post) -> None:
    remind(lived)
    deliver(lived.runtime)

    assert post.mails == []


def test_mails_are_an_hour_apart_even_after_an_outage(lived: Lived, post: Post) -> None:
    sent: list[tuple[str, datetime]] = []
    post.refusing += [CannotSend("421 down", final=False)] * 30
    remind(lived)
    for _ in range(36):
        deliver_until(lived.runtime, lived.now + timedelta(minutes=5))
        sent += [(mail.address, lived.now) for mail in post.mails]
        post.mails.clear()
        if lived.now < REMINDED + 2 * HOUR:
            _remind_again(lived)

    for address in {one for one, _ in sent}:
        moments = [moment for one, moment in sent if one == address]
        gaps = [later - first for first, later in pairwise(moments)]
        assert all(gap >= HOUR - timedelta(minutes=5) for gap in gaps)
    assert len(sent) > 4


def _remind_again(lived: Lived) -> None:
    """Owe each reminder of the other bloc once more, as another rung of a ladder would."""
    with lived.runtime.engine.begin() as conn:
        row = dict(
            conn.execute(select(outbox).where(outbox.c.reminder == 1)).mappings().fetchall()[0]
        )
        del row["id"]
        again = {"key": f"{row['key']}|{lived.now}", "status": "owed", "attempt": 0,
                 "next_at": lived.now, "sent_as": None, "done_at": None}  # fmt: skip
        conn.execute(outbox.insert().values({**row, **again}))


def test_the_same_reminders_are_the_same_mail_whatever_happens_between(
    lived: Lived, post: Post
) -> None:
    post.refusing += [CannotSend("lost", final=False, unsure=True)] * 4
    remind(lived)
    deliver_until(lived.runtime, REMINDED + HOUR)
    deliver_until(lived.runtime, REMINDED + 3 * HOUR)

    with lived.runtime.engine.connect() as conn:
        named = set(conn.scalars(select(outbox.c.sent_as).where(outbox.c.reminder == 1)))
    assert {mail.message_id for mail in post.mails} == named
    assert len(named) == 4


def test_reminders_that_may_have_left_stay_the_same_mail_after_a_refusal(
    lived: Lived, post: Post
) -> None:
    remind(lived)
    post.refusing += [CannotSend("lost", final=False, unsure=True)] * 4
    deliver_until(lived.runtime, REMINDED + HOUR)
    named = _names(lived)
    post.refusing += [CannotSend("451 later", final=False)] * 4
    deliver_until(lived.runtime, REMINDED + HOUR + timedelta(minutes=1))
    _remind_again(lived)
    deliver_until(lived.runtime, REMINDED + 3 * HOUR)

    assert named == {mail.message_id for mail in post.mails[:4]} < _names(lived)


def _names(lived: Lived) -> set[str | None]:
    with lived.runtime.engine.connect() as conn:
        return set(conn.scalars(select(outbox.c.sent_as).where(outbox.c.reminder == 1)))


def test_a_worker_that_dies_over_a_mail_of_many_leaves_the_same_mail(
    lived: Lived, post: Post
) -> None:
    remind(lived)
    lived.clock.move_to(REMINDED + HOUR)
    keys = notices.claim(lived.runtime)
    with lived.runtime.engine.begin() as conn:
        taken = claim_to_send(conn, keys[0], lived.now, lived.runtime.lease)
        named = message_id([row.key for row in taken])
        name_mail(conn, taken, named)

    lived.clock.move_to(lived.now + lived.runtime.lease)
    deliver(lived.runtime)

    assert len(post.mails) == 4
    assert named in {mail.message_id for mail in post.mails}
    assert statuses(lived)["sent", "taken"] == 8


def test_whoever_wants_them_singly_gets_them_singly(lived: Lived, post: Post) -> None:
    lived.do("choose_channels", sits("chau"), gathered=False)
    remind(lived)
    deliver_until(lived.runtime, REMINDED + HOUR)

    of_chau = [mail for mail in post.mails if mail.address == "of-chau@example.vn"]
    assert [len(mail.entries) for mail in of_chau] == [1, 1]


@dataclass
class NoChats:
    """A far end that takes mail, and to which nobody may write by chat any more."""

    mails: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> str:
        if mail.channel != "email":
            answer = "403 blocked by the user"
            raise CannotSend(answer, final=True)
        self.mails.append(mail)
        return "taken"


def blocked(runtime: Runtime, folder: Path, blocs: tuple[str, ...]) -> tuple[Lived, NoChats]:
    """Return one of several blocs in which a person is reminded by a chat that takes nothing."""
    post = NoChats()
    found = [telling(runtime, post, folder, bloc=bloc) for bloc in blocs]
    contacts = [{"channel": "telegram", "to": "12345"}]
    for one in found:
        one.do("choose_channels", sits("chau"), channels=["telegram"], contacts=contacts)
    deliver(found[0].runtime)
    post.mails.clear()
    return found[0], post


def test_what_a_chat_gave_up_is_gathered_in_one_mail(runtime: Runtime, tmp_path: Path) -> None:
    lived, post = blocked(runtime, tmp_path, ("bloc", "other", "third"))
    remind(lived)
    deliver_until(lived.runtime, REMINDED + 3 * HOUR)

    found = [mail for mail in post.mails if mail.address == "of-chau@example.vn"]
    assert [len(mail.entries) for mail in found] == [3]


def test_what_a_chat_gave_up_leaves_at_once_where_it_would_be_too_late(
    runtime: Runtime, tmp_path: Path
) -> None:
    lived, post = blocked(runtime, tmp_path, ("bloc",))
    remind(lived)
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(outbox).values(stale_at=REMINDED + 2 * HOUR, next_at=REMINDED + HOUR))
    lived.clock.move_to(REMINDED + 2 * HOUR - timedelta(seconds=2))
    deliver(lived.runtime)

    assert "of-chau@example.vn" in {mail.address for mail in post.mails}


def test_a_reminder_whose_deadline_passed_is_dropped(lived: Lived, post: Post) -> None:
    """As after an outage of a few days: the due day is the 14th of March."""
    lived.clock.move_to(at(3, 13, 1))
    fire_due(lived.runtime)
    post.refusing += [CannotSend("421 down", final=False)] * 1000
    deliver_until(lived.runtime, at(3, 13, 6))
    lived.clock.move_to(at(3, 16))
    post.refusing.clear()
    deliver(lived.runtime)

    assert set(statuses(lived)) == {("superseded", "deadline_passed")}
    assert post.mails == []


def test_a_reminder_of_a_stage_that_was_left_is_dropped(lived: Lived) -> None:
    remind(lived)
    for unit in ("an", "binh", "chau", "dong"):
        register(lived, unit)
        by = sits("binh") if unit == "an" else HEAD
        lived.do("accept_registration", by, unit=unit)
    lived.do("advance", HEAD)
    deliver_until(lived.runtime, REMINDED + HOUR)

    assert statuses(lived) == {("superseded", "over"): 4, ("sent", "taken"): 4}


def test_whoever_is_suspended_is_not_reminded(lived: Lived) -> None:
    remind(lived)
    lived.do("suspend", ADMIN, reason="Bão")

    assert statuses(lived)["superseded", "over"] == 4


def test_a_page_of_the_site_is_linked_and_nothing_else(lived: Lived, post: Post) -> None:
    remind(lived)
    linked = replace(lived.runtime, site="https://thidua.example.vn/")
    deliver_until(linked, REMINDED + HOUR)

    links = {one.link for mail in post.mails for one in mail.entries}
    assert links == {
        "https://thidua.example.vn/years/bloc/2025", "https://thidua.example.vn/years/other/2025",
    }  # fmt: skip
