"""What is no longer true is taken back: dropped where it has not left, corrected where it has."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories import ADMIN, HEAD, sits
from tests.service.telling import Post, deliver, deliver_until, telling
from tests.years import Lived, carry
from workflow.runtime import CannotSend, Runtime
from workflow.store.schema import outbox

AGREED = "leaders_agreed"
MEMBERS = ["an", "binh", "chau", "dong"]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def lived(runtime: Runtime, post: Post, tmp_path: Path) -> Lived:
    """A year in its handover; everything that it owed so far is sent."""
    found = telling(runtime, post, tmp_path)
    carry(found, "handover")
    deliver(found.runtime)
    post.mails.clear()
    return found


def agree(lived: Lived, head: str) -> None:
    lived.do("agree_leaders", HEAD, head=head, present=MEMBERS)


def rows(lived: Lived, person: str) -> list[tuple[str, str | None]]:
    wanted = select(outbox.c.status, outbox.c.answer).where(
        outbox.c.notice == AGREED, outbox.c.person == person
    )
    with lived.runtime.engine.connect() as conn:
        return [(row.status, row.answer) for row in conn.execute(wanted.order_by(outbox.c.id))]


def hushed(lived: Lived, person: str) -> None:
    """Let a person have quiet hours from now on, for an hour and a half."""
    local = lived.now + timedelta(hours=7)
    until = local + timedelta(minutes=90)
    lived.do(
        "choose_channels", ADMIN, person=person,
        quiet_from=f"{local:%H:%M}", quiet_to=f"{until:%H:%M}",
    )  # fmt: skip


def test_whoever_was_told_gets_the_correction_in_the_same_conversation(
    lived: Lived, post: Post
) -> None:
    agree(lived, "binh")
    deliver(lived.runtime)
    agree(lived, "chau")
    deliver(lived.runtime)

    first = {mail.address: mail.message_id for mail in post.mails[:4]}
    second = {mail.address: mail.refers_to for mail in post.mails[4:]}
    assert len(post.mails) == 8
    assert second == first


def test_what_has_not_left_is_dropped(lived: Lived, post: Post) -> None:
    hushed(lived, "of-dong")
    agree(lived, "binh")
    deliver(lived.runtime)
    agree(lived, "chau")
    deliver_until(lived.runtime, lived.now + timedelta(hours=2))

    assert rows(lived, "of-dong") == [
        ("superseded", f"retracted_by: {AGREED}"), ("sent", "taken"),
    ]  # fmt: skip
    to_dong = [mail for mail in post.mails if mail.address.startswith("of-dong")]
    assert [mail.refers_to for mail in to_dong] == [None]


def test_quiet_hours_are_waited_out(lived: Lived, post: Post) -> None:
    hushed(lived, "of-dong")
    agree(lived, "binh")

    deliver_until(lived.runtime, lived.now + timedelta(hours=1))
    assert len(post.mails) == 3

    deliver_until(lived.runtime, lived.now + timedelta(hours=1))
    assert len(post.mails) == 4


def test_whoever_was_told_is_told_again_though_no_longer_among_the_recipients(
    lived: Lived, post: Post
) -> None:
    agree(lived, "binh")
    deliver(lived.runtime)
    day = lived.now.date() - timedelta(days=1)
    person = {"id": "of-dong", "name": "of-dong", "email": "of-dong@example.vn"}
    start = day - timedelta(days=30)
    for end in (day,):
        lived.do(
            "seat_person", ADMIN, person=person, seat="unit:dong",
            start=start.isoformat(), end=end.isoformat(),
        )  # fmt: skip
    seated = {"id": "new", "name": "Mới", "email": "new@example.vn"}
    lived.do("seat_person", ADMIN, person=seated, seat="unit:dong")
    post.mails.clear()

    agree(lived, "chau")
    deliver(lived.runtime)

    refers = {mail.address: mail.refers_to for mail in post.mails}
    assert refers["of-dong@example.vn"] is not None
    assert refers["new@example.vn"] is None


def test_what_may_have_left_counts_as_told(lived: Lived, post: Post) -> None:
    post.refusing += [CannotSend("no answer", final=False, unsure=True)] * 4
    agree(lived, "binh")
    deliver(lived.runtime)
    agree(lived, "chau")
    deliver(lived.runtime)

    assert all(mail.refers_to for mail in post.mails)
    assert [status for status, _ in rows(lived, "of-an")] == ["owed", "sent"]


@pytest.mark.parametrize("then", ["451 later", "550 unknown"])
def test_what_may_have_left_still_counts_as_told_after_a_refusal(
    lived: Lived, post: Post, then: str
) -> None:
    agree(lived, "binh")
    post.refusing += [CannotSend("no answer", final=False, unsure=True)] * 4
    deliver(lived.runtime)
    post.refusing += [CannotSend(then, final=then.startswith("5"))] * 4
    deliver_until(lived.runtime, lived.now + timedelta(seconds=31))
    agree(lived, "chau")
    deliver(lived.runtime)

    assert len(post.mails) == 4
    assert all(mail.refers_to for mail in post.mails)


@pytest.mark.parametrize("person", ["of-chau"])
def test_a_channel_that_gives_up_is_followed_by_mail(lived: Lived, post: Post, person: str) -> None:
    chosen = {"channels": ["telegram"], "contacts": [{"channel": "telegram", "to": "77"}]}
    lived.do("choose_channels", sits("chau"), **chosen)
    agree(lived, "binh")
    deliver(lived.runtime)
    assert [mail.channel for mail in post.mails if mail.address == "77"] == ["telegram"]

    post.refusing += [CannotSend("blocked", final=True)] * 4
    agree(lived, "chau")
    deliver(lived.runtime)

    assert rows(lived, person)[1:] == [("dead", "blocked"), ("sent", "taken")]
    assert post.mails[-1].address == "of-chau@example.vn"
