"""Questions over HTTP, and the probe."""

from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

from fastapi.testclient import TestClient

from console.api.failing import status
from console.api.token import FILE, token_in
from definitions.errors import ThiduaError
from tests.factories import at
from tests.years import Lived
from workflow.domain.errors import HistoryBroken
from workflow.runtime import SimulatedClock
from workflow.service import heartbeats, notices, reading


def test_every_bloc_year_is_listed(client: TestClient, lived: Lived) -> None:
    [year] = client.get("/api/years").json()["years"]

    [summary] = reading.list_years(lived.runtime)
    assert (year["id"], year["state"], year["head"]) == (lived.id, "registration", summary.head)


def test_a_year_says_what_keeps_it_in_its_stage(client: TestClient, lived: Lived) -> None:
    found = client.get(f"/api/years/{lived.id}").json()

    assert (found["state"], found["due"], found["overdue"]) == (
        "registration",
        "2025-03-14T10:00:00Z",
        False,
    )
    [unmet] = found["unmet"]
    assert unmet["who"] == ["Ban An", "Ban Binh", "Ban Chau", "Ban Dong"]


def test_a_year_that_is_not_there(client: TestClient) -> None:
    answer = client.get("/api/years/bloc/1999")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_no_page_loads_programs_from_elsewhere(client: TestClient) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]


def test_the_interface_describes_itself(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert set(paths) == {
        "/api/years",
        "/api/years/{bloc}/{year}",
        "/api/years/{bloc}/{year}/acts",
        "/api/notices",
        "/api/notices/{number}",
        "/api/notices/{number}/drop",
        "/api/notices/{number}/retry",
        "/healthz",
        "/metrics",
    }


def test_the_probe_gives_a_start_its_time_and_then_wants_signs_of_life(
    stranger: TestClient, lived: Lived, clock: SimulatedClock
) -> None:
    sent(lived)
    started = stranger.get("/healthz")
    assert (started.status_code, started.json()["starting"]) == (200, True)

    clock.move_to(clock.now() + heartbeats.NO_TICK_AFTER)
    silent = stranger.get("/healthz")
    assert (silent.status_code, silent.json()["alarms"]) == (503, ["no_worker", "no_tick"])

    heartbeats.beat(lived.runtime, "one")
    heartbeats.ticked(lived.runtime)
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.json()["heartbeats"]) == (200, {"one": 0})


def sent(lived: Lived) -> None:
    for key in notices.claim(lived.runtime):
        notices.send(lived.runtime, key)


def test_the_probe_tells_of_silence(
    stranger: TestClient, lived: Lived, clock: SimulatedClock
) -> None:
    sent(lived)
    heartbeats.beat(lived.runtime, "one")
    heartbeats.ticked(lived.runtime)
    clock.move_to(clock.now() + heartbeats.SILENT_AFTER)

    assert stranger.get("/healthz").json() == {
        "ok": False,
        "starting": False,
        "alarms": ["no_worker"],
        "oldest_unsent_s": None,
        "overdue_timers": 0,
        "oldest_overdue_s": None,
        "stopped": 0,
        "tick_s": 120,
        "heartbeats": {"one": 120},
        "others": {},
    }


def test_the_probe_tells_of_notices_that_do_not_leave(
    stranger: TestClient, lived: Lived, clock: SimulatedClock
) -> None:
    clock.move_to(clock.now() + timedelta(minutes=6))
    heartbeats.beat(lived.runtime, "one")

    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.json()["oldest_unsent_s"]) == (503, 360)


def test_the_probe_tells_of_deadlines_that_nobody_acts_on(
    stranger: TestClient, lived: Lived, clock: SimulatedClock
) -> None:
    clock.move_to(at(3, 20))
    heartbeats.beat(lived.runtime, "one")

    assert stranger.get("/healthz").json()["overdue_timers"] == 4


def test_a_worker_gone_for_a_day_is_forgotten(
    stranger: TestClient, lived: Lived, clock: SimulatedClock
) -> None:
    heartbeats.beat(lived.runtime, "old")
    clock.move_to(clock.now() + timedelta(days=2))
    heartbeats.beat(lived.runtime, "new")

    assert set(stranger.get("/healthz").json()["heartbeats"]) == {"new"}


def test_the_token_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first, again = token_in(tmp_path), token_in(tmp_path)

    assert (first, len(first) > 30) == (again, True)
    assert S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_token_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    token_in(tmp_path)
    (tmp_path / FILE).chmod(0o644)

    token_in(tmp_path)

    assert S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


OURS = {
    "CaseStopped", "ClockAstray", "ExtraMissing", "HistoryBroken", "NotCanonical", "NothingHeld",
    "OtherTables", "UnknownPlaceholder", "UnknownWording",
}  # fmt: skip
"""What no asker can mend, or meet here."""


def test_every_error_of_the_engine_has_a_status_of_its_own_or_is_our_fault() -> None:
    floors = ("definitions.", "workflow.", "console.")
    family = [one for one in walk(ThiduaError) if one.__module__.startswith(floors)]

    assert HistoryBroken in family
    faults = {one.__name__ for one in family[1:] if status_of(one) == 500}
    assert faults - {one.__name__ for one in walk(HistoryBroken)} <= OURS
    assert status(HistoryBroken("event_shape", seq=1, kind="x")) == 500


def status_of(kind: type[ThiduaError]) -> int:
    return status(kind.__new__(kind))


def walk(kind: type[ThiduaError]) -> list[type[ThiduaError]]:
    return [kind, *(one for below in kind.__subclasses__() for one in walk(below))]
