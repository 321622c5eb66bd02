"""Two workers at one inbox at the same moment: one mail of reminders leaves, the other waits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, event, select, text, update

from tests.factories import at
from tests.service.telling import Post, deliver, deliver_until, telling
from tests.years import Lived
from workflow.domain.telling.waves import HOUR
from workflow.runtime import Runtime
from workflow.service import notices
from workflow.service.deadlines import fire_due
from workflow.store.schema import outbox
from workflow.store.upgrading import upgrade

REMINDED = at(2, 28, 1)
BEFORE = "<of-a-worker-that-died@thidua>"
TO = "of-chau@example.vn"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def lived(runtime: Runtime, post: Post, tmp_path: Path) -> Lived:
    """Two blocs remind one person; a worker took one of the reminders, and died an hour ago."""
    lived, _ = [telling(runtime, post, tmp_path, bloc=bloc) for bloc in ("bloc", "other")]
    deliver(lived.runtime)
    post.mails.clear()
    lived.clock.move_to(REMINDED)
    fire_due(lived.runtime)
    lived.clock.move_to(REMINDED + 2 * HOUR)
    with lived.runtime.engine.begin() as conn:
        reminders = outbox.c.reminder == 1
        conn.execute(update(outbox).where(reminders).values(status="superseded"))
        mine = reminders & (outbox.c.address == TO)
        conn.execute(update(outbox).where(mine).values(status="published"))
        died = mine & (outbox.c.year_id == "bloc/2025")
        conn.execute(update(outbox).where(died).values(sent_as=BEFORE, crashes=1))
    return lived


def _keys(lived: Lived) -> list[int]:
    wanted = select(outbox.c.id).where(outbox.c.status == "published").order_by(outbox.c.id)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted))


@contextmanager
def _both_claimed(engine: Engine) -> Iterator[None]:
    """Let nobody who has claimed reminders go on before another has as well."""
    both = Barrier(2, timeout=10)

    def wait(*told: object) -> None:
        if " AS first" in str(told[2]):
            both.wait()

    event.listen(engine, "after_cursor_execute", wait)
    yield
    event.remove(engine, "after_cursor_execute", wait)


def test_of_two_workers_with_reminders_of_one_person_one_sends(
    postgres: str, lived: Lived, post: Post
) -> None:
    """Each has claimed its own before either looks whether the person was reminded lately."""
    assert postgres
    with _both_claimed(lived.runtime.engine), ThreadPoolExecutor(2) as pool:
        came = list(pool.map(lambda key: notices.send(lived.runtime, key), _keys(lived)))

    assert sorted(came, key=str) == [None, "sent"]
    assert [mail.address for mail in post.mails] == [TO]


def test_a_copy_and_another_mail_are_an_hour_apart(lived: Lived, post: Post) -> None:
    first, second = reversed(_keys(lived))
    assert notices.send(lived.runtime, first) == "sent"
    assert notices.send(lived.runtime, second) is None

    deliver_until(lived.runtime, lived.now + HOUR - timedelta(seconds=1))
    assert len(post.mails) == 1
    deliver_until(lived.runtime, lived.now + timedelta(seconds=1))
    assert [mail.message_id for mail in post.mails][1:] == [BEFORE]


def test_one_inbox_in_capital_letters_is_the_same_inbox(lived: Lived, post: Post) -> None:
    with lived.runtime.engine.begin() as conn:
        shouted = update(outbox).where(outbox.c.sent_as == BEFORE)
        conn.execute(shouted.values(address=TO.upper(), sent_as=None, crashes=0))

    for key in _keys(lived):
        notices.send(lived.runtime, key)

    assert len(post.mails) == 1


def test_a_database_of_the_release_before_knows_who_was_reminded(lived: Lived, post: Post) -> None:
    first, second = reversed(_keys(lived))
    notices.send(lived.runtime, first)
    with lived.runtime.engine.begin() as conn:
        conn.execute(text("DROP TABLE inboxes"))
        conn.execute(text("UPDATE alembic_version SET version_num = '0007'"))

    upgrade(lived.runtime.engine)

    assert notices.send(lived.runtime, second) is None
    assert len(post.mails) == 1
