"""Zalo, by a server that answers as an Official Account's does: errors in a 200, tokens used up."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import Engine, select, update

from tasks.senders.zalo import ZaloSender
from tests.tasks.test_telegram import to_chat
from workflow.runtime import CannotSend, SimulatedClock
from workflow.service.tokens import Token, Tokens
from workflow.store.schema import EPOCH, channel_tokens

APP, SECRET, FIRST = "app", "secret of the app", "refresh-0"
ADDRESS = "77"


@dataclass
class Account:
    """The far end: its tokens, and what it says next."""

    refresh: str = FIRST
    access: str = ""
    bought: int = 0
    expires_in: object = "3600"
    says: list[dict[str, object]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    url: str = ""

    def buy(self, headers: Message, body: bytes) -> dict[str, object]:
        form = dict(parse_qsl(body.decode()))
        known = (headers["secret_key"], form["app_id"], form["grant_type"])
        if known != (SECRET, APP, "refresh_token") or form["refresh_token"] != self.refresh:
            return {"error": -14014, "error_name": "Invalid refresh token"}
        self.bought += 1
        self.access, self.refresh = f"access-{self.bought}", f"refresh-{self.bought}"
        answer = {"access_token": self.access, "refresh_token": self.refresh}
        return {**answer, "expires_in": self.expires_in}

    def message(self, headers: Message, body: bytes) -> dict[str, object]:
        if headers["access_token"] != self.access:
            return {"error": -216, "message": "Access token is invalid"}
        if self.says:
            return self.says.pop(0)
        content = json.loads(body)
        assert content["recipient"] == {"user_id": ADDRESS}
        self.taken.append(content["message"]["text"])
        return {"error": 0, "message": "Success", "data": {"message_id": len(self.taken)}}


@pytest.fixture
def account() -> Iterator[Account]:
    """The far end. Its headers have underscores, which the usual servers of tests leave out."""
    found = Account()
    paths = {"/v4/oa/access_token": found.buy, "/v3.0/oa/message/cs": found.message}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            answer = json.dumps(paths[self.path](self.headers, body)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_port}"
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield found
        server.shutdown()
        serving.join()


def sender(account: Account, engine: Engine, clock: SimulatedClock) -> ZaloSender:
    tokens = Tokens(engine, "zalo", FIRST, clock.now)
    return ZaloSender(APP, SECRET, tokens, api=account.url, oauth=account.url)


@pytest.fixture
def zalo(account: Account, engine: Engine, clock: SimulatedClock) -> ZaloSender:
    return sender(account, engine, clock)


def refused(zalo: ZaloSender) -> CannotSend:
    with pytest.raises(CannotSend) as why:
        zalo.send(to_chat())
    return why.value


def test_a_message_arrives_by_a_token_bought_for_it(account: Account, zalo: ZaloSender) -> None:
    assert [zalo.send(to_chat()), zalo.send(to_chat())] == ["message 1", "message 2"]
    assert (account.taken, account.bought) == ([to_chat().body] * 2, 1)


def test_a_token_that_is_over_is_followed_by_the_next(
    account: Account, zalo: ZaloSender, clock: SimulatedClock
) -> None:
    for _ in range(3):
        zalo.send(to_chat())
        clock.move_to(clock.now() + timedelta(hours=1))

    assert (len(account.taken), account.bought) == (3, 3)


def test_a_token_that_the_far_end_ended_is_followed_by_the_next(
    account: Account, zalo: ZaloSender
) -> None:
    zalo.send(to_chat())
    account.access = "ended by somebody"

    assert zalo.send(to_chat()) == "message 2"


def test_another_process_goes_on_with_the_tokens_that_were_kept(
    account: Account, zalo: ZaloSender, engine: Engine, clock: SimulatedClock
) -> None:
    zalo.send(to_chat())

    assert sender(account, engine, clock).send(to_chat()) == "message 2"
    assert account.bought == 1


def test_workers_at_once_buy_once(account: Account, engine: Engine, clock: SimulatedClock) -> None:
    def work(_: int) -> str:
        try:
            return sender(account, engine, clock).send(to_chat())
        except CannotSend as later:
            return "gone" if later.final else "later"

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(work, range(4)))

    assert account.bought == 1
    assert len(account.taken) == len([one for one in said if one != "later"]) >= 1


@pytest.mark.parametrize(
    "said", ["", "soon", None, [], {"s": 1}, "-5", 10**30, "1e3", "²", "9" * 5000]
)
def test_what_was_bought_is_kept_however_its_time_is_told(
    account: Account, zalo: ZaloSender, clock: SimulatedClock, said: object
) -> None:
    account.expires_in = said
    zalo.send(to_chat())
    clock.move_to(clock.now() + timedelta(minutes=50))
    zalo.send(to_chat())
    assert (len(account.taken), account.bought) == (2, 1)

    clock.move_to(clock.now() + timedelta(minutes=10))
    zalo.send(to_chat())
    assert (len(account.taken), account.bought) == (3, 2)


def test_who_took_too_long_to_buy_keeps_nothing_over_what_was_bought_meanwhile(
    engine: Engine, clock: SimulatedClock
) -> None:
    slow, quick = (Tokens(engine, "zalo", FIRST, clock.now) for _ in range(2))

    def bought(name: str) -> Token:
        return Token(access=f"access-{name}", refresh=f"refresh-{name}", lasts=timedelta(hours=1))

    def slowly(_refresh: str) -> Token:
        with engine.begin() as conn:
            conn.execute(update(channel_tokens).values(lease_until=EPOCH))  # its turn is over
        quick.valid(lambda _refresh: bought("quick"))
        return bought("slow")

    assert slow.valid(slowly) == "access-quick"
    with engine.connect() as conn:
        assert conn.scalars(select(channel_tokens.c.refresh)).all() == ["refresh-quick"]


def test_the_turn_to_buy_ends_by_the_clock_of_the_database(
    engine: Engine, clock: SimulatedClock
) -> None:
    ahead = SimulatedClock(clock.now() + timedelta(hours=5))

    def buying(_refresh: str) -> Token:
        with pytest.raises(CannotSend):
            Tokens(engine, "zalo", FIRST, ahead.now).valid(buying)
        return Token(access="a", refresh="b", lasts=timedelta(hours=1))

    assert Tokens(engine, "zalo", FIRST, clock.now).valid(buying) == "a"


def test_a_first_token_that_is_wrong_is_no_fault_of_the_notice(
    account: Account, zalo: ZaloSender
) -> None:
    account.refresh = "another"

    why = refused(zalo)

    assert not why.final
    assert "refresh token" in why.answer


@pytest.mark.parametrize(
    ("code", "final"), [(-213, True), (-230, True), (-201, True), (-32, False), (-999, False)]
)
def test_an_error_in_the_body_is_told(
    account: Account, zalo: ZaloSender, code: int, *, final: bool
) -> None:
    account.says.append({"error": code, "message": "no"})

    why = refused(zalo)

    assert (why.answer, why.final) == (f"{code} no", final)


def test_too_many_for_now_rests(account: Account, zalo: ZaloSender) -> None:
    account.says.append({"error": -32, "message": "limit"})

    assert refused(zalo).again_in >= timedelta(minutes=1)


def test_no_token_stands_in_an_answer(
    account: Account, zalo: ZaloSender, clock: SimulatedClock
) -> None:
    started: datetime = clock.now()
    account.refresh = "another"

    said = refused(zalo).answer

    assert clock.now() == started
    assert not any(secret in said for secret in (SECRET, FIRST, account.refresh))
