"""F52 to F55: a mail server that goes silent, refuses, dribbles, or is down for a whole wave."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from sqlalchemy import select

from tasks.senders.line import Patience
from tasks.senders.smtp import SmtpSender
from tests.factories import at
from tests.service.telling import deliver, deliver_until, telling
from tests.tasks.mail_server import HANG_UP, Kept, mail_server
from tests.tasks.test_smtp import FROM, NOTICE, refused
from tests.years import Lived
from workflow.runtime import Runtime
from workflow.service import by_hand, notices, reading
from workflow.service.deadlines import fire_due
from workflow.store.schema import outbox

OPENED = 8
"""Notices of a year just opened: two for each unit, the first of which is held when in doubt."""


@pytest.fixture
def server() -> Iterator[Kept]:
    with mail_server() as kept:
        yield kept


@pytest.fixture
def lived(runtime: Runtime, server: Kept, tmp_path: Path) -> Iterator[Lived]:
    """A year that has just been opened, whose mail goes to the server."""
    sender = SmtpSender(server.url, FROM)
    found = telling(runtime, sender, tmp_path)
    yield found
    sender.close()


def told(lived: Lived, kind: str) -> Counter[str]:
    wanted = select(outbox.c.status).where(outbox.c.notice == kind)
    with lived.runtime.engine.connect() as conn:
        return Counter(conn.scalars(wanted))


def ids(server: Kept) -> Counter[str]:
    return Counter(str(mail["Message-ID"]) for mail in server.messages)


def test_f52_what_was_taken_without_an_answer_goes_again_under_the_same_id(
    lived: Lived, server: Kept
) -> None:
    server.to_message += [HANG_UP] * OPENED
    deliver(lived.runtime)
    deliver_until(lived.runtime, lived.now + timedelta(minutes=1))

    assert told(lived, "stage_opened") == {"sent": 4}
    assert sorted(ids(server).values()) == [1, 1, 1, 1, 2, 2, 2, 2]


def test_f52_what_cannot_be_taken_back_waits_for_a_person(lived: Lived, server: Kept) -> None:
    server.to_message += [HANG_UP] * OPENED
    deliver(lived.runtime)
    deliver_until(lived.runtime, lived.now + timedelta(days=2))
    assert told(lived, "year_opened") == {"ambiguous": 4}

    (one, *_) = by_hand.search(lived.runtime, status="ambiguous")
    by_hand.retry(lived.runtime, one.id, person="of-admin", reason="không ai nhận được")
    deliver(lived.runtime)

    assert told(lived, "year_opened") == {"ambiguous": 3, "sent": 1}
    assert max(ids(server).values()) == 2


def test_f53_refused_for_six_hours_is_one_mail_at_last(lived: Lived, server: Kept) -> None:
    until = lived.now + timedelta(hours=6)
    server.to_recipient += ["451 greylisted"] * 10_000
    deliver_until(lived.runtime, until)
    assert reading.notices(lived.runtime) == {"owed": OPENED}

    server.to_recipient.clear()
    deliver_until(lived.runtime, until + timedelta(hours=6))

    assert reading.notices(lived.runtime) == {"sent": OPENED}
    assert set(ids(server).values()) == {1}


def test_f53_those_refused_together_do_not_return_together(lived: Lived, server: Kept) -> None:
    server.to_recipient += ["451 greylisted"] * OPENED
    deliver(lived.runtime)

    with lived.runtime.engine.connect() as conn:
        moments = set(conn.scalars(select(outbox.c.next_at)))
    assert len(moments) > OPENED // 2
    assert max(moments) - lived.now <= notices.FIRST_WAIT


def test_f53_refused_for_good_is_dead_and_shown(lived: Lived, server: Kept) -> None:
    server.to_recipient += ["550 no such user"]
    deliver(lived.runtime)

    (dead,) = by_hand.search(lived.runtime, status="dead")
    assert dead.answer == "550 no such user"
    assert len(server.envelopes) == OPENED - 1


@contextmanager
def dribbling() -> Iterator[int]:
    """A mail server that says one byte at a time, and never comes to an end."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def dribble() -> None:
            line, _ = listening.accept()
            with line:
                while not over.wait(0.02):
                    try:
                        line.sendall(b"2")
                    except OSError:
                        return

        thread = Thread(target=dribble)
        thread.start()
        yield listening.getsockname()[1]
        over.set()
        thread.join()


def test_f54_a_server_that_dribbles_is_hung_up_on() -> None:
    with dribbling() as port:
        sender = SmtpSender(f"smtp://127.0.0.1:{port}", FROM, patience=Patience(mail_s=0.5))
        began = monotonic()
        why = refused(sender, NOTICE)

    assert (why.final, why.unsure) == (False, False)
    assert monotonic() - began < 5


def test_f55_a_wave_drains_when_the_server_is_back(lived: Lived, server: Kept) -> None:
    deliver(lived.runtime)
    server.envelopes.clear()
    remind(lived, at(2, 28, 1))
    server.to_recipient += ["421 down"] * 10_000
    deliver_until(lived.runtime, at(2, 28, 5))
    server.to_recipient.clear()
    deliver_until(lived.runtime, at(2, 28, 12))

    assert told(lived, "stage_reminder") == {"sent": 4}
    assert Counter(one.rcpt_tos[0] for one in server.envelopes) == {
        f"of-{unit}@example.vn": 1 for unit in ("an", "binh", "chau", "dong")
    }


def test_f55_stale_reminders_are_dropped_with_their_reason(lived: Lived, server: Kept) -> None:
    deliver(lived.runtime)
    server.envelopes.clear()
    remind(lived, at(3, 13, 1))
    server.to_recipient += ["421 down"] * 10_000
    deliver_until(lived.runtime, at(3, 13, 6))
    lived.clock.move_to(at(3, 15))
    server.to_recipient.clear()
    deliver(lived.runtime)

    assert told(lived, "stage_reminder") == {"superseded": 4}
    assert {one.answer for one in by_hand.search(lived.runtime, status="superseded")} == {
        "deadline_passed"
    }
    assert server.envelopes == []


def remind(lived: Lived, moment: datetime) -> None:
    """Let one rung of the first stage's ladder ring, and none before it."""
    lived.clock.move_to(moment)
    fire_due(lived.runtime)
