"""The doctor's exit status and the probe agree; neither it nor anybody else tells a secret."""

import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from redis import Redis
from sqlalchemy import delete, update

from console.cluster.redis import RedisServer
from definitions.catalogue import Catalogue
from tests.console.asking import SEPTEMBER, YEAR, ask
from tests.databases import connected
from workflow import logs
from workflow.runtime import Runtime, SimulatedClock
from workflow.service import heartbeats
from workflow.service.heartbeats import ALARMS, TICK, WORKER
from workflow.settings import ADDRESSES, SECRETS, Settings
from workflow.store import heartbeats as signs
from workflow.store import installation
from workflow.store.heartbeats import Sign
from workflow.store.installation import Epoch
from workflow.store.schema import installation as table
from workflow.store.schema import outbox, streams, timers

LATE = SEPTEMBER - timedelta(minutes=10)
Wrong = Callable[[Runtime], None]


@pytest.fixture
def runtime(folder: Path) -> Iterator[Runtime]:
    """The parts over a folder of this test alone, at the moment of asking."""
    with connected(f"sqlite:///{folder / 'thidua.sqlite'}") as engine:
        yield Runtime(engine=engine, catalogue=Catalogue(), clock=SimulatedClock(SEPTEMBER))


def _shown(runtime: Runtime, *signed: Sign) -> None:
    with runtime.engine.begin() as conn:
        for sign in signed:
            signs.beat(conn, sign)


def _well(runtime: Runtime) -> None:
    _shown(runtime, Sign(worker="one@here", at=SEPTEMBER, kind=WORKER),
           Sign(worker=TICK, at=SEPTEMBER, kind=TICK))  # fmt: skip


def _changed(what: object) -> Wrong:
    def change(runtime: Runtime) -> None:
        with runtime.engine.begin() as conn:
            conn.execute(what)  # type: ignore[call-overload]

    return change


def _sign(**fields: object) -> Wrong:
    given: dict[str, object] = {"at": SEPTEMBER, "kind": WORKER, **fields}
    return lambda runtime: _shown(runtime, Sign(worker="one@here", **given))  # type: ignore[arg-type]


def _silent_tick(runtime: Runtime) -> None:
    _shown(runtime, Sign(worker=TICK, at=LATE, kind=TICK))


def _restored(runtime: Runtime) -> None:
    epoch = Epoch(epoch=1, instance="one", mark=1, began_at=LATE, held_at=SEPTEMBER, witnessed=2)
    with runtime.engine.begin() as conn:
        conn.execute(delete(table))
        installation.begin(conn, epoch)


OWED = {"status": "owed", "attempt": 0, "next_at": LATE}
WRONG: dict[str, Wrong] = {
    "no_worker": _sign(at=LATE),
    "no_tick": _silent_tick,
    "broker_evicts": _sign(broker="allkeys-lru"),
    "clock_differs": _sign(offset_us=10_000_000),
    "restored": _restored,
    "notices_late": _changed(update(outbox).values(OWED)),
    "deadlines_overdue": _changed(update(timers).values(status="armed", due=LATE)),
    "stopped": _changed(update(timers).values(status="stuck")),
}


def test_there_is_a_way_for_each_alarm_to_go_off() -> None:
    assert set(WRONG) == set(ALARMS)


def test_where_all_is_well_neither_says_anything(runtime: Runtime, folder: Path) -> None:
    _well(runtime)

    assert heartbeats.health(runtime).ok
    assert ask("doctor", "--dir", folder).status == 0


@pytest.mark.parametrize("alarm", ALARMS)
def test_what_turns_the_probe_red_is_an_error_to_the_doctor(
    runtime: Runtime, folder: Path, alarm: str
) -> None:
    _well(runtime)
    WRONG[alarm](runtime)

    assert heartbeats.health(runtime).alarms == (alarm,)
    assert ask("doctor", "--dir", folder).status == 1


@pytest.mark.parametrize("was", [{"broker": "allkeys-lru"}, {"offset_us": 10_000_000}])
def test_what_was_wrong_with_a_process_that_ended_is_over(
    runtime: Runtime, folder: Path, was: dict[str, object]
) -> None:
    _well(runtime)
    fields: dict[str, object] = {"at": SEPTEMBER - timedelta(hours=2), "kind": WORKER, **was}
    _shown(runtime, Sign(worker="ended@here", **fields))  # type: ignore[arg-type]

    assert heartbeats.health(runtime).alarms == ()
    assert ask("doctor", "--dir", folder).status == 0


def test_where_nothing_ever_ran_both_say_so(runtime: Runtime, folder: Path) -> None:
    told = ask("doctor", "--dir", folder, "--json")

    codes = {one["code"] for one in told.document["findings"] if one["severity"] == "error"}
    assert heartbeats.health(runtime).alarms == ("no_worker", "no_tick")
    assert (told.status, codes) == (1, {"doctor_never_alive", "doctor_never_ticked"})


def test_a_year_that_cannot_be_read_is_named(runtime: Runtime, folder: Path) -> None:
    _well(runtime)
    _changed(update(streams).where(streams.c.kind == "roster").values(state=b"{}"))(runtime)

    told = ask("doctor", "--dir", folder, "--json")

    named = [one["en"] for one in told.document["findings"] if YEAR in one["en"]]
    assert told.status == 3
    assert named == [
        f"What is stored of {YEAR} cannot be read. Stop and run: thidua history verify {YEAR}"
    ]


# secrets ---------------------------------------------------------------------------------------

SECRET = "bi-mat/9Q"  # noqa: S105 - opens nothing
QUOTED = "bi-mat%2F9Q"
GIVEN = {
    **{name: f"{SECRET}-long-enough-{name}" for name in SECRETS},
    "database": f"postgresql+psycopg://thidua:{QUOTED}@127.0.0.1:1/thidua",
    "broker": f"redis://:{QUOTED}@127.0.0.1:1/0",
    "smtp": f"smtps://user:{QUOTED}@mail.example.vn",
    **dict.fromkeys(("site", "telegram_api"), f"https://user:{QUOTED}@gate.example.vn"),
    **dict.fromkeys(("zalo_api", "zalo_oauth"), f"https://user:{QUOTED}@gate.example.vn"),
}
OPEN = {"mail_from", "zalo_app", "webhook_allow"}
"""Settings of text that open nothing."""


def _set(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setenv(f"THIDUA_{name.upper()}", GIVEN[name])


def _tells(text: str) -> bool:
    return SECRET in text or QUOTED in text


def test_every_setting_of_text_is_known_to_hold_a_secret_or_none() -> None:
    text = {
        name for name, field in Settings.model_fields.items()
        if field.annotation in {str, str | None}
    }  # fmt: skip

    assert text == {*SECRETS, *ADDRESSES} | OPEN
    assert set(GIVEN) == {*SECRETS, *ADDRESSES}


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("command", [("doctor",), ("year", "show", YEAR), ("notices", "list")])
def test_no_command_tells_a_secret(
    monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, command: tuple[str, ...]
) -> None:
    _set(monkeypatch, name)
    monkeypatch.setenv("THIDUA_DEBUG", "1")
    asked = [ask(*command, "--dir", folder), ask(*command, "--dir", folder, "--json")]

    assert not any(_tells(told.out + told.err) for told in asked)


@pytest.fixture
def _logging() -> Iterator[None]:
    """Logs as they were before."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = before, level
    logging.captureWarnings(capture=False)


@pytest.mark.usefixtures("_logging")
@pytest.mark.parametrize("name", GIVEN)
def test_no_log_line_tells_a_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    _set(monkeypatch, name)
    said, log = getattr(Settings(), name), logging.getLogger("any")
    logs.configure("INFO")

    log.warning("POST https://api.example/bot%s/send", said)
    log.warning("facts", extra={"facts": {"deep": [said]}})
    log.error("failed", exc_info=RuntimeError(said))

    told = capsys.readouterr().err
    assert len(told.splitlines()) == 3
    assert not _tells(told)


@pytest.mark.parametrize("name", GIVEN)
def test_settings_do_not_tell_their_secrets(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    _set(monkeypatch, name)

    assert not _tells(repr(Settings()) + str(Settings()))


def test_a_secret_that_is_refused_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WEBHOOK_SECRET", SECRET)

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert not _tells("".join(traceback.format_exception(refused.value)))


@pytest.mark.usefixtures("_logging")
def test_the_address_of_a_bot_is_not_logged() -> None:
    logs.configure("INFO")

    assert not logging.getLogger("httpx2").isEnabledFor(logging.INFO)


# Redis -----------------------------------------------------------------------------------------


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this test alone."""
    server = RedisServer()
    try:
        yield server
    finally:
        server.stop()


def _of_redis(monkeypatch: pytest.MonkeyPatch, folder: Path, url: str) -> list[tuple[str, str]]:
    monkeypatch.setenv("THIDUA_BROKER", url)
    told = ask("doctor", "--dir", folder, "--json")
    return [
        (one["severity"], one["code"])
        for one in told.document["findings"]
        if "broker" in one["code"]
    ]


def test_a_redis_that_is_not_there_is_an_error(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    found = _of_redis(monkeypatch, folder, "redis://127.0.0.1:1/0")

    assert found == [("error", "doctor_broker_unreachable")]


def test_a_redis_that_evicts_or_refuses_us_is_an_error(
    monkeypatch: pytest.MonkeyPatch, folder: Path, redis_server: RedisServer
) -> None:
    client = Redis.from_url(redis_server.url)
    assert _of_redis(monkeypatch, folder, redis_server.url) == [("well", "doctor_broker")]

    client.config_set("maxmemory-policy", "allkeys-lru")
    assert _of_redis(monkeypatch, folder, redis_server.url) == [("error", "doctor_broker_evicts")]

    client.config_set("requirepass", "hush-hush")
    client.close()
    found = _of_redis(monkeypatch, folder, redis_server.url)
    assert found == [("error", "doctor_broker_unreachable")]


def test_a_redis_that_evicts_is_told_once_though_its_workers_say_so_too(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, folder: Path, redis_server: RedisServer
) -> None:
    with Redis.from_url(redis_server.url) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
    _shown(runtime, Sign(worker="one@here", at=SEPTEMBER, kind=WORKER, broker="allkeys-lru"))

    assert heartbeats.health(runtime).alarms == ("no_tick", "broker_evicts")
    assert _of_redis(monkeypatch, folder, redis_server.url) == [("error", "doctor_broker_evicts")]
