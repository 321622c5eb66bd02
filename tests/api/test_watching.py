"""What an outside eye sees: figures for Prometheus, log lines with the act's id, one trace."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, update

from console.api.app import create_app
from tasks.embedded import inside
from tests.api.conftest import TOKEN, Act
from tests.factories import sits
from tests.years import Lived
from workflow import logs, tracing
from workflow.runtime import Mail
from workflow.service import heartbeats, reading
from workflow.store.schema import streams, timers

SECRET = "a-secret-of-the-tests"  # noqa: S105 - opens nothing
HERE = ("127.0.0.1", 50000)
"""Where a proxy on the same machine asks from, on behalf of anybody."""


class Taking:
    """A far end that takes everything."""

    def send(self, mail: Mail) -> str:
        return mail.message_id


def figures(answer: str) -> dict[str, float]:
    return {
        f"{one.name}{sorted(one.labels.values())}": one.value
        for family in text_string_to_metric_families(answer)
        for one in family.samples
    }


def test_the_figures_are_those_of_the_database(client: TestClient, lived: Lived) -> None:
    heartbeats.beat(lived.runtime, "one@here", broker="allkeys-lru")

    found = figures(client.get("/metrics").text)

    assert found["thidua_notices['owed']"] == reading.notices(lived.runtime)["owed"]
    assert found["thidua_alarm['broker_evicts']"] == 1
    assert found["thidua_alarm['no_worker']"] == 0
    assert found["thidua_heartbeat_age_seconds['one@here', 'worker']"] == 0
    assert found["thidua_years_nobodys_move[]"] == 0
    assert found["thidua_database_bytes[]"] > 0


def test_one_year_that_cannot_be_read_hides_no_figure_of_the_others(
    client: TestClient, lived: Lived
) -> None:
    with lived.runtime.engine.begin() as conn:
        conn.execute(delete(timers))
        conn.execute(update(streams).where(streams.c.kind == "roster").values(state=b"{}"))

    answer = client.get("/metrics")

    assert answer.status_code == 200
    found = figures(answer.text)
    assert (found["thidua_years_unreadable[]"], found["thidua_years_nobodys_move[]"]) == (1, 0)
    assert found["thidua_database_bytes[]"] > 0


def test_a_proxy_on_this_machine_shows_nobody_the_figures(lived: Lived) -> None:
    with TestClient(create_app(lived.runtime, TOKEN), client=HERE) as anybody:
        assert anybody.get("/metrics").status_code == 401


def test_a_token_of_their_own_opens_the_figures_alone(lived: Lived) -> None:
    app = create_app(lived.runtime, TOKEN, SECRET)

    with TestClient(app, client=HERE) as client:
        statuses = [
            client.get("/metrics", headers={"Authorization": f"Bearer {one}"}).status_code
            for one in ("", TOKEN, SECRET)
        ]

    assert statuses == [401, 401, 200]


def test_a_request_is_known_by_the_name_it_was_given(client: TestClient) -> None:
    given = client.get("/api/years", headers={"X-Request-ID": "ask-17"})
    spaced = client.get("/api/years", headers={"X-Request-ID": "two words"})

    assert given.headers["x-request-id"] == "ask-17"
    assert spaced.headers["x-request-id"] not in {"", "two words"}


@pytest.fixture
def _root() -> Iterator[None]:
    """Logging as it was before."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = before, level
    logging.captureWarnings(capture=False)


@pytest.mark.usefixtures("_root")
def test_one_act_is_found_by_its_id_from_the_request_to_the_worker(
    act: Act, lived: Lived, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("INFO")
    act("register", sits("binh"), given={"staff": 1, "people": 1}, key="key-of-binh-1")
    returned = {"unit": "binh", "comment": "Thieu"}
    assert act("return_registration", sits("an"), given=returned, key="key-of-an-0001").is_success
    with inside(replace(lived.runtime, sender=Taking()), schedule=False) as work:
        work.settle(20)

    lines = [json.loads(one) for one in capsys.readouterr().err.splitlines() if one[:1] == "{"]
    ours = [one["event"] for one in lines if one.get("command") == "key-of-an-0001"]
    assert ours == ["request", "notice"]


@pytest.mark.usefixtures("_root")
def test_no_line_shows_a_password(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")

    logging.getLogger("any").warning("lost redis://thidua:geheim@db:6379/0")

    assert "geheim" not in capsys.readouterr().err


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Every span that ends meanwhile."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.record(provider)
    yield exporter
    tracing.record(None)
    provider.shutdown()


def test_request_act_relay_and_task_are_one_trace(
    act: Act, lived: Lived, spans: InMemorySpanExporter
) -> None:
    act("register", sits("binh"), given={"staff": 1, "people": 1}, key="key-of-binh-1")
    returned = {"unit": "binh", "comment": "Thieu"}
    act("return_registration", sits("an"), given=returned, key="key-of-an-0001")
    with inside(replace(lived.runtime, sender=Taking()), schedule=False) as work:
        work.settle(20)

    ended = spans.get_finished_spans()
    [last] = [
        one for one in ended
        if one.name == "act" and (one.attributes or {}).get("command") == "key-of-an-0001"
    ]  # fmt: skip
    trace = last.get_span_context()
    assert trace
    together = [
        one.name for one in ended
        if (found := one.get_span_context()) and found.trace_id == trace.trace_id
    ]  # fmt: skip
    assert sorted(together) == ["act", "notices.send", "relay", "request"]
