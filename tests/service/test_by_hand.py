"""Notices by hand: found, looked at, sent again or given up, always with who and why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from tests.factories import ADMIN, HEAD, MEMBER
from tests.service.telling import Post, deliver, telling
from tests.years import Lived
from workflow.domain.errors import NotFound, Refused
from workflow.runtime import CannotSend, Runtime
from workflow.service import by_hand, notices
from workflow.service.by_hand import NoticeElsewhere
from workflow.store import sending
from workflow.store.by_hand import NoticeRow
from workflow.store.outbox import OutboxRow

WHO = {"person": "of-admin", "reason": "đã sửa địa chỉ"}


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def lived(runtime: Runtime, post: Post, tmp_path: Path) -> Lived:
    return telling(runtime, post, tmp_path)


def only(lived: Lived, status: str, person: str = "of-chau") -> NoticeRow:
    (found,) = by_hand.search(lived.runtime, status=status, person=person)
    return found


def only_one_owed(lived: Lived) -> NoticeRow:
    return by_hand.search(lived.runtime, person="of-chau", status="owed")[0]


def refuse(lived: Lived, post: Post) -> None:
    """Let one notice to each person be refused for good."""
    post.refusing += [CannotSend("550 unknown", final=True)] * 4
    deliver(lived.runtime)


def test_notices_are_found_by_year_person_and_state(lived: Lived) -> None:
    found = by_hand.search(lived.runtime, year=lived.id, person="of-chau", status="owed")

    assert [one.notice for one in found] == ["stage_opened", "year_opened"]
    assert by_hand.search(lived.runtime, status="sent") == []


def test_a_long_list_is_read_page_by_page(lived: Lived) -> None:
    first = by_hand.search(lived.runtime, limit=5)
    second = by_hand.search(lived.runtime, limit=5, before=first[-1].id)

    assert len({one.id for one in (*first, *second)}) == 8


def test_a_notice_is_shown_in_its_words(lived: Lived) -> None:
    found = by_hand.show(lived.runtime, by_hand.search(lived.runtime, person="of-chau")[-1].id)

    assert (found.subject, found.body) == ("Mở 2025", "Khối thi đua mẫu: 2025")


def test_what_is_sent_again_by_hand_says_who_and_why(lived: Lived, post: Post) -> None:
    refuse(lived, post)
    dead = only(lived, "dead")

    by_hand.retry(lived.runtime, dead.id, **WHO)
    deliver(lived.runtime)

    found = by_hand.show(lived.runtime, dead.id)
    assert found.row.status == "sent"
    assert [(one.person, one.did, one.reason, one.was) for one in found.decisions] == [
        ("of-admin", "retry", "đã sửa địa chỉ", "dead")
    ]


def test_it_goes_to_where_the_person_is_reached_by_now(lived: Lived, post: Post) -> None:
    refuse(lived, post)
    contact = {"channel": "email", "to": "chau@coquan.gov.vn"}
    lived.do("choose_channels", MEMBER, contacts=[contact])

    by_hand.retry(lived.runtime, only(lived, "dead").id, **WHO)
    deliver(lived.runtime)

    assert post.mails[-1].address == "chau@coquan.gov.vn"


def test_what_may_have_left_goes_again_to_where_it_went(lived: Lived, post: Post) -> None:
    post.refusing += [CannotSend("cut off", final=False, unsure=True)] * 4
    deliver(lived.runtime)
    contact = {"channel": "email", "to": "chau@coquan.gov.vn"}
    lived.do("choose_channels", MEMBER, contacts=[contact])
    doubtful = only(lived, "ambiguous")

    by_hand.retry(lived.runtime, doubtful.id, **WHO)
    deliver(lived.runtime)

    again = by_hand.show(lived.runtime, doubtful.id).row
    assert (again.status, again.address) == ("sent", doubtful.address)
    assert doubtful.sent_as in {mail.message_id for mail in post.mails}


def test_who_had_no_address_is_told_once_they_have_one(lived: Lived, post: Post) -> None:
    lived.do("seat_person", ADMIN, person={"id": "new", "name": "Mới"}, seat="unit:chau")
    lived.do("register", MEMBER, staff=1, people=1)
    lived.do("return_registration", HEAD, unit="chau", comment="Thiếu")
    dead = only(lived, "dead", "new")
    assert dead.answer == "no_address"

    person = {"id": "new", "name": "Mới", "email": "new@example.vn"}
    lived.do("seat_person", ADMIN, person=person, seat="unit:chau")
    by_hand.retry(lived.runtime, dead.id, **WHO)
    deliver(lived.runtime)

    assert post.mails[-1].address == "new@example.vn"


def test_what_is_given_up_never_leaves(lived: Lived, post: Post) -> None:
    dropped = by_hand.search(lived.runtime, person="of-chau")[0]
    by_hand.drop(lived.runtime, dropped.id, **WHO)
    deliver(lived.runtime)

    assert len(post.mails) == 7
    assert by_hand.show(lived.runtime, dropped.id).row.answer == "dropped_by: of-admin"


@pytest.mark.parametrize("decide", [by_hand.retry, by_hand.drop])
def test_what_was_sent_is_decided(lived: Lived, decide: Callable[..., list[int]]) -> None:
    deliver(lived.runtime)
    sent = by_hand.search(lived.runtime, status="sent")[0]

    with pytest.raises(NoticeElsewhere):
        decide(lived.runtime, sent.id, **WHO)


@pytest.mark.parametrize("decide", [by_hand.retry, by_hand.drop])
def test_only_an_administrator_of_that_year_decides(
    lived: Lived, decide: Callable[..., list[int]]
) -> None:
    owed = only_one_owed(lived)

    for somebody in ("of-chau", "nobody-here"):
        with pytest.raises(Refused) as refused:
            decide(lived.runtime, owed.id, person=somebody, reason="tôi muốn thế")
        assert [one.code for one in refused.value.unmet] == ["SEAT_NOT_HELD"]
    assert by_hand.show(lived.runtime, owed.id).decisions == ()


@pytest.mark.parametrize("change", ["UPDATE outbox_decisions SET reason = ''",
                                    "DELETE FROM outbox_decisions"])  # fmt: skip
def test_what_was_decided_stays(lived: Lived, change: str) -> None:
    by_hand.drop(lived.runtime, only_one_owed(lived).id, **WHO)

    with pytest.raises(DBAPIError, match="append-only"), lived.runtime.engine.begin() as conn:
        conn.exec_driver_sql(change)


def test_what_a_worker_holds_is_left_to_it(lived: Lived) -> None:
    key = notices.claim(lived.runtime)[0]

    with pytest.raises(NoticeElsewhere):
        by_hand.drop(lived.runtime, key, **WHO)


def test_a_worker_that_froze_before_it_was_owed_anew_marks_nothing_of_anothers(
    lived: Lived,
) -> None:
    row = next(
        one
        for one in by_hand.search(lived.runtime, person="of-chau")
        if one.notice == "year_opened"
    )
    frozen = claimed(lived, row.id)
    lived.clock.move_to(lived.now + 2 * lived.runtime.lease)
    notices.claim(lived.runtime)
    by_hand.retry(lived.runtime, only(lived, "ambiguous").id, **WHO)
    claimed(lived, row.id)

    with lived.runtime.engine.begin() as conn:
        marked = sending.finish(
            conn, frozen, "sent", "late", at=lived.now, next_at=lived.now, sent_as=None
        )

    assert not marked
    assert by_hand.show(lived.runtime, row.id).row.status == "sending"


def claimed(lived: Lived, row_id: int) -> tuple[OutboxRow, ...]:
    """Take a notice to send it, as a worker does."""
    notices.claim(lived.runtime)
    with lived.runtime.engine.begin() as conn:
        found = sending.claim_to_send(conn, row_id, lived.now, lived.runtime.lease)
    assert found
    return found


def test_what_is_not_there_is_said(lived: Lived) -> None:
    with pytest.raises(NotFound):
        by_hand.show(lived.runtime, 10**9)
    with pytest.raises(NotFound):
        by_hand.search(lived.runtime, status="lost")
    with pytest.raises(NotFound):
        by_hand.search(lived.runtime, year="nowhere/2025")
