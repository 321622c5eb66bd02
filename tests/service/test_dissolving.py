"""A year that is dissolved: no deadline waits, the members are told, its history proves itself."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from tests.factories import ADMIN, DECREE
from tests.service.telling import Post, deliver, deliver_until, telling
from workflow.runtime import Runtime
from workflow.service.verifying import verify
from workflow.store.schema import timers
from workflow.store.timers import ARMED

BY_FORCE = {
    "reason": "Sáp nhập tỉnh",
    "paper": DECREE | {"on": "2025-01-02"},
    "successor": {"bloc": "khoi-2", "name": "Khối 2"},
    "carried": [{"unit": "an"}, {"unit": "binh"}],
}


def test_no_deadline_waits_any_more_and_the_members_are_told_and_the_history_holds(
    runtime: Runtime, tmp_path: Path
) -> None:
    post = Post()
    lived = telling(runtime, post, tmp_path)
    deliver(lived.runtime)
    post.mails.clear()
    armed = select(func.count()).select_from(timers).where(timers.c.status == ARMED)

    with lived.runtime.engine.connect() as conn:
        assert conn.scalar(armed) != 0
    lived.do("dissolve", ADMIN, **BY_FORCE)
    deliver_until(lived.runtime, lived.now + timedelta(hours=2))

    with lived.runtime.engine.connect() as conn:
        assert conn.scalar(armed) == 0
    assert {"of-an", "of-dong"} <= {mail.name for mail in post.mails}
    assert verify(lived.runtime, lived.id).findings == ()
