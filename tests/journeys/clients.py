"""People at work over HTTP: each act has one key, asked again and again until it is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import httpx2

PERSON = {"person": "of-admin", "seat": "admin"}


@dataclass
class Address:
    """Where the server can be reached at the moment, and with which token."""

    token: str
    url: str = "http://127.0.0.1:1"


@dataclass
class Client:
    """Has one unit register and be sent back, in turns, until it is told to stop."""

    address: Address
    year: str
    unit: str
    receipts: dict[str, Any] = field(default_factory=dict)
    refusals: list[Any] = field(default_factory=list)
    repeated: int = 0
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        self._stopping, self._pause = False, Event()
        self._thread = Thread(target=self._run, name=self.unit, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Have the last answer arrive, and end."""
        self._stopping = True
        self._thread.join(60)
        assert not self._thread.is_alive(), "the last act was never answered"
        if self.failure:
            raise self.failure

    def _run(self) -> None:
        acts: list[Callable[[], dict[str, Any]]] = [self._register, self._send_back]
        number = 0
        try:
            with httpx2.Client(timeout=10) as http:
                while not self._stopping:
                    self._ask(http, f"{self.unit}-act-{number}", acts[number % 2]())
                    number += 1
        except BaseException as failure:  # noqa: BLE001 - shown by the thread that stops this one
            self.failure = failure

    def _ask(self, http: httpx2.Client, key: str, act: dict[str, Any]) -> None:
        """Ask until there is an answer, with the same key each time."""
        while (answer := self._answer(http, key, act)) is None:
            self.repeated += 1
            self._pause.wait(0.05)
        if answer.status_code == httpx2.codes.OK:
            self.receipts[key] = answer.json()
        else:
            self.refusals.append((key, answer.status_code, answer.json()))

    def _answer(self, http: httpx2.Client, key: str, act: dict[str, Any]) -> httpx2.Response | None:
        headers = {"Idempotency-Key": key, "Authorization": f"Bearer {self.address.token}"}
        url = f"{self.address.url}/api/years/{self.year}/acts"
        try:
            return http.post(url, json=act, headers=headers)
        except httpx2.TransportError:
            return None

    def _register(self) -> dict[str, Any]:
        seat = {"person": f"of-{self.unit}", "seat": f"unit:{self.unit}"}
        return {"do": "register", **seat, "given": {"staff": 9, "people": 8}}

    def _send_back(self) -> dict[str, Any]:
        given = {"unit": self.unit, "comment": "Thiếu chỉ tiêu"}
        return {"do": "return_registration", **PERSON, "given": given}
