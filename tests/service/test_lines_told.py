"""Notices about single lines and vacant roles are owed in the transaction of the act itself."""

from datetime import date

from sqlalchemy import select

from tests.factories import ADMIN, HEAD, holds
from tests.years import Lived, carry, decided, opened
from workflow.runtime import Runtime
from workflow.store.schema import outbox

MERIT = {"unit": "binh", "award": "MERIT"}


def owed(year: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice).order_by(outbox.c.id)
    with year.runtime.engine.connect() as conn:
        return [*conn.scalars(wanted)]


def test_each_office_of_a_line_that_goes_by_itself_and_then_its_unit_are_told(
    runtime: Runtime,
) -> None:
    year = opened(runtime)
    carry(year, "nomination")
    year.do("nominate", HEAD)
    given = {"ground": "complaint", "source": "Đơn", "since": date(2025, 1, 2)}
    year.do("hold_award", holds("council"), **MERIT, **given)
    decided(year)
    before = owed(year, "award_decided")

    year.do("release_hold", holds("board"), **MERIT, conclusion="no_breach", paper="KL 1")
    assert owed(year, "line_waits") == ["of-board"]
    year.do("decide_released", holds("board"), **MERIT)
    assert owed(year, "line_waits") == ["of-board", "of-chair"]
    year.do("decide_released", holds("chair"), **MERIT)
    assert owed(year, "award_decided") == [*before, "of-binh"]

    year.do("ask_revocation", holds("chair"), **MERIT, reason="Khai man", paper="TB 9")
    year.do("confirm_revocation", ADMIN, **MERIT)
    assert owed(year, "award_revoked") == ["of-binh"]


def test_the_administrator_is_told_that_the_head_left(runtime: Runtime) -> None:
    year = opened(runtime)
    today = year.runtime.clock.now().date()

    year.do("withdraw_unit", ADMIN, unit="an", how="leave", end=today, paper="QĐ 3")

    assert owed(year, "role_vacant") == ["of-admin"]
