"""The acts of the demo, asked for once more over HTTP: each is answered, and none is done again."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from httpx2 import Client

from console.cluster.installation import Installation
from workflow.cases.planning import OPENING, Step

OK = 200
TOKEN = "api-token"  # noqa: S105 - the name of a file


def asked_again(running: Installation, steps: Iterable[Step]) -> tuple[int, int]:
    """Ask the web process for acts that were done; return how many, and how many it knew.

    Their command ids are those of the cases, so that each is answered with its first receipt.
    """
    token = (running.folder / TOKEN).read_text("ascii").strip()
    done = [step for step in steps if not step.refused and step.do != OPENING]
    address = running.of("web")[0].address or ""
    with Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as http:
        return len(done), sum(_known(http, step) for step in done)


def _known(http: Client, step: Step) -> bool:
    act = {"do": step.do, **asdict(step.actor), "given": step.given}
    headers = {"Idempotency-Key": step.id, "Content-Type": "application/json"}
    url = f"/api/years/{step.year}/acts"
    answer = http.post(url, content=json.dumps(act, default=str), headers=headers)
    return answer.status_code == OK and answer.json()["command"] == step.id
