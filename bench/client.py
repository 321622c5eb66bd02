"""A client's side: a process that acts for as long as it is told, and says what it took.

Orders come as lines of JSON on standard input, answers leave as lines on standard output. Nothing
here but the standard library: the peers' clients run in an environment of their own.
"""

import json
import sys
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

CYCLE = 12
"""Acts are done in whole cycles of this many, so that every round holds the same work."""


Act = Callable[[int], object]


def serve(act: Act, refused: tuple[type[Exception], ...] = (), **others: Act) -> None:
    """Answer every order until there are no more.

    *refused*: what a lost race is answered with. *others*: acts that an order asks for by name.
    """
    _say({"ready": True})
    number = 0
    for line in sys.stdin:
        order = json.loads(line)
        wanted = others.get(order["which"], act)
        done = _acting(wanted, refused, number, order["seconds"])
        number += done["tried"]
        _say(done)


def _acting(
    act: Act, refused: tuple[type[Exception], ...], number: int, seconds: float
) -> dict[str, Any]:
    tried, took = 0, []
    lost: dict[str, int] = {}
    cpu, start = process_time(), perf_counter()
    now = start
    while now - start < seconds or tried % CYCLE:
        began = now
        try:
            act(number + tried)
        except refused as why:
            name = type(why).__name__
            lost[name] = lost.get(name, 0) + 1
        tried, now = tried + 1, perf_counter()
        took.append(round(1e6 * (now - began)))
    return {
        "tried": tried,
        "refused": lost,
        "seconds": now - start,
        "cpu_s": process_time() - cpu,
        "took_us": took,
    }


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
