"""Eight people at work over HTTP: each act has one key, asked with until there is an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread
from time import monotonic
from typing import Any

import httpx2

from tests.chaos.doing import Doing, Doings
from tests.chaos.evidence import Ask, Head

PAUSE_S = 0.25
"""Between two acts of one person, and between two tries of one act."""

ANSWER_WITHIN_S = 5
OK, REFUSED, NO_SUCH = 200, 409, 404
STALE = "stale_stream"


@dataclass(kw_only=True)
class Place:
    """Where the interface can be reached: any of several web processes, with one token."""

    addresses: Sequence[str] = ()
    token: str = ""
    begun: float = field(default_factory=monotonic)

    @property
    def now_s(self) -> float:
        """The second of the run."""
        return monotonic() - self.begun

    def begin(self) -> None:
        """Let the run begin now; both clocks of a run are this one."""
        self.begun = monotonic()


class Odd(Exception):
    """An answer that no act of a run may get."""


@dataclass
class Client:
    """Does one act after another in a bloc year, until it is told to stop."""

    place: Place
    year: str
    name: str
    doings: Doings
    asks: list[Ask] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        self._stopping, self._pause = Event(), Event()
        self._random = Random(f"{self.year} {self.name}")  # noqa: S311 - which address, no secret
        self._thread = Thread(target=self._run, name=f"{self.year} {self.name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, within_s: float) -> None:
        """Have the last act answered, and end. Raises what went wrong meanwhile."""
        self._stopping.set()
        self._thread.join(within_s)
        if self.failure:
            raise self.failure
        if self._thread.is_alive():
            raise TimeoutError(self.asks[-1].key)

    def _run(self) -> None:
        try:
            with httpx2.Client(timeout=ANSWER_WITHIN_S) as http:
                for doing in self.doings():
                    if self._stopping.is_set():
                        break
                    self._ask(http, doing)
                    self._pause.wait(PAUSE_S)
        except BaseException as failure:  # noqa: BLE001 - shown by the thread that stops this one
            self.failure = failure

    def _ask(self, http: httpx2.Client, doing: Doing) -> None:
        """Ask until there is an answer, with the same key each time."""
        key = f"act-{self.year.replace('/', '-')}-{self.name}-{len(self.asks)}"
        ask = Ask(key=key, year=self.year, do=doing.do, begun_s=self.place.now_s, meant=doing.meant)
        self.asks.append(ask)
        body = {"do": doing.do, **doing.by, "given": doing.given}
        while not self._answered(ask, self._try(http, ask, body)):
            self._pause.wait(PAUSE_S)

    def _try(
        self, http: httpx2.Client, ask: Ask, body: Mapping[str, object]
    ) -> httpx2.Response | None:
        ask.tries += 1
        address = self._random.choice(self.place.addresses)
        token = f"Bearer {self.place.token}"
        headers = {"Idempotency-Key": ask.key, "Authorization": token}
        url = f"{address}/api/years/{self.year}/acts"
        try:
            return http.post(url, json=body, headers=headers)
        except httpx2.TransportError:
            return None

    def _answered(self, ask: Ask, answer: httpx2.Response | None) -> bool:
        """Take an answer; False when there is none that says what came of the act."""
        if answer is None or answer.is_server_error:
            ask.unclear += 1
            return False
        document = answer.json()
        if answer.status_code == REFUSED and _code(document) == STALE:
            return False  # somebody was first: asked again as the answer says
        if answer.status_code == OK:
            ask.receipt = document
            self.heads += [_head(self.place.now_s, one) for one in document["events"][-1:]]
        elif answer.status_code == REFUSED:
            ask.refused = [one["code"] for one in document["refused"]]
        else:
            message = f"{ask.key}: {answer.status_code} {document}"
            raise Odd(message)
        ask.answered_s = self.place.now_s
        return True


def _code(document: Mapping[str, Any]) -> str:
    return str(document.get("error", {}).get("code", ""))


def _head(at_s: float, event: Mapping[str, Any]) -> Head:
    return Head(at_s=at_s, year=event["year"], seq=event["seq"], head=event["hash"])
